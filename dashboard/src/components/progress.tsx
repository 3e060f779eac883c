import { useId } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Button } from './button.tsx'
import { useClock } from './clock.ts'
import { formatDuration } from './format.ts'
import { timeLeftMs } from './time-left.ts'

export type ProgressProps = {
  /** What runs: "Backfill of OURA". */
  label: string
  /** How far, and of how much; `total` null where it is not known. */
  done: number
  total: number | null
  /** Both in words: `(n) => formatBytes(n)`; plain numbers when absent. */
  format?: ((amount: number) => string) | undefined
  /** When it began, in milliseconds since 1970: gives the rate and the time left. */
  startedAt?: number | undefined
  /** Stops it. */
  onStop?: (() => void) | undefined
  /** Something went wrong or it is over: no time is told. */
  ended?: boolean | undefined
}

/** How far something of known length has come, how fast it goes and how long it will still take. */
export function Progress({ label, done, total, format = String, startedAt, onStop, ended }: ProgressProps) {
  const id = useId()
  const share = total === null || total <= 0 ? null : Math.min(1, Math.max(0, done / total))
  const left = useClock((now) => {
    if (ended || startedAt === undefined || total === null) return ''
    const ms = timeLeftMs(done, total, now - startedAt)
    return ms === null ? '' : parts.timeLeft(formatDuration(Math.round(ms / 1000) * 1000))
  })
  const rate = useClock((now) => {
    if (ended || startedAt === undefined || now - startedAt < 2000 || done === 0) return ''
    return parts.perSecond(format(Math.round((done / (now - startedAt)) * 1000)))
  })
  const amount = total === null ? format(done) : `${format(done)} / ${format(total)}`
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span id={id} className="font-medium">
          {label}
        </span>
        <span className="text-muted">{[amount, rate, left].filter(Boolean).join(' · ')}</span>
      </div>
      <div className="flex items-center gap-3">
        <div
          role="progressbar"
          aria-labelledby={id}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share === null ? undefined : Math.round(share * 100)}
          aria-valuetext={amount}
          className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-line"
        >
          <div
            className="h-full origin-left rounded-full bg-accent transition-transform"
            style={{ transform: `scaleX(${share ?? 0.3})`, opacity: share === null ? 0.5 : 1 }}
          />
        </div>
        {onStop && !ended && <Button onClick={onStop}>{parts.stop}</Button>}
      </div>
    </div>
  )
}
