import type { KeyVerdict } from '../../api/provider-keys.ts'
import { CustomStatus } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'

const marks = {
  right: { shape: 'full', tone: 'ok' },
  wrong: { shape: 'half', tone: 'bad' },
  unknown: { shape: 'bars', tone: 'neutral' },
} as const

/** What a provider said of keys, as shape, word, colour and a sentence. */
export const Verdict = ({ verdict: { result, says } }: { verdict: KeyVerdict }) => (
  <p className="flex flex-wrap items-baseline gap-x-2">
    <CustomStatus {...marks[result]}>{en.sources.keys.verdicts[result]}</CustomStatus>
    <span>{says}</span>
  </p>
)
