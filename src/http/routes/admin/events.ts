import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listEvents, readEvent } from '../../../events/read.ts'
import { resendEvent } from '../../../events/resend.ts'
import { viewEvent, viewSummary } from '../../../events/view.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { byId, cursorOf, instant, needed, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const eventsAsked = z.object({
  ...paging,
  type: needed.optional(),
  user_id: z.guid().toLowerCase().optional(),
  destination_id: needed.optional(),
  status: z.enum(['pending', 'delivered', 'failed', 'held']).optional(),
  since: instant.optional(),
  until: instant.optional(),
})

export function eventRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/events',
    query: eventsAsked,
    async handle({ query, environment }) {
      const { items, nextCursor } = await listEvents(hub, environment.id, {
        type: query.type,
        userId: query.user_id,
        destinationId: query.destination_id === undefined ? undefined : uuidOf('destination', query.destination_id),
        status: query.status,
        sinceMs: query.since,
        untilMs: query.until,
        cursor: cursorOf('event', query.cursor) ?? undefined,
        limit: query.limit,
      })
      return { items: items.map(viewSummary), next_cursor: nextCursor === null ? null : publicId('event', nextCursor) }
    },
  })

  route({
    method: 'GET',
    url: '/events/:id',
    params: byId,
    async handle({ params, environment }) {
      const event = await readEvent(hub, environment.id, uuidOf('event', params.id))
      if (event === null) throw notFound('event', params.id)
      return viewEvent(event)
    },
  })

  route({
    method: 'POST',
    url: '/events/:id/resend',
    params: byId,
    body: z.strictObject({ destination_id: z.string().optional() }),
    status: 202,
    async handle({ params, body, environment }) {
      const eventId = uuidOf('event', params.id)
      const to = body.destination_id === undefined ? undefined : uuidOf('destination', body.destination_id)
      return { deliveries: await resendEvent(hub, environment.id, eventId, to) }
    },
  })
}
