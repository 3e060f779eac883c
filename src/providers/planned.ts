import {
  type AthleteMetrics,
  type PlannedWorkoutDetailsMetadata,
  type PlannedWorkoutDetailsStep,
  type PlannedWorkoutDetailsStepDuration,
  type PlannedWorkoutDetailsStepTarget,
  plannedWorkoutSchema,
} from '../schema/planned-workout.ts'
import { nameOfNumber, WorkoutDuration, WorkoutStepKind, WorkoutTarget } from '../schema/workout-enums.ts'
import { ProviderError } from './provider-error.ts'
import type { Lose } from './writing.ts'

/** When a step is over: seconds, metres, kilocalories, beats per minute, watts or a count; `open` when the person says so. */
export interface Ending {
  kind:
    | 'time'
    | 'distance'
    | 'calories'
    | 'hr_below'
    | 'hr_above'
    | 'power_below'
    | 'power_above'
    | 'reps'
    | 'rest'
    | 'open'
  value: number
}

/**
 * What to hold during a step, from `low` to `high`: beats per minute, watts, turns per minute, metres per second, or (the
 * `share_…`) a share of a figure of the athlete's, 1 for all of it.
 */
export interface Aim {
  of: 'hr' | 'power' | 'cadence' | 'speed' | 'share_max_hr' | 'share_threshold_hr' | 'share_ftp' | 'share_speed'
  low: number
  high: number
  /** Held over the lap instead of at each moment. */
  isOfLap: boolean
  /** Of a share of a heart rate the beats per minute, where they are known. */
  beats: { low: number; high: number } | null
}

/** A planned workout as mappers to providers read it. */
export interface Plan {
  name: string
  date: string
  metadata: PlannedWorkoutDetailsMetadata
  metrics: AthleteMetrics
  steps: readonly PlannedWorkoutDetailsStep[]
}

const refused = (sentence: string) => new ProviderError('refused', sentence)

/** A record that is written, as a plan. Throws `ProviderError` for what is none, or has no steps. */
export function readPlan(record: object): Plan {
  const parsed = plannedWorkoutSchema.safeParse(record)
  const { details, planned_date: date, athlete_metrics: metrics } = parsed.data ?? {}
  if (date == null || details == null) throw refused('a planned workout has a day and details')
  const steps = details.steps ?? []
  if (steps.length === 0) throw refused('a planned workout has steps')
  const metadata = details.metadata ?? {}
  return { name: metadata.name ?? 'Workout', date, metadata, metrics: metrics ?? {}, steps }
}

/** Whether a step is a block of others that are repeated. */
export const isBlock = (step: PlannedWorkoutDetailsStep): boolean => step.type === WorkoutStepKind.REPETITION

const endings: Readonly<Record<number, readonly [Ending['kind'], keyof PlannedWorkoutDetailsStepDuration]>> = {
  [WorkoutDuration.TIME]: ['time', 'seconds'],
  [WorkoutDuration.REPETITION_TIME]: ['time', 'seconds'],
  [WorkoutDuration.DISTANCE_METERS]: ['distance', 'distance_meters'],
  [WorkoutDuration.CALORIES]: ['calories', 'calories'],
  [WorkoutDuration.HR_LESS_THAN]: ['hr_below', 'hr_below_bpm'],
  [WorkoutDuration.HR_GREATER_THAN]: ['hr_above', 'hr_above_bpm'],
  [WorkoutDuration.POWER_LESS_THAN]: ['power_below', 'power_below_watts'],
  [WorkoutDuration.POWER_GREATER_THAN]: ['power_above', 'power_above_watts'],
  [WorkoutDuration.REPS]: ['reps', 'reps'],
  [WorkoutDuration.FIXED_REST]: ['rest', 'rest_seconds'],
}

const wordOf = (number: number, names: Readonly<Record<string, number>>): string =>
  (nameOfNumber(names, number) ?? `of the number ${number}`).toLowerCase().replaceAll('_', ' ')

/**
 * When a step is over, as far as providers know it; the first where it has several ends. A step without one is open, and a
 * block without one is done once. Throws `ProviderError` for an end that has no figure, or that none of them knows.
 */
export function endingOf(step: PlannedWorkoutDetailsStep, lose: Lose): Ending {
  const [duration, ...more] = step.durations ?? []
  if (more.length > 0) lose('all but the first of several ends of a step')
  if (duration === undefined) return isBlock(step) ? { kind: 'reps', value: 1 } : { kind: 'open', value: 0 }
  if (duration.duration_type === WorkoutDuration.OPEN) return { kind: 'open', value: 0 }
  const [kind, key] = endings[duration.duration_type] ?? []
  const value = key === undefined ? null : duration[key]
  // A rest says its seconds in either place.
  const figure = kind === 'rest' ? (value ?? duration.seconds) : value
  if (kind === undefined || figure == null || !(figure >= 0))
    throw refused(`a step that ends by ${wordOf(duration.duration_type, WorkoutDuration)} has no form there`)
  return { kind, value: figure }
}

