import { ActivityType } from '../schema/activity-type.ts'
import type { AthleteMetrics, PlannedWorkoutDetails, PlannedWorkoutDetailsStep } from '../schema/planned-workout.ts'
import {
  ExerciseCategory,
  numberOfName,
  WorkoutDuration,
  WorkoutEquipment,
  WorkoutIntensity,
  WorkoutStepKind,
  WorkoutStroke,
} from '../schema/workout-enums.ts'
import type { StepBlock, StepControl, WorkoutStep, WorkoutTemplate } from '../schema/workout-template.ts'
import { durationOf, type Warn } from './duration.ts'
import { targetOf } from './target.ts'

/** A workout as it goes to a provider. */
export interface Rendered {
  details: PlannedWorkoutDetails
  /** What of the template that form cannot say; null when all is kept. */
  coercionWarnings: string | null
}

const sports: Readonly<Record<WorkoutTemplate['sport'], number>> = {
  running: ActivityType.RUNNING,
  cycling: ActivityType.BIKING,
  swimming: ActivityType.SWIMMING,
  strength: ActivityType.STRENGTH_TRAINING,
  rowing: ActivityType.ROWING,
  yoga: ActivityType.YOGA,
  pilates: ActivityType.PILATES,
  cardio: ActivityType.CARDIO_TRAINING,
  trail_running: ActivityType.TRAIL_RUNNING,
  mountain_biking: ActivityType.MOUNTAIN_BIKING,
  backcountry_skiing: ActivityType.BACK_COUNTRY_SKIING,
  hiking: ActivityType.HIKING,
  walking: ActivityType.WALKING,
  elliptical: ActivityType.ELLIPTICAL,
  stair_climbing: ActivityType.STAIR_CLIMBING,
}

/** The same sport where the template says in which surroundings. */
const sportsIn: Readonly<Record<string, number>> = {
  'running indoor': ActivityType.INDOOR_RUNNING,
  'cycling indoor': ActivityType.STATIONARY_BIKING,
  'rowing indoor': ActivityType.ROWING_MACHINE,
  'walking indoor': ActivityType.TREADMILL_WALKING,
  'stair_climbing indoor': ActivityType.STAIR_CLIMBING_MACHINE,
  'swimming pool': ActivityType.SWIMMING_IN_POOL,
  'swimming indoor': ActivityType.SWIMMING_IN_POOL,
  'swimming outdoor': ActivityType.OPEN_WATER_SWIMMING,
}

const poundKg = 0.45359237

/**
 * A template as a workout for a day, in the form that providers have and older clients read. The athlete's figures turn
 * shares of a threshold into beats and watts, for this plan alone.
 */
export function renderTemplate(template: WorkoutTemplate, plannedDate: string, metrics: AthleteMetrics): Rendered {
  const warnings = new Set<string>()
  const { name, description, sport, environment } = template
  const metadata = {
    name,
    ...(description == null ? {} : { description }),
    type: sportsIn[`${sport} ${environment ?? ''}`] ?? sports[sport],
    planned_date: plannedDate,
    ...figuresOf(template),
    ...poolOf(template, metrics),
  }
  const steps = template.step_blocks.flatMap((block, index) =>
    blockSteps(block, metrics, (what) => warnings.add(`block ${index + 1}: ${what}`)),
  )
  return {
    details: { metadata, steps: steps.map((step, order) => ({ ...step, order })) },
    coercionWarnings: warnings.size === 0 ? null : [...warnings].join('; '),
  }
}

function figuresOf(template: WorkoutTemplate) {
  const { estimated_duration_seconds, estimated_distance_meters, estimated_calories } = template
  return {
    ...(estimated_duration_seconds == null ? {} : { estimated_duration_seconds }),
    ...(estimated_distance_meters == null ? {} : { estimated_distance_meters }),
    ...(estimated_calories == null ? {} : { estimated_calories }),
  }
}

function poolOf(template: WorkoutTemplate, metrics: AthleteMetrics) {
  const length = metrics.pool_length_meters ?? template.pool_length_meters
  return length == null ? {} : { pool_length_meters: length }
}

/** The steps of a block, alone where it is done once, else inside a step that repeats them. */
function blockSteps(block: StepBlock, metrics: AthleteMetrics, warn: Warn): PlannedWorkoutDetailsStep[] {
  const steps = block.steps.map((step, order) => ({ ...stepOf(step, metrics, warn), order }))
  const { completion_condition: condition } = block
  if (condition.type === 'reps' && (condition.value ?? 1) === 1) return steps
  const duration = durationOf(condition, metrics, warn)
  const isTimed = duration.duration_type === WorkoutDuration.TIME
  const until = isTimed ? { ...duration, duration_type: WorkoutDuration.REPETITION_TIME } : duration
  return [{ type: WorkoutStepKind.REPETITION, durations: [until], steps }]
}

const intensities: Readonly<Record<WorkoutStep['intensity_type'], number>> = {
  rest: WorkoutIntensity.REST,
  warmup: WorkoutIntensity.WARMUP,
  cooldown: WorkoutIntensity.COOLDOWN,
  recovery: WorkoutIntensity.RECOVERY,
  active: WorkoutIntensity.ACTIVE,
}

function stepOf(step: WorkoutStep, metrics: AthleteMetrics, warn: Warn): PlannedWorkoutDetailsStep {
  const description = [step.notes, ...(step.controls ?? []).map(controlText)].filter((text) => text != null).join('. ')
  if (step.controls?.length) warn('settings of the machine are kept as text')
  const targets = (step.intensity_targets ?? []).map((target) => targetOf(target, metrics))
  return {
    type: WorkoutStepKind.STEP,
    intensity: intensities[step.intensity_type],
    durations: [durationOf(step.completion_condition, metrics, warn)],
    ...(targets.length === 0 ? {} : { targets }),
    ...(description === '' ? {} : { description }),
    ...strengthOf(step, warn),
    ...swimmingOf(step, warn),
  }
}

const controlText = ({ type, value }: StepControl): string =>
  type === 'grade' ? `grade ${Number((value * 100).toFixed(2))} %` : `resistance ${value}`

function strengthOf({ strength }: WorkoutStep, warn: Warn): Partial<PlannedWorkoutDetailsStep> {
  if (strength == null) return {}
  const { exercise_name, weight, weight_display_unit: unit, exercise_category: words } = strength
  const category = words == null ? undefined : numberOfName(ExerciseCategory, words.toUpperCase())
  if (words != null && category === undefined) warn(`the exercise category ${words.slice(0, 40)} is not known`)
  return {
    ...(exercise_name == null ? {} : { exercise_name }),
    ...(category === undefined ? {} : { exercise_category: category }),
    ...(weight == null ? {} : { weight_kg: unit === 'lbs' ? Number((weight * poundKg).toFixed(3)) : weight }),
  }
}

function swimmingOf({ swimming }: WorkoutStep, warn: Warn): Partial<PlannedWorkoutDetailsStep> {
  if (swimming == null) return {}
  const { stroke_type: stroke, drill_type: drill, equipment } = swimming
  const number = stroke == null ? undefined : numberOfName(WorkoutStroke, stroke.toUpperCase())
  if (stroke != null && number === undefined) warn(`the stroke ${stroke} becomes another one`)
  if (drill != null) warn(`the drill ${drill} is left out`)
  const worn = (equipment ?? []).flatMap((word) => numberOfName(WorkoutEquipment, word.toUpperCase()) ?? [])
  return {
    ...(stroke == null ? {} : { stroke_type: number ?? WorkoutStroke.OTHER }),
    ...(worn.length === 0 ? {} : { equipment_type: worn }),
  }
}
