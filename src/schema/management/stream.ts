import { z } from 'zod'
import { deliveryStatusSchema } from './delivery.ts'
import { workStatusSchema } from './import.ts'
import {
  count,
  deliveryId,
  destinationId,
  eventId,
  importId,
  inboxId,
  jobId,
  messageId,
  time,
  userId,
} from './shared.ts'

/** The topics of `GET /stream` and what a message of each carries: ids and statuses, never a health value. */
export const streamPayloads = {
  event: z.strictObject({
    id: eventId,
    type: z.string(),
    user_id: userId.nullable(),
    bytes: count,
    created_at: time,
  }),
  attempt: z.strictObject({
    event_id: eventId,
    delivery_id: deliveryId,
    destination_id: destinationId,
    number: count,
    status_code: z.int().nullable(),
    duration_ms: count,
    status: deliveryStatusSchema.meta({ description: 'of the delivery, after the attempt' }),
    at: time,
  }),
  inbox: z.strictObject({
    inbox_id: inboxId,
    id: messageId,
    type: z.string().nullable(),
    verdict: z.string(),
    received_at: time,
  }),
  import: z.strictObject({
    import_id: importId,
    user_id: userId,
    status: workStatusSchema,
    bytes_read: count,
    bytes_total: count,
  }),
  job: z.strictObject({ id: jobId, status: workStatusSchema, done: count, total: count.nullable() }),
  destination: z.strictObject({
    id: destinationId,
    change: z.enum(['created', 'changed', 'deleted']),
    status: z.enum(['active', 'failing', 'disabled']).nullable().meta({ description: 'null once it is deleted' }),
  }),
  user: z.strictObject({
    user_id: userId,
    change: z.enum(['connected', 'changed', 'erased']),
    provider: z.string().nullable(),
  }),
} as const

export const streamTopics = ['event', 'attempt', 'inbox', 'import', 'job', 'destination', 'user'] as const
export type StreamTopic = (typeof streamTopics)[number]
export type StreamPayloads = { [Topic in StreamTopic]: z.output<(typeof streamPayloads)[Topic]> }
/** A message of the stream. `reset` says that what came meanwhile is not known any more: read everything again. */
export type StreamMessage =
  | { [Topic in StreamTopic]: { topic: Topic; data: StreamPayloads[Topic] } }[StreamTopic]
  | { topic: 'reset'; data: Record<string, never> }
