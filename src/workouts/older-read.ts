import type {
  PlannedWorkoutDetails,
  PlannedWorkoutDetailsMetadata,
  PlannedWorkoutDetailsStep,
  PlannedWorkoutDetailsStepTarget,
} from '../schema/planned-workout.ts'
import type { OlderStep, OlderTarget, OlderWorkout } from '../schema/terra/older-workout.ts'
import { WorkoutStepKind } from '../schema/workout-enums.ts'
import type { Rendered } from './details.ts'
import type { Warn } from './duration.ts'
import { speedOfPace } from './target.ts'

/** A planned workout of the older shape in the form that providers have. */
export function readOlder({ metadata, steps }: OlderWorkout): Rendered {
  const warnings = new Set<string>()
  const details: PlannedWorkoutDetails = {
    metadata: metadataOf(metadata),
    steps: (steps ?? []).map((step, index) =>
      stepOf(step, index, (what) => warnings.add(`step ${index + 1}: ${what}`)),
    ),
  }
  return { details, coercionWarnings: warnings.size === 0 ? null : [...warnings].join('; ') }
}

/** What is empty is not known. */
const textOf = (text: string | null | undefined): string | undefined => text || undefined

function metadataOf(metadata: OlderWorkout['metadata']): PlannedWorkoutDetailsMetadata {
  const { estimated_pace_minutes_per_kilometer: pace, estimated_tscore: score, ...rest } = metadata
  return {
    ...rest,
    name: textOf(metadata.name),
    description: textOf(metadata.description),
    estimated_tss: metadata.estimated_tss ?? score,
    estimated_speed_meters_per_second: metadata.estimated_speed_meters_per_second ?? speedOfPace(pace) ?? undefined,
  }
}

function stepOf(step: OlderStep, index: number, warn: Warn): PlannedWorkoutDetailsStep {
  const { type, steps, targets, equipment_type: equipment, ...rest } = step
  const isBlock = type === WorkoutStepKind.REPETITION || type === 'PlannedWorkoutRepeatStep' || (steps ?? []).length > 0
  return {
    ...rest,
    type: isBlock ? WorkoutStepKind.REPETITION : WorkoutStepKind.STEP,
    order: step.order ?? index,
    name: textOf(step.name),
    description: textOf(step.description),
    exercise_name: textOf(step.exercise_name),
    targets: targets?.map((target) => targetOf(target, warn)),
    equipment_type: equipment == null ? undefined : [equipment].flat(),
    steps: isBlock ? (steps ?? []).map((inner, at) => stepOf(inner, at, warn)) : undefined,
  }
}

function targetOf(target: OlderTarget, warn: Warn): PlannedWorkoutDetailsStepTarget {
  const { pace_minutes_per_kilometer: pace, tss, if_high, if_low, ...rest } = target
  if (tss != null) warn('a target of tss is left out')
  if (if_high != null || if_low != null) warn('a target of if is left out')
  return { ...rest, speed_meters_per_second: rest.speed_meters_per_second ?? speedOfPace(pace) ?? undefined }
}
