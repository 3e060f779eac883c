import type { z } from 'zod'
import { date, flag, integer, listOf, nullish, number, object, omittable, required, text, timestamp } from './fields.ts'

export const athleteMetricsSchema = object('AthleteMetrics', 'Figures of an athlete that targets refer to.', {
  threshold_heart_rate: nullish(number, 'Threshold heart rate, beats per minute.'),
  max_heart_rate: nullish(number, 'Maximum heart rate, beats per minute.'),
  threshold_speed: nullish(number, 'Threshold speed, metres per second.'),
  ftp: nullish(number, 'Functional threshold power, watts.'),
  pool_length_meters: nullish(number, 'Length of the pool, metres.'),
})
export type AthleteMetrics = z.infer<typeof athleteMetricsSchema>

export const plannedWorkoutDetailsMetadataSchema = object(
  'PlannedWorkoutDetailsMetadata',
  'Name, date and expected figures of a workout at a provider.',
  {
    id: nullish(text, "The provider's id of the workout."),
    provider: nullish(text, 'Provider it comes from.'),
    name: nullish(text, 'What the workout is called.'),
    description: nullish(text, 'Description.'),
    type: nullish(integer, 'Number of the kind of activity.'),
    planned_date: nullish(date, 'Day it is planned for.'),
    created_date: nullish(timestamp, 'When it was made at the provider.'),
    estimated_tss: nullish(number, 'Expected training stress score.'),
    estimated_if: nullish(number, 'Expected intensity factor, a ratio.'),
    estimated_duration_seconds: nullish(number, 'Expected duration, seconds.'),
    estimated_distance_meters: nullish(number, 'Expected distance, metres.'),
    estimated_calories: nullish(number, 'Expected energy, kilocalories.'),
    estimated_elevation_gain_meters: nullish(number, 'Expected climb, metres.'),
    estimated_energy_kj: nullish(number, 'Expected energy, kilojoules.'),
    estimated_speed_meters_per_second: nullish(number, 'Expected speed, metres per second.'),
    pool_length_meters: nullish(number, 'Length of the pool, metres.'),
  },
)
export type PlannedWorkoutDetailsMetadata = z.infer<typeof plannedWorkoutDetailsMetadataSchema>

export const plannedWorkoutDetailsStepDurationSchema = object(
  'PlannedWorkoutDetailsStepDuration',
  'When a step is over.',
  {
    duration_type: required(integer, 'Number of the kind of condition.'),
    seconds: nullish(number, 'Duration, seconds.'),
    distance_meters: nullish(number, 'Distance, metres.'),
    hr_below_bpm: nullish(number, 'Until the heart rate falls below this, beats per minute.'),
    hr_above_bpm: nullish(number, 'Until the heart rate rises above this, beats per minute.'),
    calories: nullish(number, 'Energy, kilocalories.'),
    power_below_watts: nullish(number, 'Until the power falls below this, watts.'),
    power_above_watts: nullish(number, 'Until the power rises above this, watts.'),
    reps: nullish(number, 'Repetitions, a count.'),
    rest_seconds: nullish(number, 'Rest, seconds.'),
    steps: nullish(number, 'Steps, a count.'),
  },
)
export type PlannedWorkoutDetailsStepDuration = z.infer<typeof plannedWorkoutDetailsStepDurationSchema>

export const plannedWorkoutDetailsStepTargetSchema = object(
  'PlannedWorkoutDetailsStepTarget',
  'What to hold during a step.',
  {
    target_type: required(integer, 'Number of the kind of target.'),
    hr_bpm_high: nullish(number, 'Upper heart rate, beats per minute.'),
    hr_bpm_low: nullish(number, 'Lower heart rate, beats per minute.'),
    cadence: nullish(number, 'Cadence, revolutions (or strides) per minute.'),
    cadence_high: nullish(number, 'Upper cadence, revolutions (or strides) per minute.'),
    cadence_low: nullish(number, 'Lower cadence, revolutions (or strides) per minute.'),
    power_watt: nullish(number, 'Power, watts.'),
    power_watt_high: nullish(number, 'Upper power, watts.'),
    power_watt_low: nullish(number, 'Lower power, watts.'),
    swim_strokes: nullish(number, 'Swimming strokes, a count.'),
    hr_percentage: nullish(number, 'Heart rate, percent of a reference.'),
    hr_percentage_high: nullish(number, 'Upper heart rate, percent of a reference.'),
    hr_percentage_low: nullish(number, 'Lower heart rate, percent of a reference.'),
    speed_percentage: nullish(number, 'Speed, percent of a reference.'),
    speed_percentage_high: nullish(number, 'Upper speed, percent of a reference.'),
    speed_percentage_low: nullish(number, 'Lower speed, percent of a reference.'),
    power_percentage: nullish(number, 'Power, percent of a reference.'),
    power_percentage_high: nullish(number, 'Upper power, percent of a reference.'),
    power_percentage_low: nullish(number, 'Lower power, percent of a reference.'),
    repetitions: nullish(integer, 'Repetitions, a count.'),
    speed_meters_per_second: nullish(number, 'Speed, metres per second.'),
    speed_meters_per_second_low: nullish(number, 'Lower speed, metres per second.'),
    speed_meters_per_second_high: nullish(number, 'Upper speed, metres per second.'),
  },
)
export type PlannedWorkoutDetailsStepTarget = z.infer<typeof plannedWorkoutDetailsStepTargetSchema>

