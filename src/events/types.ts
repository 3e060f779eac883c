/** Event types that carry a person's data; in ping mode they are replaced by a link (the rest is sent inline). */
export const dataTypes = [
  'activity',
  'athlete',
  'body',
  'daily',
  'health_observation',
  'hormone',
  'menstruation',
  'nutrition',
  'planned_workout',
  'sleep',
] as const

/** Event types about a user's link, requests and the server itself. */
export const systemTypes = [
  'access_revoked',
  'auth',
  'auth_cancelled',
  'connection_error',
  'deauth',
  'destination.disabled',
  'destination.failing',
  'healthcheck',
  'lab_report.completed',
  'lab_report.failed',
  'large_request_processing',
  'large_request_sending',
  'permission_change',
  'processing',
  'rate_limit_hit',
  's3_payload',
  'user_reauth',
] as const

const data: ReadonlySet<string> = new Set(dataTypes)
const known: ReadonlySet<string> = new Set([...dataTypes, ...systemTypes])

export const isDataType = (type: string): boolean => data.has(type)

/** A type as a metric's label: apps may send types of their own, without end. */
export const typeLabel = (type: string): string => (known.has(type) ? type : 'other')

/** An event to be stored, its body the exact JSON to send. */
export interface NewEvent {
  /** A UUIDv7; made here unless given. */
  id?: string
  environmentId: string
  userId: string | null
  type: string
  body: string
  /** The originating request's id (`terra-reference`); a push nobody asked for gets one of its own. */
  reference?: string
  /** Number of a chunk of a large request; its trace ids end in `:chunk:<n>`. */
  chunk?: number
  /** When the payload was made, in epoch milliseconds (`X-Terra-Ordering-Timestamp`). */
  orderingMs: number
  /** When what it came from arrived (a file, a request), in epoch milliseconds, where the caller knows it. */
  receivedMs?: number
  /** The import that its records were read by. */
  importId?: string
}

export interface Emitted {
  eventId: string
  /** How many destinations will get it; what is held for a disabled one is not counted. */
  deliveries: number
}

/** A delivery that was leased to this process in the statement that stored it, at its first attempt. */
export interface Leased {
  /** The trace id. */
  id: string
  eventId: string
  destinationId: string
}

/**
 * The way of what is stored here to being sent from here, past the queue: the rows are there all the same, leased from the
 * start, so nothing is lost with the process, but nobody needs to look for them.
 */
export interface ShortCut {
  /** Of so many new events, whose deliveries may be leased to `owner`; null when they are to be queued. */
  offer(events: number): { owner: number; seconds: number; destinationIds: readonly string[] } | null
  /** Sends what was leased so; after the commit. */
  take(leased: readonly Leased[], events: ReadonlyMap<string, StoredEvent>): void
  /** Says that the commit failed, as far as is known: what was leased may be there all the same. */
  expectStrays(): void
}

/**
 * Bodies up to this size are kept with what waits to be sent; larger ones are read when they are sent. Some two thousand
 * may wait, so this keeps them at 16 MB.
 */
export const smallBytes = 8 * 1024

/** A stored event as a delivery needs it. */
export interface StoredEvent {
  id: string
  environmentId: string
  type: string
  reference: string
  chunk: number | null
  orderingMs: number
  /** Length of the body. */
  bytes: number
  /** The exact JSON; null when it is larger than was asked for. */
  body: Buffer | null
}

/**
 * Why an attempt was made: `auto`: the event came; `retry`: the one before it failed; `manual`: one event sent again;
 * `replay`: one of many sent again, by a recovery or a bulk resend; `test`: a test of the destination.
 */
export type AttemptTrigger = 'auto' | 'retry' | 'manual' | 'replay' | 'test'
/** Of these, what begins a run that the event itself did not. */
export type RunTrigger = Exclude<AttemptTrigger, 'auto' | 'retry'>

/**
 * `held`: waits for a person, its destination is or was switched off. `superseded`: never sent, because a newer event
 * that waited with it holds all its records.
 */
export const deliveryStatuses = ['pending', 'held', 'delivered', 'failed', 'superseded'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]
