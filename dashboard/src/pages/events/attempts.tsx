import type { EventDetail } from '../../api/events.ts'
import { Amount } from '../../components/amount.tsx'
import { Code } from '../../components/code.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'

const words = en.events.deliveries
type Attempt = EventDetail['deliveries'][number]['attempts'][number]

/** Attempts of a delivery as a vertical list, each with its answer one click below. */
export function Attempts({ label, attempts }: { label: string; attempts: readonly Attempt[] }) {
  return (
    <ol aria-label={label} className="flex flex-col divide-y divide-line">
      {attempts.map((attempt) => (
        <li key={attempt.number} className="flex flex-col gap-1 py-1.5">
          <AttemptLine attempt={attempt} />
        </li>
      ))}
    </ol>
  )
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { number, at, status_code: code, duration_ms: ms, trigger, error, response_body: body, address } = attempt
  const isTaken = code !== null && code >= 200 && code < 300
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3">
        <span className="w-8 font-mono text-muted">#{number}</span>
        <span className="w-24">
          <CustomStatus shape={isTaken ? 'full' : 'square'} tone={isTaken ? 'ok' : 'bad'}>
            {code === null ? words.noAnswer : <span className="font-mono">{code}</span>}
          </CustomStatus>
        </span>
        <span className="w-16 text-right">
          <Amount value={ms} as="duration" />
        </span>
        <Time at={at} look="clock" />
        {trigger !== null && <span className="text-label text-muted">{words.triggers[trigger]}</span>}
      </div>
      {error !== null && code === null && <p className="pl-11 text-bad">{error}</p>}
      {body !== null && body !== '' && (
        <details className="pl-11">
          <summary className="w-fit rounded-control py-1 text-muted">{words.answer}</summary>
          <Code
            wrap
            label={words.answerOf(number)}
            text={body}
            head={address === null ? undefined : `${words.address} ${address}`}
          />
        </details>
      )}
    </>
  )
}
