import { tryParseInstant } from '../../normalise/time.ts'
import type { Activity } from '../../schema/records.ts'

/** All that was measured at one instant of an activity. */
export interface TrackPoint {
  timeMs: number
  /** Seconds since the start, pauses taken out; null where no sample says. */
  timerSeconds: number | null
  lat: number | null
  lng: number | null
  elevation: number | null
  /** Metres since the start. */
  distance: number | null
  speed: number | null
  heartRate: number | null
  /** Both legs on foot, as in the schema. */
  cadence: number | null
  power: number | null
}

/** The quantities of a point. */
export type Quantity = Exclude<keyof TrackPoint, 'timeMs' | 'timerSeconds'>

type Timed = { timestamp?: string | null | undefined; timer_duration_seconds?: number | null | undefined }

/** The samples of an activity put together by their instants, in order of time. Samples without a time are not in it. */
export function pointsOf(activity: Activity): TrackPoint[] {
  const points = new Map<string, TrackPoint>()
  const fill = <S extends Timed>(
    samples: readonly S[] | null | undefined,
    put: (point: TrackPoint, sample: S) => void,
  ) => {
    for (const sample of samples ?? []) {
      const point = pointAt(points, sample)
      if (point !== null) put(point, sample)
    }
  }
  const { distance_data, heart_rate_data, movement_data, position_data, power_data } = activity
  fill(position_data?.position_samples, (point, { coords_lat_lng_deg }) => {
    const [lat, lng] = coords_lat_lng_deg ?? []
    if (typeof lat !== 'number' || typeof lng !== 'number') return
    point.lat = lat
    point.lng = lng
  })
  fill(distance_data?.detailed?.elevation_samples, (point, sample) => put(point, 'elevation', sample.elev_meters))
  fill(distance_data?.detailed?.distance_samples, (point, sample) => put(point, 'distance', sample.distance_meters))
  fill(movement_data?.speed_samples, (point, sample) => put(point, 'speed', sample.speed_meters_per_second))
  fill(heart_rate_data?.detailed?.hr_samples, (point, sample) => put(point, 'heartRate', sample.bpm))
  fill(movement_data?.cadence_samples, (point, sample) => put(point, 'cadence', sample.cadence_rpm))
  fill(power_data?.power_samples, (point, sample) => put(point, 'power', sample.watts))
  return [...points.values()].sort((a, b) => a.timeMs - b.timeMs)
}

const put = (point: TrackPoint, quantity: Quantity, value: number | null | undefined): void => {
  point[quantity] = value ?? point[quantity]
}

function pointAt(
  points: Map<string, TrackPoint>,
  { timestamp, timer_duration_seconds: timer }: Timed,
): TrackPoint | null {
  if (typeof timestamp !== 'string') return null
  let point = points.get(timestamp)
  if (point === undefined) {
    const instant = tryParseInstant(timestamp)
    if (instant === null) return null
    point = { ...nothing, timeMs: instant.epochMs }
    points.set(timestamp, point)
  }
  point.timerSeconds ??= timer ?? null
  return point
}

const nothing = {
  timerSeconds: null,
  lat: null,
  lng: null,
  elevation: null,
  distance: null,
  speed: null,
  heartRate: null,
  cadence: null,
  power: null,
}

/** Time that the timer stood still. */
export interface Pause {
  fromMs: number
  toMs: number
}

/** Clocks that differ by less were rounded apart. */
const shortestPauseMs = 1000

/**
 * The pauses of a recording, as the timers of its samples tell them: what the clock moved more than the timer, counted
 * from the sample before. Pauses that touch are one.
 */
export function pausesOf(points: readonly TrackPoint[]): Pause[] {
  const pauses: Pause[] = []
  let before: { timeMs: number; timerSeconds: number } | undefined
  for (const { timeMs, timerSeconds } of points) {
    if (timerSeconds === null) continue
    const stoodMs = before === undefined ? 0 : timeMs - before.timeMs - (timerSeconds - before.timerSeconds) * 1000
    if (before !== undefined && stoodMs >= shortestPauseMs) {
      const last = pauses.at(-1)
      if (last?.toMs === before.timeMs) last.toMs += stoodMs
      else pauses.push({ fromMs: before.timeMs, toMs: before.timeMs + stoodMs })
    }
    before = { timeMs, timerSeconds }
  }
  return pauses
}