type Figures = readonly [
  of: Aim['of'],
  value: keyof PlannedWorkoutDetailsStepTarget | null,
  low: keyof PlannedWorkoutDetailsStepTarget,
  high: keyof PlannedWorkoutDetailsStepTarget,
]
const speed = [
  'speed',
  'speed_meters_per_second',
  'speed_meters_per_second_low',
  'speed_meters_per_second_high',
] as const
const power = ['power', 'power_watt', 'power_watt_low', 'power_watt_high'] as const
const beats = ['hr', null, 'hr_bpm_low', 'hr_bpm_high'] as const
const percentages = ['hr_percentage', 'hr_percentage_low', 'hr_percentage_high'] as const

const aims: Readonly<Record<number, Figures>> = {
  [WorkoutTarget.SPEED]: speed,
  [WorkoutTarget.SPEED_LAP]: speed,
  [WorkoutTarget.PACE]: speed,
  [WorkoutTarget.POWER]: power,
  [WorkoutTarget.POWER_LAP]: power,
  [WorkoutTarget.HEART_RATE]: beats,
  [WorkoutTarget.HEART_RATE_LAP]: beats,
  [WorkoutTarget.CADENCE]: ['cadence', 'cadence', 'cadence_low', 'cadence_high'],
  [WorkoutTarget.HEART_RATE_MAX_PERCENTAGE]: ['share_max_hr', ...percentages],
  [WorkoutTarget.HEART_RATE_THRESHOLD_PERCENTAGE]: ['share_threshold_hr', ...percentages],
  [WorkoutTarget.POWER_PERCENTAGE]: ['share_ftp', 'power_percentage', 'power_percentage_low', 'power_percentage_high'],
  [WorkoutTarget.SPEED_PERCENTAGE]: [
    'share_speed',
    'speed_percentage',
    'speed_percentage_low',
    'speed_percentage_high',
  ],
}
const ofLaps: ReadonlySet<number> = new Set([
  WorkoutTarget.SPEED_LAP,
  WorkoutTarget.POWER_LAP,
  WorkoutTarget.HEART_RATE_LAP,
])

/** What to hold during a step; what none of the providers knows, or has no figure, is lost. */
export const aimsOf = ({ targets }: PlannedWorkoutDetailsStep, lose: Lose): Aim[] =>
  (targets ?? []).flatMap((target) => {
    if (target.target_type === WorkoutTarget.OPEN) return []
    const aim = aimOf(target)
    if (aim === null) lose(`targets of ${wordOf(target.target_type, WorkoutTarget)}`)
    return aim ?? []
  })

function aimOf(target: PlannedWorkoutDetailsStepTarget): Aim | null {
  const [of, value, low, high] = aims[target.target_type] ?? []
  if (of === undefined || low === undefined || high === undefined) return null
  const range = rangeOf(value == null ? null : target[value], target[low], target[high])
  if (range === null) return null
  const isShare = of.startsWith('share_')
  return {
    of,
    low: isShare ? percent(range.low) : range.low,
    high: isShare ? percent(range.high) : range.high,
    isOfLap: ofLaps.has(target.target_type),
    beats: isShare ? rangeOf(null, target.hr_bpm_low, target.hr_bpm_high) : null,
  }
}

/** A share of a percentage, without the dust of the division. */
const percent = (percentage: number): number => Number((percentage / 100).toFixed(6))

/** Both ends of a range, of which one may be missing, or both where there is one figure. */
function rangeOf(value: Figure, low: Figure, high: Figure): { low: number; high: number } | null {
  const ends = [low ?? value ?? high, high ?? value ?? low]
  const [from, to] = ends
  return from == null || to == null ? null : { low: Math.min(from, to), high: Math.max(from, to) }
}
type Figure = number | null | undefined

/**
 * Seconds that a plan takes: as it says itself, else as its steps do, whose distances count where a speed is to be held; null
 * where neither tells.
 */
export function secondsOf({ metadata, steps }: Plan): number | null {
  const said = metadata.estimated_duration_seconds
  if (said != null && said > 0) return said
  const all = steps.reduce((sum, step) => sum + (secondsOfStep(step) ?? Number.NaN), 0)
  return Number.isNaN(all) || all <= 0 ? null : all
}

function secondsOfStep(step: PlannedWorkoutDetailsStep): number | null {
  const { kind, value } = endingOf(step, () => undefined)
  if (kind === 'time' || kind === 'rest') return value
  if (isBlock(step) && kind === 'reps')
    return (step.steps ?? []).reduce((sum, inner) => sum + (secondsOfStep(inner) ?? Number.NaN), 0) * value
  const held = aimsOf(step, () => undefined).find(({ of }) => of === 'speed')
  return kind === 'distance' && held !== undefined && held.low > 0 ? (value * 2) / (held.low + held.high) : null
}
