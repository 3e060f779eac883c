import { ActivityType } from '../../schema/activity-type.ts'
import type { PlannedWorkoutDetailsStep } from '../../schema/planned-workout.ts'
import {
  ExerciseCategory,
  nameOfNumber,
  WorkoutEquipment,
  WorkoutIntensity,
  WorkoutStroke,
} from '../../schema/workout-enums.ts'
import { type Aim, aimsOf, type Ending, endingOf, isBlock, type Plan } from '../planned.ts'
import { ProviderError } from '../provider-error.ts'
import type { Lose } from '../writing.ts'

// A workout of Garmin's, by "Training API V2", version 1.0 of 26 May 2025 (README): seconds, metres, metres a second, kilograms.

const by: Readonly<Record<string, readonly ActivityType[]>> = {
  RUNNING: [
    ActivityType.RUNNING,
    ActivityType.JOGGING,
    ActivityType.TRAIL_RUNNING,
    ActivityType.TREADMILL_RUNNING,
    ActivityType.INDOOR_RUNNING,
  ],
  CYCLING: [
    ActivityType.BIKING,
    ActivityType.ROAD_BIKING,
    ActivityType.MOUNTAIN_BIKING,
    ActivityType.GRAVEL_CYCLING,
    ActivityType.STATIONARY_BIKING,
    ActivityType.SPINNING,
    ActivityType.E_BIKING,
  ],
  LAP_SWIMMING: [ActivityType.SWIMMING, ActivityType.SWIMMING_IN_POOL],
  STRENGTH_TRAINING: [ActivityType.STRENGTH_TRAINING, ActivityType.WEIGHTLIFTING],
  CARDIO_TRAINING: [ActivityType.CARDIO_TRAINING, ActivityType.HIIT, ActivityType.AEROBICS],
  YOGA: [ActivityType.YOGA],
  PILATES: [ActivityType.PILATES],
}
const sports: ReadonlyMap<number, string> = new Map(
  Object.entries(by).flatMap(([sport, types]) => types.map((type): [number, string] => [type, sport])),
)

const durations: Readonly<Partial<Record<Ending['kind'], string>>> = {
  time: 'TIME',
  distance: 'DISTANCE',
  calories: 'CALORIES',
  hr_below: 'HR_LESS_THAN',
  hr_above: 'HR_GREATER_THAN',
  power_below: 'POWER_LESS_THAN',
  power_above: 'POWER_GREATER_THAN',
  reps: 'REPS',
  open: 'OPEN',
}

const repeats: Readonly<Partial<Record<Ending['kind'], string>>> = {
  reps: 'REPEAT_UNTIL_STEPS_CMPLT',
  time: 'REPEAT_UNTIL_TIME',
  distance: 'REPEAT_UNTIL_DISTANCE',
  calories: 'REPEAT_UNTIL_CALORIES',
  hr_below: 'REPEAT_UNTIL_HR_LESS_THAN',
  hr_above: 'REPEAT_UNTIL_HR_GREATER_THAN',
  power_below: 'REPEAT_UNTIL_POWER_LESS_THAN',
  power_above: 'REPEAT_UNTIL_POWER_GREATER_THAN',
}

const targets: Readonly<Partial<Record<Aim['of'], string>>> = {
  hr: 'HEART_RATE',
  power: 'POWER',
  cadence: 'CADENCE',
  // In metres a second, as a speed is.
  speed: 'PACE',
}

/** The longest texts that Garmin keeps; what is longer it cuts off. */
const longest = { workout: 1024, step: 512 }
const mostSteps = 100
/** What a workout is shown to come from, 20 characters at most. */
const us = 'Tellus'

const refused = (sentence: string) => new ProviderError('refused', sentence)

/** A plan as Garmin has it, of one segment. Throws `ProviderError` for an end that Garmin does not know, and for more steps. */
export function garminWorkoutOf(plan: Plan, lose: Lose): object {
  const { name, metadata, metrics } = plan
  const sport = sports.get(metadata.type ?? ActivityType.UNKNOWN)
  if (sport === undefined) lose('the kind of activity')
  const pool = sport === 'LAP_SWIMMING' ? (metrics.pool_length_meters ?? metadata.pool_length_meters) : null
  const pools = pool == null ? {} : { poolLength: pool, poolLengthUnit: 'METER' }
  const count = { steps: 0 }
  const steps = plan.steps.map((step) => stepOf(step, { sport: sport ?? 'GENERIC', count, lose }))
  if (count.steps > mostSteps) throw refused(`it takes ${mostSteps} steps of a workout`)
  return {
    workoutName: name,
    ...(metadata.description == null ? {} : { description: metadata.description.slice(0, longest.workout) }),
    sport: sport ?? 'GENERIC',
    ...pools,
    workoutProvider: us,
    workoutSourceId: us,
    isSessionTransitionEnabled: false,
    segments: [{ segmentOrder: 1, sport: sport ?? 'GENERIC', ...pools, steps }],
  }
}

interface Around {
  sport: string
  /** Steps so far: their places are counted through all blocks. */
  count: { steps: number }
  lose: Lose
}

