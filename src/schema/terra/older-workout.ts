import { z } from 'zod'
import {
  ExerciseCategory,
  numberOfName,
  WorkoutDuration,
  WorkoutEquipment,
  WorkoutIntensity,
  WorkoutStroke,
  WorkoutTarget,
} from '../workout-enums.ts'
import { calendarDate } from './calendar-date.ts'
import { activityNumberOf } from './older-activity-names.ts'

/**
 * The older shape of a planned workout as it is taken: names as the client libraries have them, or the numbers of the
 * newer shape. Keys that it never had are left out.
 */

const number = z.number().nullish()
const integer = z.int().nullish()
const words = z.string().nullish()

/** A name of an enumeration, or its number. */
const named = (find: (name: string) => number | undefined) =>
  z
    .union([z.int(), z.string()], { error: 'expected a name of the enumeration, or its number' })
    .transform((value, context): number => {
      const found = typeof value === 'number' ? value : find(value.toUpperCase())
      if (found !== undefined) return found
      context.addIssue({ code: 'custom', message: 'is not a name of the enumeration' })
      return z.NEVER
    })
const nameOf = (values: Readonly<Record<string, number>>) => named((name) => numberOfName(values, name))

const duration = z.object({
  duration_type: nameOf(WorkoutDuration),
  seconds: number,
  distance_meters: number,
  hr_below_bpm: number,
  hr_above_bpm: number,
  calories: number,
  power_below_watts: number,
  power_above_watts: number,
  reps: number,
  rest_seconds: number,
  steps: number,
})

const target = z.object({
  target_type: nameOf(WorkoutTarget),
  hr_bpm_high: number,
  hr_bpm_low: number,
  hr_percentage: number,
  hr_percentage_high: number,
  hr_percentage_low: number,
  cadence: number,
  cadence_high: number,
  cadence_low: number,
  power_watt: number,
  power_watt_high: number,
  power_watt_low: number,
  power_percentage: number,
  power_percentage_high: number,
  power_percentage_low: number,
  speed_meters_per_second: number,
  speed_meters_per_second_high: number,
  speed_meters_per_second_low: number,
  speed_percentage: number,
  speed_percentage_high: number,
  speed_percentage_low: number,
  pace_minutes_per_kilometer: number,
  swim_strokes: number,
  repetitions: integer,
  tss: number,
  if_high: number,
  if_low: number,
})
export type OlderTarget = z.output<typeof target>

const step = z.object({
  type: z.union([z.int(), z.string()]).nullish(),
  order: integer,
  name: words,
  description: words,
  intensity: nameOf(WorkoutIntensity).nullish(),
  durations: z.array(duration).nullish(),
  targets: z.array(target).nullish(),
  stroke_type: nameOf(WorkoutStroke).nullish(),
  equipment_type: z.union([nameOf(WorkoutEquipment), z.array(nameOf(WorkoutEquipment))]).nullish(),
  exercise_name: words,
  exercise_category: nameOf(ExerciseCategory).nullish(),
  weight_kg: number,
  get steps(): z.ZodOptional<z.ZodNullable<z.ZodArray<typeof step>>> {
    return z.array(step).nullish()
  },
})
export type OlderStep = z.output<typeof step>

const metadata = z.object({
  name: words,
  description: words,
  type: named(activityNumberOf).nullish(),
  // A time of that day is taken too.
  planned_date: z
    .string('expected a date such as 2026-07-01')
    .transform((text) => text.slice(0, 10))
    .pipe(calendarDate),
  estimated_tss: number,
  estimated_tscore: number,
  estimated_if: number,
  estimated_duration_seconds: number,
  estimated_distance_meters: number,
  estimated_calories: number,
  estimated_elevation_gain_meters: number,
  estimated_energy_kj: number,
  estimated_speed_meters_per_second: number,
  estimated_pace_minutes_per_kilometer: number,
  pool_length_meters: number,
})

export const olderWorkoutAsked = z.object({ metadata, steps: z.array(step).nullish() })
/** A planned workout of the older shape, its names turned into numbers. */
export type OlderWorkout = z.output<typeof olderWorkoutAsked>
