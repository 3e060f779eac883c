import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import type { PositionData } from '../../schema/activity.ts'
import type { Streams } from './shapes.ts'

/**
 * An activity's streams as samples, each at its second after the start (`at` writes it); holes stay holes. Cadence is
 * multiplied by `stepsPerCycle`: Strava counts one leg.
 */
export function samplesOf(streams: Streams | null, at: (seconds: number) => string, stepsPerCycle: 1 | 2) {
  const times = streams?.time?.data ?? []
  const readings = (stream: { data: (number | null)[] } | undefined, kind: PlausibleKind, factor = 1) =>
    times.flatMap((seconds, index) => {
      const told = stream?.data[index]
      const value = plausible(kind, typeof told === 'number' ? told * factor : null)
      return value === null ? [] : [{ timestamp: at(seconds), value }]
    })
  const { distance, altitude, velocity_smooth, heartrate, cadence, watts, latlng } = streams ?? {}
  return {
    distance: readings(distance, 'distance_meters').map(({ value, ...when }) => ({ ...when, distance_meters: value })),
    elevation: readings(altitude, 'altitude_meters').map(({ value, ...when }) => ({ ...when, elev_meters: value })),
    speed: readings(velocity_smooth, 'speed_meters_per_second').map(({ value, ...when }) => ({
      ...when,
      speed_meters_per_second: value,
    })),
    heartRate: readings(heartrate, 'heart_rate_bpm').map(({ value, ...when }) => ({ ...when, bpm: value })),
    cadence: readings(cadence, 'cadence_rpm', stepsPerCycle).map(({ value, ...when }) => ({
      ...when,
      cadence_rpm: value,
    })),
    power: readings(watts, 'power_watts').map(({ value, ...when }) => ({ ...when, watts: value })),
    position: times.flatMap((seconds, index) => {
      const coords_lat_lng_deg = placeOf(latlng?.data[index])
      return coords_lat_lng_deg === null ? [] : [{ timestamp: at(seconds), coords_lat_lng_deg }]
    }),
  }
}

/** A place on earth; null for the empty list that Strava writes where there is none. */
export function placeOf(told: readonly number[] | null | undefined): PositionData['start_pos_lat_lng_deg'] {
  const [latitude, longitude] = [plausible('latitude_deg', told?.[0]), plausible('longitude_deg', told?.[1])]
  return latitude === null || longitude === null ? null : [latitude, longitude]
}
