import { ActivityType } from '../../schema/activity-type.ts'
import type { AthleteMetrics, PlannedWorkoutDetailsStep } from '../../schema/planned-workout.ts'
import { WorkoutIntensity } from '../../schema/workout-enums.ts'
import { type Aim, aimsOf, type Ending, endingOf, isBlock, type Plan } from '../planned.ts'
import { ProviderError } from '../provider-error.ts'
import type { Lose } from '../writing.ts'

// A plan file of Wahoo's, by "Public plan.json File Format", version 1.0.0.

/** One step, or (with `intervals`) a block of them that is repeated. */
export interface Interval {
  name?: string
  exit_trigger_type: 'time' | 'distance' | 'repeat'
  /** Seconds, metres, or how often after the first time. */
  exit_trigger_value: number
  intensity_type?: string
  targets?: { type: string; low: number; high: number }[]
  intervals?: Interval[]
}

/** A plan file, and the kind of workout that it is for. */
export interface PlanFile {
  header: Record<string, string | number>
  intervals: Interval[]
}

const [biking, running, indoor, outdoor] = [0, 1, 0, 1]

/** Families are biking and running alone: sport, workout type, family, location. */
const sports: readonly (readonly [sport: ActivityType, typeId: number, family: number, location: number])[] = [
  [ActivityType.BIKING, 0, biking, outdoor],
  [ActivityType.ROAD_BIKING, 15, biking, outdoor],
  [ActivityType.MOUNTAIN_BIKING, 13, biking, outdoor],
  [ActivityType.GRAVEL_CYCLING, 0, biking, outdoor],
  [ActivityType.E_BIKING, 64, biking, outdoor],
  [ActivityType.STATIONARY_BIKING, 61, biking, indoor],
  [ActivityType.SPINNING, 49, biking, indoor],
  [ActivityType.RUNNING, 1, running, outdoor],
  [ActivityType.JOGGING, 1, running, outdoor],
  [ActivityType.TRAIL_RUNNING, 4, running, outdoor],
  [ActivityType.TREADMILL_RUNNING, 5, running, indoor],
  [ActivityType.INDOOR_RUNNING, 5, running, indoor],
]

const intensities: Readonly<Record<number, string>> = {
  [WorkoutIntensity.REST]: 'rest',
  [WorkoutIntensity.WARMUP]: 'wu',
  [WorkoutIntensity.COOLDOWN]: 'cd',
  [WorkoutIntensity.RECOVERY]: 'recover',
  [WorkoutIntensity.INTERVAL]: 'active',
  [WorkoutIntensity.ACTIVE]: 'active',
}

/** Shares, by Wahoo's names, with the figure of the athlete's that the header then tells. */
const shares: Readonly<Partial<Record<Aim['of'], readonly [type: string, figure: keyof AthleteMetrics]>>> = {
  share_ftp: ['ftp', 'ftp'],
  share_max_hr: ['max_hr', 'max_heart_rate'],
  share_threshold_hr: ['threshold_hr', 'threshold_heart_rate'],
  share_speed: ['threshold_speed', 'threshold_speed'],
}
const absolute: Readonly<Partial<Record<Aim['of'], string>>> = {
  hr: 'hr',
  power: 'watts',
  cadence: 'rpm',
  speed: 'speed',
}

const refused = (sentence: string) => new ProviderError('refused', sentence)
const mostCharacters = 5000

/** The number of Wahoo's kind of workout for a plan. Throws `ProviderError` for what is neither a ride nor a run. */
export const workoutTypeOf = (plan: Plan): number => sportOf(plan)[1]

function sportOf({ metadata }: Plan): (typeof sports)[number] {
  const found = sports.find(([sport]) => sport === metadata.type)
  if (found === undefined) throw refused('it takes plans for rides and runs alone')
  return found
}

/** A plan as Wahoo's file has it. Throws `ProviderError` for what is no ride or run, or has an end that Wahoo does not know. */
export function planFileOf(plan: Plan, lose: Lose): PlanFile {
  const { name, metadata, metrics, steps } = plan
  const [, , family, location] = sportOf(plan)
  const header = {
    name,
    version: '1.0.0',
    ...(metadata.description == null ? {} : { description: metadata.description.slice(0, mostCharacters) }),
    workout_type_family: family,
    workout_type_location: location,
  }
  const intervals = steps.map((step) => intervalOf(step, metrics, lose))
  return { header: { ...header, ...figuresIn(intervals, metrics) }, intervals }
}

/** The figures of the athlete that targets refer to, which the header must have then; watts and beats are whole there. */
function figuresIn(intervals: readonly Interval[], metrics: AthleteMetrics): Record<string, number> {
  const types = new Set(targetTypes(intervals))
  return Object.fromEntries(
    Object.values(shares).flatMap(([type, figure]) => {
      const value = metrics[figure]
      return value == null || !types.has(type) ? [] : [[type, type === 'threshold_speed' ? value : Math.round(value)]]
    }),
  )
}

const targetTypes = (intervals: readonly Interval[]): string[] =>
  intervals.flatMap(({ targets = [], intervals = [] }) => [
    ...targets.map(({ type }) => type),
    ...targetTypes(intervals),
  ])

function intervalOf(step: PlannedWorkoutDetailsStep, metrics: AthleteMetrics, lose: Lose): Interval {
  const ending = endingOf(step, lose)
  const name = step.name ?? step.description ?? step.exercise_name
  const named = name == null ? {} : { name }
  if (isBlock(step)) {
    if (ending.kind !== 'reps' || !Number.isInteger(ending.value) || ending.value < 1)
      throw refused('it repeats a block a number of times, and until nothing else')
    const intervals = (step.steps ?? []).map((inner) => intervalOf(inner, metrics, lose))
    return { ...named, exit_trigger_type: 'repeat', exit_trigger_value: ending.value - 1, intervals }
  }
  const targets = aimsOf(step, lose).flatMap((aim) => targetOf(aim, metrics, lose) ?? [])
  if (step.weight_kg != null) lose('weights to lift')
  return {
    ...named,
    ...triggerOf(ending),
    intensity_type: intensities[step.intensity ?? WorkoutIntensity.ACTIVE] ?? 'active',
    ...(targets.length === 0 ? {} : { targets }),
  }
}

function triggerOf({ kind, value }: Ending): Pick<Interval, 'exit_trigger_type' | 'exit_trigger_value'> {
  switch (kind) {
    case 'time':
    case 'rest':
      return { exit_trigger_type: 'time', exit_trigger_value: value }
    case 'distance':
      return { exit_trigger_type: 'distance', exit_trigger_value: value }
    default:
      throw refused('its steps end after a time or a distance, and by nothing else')
  }
}

/** A share where the athlete's figure is known, else the beats that it is; null for what is lost. */
function targetOf({ of, low, high, isOfLap, beats }: Aim, metrics: AthleteMetrics, lose: Lose) {
  if (isOfLap) lose('targets over a lap, which are held at each moment')
  const type = absolute[of]
  if (type !== undefined) return { type, low, high }
  const [share, figure] = shares[of] ?? []
  if (share !== undefined && figure !== undefined && metrics[figure] != null) return { type: share, low, high }
  if (beats !== null) return { type: 'hr', ...beats }
  lose('a share of a figure that the athlete has not told')
  return null
}
