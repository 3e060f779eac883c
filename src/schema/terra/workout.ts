import { z } from 'zod'
import { plannedWorkoutSchema } from '../planned-workout.ts'
import { terraUserSchema } from '../user.ts'
import { workoutTemplateSchema } from '../workout-template.ts'

const status = z.literal('success')
const id = z.string().regex(/^\d+$/).meta({ description: 'an int64 in decimal digits' })

export const keptWorkoutSchema = z.strictObject({ status, workout_id: id }).meta({ id: 'KeptWorkout' })

export const workoutsSchema = z.array(workoutTemplateSchema)

export const planMadeSchema = z
  .strictObject({
    status,
    planned_workout_id: id,
    provider_workout_id: z.string().optional(),
    coercion_warnings: z
      .string()
      .optional()
      .meta({ description: 'what of the template could not be kept exactly at the provider' }),
  })
  .meta({ id: 'PlanMade' })

export const plannedWorkoutsSchema = z.array(plannedWorkoutSchema)

/** Says that some plans are still there. */
export const partlyDeletedSchema = z.strictObject({ message: z.string() }).meta({ id: 'PartlyDeleted' })

const part = z.looseObject({ type: z.string() })
const olderStep = part.extend({ durations: z.array(part), targets: z.array(part), steps: z.array(part).optional() })

/** Planned workouts in the older shape, or that they go to the webhook. */
export const olderWorkoutsSchema = z.union([
  z.strictObject({
    status,
    type: z.literal('planned_workout'),
    user: terraUserSchema,
    data: z.array(z.strictObject({ metadata: z.looseObject({}), steps: z.array(olderStep) })),
    version: z.string(),
  }),
  z.strictObject({
    status,
    type: z.literal('planned_workout'),
    reference: z.guid(),
    trace_id: z.guid(),
    message: z.string(),
    user: terraUserSchema,
  }),
])
