import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import { cx } from './cx.ts'

/** The shapes of a state: `full` ●, `half` ◐, `square` ■, `open` ○, `bars` ‖. */
export type StatusShape = 'full' | 'half' | 'square' | 'open' | 'bars'

/** States all pages share. */
export type StatusName =
  | 'delivered'
  | 'retrying'
  | 'failed'
  | 'pending'
  | 'paused'
  | 'held'
  | 'active'
  | 'connected'
  | 'disconnected'
  | 'running'
  | 'done'
  | 'cancelled'

const STATES: Record<StatusName, { shape: StatusShape; tone: Tone }> = {
  delivered: { shape: 'full', tone: 'ok' },
  retrying: { shape: 'half', tone: 'warn' },
  failed: { shape: 'square', tone: 'bad' },
  pending: { shape: 'open', tone: 'info' },
  paused: { shape: 'bars', tone: 'neutral' },
  held: { shape: 'bars', tone: 'neutral' },
  active: { shape: 'full', tone: 'ok' },
  connected: { shape: 'full', tone: 'ok' },
  disconnected: { shape: 'open', tone: 'neutral' },
  running: { shape: 'half', tone: 'info' },
  done: { shape: 'full', tone: 'ok' },
  cancelled: { shape: 'bars', tone: 'neutral' },
}

const COLOURS: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-info',
}

/** A state's shape alone, 10 px, in the colour around it; decoration, so put the word beside it. */
export function StatusShapeMark({ shape }: { shape: StatusShape }) {
  return (
    <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 shrink-0" fill="none" stroke="currentColor">
      {shape === 'full' && <circle cx="5" cy="5" r="4" fill="currentColor" stroke="none" />}
      {shape === 'half' && (
        <>
          <circle cx="5" cy="5" r="3.75" strokeWidth="1.5" />
          <path d="M5 1.25a3.75 3.75 0 0 0 0 7.5z" fill="currentColor" stroke="none" />
        </>
      )}
      {shape === 'square' && <rect x="1" y="1" width="8" height="8" rx="1" fill="currentColor" stroke="none" />}
      {shape === 'open' && <circle cx="5" cy="5" r="3.75" strokeWidth="1.5" />}
      {shape === 'bars' && <path d="M3 1v8M7 1v8" strokeWidth="2" />}
    </svg>
  )
}

export type StatusProps = {
  /** The state; gives shape and colour, and the word unless `children` says another. */
  status: StatusName
  /** Another word for it ("needs re-auth"). */
  children?: ReactNode
  /** Shows the shape only; the word stays for assistive technology and as a title. */
  compact?: boolean | undefined
}

/** A state as shape, word and colour. */
export function Status({ status, children, compact }: StatusProps) {
  const { shape, tone } = STATES[status]
  return (
    <span
      title={compact ? status : undefined}
      className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', COLOURS[tone])}
    >
      <StatusShapeMark shape={shape} />
      <span className={compact ? 'sr-only' : undefined}>{children ?? status}</span>
    </span>
  )
}

/** A state of one's own: any word with a shape and a tone. */
export function CustomStatus({ shape, tone, children }: { shape: StatusShape; tone: Tone; children: ReactNode }) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', COLOURS[tone])}>
      <StatusShapeMark shape={shape} />
      {children}
    </span>
  )
}