export const plannedWorkoutDetailsStepSchema = object('PlannedWorkoutDetailsStep', 'One step, or a block of steps.', {
  order: nullish(integer, 'Place among the steps.'),
  name: nullish(text, 'Name of the step.'),
  description: nullish(text, 'Description of the step.'),
  intensity: nullish(integer, 'Number of the intensity class.'),
  type: nullish(integer, '0 a step, 1 a block of steps to repeat.'),
  durations: nullish(listOf(plannedWorkoutDetailsStepDurationSchema), 'When the step is over.'),
  targets: nullish(listOf(plannedWorkoutDetailsStepTargetSchema), 'What to hold meanwhile.'),
  stroke_type: nullish(integer, 'Number of the swimming stroke.'),
  equipment_type: nullish(listOf(integer), 'Numbers of the kinds of equipment.'),
  exercise_name: nullish(text, 'Name of the exercise.'),
  exercise_category: nullish(integer, 'Number of the category of the exercise.'),
  weight_kg: nullish(number, 'Weight to lift, kilograms.'),
  get steps(): z.ZodOptional<z.ZodNullable<z.ZodArray<typeof plannedWorkoutDetailsStepSchema>>> {
    return nullish(listOf(plannedWorkoutDetailsStepSchema), 'Steps of a block.')
  },
})
export type PlannedWorkoutDetailsStep = z.infer<typeof plannedWorkoutDetailsStepSchema>

export const plannedWorkoutDetailsSchema = object(
  'PlannedWorkoutDetails',
  'A workout as its provider has it; also the older shape of a planned workout.',
  {
    metadata: nullish(plannedWorkoutDetailsMetadataSchema, 'Name, date and expected figures.'),
    steps: nullish(listOf(plannedWorkoutDetailsStepSchema), 'The steps, in order.'),
  },
)
export type PlannedWorkoutDetails = z.infer<typeof plannedWorkoutDetailsSchema>

export const plannedWorkoutSchema = object('PlannedWorkout', 'A workout planned for a day.', {
  planned_workout_id: nullish(text, 'Id of the planned workout.'),
  workout_id: nullish(text, 'Id of the template.'),
  planned_date: nullish(date, 'Day it is planned for.'),
  provider_workout_id: nullish(text, "The provider's id, once it has been pushed."),
  coercion_warnings: nullish(text, 'What could not be kept exactly at the provider.'),
  created_at: nullish(timestamp, 'When it was made.'),
  last_updated_at: nullish(timestamp, 'When it was last changed.'),
  is_external: nullish(flag, 'Whether it was made at the provider.'),
  athlete_metrics: nullish(athleteMetricsSchema, 'Figures of the athlete that the targets refer to.'),
  details: nullish(plannedWorkoutDetailsSchema, 'The whole workout as the provider has it; for external ones.'),
})
export type PlannedWorkout = z.infer<typeof plannedWorkoutSchema>

export const plannedWorkoutSummarySchema = object('PlannedWorkoutSummary', 'A planned workout in short.', {
  planned_workout_id: omittable(text, 'Id of the planned workout.'),
  planned_date: omittable(date, 'Day it is planned for.'),
  is_external: omittable(flag, 'Whether it was made at the provider.'),
  workout_id: omittable(text, 'Id of the template.'),
  provider_workout_id: omittable(text, "The provider's id, once it has been pushed."),
  coercion_warnings: omittable(text, 'What could not be kept exactly at the provider.'),
})
export type PlannedWorkoutSummary = z.infer<typeof plannedWorkoutSummarySchema>
