import { parts } from '../strings/en/parts.ts'
import { useClock } from './clock.ts'
import { useCopy } from './copy-button.tsx'
import { exactUtc, formatDuration, localClock, localDay, localTime, relativeTime } from './format.ts'
import { Tooltip } from './tooltip.tsx'

export type TimeProps = {
  /** The instant: milliseconds since 1970, a Date or an ISO text. */
  at: number | string | Date
  /**
   * `auto` (default): relative within 24 hours, then local date and time. `full`: local with zone.
   * `clock`: local clock within 24 hours, then the day. `both`: local with zone, and relative.
   */
  look?: 'auto' | 'full' | 'clock' | 'both' | undefined
  /** Only shows it, inside a link or another button. */
  still?: boolean | undefined
}

function epochOf(at: number | string | Date): number {
  return typeof at === 'number' ? at : new Date(at).getTime()
}

function textOf(ms: number, now: number, look: NonNullable<TimeProps['look']>): string {
  const relative = relativeTime(ms, now)
  if (look === 'full') return localTime(ms)
  if (look === 'clock') return relative === null ? localDay(ms) : localClock(ms)
  if (look === 'both') return relative === null ? localTime(ms) : `${localTime(ms)}, ${relative}`
  return relative ?? localTime(ms)
}

/** An instant in the reader's zone; its exact UTC on hover and focus, copied on click. */
export function Time({ at, look = 'auto', still }: TimeProps) {
  const ms = epochOf(at)
  const known = Number.isFinite(ms)
  const text = useClock((now) => (known ? textOf(ms, now, look) : String(at)))
  const { copied, copy } = useCopy(() => exactUtc(ms))
  if (!known) return <span>{text}</span>
  const utc = exactUtc(ms)
  if (still) {
    return (
      <time dateTime={utc} title={utc} className="whitespace-nowrap">
        {text}
      </time>
    )
  }
  return (
    <Tooltip
      text={
        <span className="font-mono">
          {utc}
          <br />
          {localTime(ms)}
        </span>
      }
    >
      <button
        type="button"
        onClick={copy}
        // Taller than a line so that it can be hit, without pushing the lines of a sentence apart.
        className="-mx-1 -my-0.5 touch:-my-3 inline-flex min-h-6 items-center rounded-control px-1 text-left hover:bg-sunken touch:min-h-11"
      >
        <time dateTime={utc} className="whitespace-nowrap">
          {copied ? parts.copied : text}
        </time>
      </button>
    </Tooltip>
  )
}

export type CountdownProps = {
  /** The instant waited for. */
  at: number | string | Date
  /** What to say once it has passed: "now". */
  past: string
}

/** The time left until an instant, ticking: `4 min 10 s`. */
export function Countdown({ at, past }: CountdownProps) {
  const ms = epochOf(at)
  const text = useClock((now) => (ms - now < 1000 ? past : formatDuration(Math.floor((ms - now) / 1000) * 1000)))
  return <span className="whitespace-nowrap">{text}</span>
}
