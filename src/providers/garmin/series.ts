import { z } from 'zod'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import type { Clock } from './clock.ts'
import { figure } from './samples.ts'

/** What a watch recorded at an instant of a workout. */
export const point = z.object({
  startTimeInSeconds: z.number(),
  latitudeInDegree: figure,
  longitudeInDegree: figure,
  elevationInMeters: figure,
  heartRate: figure,
  speedMetersPerSecond: figure,
  stepsPerMinute: figure,
  bikeCadenceInRPM: figure,
  swimCadenceInStrokesPerMinute: figure,
  powerInWatts: figure,
  totalDistanceInMeters: figure,
})
type Point = z.output<typeof point>

/** The samples of a workout by what they are of. */
export function seriesOf(points: readonly Point[], clock: Clock) {
  const of = <V>(
    kind: PlausibleKind,
    read: (one: Point) => number | null | undefined,
    shown: (timestamp: string, value: number) => V,
  ) =>
    points.flatMap((one) => {
      const value = plausible(kind, read(one))
      return value === null ? [] : [shown(clock.stamp(one.startTimeInSeconds), value)]
    })
  return {
    heartRate: of(
      'heart_rate_bpm',
      (one) => one.heartRate,
      (timestamp, bpm) => ({ timestamp, bpm }),
    ),
    speed: of(
      'speed_meters_per_second',
      (one) => one.speedMetersPerSecond,
      (timestamp, speed_meters_per_second) => ({ timestamp, speed_meters_per_second }),
    ),
    cadence: of(
      'cadence_rpm',
      (one) => one.stepsPerMinute ?? one.bikeCadenceInRPM ?? one.swimCadenceInStrokesPerMinute,
      (timestamp, cadence_rpm) => ({ timestamp, cadence_rpm }),
    ),
    elevation: of(
      'altitude_meters',
      (one) => one.elevationInMeters,
      (timestamp, elev_meters) => ({ timestamp, elev_meters }),
    ),
    distance: of(
      'distance_meters',
      (one) => one.totalDistanceInMeters,
      (timestamp, distance_meters) => ({ timestamp, distance_meters }),
    ),
    power: of(
      'power_watts',
      (one) => one.powerInWatts,
      (timestamp, watts) => ({ timestamp, watts }),
    ),
    position: points.flatMap((one) => {
      const lat = plausible('latitude_deg', one.latitudeInDegree)
      const lng = plausible('longitude_deg', one.longitudeInDegree)
      return lat === null || lng === null
        ? []
        : [{ timestamp: clock.stamp(one.startTimeInSeconds), coords_lat_lng_deg: [lat, lng] }]
    }),
  }
}
