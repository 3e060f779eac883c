import { formatBytes, formatDuration, formatNumber, formatPercent } from './format.ts'

export type AmountProps = {
  /** The amount; null and undefined show a dash. */
  value: number | null | undefined
  /** `number` (default), `bytes`, `duration` in milliseconds, `percent` of a share 0–1. */
  as?: 'number' | 'bytes' | 'duration' | 'percent' | undefined
}

/** A number as people read it, with its exact value on hover. */
export function Amount({ value, as = 'number' }: AmountProps) {
  if (value === null || value === undefined) return <span className="text-muted">–</span>
  const exact =
    as === 'bytes' ? `${formatNumber(value)} B` : as === 'duration' ? `${formatNumber(value, 3)} ms` : undefined
  const text = {
    number: (n: number) => formatNumber(n, 3),
    bytes: (n: number) => formatBytes(n),
    duration: (n: number) => formatDuration(n),
    percent: (n: number) => formatPercent(n),
  }[as]
  return (
    <span title={exact} className="whitespace-nowrap tabular-nums">
      {text(value)}
    </span>
  )
}
