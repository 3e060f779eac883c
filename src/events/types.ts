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
}

export interface Emitted {
  eventId: string
  /** How many destinations will get it; what is held for a disabled one is not counted. */
  deliveries: number
}

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

export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'held'
