import { z } from 'zod'

/**
 * The answers of the management API, as far as the command line reads them. What it does not read is kept, so that
 * `--json` prints what the server said.
 */
const time = z.string().nullish()

export const listOf = <S extends z.ZodType>(item: S) =>
  z.looseObject({ items: z.array(item), next_cursor: z.string().nullable() })

export const user = z.looseObject({
  user_id: z.string(),
  provider: z.string(),
  reference_id: z.string().nullable(),
  active: z.boolean(),
  created_at: time,
  last_webhook_update: time,
  last_data_at: time,
})

const counts = z.record(z.string(), z.number())

export const acceptedImport = z.looseObject({ import_id: z.string(), user_id: z.string() })

export const importStatus = z.looseObject({
  import_id: z.string(),
  user_id: z.string(),
  kind: z.string(),
  filename: z.string(),
  status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
  bytes_read: z.number(),
  bytes_total: z.number(),
  counts,
  saved: counts,
  warnings: z.array(z.string()),
  error: z.string().nullable(),
  started_at: time,
  finished_at: time,
})
export type ImportStatus = z.output<typeof importStatus>

export const generated = z.looseObject({ payload: z.unknown(), event_id: z.string().optional() })

export const inbox = z.looseObject({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  respond_status: z.number(),
  respond_delay_ms: z.number(),
})

export const message = z.looseObject({
  id: z.string(),
  received_at: z.string(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  type: z.string().nullable(),
  bytes: z.number(),
  body: z.string(),
  encoding: z.string(),
  answered: z.number(),
  verdict: z.looseObject({ verdict: z.string(), reason: z.string().optional(), attempt: z.number().nullish() }),
})
export type Message = z.output<typeof message>

const attempt = z.looseObject({
  at: z.string(),
  // A server of an earlier version does not say.
  trigger: z.string().nullish(),
  address: z.string().nullish(),
  status_code: z.number().nullable(),
  duration_ms: z.number(),
  error: z.string().nullable(),
})

const delivery = z.looseObject({
  destination_id: z.string(),
  status: z.string(),
  next_attempt_at: time,
  superseded_by: z.string().nullish(),
  attempts: z.array(attempt),
})
export type Delivery = z.output<typeof delivery>

const eventFacts = {
  id: z.string(),
  type: z.string(),
  user_id: z.string().nullable(),
  created_at: z.string(),
  bytes: z.number(),
}

/** An event in a list: its deliveries are counted by status. */
export const eventSummary = z.looseObject({ ...eventFacts, deliveries: counts })

export const event = z.looseObject({ ...eventFacts, body: z.string(), deliveries: z.array(delivery) })
export type Event = z.output<typeof event>

export const counted = z.looseObject({ count: z.number() })

export const resent = z.looseObject({ deliveries: z.number() })

export const destination = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  url: z.string().nullish(),
  enabled: z.boolean(),
  status: z.string().optional(),
  disabled_reason: z.string().nullish(),
  failing_since: time,
  disables_at: time,
  signing_secret: z.string().optional(),
  counts: counts.optional(),
  missed: z.looseObject({ held: z.number(), failed: z.number(), since: z.string() }).optional(),
})
export type Destination = z.output<typeof destination>

/** A background job that was started. */
export const started = z.looseObject({ job_id: z.string() })

export const job = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  error: z.string().nullable(),
  created_at: z.string(),
})
export type Job = z.output<typeof job>

export const sent = z.looseObject({ event_id: z.string() })
