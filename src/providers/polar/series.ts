import { z } from 'zod'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import type { Instant } from '../../normalise/time.ts'
import { isoDurationSeconds, kmhToMetersPerSecond, strictNumber } from '../../normalise/units.ts'
import type { PositionData } from '../../schema/activity.ts'
import { stamp } from './clock.ts'

/** Values of one kind at equal distances, as text: `145,156,null,,142`. */
export const series = z.object({
  /** Seconds; null for beat intervals, which are at no distances. */
  'recording-rate': z.number().positive().nullish(),
  'sample-type': z.union([z.string(), z.number()]),
  data: z.string().nullish(),
})
type Series = z.output<typeof series>

export const routePoint = z.object({
  latitude: z.number(),
  longitude: z.number(),
  /** Since the beginning: `PT210.026S`. */
  time: z.string().nullish(),
})

/** The kinds that have a place in the schema (README). */
const kinds = {
  heartRate: ['0'],
  speed: ['1'],
  /** Turns of the crank, or else of a foot. */
  cadence: ['2', '8'],
  elevation: ['3'],
  power: ['4'],
  distance: ['10'],
} as const

/** The series of a workout, each as samples of the schema. A hole, where the sensor was away, makes no sample. */
export function seriesOf(all: readonly Series[], start: Instant) {
  const of = (names: readonly string[], kind: PlausibleKind, convert = (value: number) => value) => {
    const found = names.flatMap((name) => all.find((one) => `${one['sample-type']}` === name) ?? [])[0]
    const stepMs = (found?.['recording-rate'] ?? 0) * 1000
    if (found === undefined || stepMs === 0) return []
    return (found.data ?? '').split(',').flatMap((text, index) => {
      const number = strictNumber(text)
      const value = plausible(kind, number === null ? null : convert(number))
      return value === null ? [] : [{ timestamp: stamp({ ...start, epochMs: start.epochMs + index * stepMs }), value }]
    })
  }
  return {
    heartRate: of(kinds.heartRate, 'heart_rate_bpm').map(({ timestamp, value: bpm }) => ({ timestamp, bpm })),
    speed: of(kinds.speed, 'speed_meters_per_second', (kmh) => tidy(kmhToMetersPerSecond(kmh))).map(
      ({ timestamp, value }) => ({ timestamp, speed_meters_per_second: value }),
    ),
    cadence: of(kinds.cadence, 'cadence_rpm').map(({ timestamp, value }) => ({ timestamp, cadence_rpm: value })),
    elevation: of(kinds.elevation, 'altitude_meters').map(({ timestamp, value }) => ({
      timestamp,
      elev_meters: value,
    })),
    power: of(kinds.power, 'power_watts').map(({ timestamp, value: watts }) => ({ timestamp, watts })),
    distance: of(kinds.distance, 'distance_meters').map(({ timestamp, value }) => ({
      timestamp,
      distance_meters: value,
    })),
  }
}

/** The route of a workout, and where it began and ended. */
export function positionsOf(route: readonly z.output<typeof routePoint>[], start: Instant): PositionData {
  const places = route.flatMap(({ latitude, longitude, time }) => {
    const seconds = isoDurationSeconds(time ?? '')
    const [lat, lng] = [plausible('latitude_deg', latitude), plausible('longitude_deg', longitude)]
    return seconds === null || lat === null || lng === null
      ? []
      : [{ epochMs: start.epochMs + seconds * 1000, coords_lat_lng_deg: [lat, lng] }]
  })
  places.sort((a, b) => a.epochMs - b.epochMs)
  return {
    position_samples: places.map(({ epochMs, coords_lat_lng_deg }) => ({
      timestamp: stamp({ ...start, epochMs }),
      coords_lat_lng_deg,
    })),
    start_pos_lat_lng_deg: places.at(0)?.coords_lat_lng_deg,
    end_pos_lat_lng_deg: places.at(-1)?.coords_lat_lng_deg,
  }
}
