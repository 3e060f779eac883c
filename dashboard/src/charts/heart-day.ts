import type { Body, Daily } from '../../../src/schema/records.ts'
import { type Clock, clockOf, readInstant } from './clock.ts'
import type { Series } from './lines.ts'
import { mean, median, type Point } from './points.ts'
import { heartRateSeries } from './time-lines.ts'
import { amountText, countText } from './units.ts'

type HeartRateOf = NonNullable<Daily['heart_rate_data']>

/** The lowest, mean and highest reading of one piece of time; `x` is its middle. */
export interface BandPoint {
  x: number
  low: number
  mean: number
  high: number
}

const QUARTER_HOUR_MS = 15 * 60_000
/** Fewer readings than this are no course of a day. */
const LEAST_READINGS = 8

/** Readings gathered in pieces of a quarter of an hour, up to an hour where readings are rarer. Empty pieces are left out. */
export function bandOf(points: readonly Point[]): { band: BandPoint[]; pieceMs: number } {
  const steps = points.slice(1).map((point, at) => point.x - (points[at]?.x ?? 0))
  const usual = steps.length > 0 ? 2 * median(steps) : 0
  const pieceMs = QUARTER_HOUR_MS * Math.min(4, Math.max(1, Math.ceil(usual / QUARTER_HOUR_MS)))
  const pieces = Map.groupBy(points, (point) => Math.floor(point.x / pieceMs))
  const band = [...pieces].map(([piece, inside]) => {
    const values = inside.map((point) => point.y)
    return { x: (piece + 0.5) * pieceMs, low: Math.min(...values), mean: mean(values), high: Math.max(...values) }
  })
  return { band: band.sort((a, b) => a.x - b.x), pieceMs }
}

/** A zone in beats per minute. */
export interface Zone {
  name: string
  low: number
  high: number
}

/** Zones of a record in beats per minute; none where the person's maximum is unknown, as zones are percents of it. */
export function zonesOf(heartRate: HeartRateOf | null | undefined): Zone[] {
  const most = heartRate?.summary?.user_max_hr_bpm
  if (!most) return []
  return (heartRate?.summary?.hr_zone_data ?? []).flatMap(
    ({ zone, name, start_percentage: low, end_percentage: high }) =>
      typeof low === 'number' && typeof high === 'number' && high > low
        ? [{ name: name ?? `Zone ${zone ?? ''}`.trim(), low: (low * most) / 100, high: (high * most) / 100 }]
        : [],
  )
}

export interface HeartDayModel {
  clock: Clock
  span: [number, number]
  series: Series
  band: BandPoint[]
  pieceMs: number
  zones: Zone[]
  finding: string
}

/** Heart rate of a day, of a daily or body record; null when it has no readings. */
export function heartDayModel(record: Daily | Body): HeartDayModel | null {
  const heartRate = 'heart_data' in record ? record.heart_data?.heart_rate_data : heartRateOfDaily(record)
  const all = heartRateSeries(heartRate)
  if (all.points.length < LEAST_READINGS) return null
  const { start_time: start, end_time: end } = record.metadata
  const { band, pieceMs } = bandOf(all.points)
  const resting = heartRate?.summary?.resting_hr_bpm
  const low = Math.min(...band.map((piece) => piece.low))
  const high = Math.max(...band.map((piece) => piece.high))
  const zones = zonesOf(heartRate)
  const quiet = band.at(0) === undefined ? 0 : hoursMissing(band, pieceMs, readInstant(start)?.ms, readInstant(end)?.ms)
  return {
    clock: clockOf([start, ...(heartRate?.detailed?.hr_samples ?? []).map((sample) => sample.timestamp), end]),
    span: [readInstant(start)?.ms ?? 0, readInstant(end)?.ms ?? 0],
    series: {
      ...all,
      points: band.map((piece) => ({ x: piece.x, y: piece.mean })),
      gap: pieceMs * 1.5,
      ...(resting ? { mark: { value: resting, text: `resting ${amountText(resting)}` } } : {}),
    },
    band,
    pieceMs,
    zones,
    finding: [
      `${amountText(low)} to ${amountText(high)} bpm`,
      ...(resting ? [`resting ${amountText(resting)} bpm`] : []),
      ...(quiet >= 1 ? [`${countText(Math.round(quiet), 'hour')} without readings`] : []),
    ].join(', '),
  }
}

const heartRateOfDaily = (record: Daily | Body): HeartRateOf | null | undefined =>
  'heart_rate_data' in record ? record.heart_rate_data : null

function hoursMissing(band: readonly BandPoint[], pieceMs: number, from = 0, to = 0): number {
  return Math.max(0, to - from - band.length * pieceMs) / 3_600_000
}

/** Runs of band points that follow each other without an empty piece. */
export function bandRuns(band: readonly BandPoint[], pieceMs: number): BandPoint[][] {
  const runs: BandPoint[][] = []
  for (const piece of band) {
    const run = runs.at(-1)
    if (run && piece.x - (run.at(-1)?.x ?? 0) <= pieceMs * 1.5) run.push(piece)
    else runs.push([piece])
  }
  return runs
}
