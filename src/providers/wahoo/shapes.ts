import { z } from 'zod'
import { strictNumber } from '../../normalise/units.ts'

// What is used of Wahoo's answers, in its words: metres, seconds, metres a second, watts, kilocalories, joules. Decimals come
// as texts; times are UTC.

/** A decimal as a text, or as a number; null for what is neither. */
const decimal = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => strictNumber(value))
const word = z.string().nullish()
const instant = z.iso.datetime({ offset: true })
const file = z.object({ url: word })

/** The results of a workout; all figures are null until it has been worked out, and 0 where there was no sensor. */
export const summaryShape = z.object({
  name: word,
  /** When it really began; not in every answer. */
  started_at: instant.nullish(),
  /** IANA name, of where it was done. */
  time_zone: word,
  ascent_accum: decimal,
  cadence_avg: decimal,
  calories_accum: decimal,
  distance_accum: decimal,
  duration_active_accum: decimal,
  duration_paused_accum: decimal,
  duration_total_accum: decimal,
  heart_rate_avg: decimal,
  power_avg: decimal,
  power_bike_np_last: decimal,
  power_bike_tss_last: decimal,
  speed_avg: decimal,
  work_accum: decimal,
  /** Typed in. */
  manual: z.boolean().nullish(),
  /** Changed by the person afterwards. */
  edited: z.boolean().nullish(),
  fitness_app_id: z.int().nullish(),
  file: file.nullish(),
  updated_at: instant.nullish(),
})
export type Summary = z.output<typeof summaryShape>

/** A workout that was done, or (without a summary) is planned. */
export const workoutShape = z.object({
  id: z.int(),
  /** When it was begun, or is planned for. */
  starts: instant,
  name: word,
  workout_type_id: z.int().nullish(),
  workout_summary: summaryShape.nullish(),
  updated_at: instant.nullish(),
})
export type Workout = z.output<typeof workoutShape>

export const userShape = z.object({
  id: z.int(),
  first: word,
  last: word,
  email: word,
  birth: word,
  gender: z.int().nullish(),
  /** Metres. */
  height: decimal,
  /** Kilograms. */
  weight: decimal,
  created_at: instant.nullish(),
  updated_at: instant.nullish(),
})
export type User = z.output<typeof userShape>
