import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { athleteMetricsSchema, plannedWorkoutSummarySchema } from '../../../schema/planned-workout.ts'
import { calendarDate } from '../../../schema/terra/calendar-date.ts'
import {
  keptWorkoutSchema,
  partlyDeletedSchema,
  planMadeSchema,
  plannedWorkoutsSchema,
  workoutsSchema,
} from '../../../schema/terra/workout.ts'
import { workoutTemplateSchema } from '../../../schema/workout-template.ts'
import { dropPlan, dropTemplate, reschedule } from '../../../workouts/change.ts'
import { planWorkout } from '../../../workouts/plan.ts'
import { findPlan, listPlans, summarisePlan } from '../../../workouts/read.ts'
import { findTemplate, keepTemplate, listTemplates } from '../../../workouts/template.ts'
import { knownUser } from '../../known-user.ts'
import { byId } from '../../parameters.ts'
import { routesOf } from '../../route.ts'
import { ofUser } from './writes.ts'

const planAsked = z.object({ planned_date: calendarDate, ...athleteMetricsSchema.shape }, 'expected an object')
const listAsked = ofUser.extend({ start_date: calendarDate.optional(), end_date: calendarDate.optional() })
const moveAsked = z.object({ planned_date: calendarDate }, 'expected an object')

/** Templates of workouts, and planning them for users. */
export function workoutRoutes(server: FastifyInstance, hub: Hub): void {
  templateRoutes(server, hub)
  planRoutes(server, hub)
}

function templateRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/workouts',
    summary: 'Keeps a template of a workout',
    answer: keptWorkoutSchema,
    body: workoutTemplateSchema,
    handle: async ({ body, environment }) => ({
      status: 'success',
      workout_id: await keepTemplate(hub, environment.id, body),
    }),
  })

  route({
    method: 'GET',
    url: '/workouts',
    summary: 'The templates of workouts, oldest first',
    answer: workoutsSchema,
    handle: ({ environment }) => listTemplates(hub, environment.id),
  })

  route({
    method: 'GET',
    url: '/workouts/:id',
    summary: 'One template of a workout',
    answer: workoutTemplateSchema,
    params: byId,
    handle: ({ params, environment }) => findTemplate(hub, environment.id, params.id),
  })

  route({
    method: 'DELETE',
    url: '/workouts/:id',
    summary: 'Deletes a template with all that is planned from it; 207 where a provider keeps some of that',
    status: 204,
    answer: partlyDeletedSchema,
    also: [207],
    params: byId,
    async handle({ params, environment, reply }) {
      const left = await dropTemplate(hub, environment.id, params.id)
      if (left === 0) return reply.send()
      const what = left === 1 ? '1 planned workout is' : `${left} planned workouts are`
      return reply.code(207).send({ message: `${what} still there, and so is the template: delete it again later` })
    },
  })

  route({
    method: 'POST',
    url: '/workouts/:id/plan',
    summary: 'Plans a template for a user on a day, at their provider',
    status: 201,
    answer: planMadeSchema,
    refuses: [424, 429],
    params: byId,
    query: ofUser,
    body: planAsked,
    async handle({ params, query, body, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      const { planned_date: plannedDate, ...metrics } = body
      const plan = await planWorkout(hub, user, params.id, plannedDate, metrics)
      const { planned_workout_id, provider_workout_id, coercion_warnings } = plan
      return { status: 'success', planned_workout_id, provider_workout_id, coercion_warnings }
    },
  })
}

function planRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/plannedWorkouts',
    summary: 'The planned workouts of a user from one day to another, both included',
    answer: plannedWorkoutsSchema,
    refuses: [404],
    query: listAsked,
    async handle({ query, environment }) {
      const { start_date: first = null, end_date: last = null } = query
      if (first !== null && last !== null && last < first)
        throw new TellusError('bad_request', 'end_date is before start_date')
      return listPlans(hub, await knownUser(hub, environment.id, query.user_id), { first, last })
    },
  })

  route({
    method: 'GET',
    url: '/plannedWorkouts/:id',
    summary: 'One planned workout that was planned here',
    answer: plannedWorkoutSummarySchema,
    params: byId,
    query: ofUser,
    async handle({ params, query, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      return summarisePlan(hub, user, await findPlan(hub, user, params.id))
    },
  })

  route({
    method: 'PATCH',
    url: '/plannedWorkouts/:id',
    summary: 'Moves a planned workout to another day, at the provider too',
    answer: plannedWorkoutSummarySchema,
    refuses: [409, 424, 429],
    params: byId,
    query: ofUser,
    body: moveAsked,
    async handle({ params, query, body, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      return summarisePlan(hub, user, await reschedule(hub, user, params.id, body.planned_date))
    },
  })

  route({
    method: 'DELETE',
    url: '/plannedWorkouts/:id',
    summary: 'Deletes a planned workout, at the provider too',
    status: 204,
    refuses: [424, 429],
    params: byId,
    query: ofUser,
    async handle({ params, query, environment, reply }) {
      await dropPlan(hub, await knownUser(hub, environment.id, query.user_id), params.id)
      return reply.send()
    },
  })
}
