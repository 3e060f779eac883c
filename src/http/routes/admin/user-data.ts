import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listEvents } from '../../../events/read.ts'
import { viewSummary } from '../../../events/view.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { isZone } from '../../../normalise/time.ts'
import { eventListSchema } from '../../../schema/management/event.ts'
import { presenceSchema } from '../../../schema/management/user.ts'
import { readPresence } from '../../../users/presence.ts'
import { byId, cursorOf, needed, paging, wholeNumber } from '../../parameters.ts'
import { routesOf } from '../../route.ts'
import { userOf } from './users.ts'

const presenceAsked = z.object({
  days: wholeNumber(1, 366).default(30),
  zone: needed.refine(isZone, 'expected an IANA name such as Europe/Oslo').optional(),
})

/** What a user has: on which days, and the events about them. */
export function userDataRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/users/:id/presence',
    summary: 'For each type, how many records begin on each local day',
    params: byId,
    query: presenceAsked,
    answer: presenceSchema,
    async handle({ params, query, environment }) {
      return readPresence(hub, await userOf(hub, environment.id, params.id), query)
    },
  })

  route({
    method: 'GET',
    url: '/users/:id/events',
    summary: 'The events about a user, newest first',
    params: byId,
    query: z.object(paging),
    answer: eventListSchema,
    async handle({ params, query, environment }) {
      const { userId } = await userOf(hub, environment.id, params.id)
      const { items, nextCursor } = await listEvents(hub, environment.id, {
        userId,
        cursor: cursorOf('event', query.cursor) ?? undefined,
        limit: query.limit,
      })
      return { items: items.map(viewSummary), next_cursor: nextCursor === null ? null : publicId('event', nextCursor) }
    },
  })
}
