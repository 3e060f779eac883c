import { useMay } from '../../api/session.ts'
import { type Source, useSetSource } from '../../api/sources.ts'
import { CustomStatus } from '../../components/status.tsx'
import { Switch } from '../../components/switch.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.sources
const marks = {
  ready: { shape: 'full', tone: 'ok' },
  needs_keys: { shape: 'half', tone: 'warn' },
  sandbox: { shape: 'full', tone: 'info' },
  off: { shape: 'bars', tone: 'neutral' },
} as const

/** How a source stands, as shape, word and colour. */
export const SourceState = ({ source }: { source: Source }) => (
  <CustomStatus {...marks[source.state]}>{words.states[source.state]}</CustomStatus>
)

/** Whether the users of this environment are offered a source; at once. */
export function SourceSwitch({ source }: { source: Source }) {
  const may = useMay('developer')
  const set = useSetSource(source.provider)
  return (
    <Switch
      aria-label={words.offered(source.label)}
      checked={set.isPending ? set.variables : source.enabled}
      disabled={!may || set.isPending}
      onChange={(enabled) =>
        set.mutate(enabled, {
          onSuccess: () => toast({ text: enabled ? words.on(source.label) : words.off(source.label) }),
          onError: (error) => toast({ tone: 'bad', text: error.message }),
        })
      }
    />
  )
}
