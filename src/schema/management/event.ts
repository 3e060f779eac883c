import { z } from 'zod'
import { deliveryDetailSchema, deliveryStatusSchema } from './delivery.ts'
import { count, eventId, importId, jobId, listOf, time, userId } from './shared.ts'

/** How many deliveries of an event have which status. */
export const deliveryCountsSchema = z.strictObject({
  pending: count,
  held: count,
  delivered: count,
  failed: count,
  superseded: count,
})

const head = {
  id: eventId,
  type: z.string(),
  user_id: userId.nullable(),
  provider: z.string().nullable().meta({ description: 'of its user; null without one, or once that is erased' }),
  reference_id: z.string().nullable().meta({ description: 'of its user' }),
  reference: z.string().meta({ description: 'the terra-reference header' }),
  bytes: count,
  created_at: time,
}

export const eventSummarySchema = z
  .strictObject({
    ...head,
    deliveries: deliveryCountsSchema,
    delivery_statuses: z
      .array(deliveryStatusSchema)
      .meta({ description: 'one for each delivery, in the order of the destinations: for dots; at most 50' }),
  })
  .meta({ id: 'EventSummary' })
export type EventSummary = z.output<typeof eventSummarySchema>

/** A page of events. With `body` or `code` it may end before it is full: `scanned_until` says how far back was looked. */
export const eventListSchema = listOf(eventSummarySchema).extend({
  scanned_until: time.nullable().optional().meta({
    description: 'set when the search stopped early: older events were not looked at yet; go on by next_cursor',
  }),
})
export type EventList = z.output<typeof eventListSchema>

/** An event as a receiver polls it. */
export const polledEventSchema = z.looseObject({ id: eventId, type: z.string(), body: z.unknown() })
export const polledListSchema = z.strictObject({
  items: z.array(polledEventSchema),
  next_cursor: z.string(),
  has_more: z.boolean(),
  complete_until: time,
})

/** The four-step rail; a moment that is not known, or has not come, is null. */
export const timelineSchema = z
  .strictObject({
    received_at: time.nullable().meta({ description: 'the file, request or notification it came from' }),
    normalised_at: time.nullable().meta({ description: 'when its payload was made' }),
    stored_at: time,
    first_sent_at: time.nullable(),
    first_delivered_at: time.nullable().meta({ description: 'the first 2xx' }),
  })
  .meta({ id: 'Timeline' })
export type Timeline = z.output<typeof timelineSchema>

/** Where the data came from, when what came is kept: the file it was read from. */
export const providerDataSchema = z
  .strictObject({ kind: z.literal('import'), import_id: importId, filename: z.string(), is_kept: z.boolean() })
  .meta({ id: 'ProviderData' })

export const eventDetailSchema = z
  .strictObject({
    ...head,
    chunk: z.int().nullable(),
    ordering_timestamp: z.int().meta({ description: 'the x-terra-ordering-timestamp header' }),
    timeline: timelineSchema,
    provider_data: providerDataSchema.nullable(),
    body: z.string().meta({ description: 'exactly as it is sent' }),
    deliveries: z.array(deliveryDetailSchema),
  })
  .meta({ id: 'EventDetail' })
export type EventDetail = z.output<typeof eventDetailSchema>

/** `POST /events/:id/resend`. */
export const resentSchema = z.strictObject({ deliveries: count })
/** A job that was begun, or with `dry_run` what it would send. */
export const jobOrCountSchema = z.union([z.strictObject({ job_id: jobId }), z.strictObject({ count })])
/** `POST /events`. */
export const publishedSchema = z.strictObject({ accepted: count, duplicates: count, event_ids: z.array(eventId) })
