/** How a failed delivery is tried again: a named schedule, or the waits in seconds after each failure. */
export type Retry = 'terra' | 'long' | readonly number[]

/** Of a person with several accounts: what each of them tells, or each thing once. */
export type View = 'all' | 'merged'

/** Where events go, secrets opened. */
export interface Destination {
  id: string
  environmentId: string
  kind: 'webhook' | 'inbox'
  name: string
  /** Set for a webhook. */
  url: string | null
  /** Set for an inbox of ours. */
  inboxId: string | null
  /** Null takes every type. */
  eventTypes: readonly string[] | null
  enabled: boolean
  disabledAt: Date | null
  disabledReason: string | null
  /** `ping` replaces data events by a link to them. */
  mode: 'push' | 'ping'
  view: View
  timeoutMs: number
  headers: Readonly<Record<string, string>>
  secret: string
  /** Signs too until `previousExpiresAt`. */
  previousSecret: string | null
  previousExpiresAt: Date | null
  retry: Retry
  maxInFlight: number
  rateLimitPerSecond: number | null
  minIntervalSeconds: Readonly<Record<string, number>> | null
  standardWebhooks: boolean
  /** Whether an answer of 410 switches it off. */
  disableOnGone: boolean
  /** Since when every attempt failed; null while it works. */
  failingSince: Date | null
  failingAttempts: number
  /** Of the time after which it is switched off, how much was last warned of: 0, 50, 70 or 90. */
  warnedPercent: number
  createdAt: Date
  updatedAt: Date
}

/** What did not reach a destination while it failed or was off. */
export interface Missed {
  /** Deliveries that wait for a person. */
  held: number
  /** Deliveries that were given up. */
  failed: number
  /** From when a recovery must start to have them all. */
  since: Date
}

/** Deliveries by status, of events of the last 24 hours; what waits is counted whatever its age. */
export interface DeliveryCounts {
  pending: number
  held: number
  delivered: number
  failed: number
}

/**
 * The secrets that sign at a time, for the header in this order: during a rotation's overlap the previous one stands
 * first, so that a receiver not switched yet keeps verifying with any client.
 */
export function secretsAt(destination: Destination, nowMs: number): string[] {
  const { secret, previousSecret, previousExpiresAt } = destination
  const overlaps = previousSecret !== null && previousExpiresAt !== null && previousExpiresAt.getTime() > nowMs
  return overlaps ? [previousSecret, secret] : [secret]
}
