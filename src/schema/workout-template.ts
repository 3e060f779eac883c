import type { z } from 'zod'
import { listOf, nullish, number, object, required, text, words } from './fields.ts'

const completionConditionType = words('CompletionConditionType', 'What a completion condition counts.', [
  'time',
  'distance',
  'hr',
  'calories',
  'open',
  'power',
  'reps',
  'hr_percentage',
  'power_percentage',
  'hr_less_than',
  'hr_greater_than',
])
const workoutStepTargetType = words('WorkoutStepTargetType', 'What a target holds.', [
  'speed',
  'heart_rate',
  'open',
  'cadence',
  'power',
  'swim_stroke',
  'speed_lap',
  'heart_rate_lap',
  'pace',
  'heart_rate_threshold_percentage',
  'heart_rate_max_percentage',
])
const stepControlType = words('StepControlType', 'What is set on the machine.', ['grade', 'resistance'])
const weightUnit = words('WeightUnit', 'Unit of a weight.', ['kg', 'lbs'])
const swimStrokeType = words('SwimStrokeType', 'Swimming stroke.', [
  'backstroke',
  'breaststroke',
  'drill',
  'butterfly',
  'freestyle',
  'mixed',
  'im',
])
const drillType = words('DrillType', 'Kind of swimming drill.', ['kick', 'pull', 'drill'])
const swimEquipmentType = words('SwimEquipmentType', 'Swimming equipment.', [
  'none',
  'swim_fins',
  'swim_kickboard',
  'swim_paddles',
  'swim_pull_buoy',
  'swim_snorkel',
])
const workoutStepIntensity = words('WorkoutStepIntensity', 'Role of a step.', [
  'rest',
  'warmup',
  'cooldown',
  'recovery',
  'active',
])
const workoutSport = words('WorkoutSport', 'Sport of a workout.', [
  'running',
  'cycling',
  'swimming',
  'strength',
  'rowing',
  'yoga',
  'pilates',
  'cardio',
  'trail_running',
  'mountain_biking',
  'backcountry_skiing',
  'hiking',
  'walking',
  'elliptical',
  'stair_climbing',
])
const environmentType = words('EnvironmentType', 'Where a workout takes place.', ['indoor', 'outdoor', 'pool'])

export const completionConditionSchema = object('CompletionCondition', 'When a step or block is over.', {
  type: required(completionConditionType, 'What is counted.'),
  value: nullish(
    number,
    'How much of it: seconds, metres, beats per minute, kilocalories, watts, percent or repetitions, as the type says.',
  ),
  value_low: nullish(number, 'Lower end of a range, in the unit of value.'),
  value_high: nullish(number, 'Upper end of a range, in the unit of value.'),
})
export type CompletionCondition = z.infer<typeof completionConditionSchema>

export const intensityTargetSchema = object('IntensityTarget', 'What to hold during a step.', {
  target_type: required(workoutStepTargetType, 'What is to be held.'),
  value: nullish(number, 'Value to hold, in the unit of the target type.'),
  value_low: nullish(number, 'Lower end of a range, in the unit of value.'),
  value_high: nullish(number, 'Upper end of a range, in the unit of value.'),
})
export type IntensityTarget = z.infer<typeof intensityTargetSchema>

export const stepControlSchema = object('StepControl', 'A setting of the machine.', {
  type: required(stepControlType, 'What is set.'),
  value: required(number, 'Setting: a grade as a ratio (0.02 is 2 %), or a resistance level.'),
})
export type StepControl = z.infer<typeof stepControlSchema>

export const strengthDataSchema = object('StrengthData', 'Details of a strength exercise.', {
  exercise_name: nullish(text, 'Name of the exercise.'),
  weight: nullish(number, 'Weight to lift, in weight_display_unit.'),
  weight_display_unit: nullish(weightUnit, 'Unit of the weight.'),
  exercise_category: nullish(text, 'Category of the exercise in the Garmin vocabulary, such as BENCH_PRESS.'),
})
export type StrengthData = z.infer<typeof strengthDataSchema>

export const swimStepDataSchema = object('SwimStepData', 'Details of a swimming step.', {
  stroke_type: nullish(swimStrokeType, 'Swimming stroke.'),
  drill_type: nullish(drillType, 'Kind of drill.'),
  equipment: nullish(listOf(swimEquipmentType), 'What is worn or held.'),
})
export type SwimStepData = z.infer<typeof swimStepDataSchema>

export const workoutStepSchema = object('WorkoutStep', 'One step of a workout.', {
  completion_condition: required(completionConditionSchema, 'When it is over.'),
  intensity_targets: nullish(listOf(intensityTargetSchema), 'What to hold meanwhile.'),
  intensity_type: required(workoutStepIntensity, 'Role of the step.'),
  notes: nullish(text, 'What to tell the athlete.'),
  controls: nullish(listOf(stepControlSchema), 'Settings of the machine.'),
  strength: nullish(strengthDataSchema, 'Details of a strength exercise.'),
  swimming: nullish(swimStepDataSchema, 'Details of a swimming step.'),
})
export type WorkoutStep = z.infer<typeof workoutStepSchema>

export const stepBlockSchema = object('StepBlock', 'Steps that are repeated together.', {
  completion_condition: required(completionConditionSchema, 'When it is over.'),
  steps: required(listOf(workoutStepSchema), 'The steps, in order.'),
})
export type StepBlock = z.infer<typeof stepBlockSchema>

export const workoutTemplateSchema = object('WorkoutTemplate', 'A workout that can be planned.', {
  name: required(text, 'What the workout is called.'),
  description: nullish(text, 'Description.'),
  sport: required(workoutSport, 'Sport.'),
  environment: nullish(environmentType, 'Where it takes place.'),
  pool_length_meters: nullish(number, 'Length of the pool, metres.'),
  step_blocks: required(listOf(stepBlockSchema), 'The blocks, in order.'),
  estimated_duration_seconds: nullish(number, 'Expected duration, seconds.'),
  estimated_distance_meters: nullish(number, 'Expected distance, metres.'),
  estimated_calories: nullish(number, 'Expected energy, kilocalories.'),
  workout_id: nullish(text, 'Id of the template.'),
})
export type WorkoutTemplate = z.infer<typeof workoutTemplateSchema>
