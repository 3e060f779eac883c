import { hasPower } from '../../generate/life/session.ts'
import type { Life, LivedSession } from '../life/life.ts'
import { cyclesOf, isManual, movingPoints, placesOf } from './strava-activities.ts'

/** The streams that are asked for and that there are, keyed by type; null for what was typed in by hand. */
export function streamsOf(session: LivedSession, keys: readonly string[]): object | null {
  if (isManual(session)) return null
  const { points, sport } = session
  const moves = (points.at(-1)?.meters ?? 0) > 0
  const places = placesOf(session)
  const every: Record<string, readonly unknown[] | null> = {
    time: points.map(({ seconds }) => seconds),
    distance: moves ? points.map(({ meters }) => meters) : null,
    latlng: places.length > 0 ? places : null,
    altitude: places.length > 0 ? points.map(({ elevation }) => elevation) : null,
    velocity_smooth: moves ? points.map(({ speed }) => speed) : null,
    heartrate: points.map(({ bpm }) => bpm),
    cadence: moves ? points.map(({ cadence }) => cyclesOf(cadence, session)) : null,
    watts: hasPower(sport.motion) ? points.map(({ watts }) => watts) : null,
  }
  const found = keys.flatMap((key) => {
    const data = every[key]
    return data ? [[key, { data, series_type: 'time', original_size: data.length, resolution: 'high' }]] : []
  })
  return Object.fromEntries(found)
}

/** Seconds in each of five heart rate zones, at 60, 70, 80 and 90 percent of the highest heart rate. */
export function zonesOf({ person: { maxHr } }: Life, session: LivedSession): object[] {
  if (isManual(session)) return []
  const bounds = [0, 0.6, 0.7, 0.8, 0.9].map((share) => Math.round(share * maxHr))
  const distribution_buckets = bounds.map((min, index) => {
    const max = bounds[index + 1] ?? -1
    const within = movingPoints(session).filter(({ bpm }) => bpm >= min && (max === -1 || bpm < max))
    return { min, max, time: within.length * session.stepSeconds }
  })
  return [{ type: 'heartrate', resource_state: 3, sensor_based: true, custom_zones: false, distribution_buckets }]
}
