import { z } from 'zod'
import { count, destinationId, eventId, inboxId, listOf, time } from './shared.ts'

/** An hour of a destination: how the attempts that began in it went. */
export const deliveryHourSchema = z.strictObject({
  hour: time,
  delivered: count.meta({ description: 'attempts answered 2xx' }),
  retrying: count.meta({ description: 'attempts that failed and are followed by another' }),
  failed: count.meta({ description: 'attempts that failed and were the last' }),
})
export type DeliveryHour = z.output<typeof deliveryHourSchema>

export const destinationStatsSchema = z
  .strictObject({
    hours: z.array(deliveryHourSchema).meta({ description: 'oldest first, none left out' }),
    delivered: count,
    retrying: count,
    failed: count,
    success_rate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'attempts answered 2xx of all; null without any' }),
    p95_ms: count
      .nullable()
      .meta({ description: '95th percentile of what receivers took to answer; null without any' }),
    last_attempt_at: time.nullable(),
  })
  .meta({ id: 'DestinationStats' })
export type DestinationStats = z.output<typeof destinationStatsSchema>

/** `GET /destinations/stats`: by destination id. */
export const destinationsStatsSchema = z.strictObject({ items: z.record(destinationId, destinationStatsSchema) })
export type DestinationsStats = z.output<typeof destinationsStatsSchema>

/** Waiting deliveries whatever their age, and how the events of the last 24 hours ended. */
export const destinationCountsSchema = z.strictObject({
  pending: count,
  held: count,
  delivered: count,
  failed: count,
})

export const destinationSchema = z
  .strictObject({
    id: destinationId,
    kind: z.enum(['webhook', 'inbox']),
    name: z.string(),
    url: z.string().nullable(),
    inbox_id: inboxId.nullable(),
    event_types: z.array(z.string()).nullable().meta({ description: 'null takes every type' }),
    enabled: z.boolean(),
    status: z.enum(['active', 'failing', 'disabled']),
    disabled_at: time.nullable(),
    disabled_reason: z.string().nullable(),
    failing_since: time.nullable(),
    failing_attempts: count,
    warned_percent: count,
    disables_at: time.nullable(),
    mode: z.enum(['push', 'ping']),
    view: z
      .enum(['all', 'merged'])
      .meta({ description: 'of a person with several accounts, what each of them tells, or each thing once' }),
    timeout_seconds: z.number(),
    headers: z.record(z.string(), z.string()).meta({ description: 'masked for viewers' }),
    min_interval_seconds: z.record(z.string(), z.number()).nullable(),
    max_in_flight: count,
    rate_limit_per_second: z.number().nullable(),
    retry: z.union([z.enum(['terra', 'long']), z.array(z.number())]),
    standard_webhooks: z.boolean(),
    disable_on_gone: z.boolean(),
    previous_expires_at: time.nullable().meta({ description: 'the end of a rotation’s overlap' }),
    signing_secret: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'null for a session, which asks by reveal-secret; absent where a key sees a list' }),
    previous_signing_secret: z.string().nullable().optional(),
    standard_webhooks_secret: z.string().optional(),
    signing_secret_hint: z.string().optional().meta({ description: 'its last four characters, for a session' }),
    missed: z
      .strictObject({ held: count, failed: count, since: time })
      .optional()
      .meta({ description: 'what did not reach it, in the answer to switching it on' }),
    counts: destinationCountsSchema.optional(),
    stats: destinationStatsSchema.optional().meta({ description: 'of the last 24 hours, in GET' }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Destination' })
export type Destination = z.output<typeof destinationSchema>

export const destinationListSchema = listOf(destinationSchema)

/** `POST …/rotate-secret` and its `finish`; a session reveals the new one by `reveal-secret`. */
export const rotatedSchema = z.strictObject({
  signing_secret: z.string(),
  previous_expires_at: time.nullable(),
})
export const revealedSchema = z.strictObject({
  signing_secret: z.string().optional(),
  previous_signing_secret: z.string().nullable().optional(),
  standard_webhooks_secret: z.string().optional(),
})
export type RevealedSecret = z.output<typeof revealedSchema>
export const testSentSchema = z.strictObject({ event_id: eventId })
