import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { daysOf } from '../../../ingest/range.ts'
import { parseRange } from '../../../ingest/read.ts'
import { sendToWebhook } from '../../../ingest/request.ts'
import { VERSION } from '../../../schema/events.ts'
import { olderWorkoutAsked } from '../../../schema/terra/older-workout.ts'
import { olderWorkoutsSchema } from '../../../schema/terra/workout.ts'
import { deletedSchema, writtenSchema } from '../../../schema/terra/write.ts'
import { terraUser } from '../../../users/user.ts'
import { dropPlans } from '../../../workouts/change.ts'
import { planOlder } from '../../../workouts/plan.ts'
import { listOlder } from '../../../workouts/read.ts'
import { knownUser } from '../../known-user.ts'
import { flag, needed } from '../../parameters.ts'
import { postedIds, postedList, recordsOf } from '../../posted-records.ts'
import { countDays } from '../../request-limit.ts'
import { routesOf } from '../../route.ts'
import { deleted, ofUser, written } from './writes.ts'

const type = 'planned_workout'
const asked = ofUser.extend({
  start_date: needed,
  end_date: z.string({ error: 'invalid' }).optional(),
  to_webhook: flag(true),
})

/** Planned workouts by the older path: the same as of `/plannedWorkouts`, in the shape `{steps, metadata}`. */
export function plannedWorkoutRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/plannedWorkout',
    summary: 'Planned workouts of a range, in the older shape, or to the webhook',
    answer: olderWorkoutsSchema,
    refuses: [404, 429],
    query: asked,
    async handle({ query, environment, reference, reply }) {
      const range = parseRange(query.start_date, query.end_date)
      const user = await knownUser(hub, environment.id, query.user_id)
      countDays(hub, user.userId, daysOf(range), reply)
      const status = 'success'
      if (query.to_webhook) {
        const options = { withSamples: true, retryIfRateLimited: false, reference }
        const { message } = await sendToWebhook(hub, user, type, range, options)
        return { status, type, reference, trace_id: reference, message, user: terraUser(user) }
      }
      return { status, type, user: terraUser(user), data: await listOlder(hub, user, range), version: VERSION }
    },
  })

  route({
    method: 'POST',
    url: '/plannedWorkout',
    summary: 'Plans workouts of the older shape at the provider of a user',
    status: 201,
    answer: writtenSchema,
    refuses: [404, 424, 429],
    query: ofUser,
    body: postedList,
    takes: { 'application/json': z.object({ data: z.array(olderWorkoutAsked) }) },
    async handle({ query, body, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      const plans = await planOlder(hub, user, recordsOf(olderWorkoutAsked, body.data))
      return written(
        user,
        plans.flatMap(({ planned_workout_id: id }) => id ?? []),
        type,
      )
    },
  })

  route({
    method: 'DELETE',
    url: '/plannedWorkout',
    summary: 'Deletes planned workouts, at the provider of a user too',
    answer: deletedSchema,
    refuses: [404],
    query: ofUser,
    body: z.object({ data: postedIds }, 'expected an object'),
    async handle({ query, body, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      return deleted(user, await dropPlans(hub, user, body.data))
    },
  })
}
