import { publicId } from '../lib/ids.ts'
import type { DeliveryDetail } from '../schema/management/delivery.ts'
import type { EventDetail, Timeline } from '../schema/management/event.ts'
import type { DeliveryView, EventDetail as Detail, EventSummary } from './read.ts'

/** An event in a list, as the management API shows it. */
export const viewSummary = (event: EventSummary) => ({
  id: publicId('event', event.id),
  type: event.type,
  user_id: event.userId,
  provider: event.provider,
  reference_id: event.referenceId,
  reference: event.reference,
  bytes: event.bytes,
  created_at: event.createdAt.toISOString(),
  deliveries: event.deliveries,
  delivery_statuses: event.statuses,
})

/** What only the room of deliveries and destinations can say of a delivery. */
export type DeliveryExtras = Pick<DeliveryDetail, 'destination' | 'attempts_allowed' | 'headers_sent'>

const unknown: DeliveryExtras = { destination: null, attempts_allowed: null, headers_sent: null }

/** One event as the management API shows it; `body` is a text, exactly as it is sent. */
export const viewEvent = (
  event: Detail,
  extrasOf: (delivery: DeliveryView) => DeliveryExtras = () => unknown,
): EventDetail => ({
  id: publicId('event', event.id),
  type: event.type,
  user_id: event.userId,
  provider: event.provider,
  reference_id: event.referenceId,
  reference: event.reference,
  chunk: event.chunk,
  bytes: event.bytes,
  created_at: event.createdAt.toISOString(),
  ordering_timestamp: event.orderingMs,
  timeline: timelineOf(event),
  provider_data:
    event.origin === null
      ? null
      : {
          kind: 'import',
          import_id: publicId('import', event.origin.importId),
          filename: event.origin.filename,
          is_kept: event.origin.isKept,
        },
  body: event.body,
  deliveries: event.deliveries.map((delivery) => ({
    id: publicId('delivery', delivery.id),
    trace_id: event.chunk === null ? delivery.id : `${delivery.id}:chunk:${event.chunk}`,
    destination_id: publicId('destination', delivery.destinationId),
    status: delivery.status,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    next_attempt: delivery.nextAttempt,
    superseded_by: delivery.supersededBy === null ? null : publicId('event', delivery.supersededBy),
    ...extrasOf(delivery),
    attempts: delivery.attempts.map((attempt) => ({
      number: attempt.number,
      trigger: attempt.trigger,
      at: attempt.at.toISOString(),
      status_code: attempt.statusCode,
      duration_ms: attempt.durationMs,
      address: attempt.address,
      error: attempt.error,
      response_body: attempt.responseBody,
    })),
  })),
})

/** The steps from what came in to what was taken, each with its moment. */
function timelineOf(event: Detail): Timeline {
  const sent = event.deliveries.flatMap(({ attempts }) => attempts.map(({ at }) => at.getTime()))
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    received_at: event.receivedMs === null ? null : iso(event.receivedMs),
    // An event that nothing came in for was made by Tellus itself: there is nothing to normalise.
    normalised_at: event.receivedMs === null ? null : iso(event.orderingMs),
    stored_at: event.createdAt.toISOString(),
    first_sent_at: sent.length === 0 ? null : iso(Math.min(...sent)),
    first_delivered_at: event.firstDeliveredAt?.toISOString() ?? null,
  }
}
