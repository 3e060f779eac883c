import { z } from 'zod'

// What is used of Strava's answers, in its words: metres, seconds, metres a second, watts, kilocalories. `start_date` is
// UTC; `start_date_local` is not used, since it says Z and means the clock on the wall.

const amount = z.number().nullish()
const word = z.string().nullish()
const instant = z.iso.datetime({ offset: true })
const seconds = z.number().min(0)
/** Latitude and longitude in degrees; an empty list where there is none. */
const place = z.array(z.number())

const clock = {
  start_date: instant,
  /** Seconds east of UTC, there and then. */
  utc_offset: amount,
  /** `(GMT+01:00) Europe/Berlin`; the offset in it ignores summer time. */
  timezone: word,
}

/** An activity as the list has it: what tells whether its details are worth asking for, or have changed. */
export const summaryShape = z.object({
  id: z.int(),
  ...clock,
  name: word,
  sport_type: word,
  type: word,
  elapsed_time: seconds,
  moving_time: amount,
  distance: amount,
  total_elevation_gain: amount,
  average_speed: amount,
  max_speed: amount,
  average_cadence: amount,
  average_watts: amount,
  kilojoules: amount,
  has_heartrate: z.boolean().nullish(),
  average_heartrate: amount,
  max_heartrate: amount,
  elev_high: amount,
  elev_low: amount,
  manual: z.boolean().nullish(),
  visibility: word,
  device_name: word,
  start_latlng: place.nullish(),
  map: z.object({ summary_polyline: word }).nullish(),
})
export type Summary = z.output<typeof summaryShape>

export const lapShape = z.object({
  start_date: instant,
  elapsed_time: seconds,
  moving_time: amount,
  distance: amount,
  average_speed: amount,
  average_heartrate: amount,
  average_watts: amount,
})
export type Lap = z.output<typeof lapShape>

export const detailShape = summaryShape.extend({
  calories: amount,
  max_watts: amount,
  end_latlng: place.nullish(),
  laps: z.array(lapShape).nullish(),
})
export type Detail = z.output<typeof detailShape>

const stream = z.object({ data: z.array(z.number().nullable()) }).optional()

/** Streams by their type; all are as long as `time`, which counts seconds from the start. */
export const streamsShape = z.object({
  time: z.object({ data: z.array(seconds) }).optional(),
  distance: stream,
  altitude: stream,
  velocity_smooth: stream,
  heartrate: stream,
  cadence: stream,
  watts: stream,
  latlng: z.object({ data: z.array(place.nullable()) }).optional(),
})
export type Streams = z.output<typeof streamsShape>

export const zonesShape = z.array(
  z.object({ type: z.string(), distribution_buckets: z.array(z.object({ time: amount })).nullish() }),
)

export const athleteShape = z.object({
  id: z.int(),
  firstname: word,
  lastname: word,
  bio: word,
  city: word,
  state: word,
  country: word,
  sex: word,
  weight: amount,
  created_at: instant.nullish(),
})
