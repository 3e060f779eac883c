import { readInstant } from './clock.ts'

/** One reading: `x` is usually milliseconds UTC. */
export type Point = { x: number; y: number }

/** Makes points of samples: drops what has no time or no value, sorts, and keeps the last of one instant. */
export function pointsOf<S>(
  samples: readonly S[] | null | undefined,
  timeOf: (sample: S) => string | null | undefined,
  measure: (sample: S) => number | null | undefined,
): Point[] {
  const points: Point[] = []
  for (const sample of samples ?? []) {
    const instant = readInstant(timeOf(sample))
    const y = measure(sample)
    if (instant && typeof y === 'number' && Number.isFinite(y)) points.push({ x: instant.ms, y })
  }
  points.sort((a, b) => a.x - b.x)
  return points.filter((point, at) => point.x !== points[at + 1]?.x)
}

/** The middle value; the mean of the two middle ones for an even count. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2
}

/** Value under which the share `at` (0–1) of the values lies, by linear interpolation. NaN of nothing. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, at))
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

/** Mean; NaN of nothing. */
export const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length

/** Longest silence that still joins two readings: three usual intervals, and never under `leastMs`. */
export function usualGap(points: readonly Point[], leastMs = 30_000): number {
  const steps = points.slice(1).map((point, at) => point.x - (points[at]?.x ?? point.x))
  return steps.length === 0 ? leastMs : Math.max(leastMs, 3 * median(steps))
}

/** Runs of readings without a silence longer than `gap` between them. No reading is lost, and none is invented. */
export function splitAtGaps(points: readonly Point[], gap: number): Point[][] {
  const runs: Point[][] = []
  let last: Point | undefined
  for (const point of points) {
    if (last && point.x - last.x <= gap) runs.at(-1)?.push(point)
    else runs.push([point])
    last = point
  }
  return runs
}

/** Index of the point nearest to `x`; -1 of nothing. The points must be in order. */
export function nearest(points: readonly { x: number }[], x: number): number {
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.x ?? 0) < x) low = middle + 1
    else high = middle
  }
  const [before, after] = [points[low - 1], points[low]]
  return before && after && x - before.x <= after.x - x ? low - 1 : points.length === 0 ? -1 : low
}
