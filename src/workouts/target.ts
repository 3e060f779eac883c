import type { AthleteMetrics, PlannedWorkoutDetailsStepTarget } from '../schema/planned-workout.ts'
import { WorkoutTarget } from '../schema/workout-enums.ts'
import type { IntensityTarget } from '../schema/workout-template.ts'
import { shareOf } from './duration.ts'

interface Aim {
  value: number | null
  low: number | null
  high: number | null
}

/** What to hold during a step of a template, in the form of a workout at a provider. */
export function targetOf(target: IntensityTarget, metrics: AthleteMetrics): PlannedWorkoutDetailsStepTarget {
  const aim: Aim = {
    value: target.value ?? null,
    low: target.value_low ?? null,
    high: target.value_high ?? null,
  }
  switch (target.target_type) {
    case 'open':
      return { target_type: WorkoutTarget.OPEN }
    case 'speed':
      return { target_type: WorkoutTarget.SPEED, ...speedOf(aim) }
    case 'speed_lap':
      return { target_type: WorkoutTarget.SPEED_LAP, ...speedOf(aim) }
    case 'pace':
      return { target_type: WorkoutTarget.PACE, ...speedOf(speedsOfPace(aim)) }
    case 'heart_rate':
      return { target_type: WorkoutTarget.HEART_RATE, ...beatsOf(aim) }
    case 'heart_rate_lap':
      return { target_type: WorkoutTarget.HEART_RATE_LAP, ...beatsOf(aim) }
    case 'heart_rate_threshold_percentage':
      return {
        target_type: WorkoutTarget.HEART_RATE_THRESHOLD_PERCENTAGE,
        ...beatsOfShare(aim, metrics.threshold_heart_rate),
      }
    case 'heart_rate_max_percentage':
      return { target_type: WorkoutTarget.HEART_RATE_MAX_PERCENTAGE, ...beatsOfShare(aim, metrics.max_heart_rate) }
    case 'cadence':
      return {
        target_type: WorkoutTarget.CADENCE,
        ...known({ cadence: aim.value, cadence_low: aim.low, cadence_high: aim.high }),
      }
    case 'power':
      return {
        target_type: WorkoutTarget.POWER,
        ...known({ power_watt: aim.value, power_watt_low: aim.low, power_watt_high: aim.high }),
      }
    case 'swim_stroke':
      return { target_type: WorkoutTarget.SWIM_STROKE, ...known({ swim_strokes: aim.value ?? aim.high ?? aim.low }) }
  }
}

const speedOf = ({ value, low, high }: Aim) =>
  known({
    speed_meters_per_second: value,
    speed_meters_per_second_low: low,
    speed_meters_per_second_high: high,
  })

/** Metres per second of minutes per kilometre, the unit of a pace in Terra's older planned workouts; null for none. */
export const speedOfPace = (minutesPerKm: number | null | undefined): number | null =>
  minutesPerKm == null || minutesPerKm <= 0 ? null : Number((1000 / (60 * minutesPerKm)).toFixed(4))

// The lower pace is the higher speed.
const speedsOfPace = ({ value, low, high }: Aim): Aim => ({
  value: speedOfPace(value),
  low: speedOfPace(high),
  high: speedOfPace(low),
})

// There is no key for one rate: both ends are the same.
const beatsOf = ({ value, low, high }: Aim) => known({ hr_bpm_low: low ?? value, hr_bpm_high: high ?? value })

/** The share as it was asked for, and the beats that it is for this athlete where that is known. */
const beatsOfShare = ({ value, low, high }: Aim, whole: number | null | undefined) =>
  known({
    hr_percentage: value,
    hr_percentage_low: low,
    hr_percentage_high: high,
    hr_bpm_low: shareOf(whole, low ?? value),
    hr_bpm_high: shareOf(whole, high ?? value),
  })

/** Without what is not known. */
function known<K extends string>(figures: Record<K, number | null>): Partial<Record<K, number>> {
  const there: Partial<Record<K, number>> = {}
  for (const key in figures) {
    const figure = figures[key]
    if (figure !== null) there[key] = figure
  }
  return there
}
