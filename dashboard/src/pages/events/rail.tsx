import type { ReactNode } from 'react'
import type { EventDetail } from '../../api/events.ts'
import { cx } from '../../components/cx.ts'
import { exactUtc, formatDuration, localClock } from '../../components/format.ts'
import { CustomStatus, Status, StatusShapeMark } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'
import { type Rail as Drawn, railOf } from './rail.ts'

const words = en.events.rail

/** The four steps of an event with their moments and the milliseconds between, and how the last one stands. */
export function Rail({ event }: { event: EventDetail }) {
  const rail = railOf(event)
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label={words.label} className="flex">
        {rail.steps.map((step, at) => (
          <Step key={step.name} step={step} before={rail.steps[at - 1]} after={rail.steps[at + 1]}>
            {step.name === 'sent' ? (
              <SentMark rail={rail} />
            ) : (
              <StatusShapeMark shape={step.atMs === null ? 'open' : 'full'} />
            )}
          </Step>
        ))}
      </ol>
      {event.timeline.received_at === null && <p className="text-label text-muted">{words.made}</p>}
      {rail.laterMs !== null && <p className="text-label text-muted">{words.later(formatDuration(rail.laterMs))}</p>}
      {rail.sent === 'none' && <p className="text-label text-muted">{words.none}</p>}
    </div>
  )
}

interface StepProps {
  step: Drawn['steps'][number]
  before: Drawn['steps'][number] | undefined
  after: Drawn['steps'][number] | undefined
  /** Its mark on the rail. */
  children: ReactNode
}

/** A step, and the rail from it to the next with the time that took. */
function Step({ step: { name, atMs, tookMs }, before, after, children }: StepProps) {
  return (
    <li
      className={cx(
        'flex min-w-0 flex-col',
        after === undefined ? 'shrink-0' : 'flex-1',
        atMs === null && 'text-muted',
      )}
    >
      <span className="flex h-6 items-center gap-1.5">
        {children}
        {after !== undefined && <Way tookMs={after.tookMs} />}
      </span>
      <span className="font-medium">{words.steps[name]}</span>
      {atMs === null ? (
        <span className="text-label">
          <span aria-hidden>–</span>
          <span className="sr-only">{words.unknown}</span>
        </span>
      ) : (
        <time dateTime={exactUtc(atMs)} title={exactUtc(atMs)} className="font-mono text-label text-muted">
          {localClock(atMs)}
        </time>
      )}
      {tookMs !== null && before !== undefined && (
        <span className="sr-only">{words.took(formatDuration(tookMs), words.steps[before.name])}</span>
      )}
    </li>
  )
}

function Way({ tookMs }: { tookMs: number | null }) {
  const line = <span className={cx('h-px min-w-1 flex-1', tookMs === null ? 'bg-line' : 'bg-control')} />
  return (
    <span aria-hidden className="mr-1.5 flex min-w-0 flex-1 items-center gap-1.5 text-label text-muted">
      {line}
      {tookMs !== null && <span className="whitespace-nowrap">{formatDuration(tookMs)}</span>}
      {tookMs !== null && line}
    </span>
  )
}

/** How the last step stands: the code of the latest answer, or where there was none the word. */
function SentMark({ rail: { sent, code } }: { rail: Drawn }) {
  const word = en.events.states[sent]
  const text =
    code === null || sent === 'pending' || sent === 'held' ? (
      word
    ) : (
      <>
        <span className="font-mono">{code}</span> <span className="sr-only">{word}</span>
      </>
    )
  // The sentence below says it; beside the steps there is no room for it.
  if (sent === 'none')
    return (
      <CustomStatus shape="open" tone="neutral">
        <span className="sr-only">{word}</span>
      </CustomStatus>
    )
  if (sent === 'superseded')
    return (
      <CustomStatus shape="open" tone="neutral">
        {word}
      </CustomStatus>
    )
  return <Status status={sent}>{text}</Status>
}
