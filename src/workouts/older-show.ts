import type {
  PlannedWorkout,
  PlannedWorkoutDetails,
  PlannedWorkoutDetailsStep,
  PlannedWorkoutDetailsStepDuration,
  PlannedWorkoutDetailsStepTarget,
} from '../schema/planned-workout.ts'
import { olderActivityName } from '../schema/terra/older-activity-names.ts'
import {
  ExerciseCategory,
  nameOfNumber,
  WorkoutDuration,
  WorkoutEquipment,
  WorkoutIntensity,
  WorkoutStepKind,
  WorkoutStroke,
  WorkoutTarget,
} from '../schema/workout-enums.ts'

/** A planned workout in the older shape, under the id by which it is deleted. */
export function showOlder(plan: PlannedWorkout, details: PlannedWorkoutDetails, provider: string): object {
  const { type, planned_date: day, created_date: created, ...rest } = details.metadata ?? {}
  return {
    metadata: {
      ...stated(rest),
      ...stated({
        id: plan.planned_workout_id,
        provider: rest.provider ?? provider,
        type: type == null ? undefined : olderActivityName(type),
        planned_date: plan.planned_date ?? day,
        created_date: created ?? plan.created_at,
      }),
    },
    steps: (details.steps ?? []).map(olderStep),
  }
}

/** Without what is not known: the older clients know no null. */
const stated = (object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined))

const nameOf = (values: Readonly<Record<string, number>>, number: number | null | undefined): string | undefined =>
  number == null ? undefined : nameOfNumber(values, number)

function olderStep(step: PlannedWorkoutDetailsStep): object {
  const { intensity, type, durations, targets, stroke_type, equipment_type, exercise_category, steps, ...rest } = step
  return stated({
    ...rest,
    type: kindOf(step),
    intensity: nameOf(WorkoutIntensity, intensity),
    durations: (durations ?? []).map(olderDuration),
    targets: (targets ?? []).map(olderTarget),
    stroke_type: nameOf(WorkoutStroke, stroke_type),
    // The older shape has one piece of equipment.
    equipment_type: nameOf(WorkoutEquipment, equipment_type?.[0]),
    exercise_category: nameOf(ExerciseCategory, exercise_category),
    steps: type === WorkoutStepKind.REPETITION ? (steps ?? []).map(olderStep) : undefined,
  })
}

/** The words by which the client libraries tell steps apart. */
function kindOf(step: PlannedWorkoutDetailsStep): string {
  if (step.type === WorkoutStepKind.REPETITION) return 'PlannedWorkoutRepeatStep'
  if (step.stroke_type != null || step.equipment_type != null) return 'SwimmingPlannedWorkoutStep'
  if (step.exercise_name != null || step.exercise_category != null || step.weight_kg != null)
    return 'StrengthPlannedWorkoutStep'
  return 'PlannedWorkoutStep'
}

const durationKinds: Readonly<Record<number, string>> = {
  [WorkoutDuration.TIME]: 'Time',
  [WorkoutDuration.REPETITION_TIME]: 'Time',
  [WorkoutDuration.DISTANCE_METERS]: 'Distance',
  [WorkoutDuration.HR_LESS_THAN]: 'HRBelow',
  [WorkoutDuration.HR_GREATER_THAN]: 'HRAbove',
  [WorkoutDuration.CALORIES]: 'Calories',
  [WorkoutDuration.POWER_LESS_THAN]: 'PowerBelow',
  [WorkoutDuration.POWER_GREATER_THAN]: 'PowerAbove',
  [WorkoutDuration.REPS]: 'Reps',
  [WorkoutDuration.FIXED_REST]: 'FixedRest',
  [WorkoutDuration.STEPS]: 'Steps',
}

const olderDuration = ({ duration_type: type, ...rest }: PlannedWorkoutDetailsStepDuration): object =>
  stated({
    ...rest,
    type: `${durationKinds[type] ?? ''}PlannedWorkoutStepDuration`,
    duration_type: nameOf(WorkoutDuration, type),
  })

const targetKinds: Readonly<Record<number, string>> = {
  [WorkoutTarget.SPEED]: 'Speed',
  [WorkoutTarget.SPEED_LAP]: 'Speed',
  [WorkoutTarget.SPEED_PERCENTAGE]: 'Speed',
  [WorkoutTarget.PACE]: 'Pace',
  [WorkoutTarget.HEART_RATE]: 'HR',
  [WorkoutTarget.HEART_RATE_LAP]: 'HR',
  [WorkoutTarget.HEART_RATE_THRESHOLD_PERCENTAGE]: 'HR',
  [WorkoutTarget.HEART_RATE_MAX_PERCENTAGE]: 'HR',
  [WorkoutTarget.CADENCE]: 'Cadence',
  [WorkoutTarget.POWER]: 'Power',
  [WorkoutTarget.POWER_LAP]: 'Power',
  [WorkoutTarget.POWER_PERCENTAGE]: 'Power',
  [WorkoutTarget.SWIM_STROKE]: 'SwimStroke',
  [WorkoutTarget.REPETITION]: 'Repetition',
}

function olderTarget({ target_type: type, ...rest }: PlannedWorkoutDetailsStepTarget): object {
  const speed = rest.speed_meters_per_second
  return stated({
    ...rest,
    type: `${targetKinds[type] ?? ''}PlannedWorkoutStepTarget`,
    target_type: nameOf(WorkoutTarget, type),
    pace_minutes_per_kilometer: type === WorkoutTarget.PACE && speed ? Number((1000 / (60 * speed)).toFixed(4)) : null,
  })
}
