import { z } from 'zod'
import { type Figure, placeOf, samples } from '../../normalise/possible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, type Instant } from '../../normalise/time.ts'
import { kmhToMetersPerSecond, strictNumber } from '../../normalise/units.ts'
import type { PositionData } from '../../schema/activity.ts'
import { duration } from './shapes.ts'

/** Values of one kind at equal distances, as text: `145,156,null,,142`. */
export const series = z.object({
  /** Seconds; null for beat intervals, which are at no distances. */
  'recording-rate': z.number().positive().nullish(),
  'sample-type': z.union([z.string(), z.number()]),
  data: z.string().nullish(),
})

export const routePoint = z.object({
  latitude: z.number(),
  longitude: z.number(),
  /** Since the beginning: `PT210.026S`. */
  time: duration.nullish(),
})

/** The series of a workout, each as samples of the schema. A hole, where the sensor was away, makes no sample. */
export function seriesOf(all: readonly z.output<typeof series>[], start: Instant) {
  /** Of the first kind that there is, by Polar's numbers for them (README). */
  const of = <F extends Figure>(figure: F, kinds: readonly string[], convert = (value: number) => value) => {
    const found = kinds.flatMap((kind) => all.find((one) => `${one['sample-type']}` === kind) ?? [])[0]
    const stepMs = (found?.['recording-rate'] ?? 0) * 1000
    const texts = stepMs === 0 ? [] : (found?.data ?? '').split(',')
    const readings = texts.map((text, index) => {
      const number = strictNumber(text)
      const timestamp = formatTimestamp(start.epochMs + index * stepMs, start.offsetMinutes)
      return { timestamp, value: number === null ? null : convert(number) }
    })
    return samples(figure, readings)
  }
  return {
    heartRate: of('bpm', ['0']),
    speed: of('speed_meters_per_second', ['1'], (kmh) => tidy(kmhToMetersPerSecond(kmh))),
    // Turns of the crank, or else of a foot.
    cadence: of('cadence_rpm', ['2', '8']),
    elevation: of('elev_meters', ['3']),
    power: of('watts', ['4']),
    distance: of('distance_meters', ['10']),
  }
}

/** The route of a workout, and where it began and ended. */
export function positionsOf(route: readonly z.output<typeof routePoint>[], start: Instant): PositionData {
  const places = route.flatMap(({ latitude, longitude, time: seconds }) => {
    const coords_lat_lng_deg = placeOf(latitude, longitude)
    return typeof seconds === 'number' && coords_lat_lng_deg !== null ? [{ seconds, coords_lat_lng_deg }] : []
  })
  places.sort((a, b) => a.seconds - b.seconds)
  return {
    position_samples: places.map(({ seconds, coords_lat_lng_deg }) => ({
      timestamp: formatTimestamp(start.epochMs + seconds * 1000, start.offsetMinutes),
      coords_lat_lng_deg,
    })),
    start_pos_lat_lng_deg: places.at(0)?.coords_lat_lng_deg,
    end_pos_lat_lng_deg: places.at(-1)?.coords_lat_lng_deg,
  }
}
