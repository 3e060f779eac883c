import type { VerdictPart, VerdictParts } from '../../api/verify.ts'
import { DefinitionList } from '../../components/definition-list.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { signatureOf } from './signature.ts'

const words = en.verify.parts
const names = ['t', 'body', 'secret'] as const
const whys = { t: words.tWhy, body: words.bodyWhy, secret: words.secretWhy } as const

/** The three parts of a verdict: the time, the body, the secret. Each with what it is and what was found of it. */
export function Parts({ parts }: { parts: VerdictParts }) {
  return (
    <dl aria-label={words.title} className="flex flex-col">
      {names.map((name) => (
        <div key={name} className="border-line py-2 not-first:border-t first:pt-0 last:pb-0">
          <dt className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium">{words[name]}</span>
            <PartState part={parts[name]} />
          </dt>
          <dd>
            <p>{parts[name].sentence}</p>
            <p className="text-label text-muted">{whys[name]}</p>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function PartState({ part: { ok } }: { part: VerdictPart }) {
  const [shape, tone, word] =
    ok === null
      ? (['open', 'neutral', words.unknown] as const)
      : ok
        ? (['full', 'ok', words.ok] as const)
        : (['square', 'bad', words.bad] as const)
  return (
    <CustomStatus shape={shape} tone={tone}>
      {word}
    </CustomStatus>
  )
}

/** A signature header taken apart: when it was signed, and each signature. */
export function HeaderParts({ header }: { header: string }) {
  const { t, signatures } = signatureOf(header)
  return (
    <DefinitionList
      stacked
      items={[
        {
          key: 't',
          term: en.verify.header.t,
          value:
            t === null ? null : (
              <>
                <code>{t}</code>
                <Time at={t * 1000} look="full" />
              </>
            ),
        },
        ...signatures.map((value, at) => ({
          key: value,
          term: signatures.length === 1 ? en.verify.header.v1 : en.verify.header.v1Of(at + 1),
          value: <code className="break-all">{value}</code>,
        })),
      ]}
    />
  )
}
