import type { AthleteMetrics, PlannedWorkoutDetailsStepDuration } from '../schema/planned-workout.ts'
import { WorkoutDuration } from '../schema/workout-enums.ts'
import type { CompletionCondition } from '../schema/workout-template.ts'

/** Says what could not be kept exactly. */
export type Warn = (what: string) => void

const open: PlannedWorkoutDetailsStepDuration = { duration_type: WorkoutDuration.OPEN }

/**
 * When a step of a template is over, in the form of a workout at a provider: seconds, metres, beats per minute, watts,
 * kilocalories or a count. A share of the athlete's maximum heart rate or threshold power becomes beats or watts; where
 * those are not known, the step is left open, with a warning.
 */
export function durationOf(
  condition: CompletionCondition,
  metrics: AthleteMetrics,
  warn: Warn,
): PlannedWorkoutDetailsStepDuration {
  const { type } = condition
  if (type === 'open') return open
  const value = condition.value ?? condition.value_high ?? condition.value_low
  if (value == null) {
    warn(`${type} has no value and is left open`)
    return open
  }
  if (condition.value == null) warn(`of a range of ${type} one end is kept`)
  switch (type) {
    case 'time':
      return { duration_type: WorkoutDuration.TIME, seconds: value }
    case 'distance':
      return { duration_type: WorkoutDuration.DISTANCE_METERS, distance_meters: value }
    case 'hr':
    case 'hr_greater_than':
      return { duration_type: WorkoutDuration.HR_GREATER_THAN, hr_above_bpm: value }
    case 'hr_less_than':
      return { duration_type: WorkoutDuration.HR_LESS_THAN, hr_below_bpm: value }
    case 'calories':
      return { duration_type: WorkoutDuration.CALORIES, calories: value }
    case 'power':
      return { duration_type: WorkoutDuration.POWER_GREATER_THAN, power_above_watts: value }
    case 'reps':
      return { duration_type: WorkoutDuration.REPS, reps: value }
    case 'hr_percentage': {
      const beats = shareOf(metrics.max_heart_rate, value)
      if (beats !== null) return { duration_type: WorkoutDuration.HR_GREATER_THAN, hr_above_bpm: beats }
      warn('hr_percentage needs max_heart_rate and is left open')
      return open
    }
    case 'power_percentage': {
      const watts = shareOf(metrics.ftp, value)
      if (watts !== null) return { duration_type: WorkoutDuration.POWER_GREATER_THAN, power_above_watts: watts }
      warn('power_percentage needs ftp and is left open')
      return open
    }
  }
}

/** So many percent of a figure of the athlete, as a whole number; null where either is not known. */
export const shareOf = (whole: number | null | undefined, percent: number | null | undefined): number | null =>
  whole == null || percent == null ? null : Math.round((whole * percent) / 100)
