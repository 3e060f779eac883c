import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listDeliveries } from '../../../events/deliveries/list.ts'
import { retryNow } from '../../../events/deliveries/retry-now.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { deliveryListSchema, deliveryStatuses, retriedSchema } from '../../../schema/management/delivery.ts'
import { byId, instant, needed, paging, statusCodes } from '../../parameters.ts'
import { routesOf, uuidOf } from '../../route.ts'

const asked = z.object({
  limit: paging.limit,
  cursor: needed.optional(),
  destination_id: needed.optional(),
  status: z.enum(deliveryStatuses).optional(),
  code: statusCodes.optional(),
  type: needed.optional(),
  user_id: z.guid().toLowerCase().optional(),
  provider: needed.toUpperCase().optional(),
  since: instant.optional(),
  until: instant.optional(),
})

/** Deliveries: each the way of one event to one destination. */
export function deliveryRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/deliveries',
    summary: 'Deliveries, those of the newest events first',
    query: asked,
    answer: deliveryListSchema,
    async handle({ query, environment }) {
      const { items, nextCursor, scannedUntil } = await listDeliveries(hub, environment.id, {
        destinationId: query.destination_id === undefined ? undefined : uuidOf('destination', query.destination_id),
        status: query.status,
        codes: query.code,
        type: query.type,
        userId: query.user_id,
        provider: query.provider,
        sinceMs: query.since,
        untilMs: query.until,
        cursor: query.cursor,
        limit: query.limit,
      })
      return { items, next_cursor: nextCursor, scanned_until: scannedUntil?.toISOString() ?? null }
    },
  })

  route({
    method: 'POST',
    url: '/deliveries/:id/retry-now',
    summary: 'Makes a delivery that waits for its next attempt due now',
    params: byId,
    answer: retriedSchema,
    refuses: [409],
    async handle({ params, environment, audit }) {
      const made = await retryNow(hub, environment.id, uuidOf('delivery', params.id))
      await audit('delivery.retried', params.id)
      return {
        id: params.id,
        event_id: publicId('event', made.eventId),
        destination_id: publicId('destination', made.destinationId),
        status: 'pending',
        next_attempt_at: made.nextAttemptAt.toISOString(),
      }
    },
  })
}