function stepOf(step: PlannedWorkoutDetailsStep, around: Around): object {
  const { sport, lose } = around
  const stepOrder = ++around.count.steps
  const ending = endingOf(step, lose)
  if (isBlock(step)) {
    const repeatType = repeats[ending.kind]
    if (repeatType === undefined) throw refused('it repeats no block that is open, or until a rest is over')
    const steps = (step.steps ?? []).map((inner) => stepOf(inner, around))
    return { type: 'WorkoutRepeatStep', stepOrder, repeatType, repeatValue: ending.value, steps }
  }
  const text = [step.name, step.description].filter((part) => part != null).join('. ')
  return {
    type: 'WorkoutStep',
    stepOrder,
    intensity: nameOfNumber(WorkoutIntensity, step.intensity ?? WorkoutIntensity.ACTIVE) ?? 'ACTIVE',
    ...(text === '' ? {} : { description: text.slice(0, longest.step) }),
    ...durationOf(ending, sport),
    ...targetsOf(aimsOf(step, lose), sport, lose),
    ...(sport === 'LAP_SWIMMING' ? swimmingOf(step, lose) : {}),
    ...strengthOf(step, sport, lose),
  }
}

/** A rest of a fixed time is a thing of swimming; elsewhere it is a time. */
function durationOf({ kind, value }: Ending, sport: string): object {
  const isRest = kind === 'rest'
  const durationType = isRest ? (sport === 'LAP_SWIMMING' ? 'FIXED_REST' : 'TIME') : durations[kind]
  return { durationType, ...(kind === 'open' ? {} : { durationValue: value }) }
}

/** The first target, and in cycling a second of another kind; swimmers have a pace alone, and it is the second. */
function targetsOf(aims: readonly Aim[], sport: string, lose: Lose): object {
  const [first, second, ...more] = aims.flatMap((aim) => targetOf(aim, lose) ?? [])
  if (sport === 'LAP_SWIMMING') {
    if (second !== undefined || (first !== undefined && first.type !== 'PACE')) lose('targets of swimming but a pace')
    return first?.type === 'PACE' ? secondary({ ...first, type: 'PACE_ZONE' }) : {}
  }
  const hasSecond = sport === 'CYCLING' && second !== undefined && second.type !== first?.type
  if (more.length > 0 || (second !== undefined && !hasSecond)) lose('further targets of a step')
  if (first === undefined) return { targetType: 'OPEN' }
  return {
    targetType: first.type,
    targetValueLow: first.low,
    targetValueHigh: first.high,
    ...(first.isPercent ? { targetValueType: 'PERCENT' } : {}),
    ...(hasSecond ? secondary(second) : {}),
  }
}

interface Target {
  type: string
  low: number
  high: number
  isPercent?: boolean
}

const secondary = ({ type, low, high, isPercent }: Target): object => ({
  secondaryTargetType: type,
  secondaryTargetValueLow: low,
  secondaryTargetValueHigh: high,
  ...(isPercent ? { secondaryTargetValueType: 'PERCENT' } : {}),
})

const laps: ReadonlySet<string> = new Set(['HEART_RATE', 'POWER'])

/** Percentages are of the highest heart rate and of the threshold power, as the person's own account has them. */
function targetOf({ of, low, high, isOfLap, beats }: Aim, lose: Lose): Target | null {
  const type = targets[of]
  if (type !== undefined) {
    if (!isOfLap) return { type, low, high }
    return { type: laps.has(type) ? `${type}_LAP` : 'SPEED_LAP', low, high }
  }
  const percent = { low: tidied(low * 100), high: tidied(high * 100), isPercent: true }
  if (of === 'share_max_hr') return { type: 'HEART_RATE', ...percent }
  if (of === 'share_ftp') return { type: 'POWER', ...percent }
  if (beats !== null) return { type: 'HEART_RATE', ...beats }
  lose('shares of a threshold')
  return null
}

const tidied = (percentage: number): number => Number(percentage.toFixed(4))

const strokes: ReadonlySet<string> = new Set(['FREESTYLE', 'BACKSTROKE', 'BREASTSTROKE', 'BUTTERFLY'])

function swimmingOf(step: PlannedWorkoutDetailsStep, lose: Lose): object {
  const stroke = step.stroke_type == null ? undefined : nameOfNumber(WorkoutStroke, step.stroke_type)
  const [worn, ...more] = step.equipment_type ?? []
  const equipment = worn === undefined ? undefined : nameOfNumber(WorkoutEquipment, worn)
  if (more.length > 0) lose('more than one thing to swim with')
  return {
    ...(stroke !== undefined && strokes.has(stroke) ? { strokeType: stroke } : {}),
    ...(equipment === undefined ? {} : { equipmentType: equipment }),
  }
}

const ofExercises: ReadonlySet<string> = new Set(['STRENGTH_TRAINING', 'CARDIO_TRAINING', 'YOGA', 'PILATES'])

/** Categories are Garmin's own words; an exercise is one of Garmin's list, and another's name is text. */
function strengthOf(step: PlannedWorkoutDetailsStep, sport: string, lose: Lose): object {
  const { exercise_category: category, exercise_name: exercise, weight_kg: weight } = step
  const word = category == null ? undefined : nameOfNumber(ExerciseCategory, category)
  if (!ofExercises.has(sport)) {
    if (word !== undefined || exercise != null || weight != null) lose('exercises')
    return {}
  }
  return {
    ...(word === undefined ? {} : { exerciseCategory: word }),
    ...(exercise == null
      ? {}
      : {
          exerciseName: exercise
            .trim()
            .toUpperCase()
            .replaceAll(/[^A-Z0-9]+/g, '_'),
        }),
    ...(weight == null || sport !== 'STRENGTH_TRAINING' ? {} : { weightValue: weight, weightDisplayUnit: 'KILOGRAM' }),
  }
}
