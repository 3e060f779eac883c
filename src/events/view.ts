import { publicId } from '../lib/ids.ts'
import type { EventDetail, EventSummary } from './read.ts'

/** An event in a list, as the management API shows it. */
export const viewSummary = (event: EventSummary) => ({
  id: publicId('event', event.id),
  type: event.type,
  user_id: event.userId,
  reference: event.reference,
  bytes: event.bytes,
  created_at: event.createdAt.toISOString(),
  deliveries: event.deliveries,
})

/** One event as the management API shows it; `body` is a text, exactly as it is sent. */
export const viewEvent = (event: EventDetail) => ({
  id: publicId('event', event.id),
  type: event.type,
  user_id: event.userId,
  reference: event.reference,
  chunk: event.chunk,
  bytes: event.bytes,
  created_at: event.createdAt.toISOString(),
  ordering_timestamp: event.orderingMs,
  body: event.body,
  deliveries: event.deliveries.map((delivery) => ({
    id: publicId('delivery', delivery.id),
    trace_id: event.chunk === null ? delivery.id : `${delivery.id}:chunk:${event.chunk}`,
    destination_id: publicId('destination', delivery.destinationId),
    status: delivery.status,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    superseded_by: delivery.supersededBy === null ? null : publicId('event', delivery.supersededBy),
    attempts: delivery.attempts.map((attempt) => ({
      number: attempt.number,
      at: attempt.at.toISOString(),
      status_code: attempt.statusCode,
      duration_ms: attempt.durationMs,
      error: attempt.error,
      response_body: attempt.responseBody,
    })),
  })),
})
