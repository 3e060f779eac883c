import { z } from 'zod'
import { count, deliveryId, destinationId, eventId, listOf, time, userId } from './shared.ts'

/**
 * `held` waits for a person: its destination is or was switched off. `superseded` was never sent: a newer event that
 * waited with it holds all its records.
 */
export const deliveryStatuses = ['pending', 'held', 'delivered', 'failed', 'superseded'] as const
export const deliveryStatusSchema = z.enum(deliveryStatuses).meta({ id: 'DeliveryStatus' })
export type DeliveryStatus = z.output<typeof deliveryStatusSchema>

/**
 * `auto`: the event came. `retry`: the one before it failed. `manual`: one event was sent again. `replay`: one of many
 * was. `test`: a test of the destination.
 */
export const attemptTriggerSchema = z.enum(['auto', 'retry', 'manual', 'replay', 'test']).meta({ id: 'AttemptTrigger' })
export type AttemptTrigger = z.output<typeof attemptTriggerSchema>

export const attemptSchema = z
  .strictObject({
    number: count.meta({ description: 'from 1, over all runs' }),
    trigger: attemptTriggerSchema.nullable().meta({ description: 'null in attempts of older versions' }),
    at: time,
    status_code: z.int().nullable().meta({ description: 'null when no answer came' }),
    duration_ms: count,
    address: z
      .string()
      .nullable()
      .meta({ description: 'where it was connected to; null when no connection came about' }),
    error: z.string().nullable(),
    response_body: z.string().nullable().meta({ description: 'at most the first 16 KiB' }),
  })
  .meta({ id: 'Attempt' })
export type Attempt = z.output<typeof attemptSchema>

/** Where a delivery goes, as the destination is now. */
export const deliveryTargetSchema = z
  .strictObject({
    name: z.string(),
    url: z.string().nullable(),
    kind: z.enum(['webhook', 'inbox']),
    enabled: z.boolean(),
  })
  .meta({ id: 'DeliveryTarget' })

/** One delivery of an event with all its attempts. */
export const deliveryDetailSchema = z
  .strictObject({
    id: deliveryId,
    trace_id: z.string().meta({ description: 'the x-terra-trace-id header' }),
    destination_id: destinationId,
    destination: deliveryTargetSchema.nullable().meta({ description: 'null once it is deleted' }),
    status: deliveryStatusSchema,
    next_attempt_at: time.nullable(),
    next_attempt: count
      .nullable()
      .meta({ description: 'of this run: the 3 of "attempt 3 of 11"; null unless pending' }),
    attempts_allowed: count.nullable().meta({
      description: 'of this run: the 11 of "attempt 3 of 11", by the retry schedule of now; null without a destination',
    }),
    superseded_by: eventId.nullable(),
    headers_sent: z.record(z.string(), z.string()).nullable().meta({
      description:
        'the headers of the latest attempt, or of one made now; headers of your own are masked, and so are signatures where the destination was changed since',
    }),
    attempts: z.array(attemptSchema),
  })
  .meta({ id: 'DeliveryDetail' })
export type DeliveryDetail = z.output<typeof deliveryDetailSchema>

/** One delivery in a list: an event's way to one destination. */
export const deliveryRowSchema = z
  .strictObject({
    id: deliveryId,
    event_id: eventId,
    destination_id: destinationId,
    type: z.string(),
    user_id: userId.nullable(),
    provider: z.string().nullable(),
    reference_id: z.string().nullable(),
    status: deliveryStatusSchema,
    attempts: count.meta({ description: 'made so far, over all runs' }),
    last_attempt_at: time.nullable(),
    last_status_code: z.int().nullable(),
    last_duration_ms: count.nullable(),
    last_error: z.string().nullable(),
    next_attempt_at: time.nullable(),
    created_at: time.meta({ description: 'when the event was stored' }),
  })
  .meta({ id: 'DeliveryRow' })
export type DeliveryRow = z.output<typeof deliveryRowSchema>

/** A page of deliveries. With `code` it may end before it is full: `scanned_until` says how far back was looked. */
export const deliveryListSchema = listOf(deliveryRowSchema).extend({
  scanned_until: time.nullable().meta({
    description: 'set when the search stopped early: older ones were not looked at yet; go on by next_cursor',
  }),
})
export type DeliveryList = z.output<typeof deliveryListSchema>

/** `POST /deliveries/:id/retry-now`. */
export const retriedSchema = z.strictObject({
  id: deliveryId,
  event_id: eventId,
  destination_id: destinationId,
  status: z.literal('pending'),
  next_attempt_at: time,
})
export type Retried = z.output<typeof retriedSchema>
