import type { RunTrigger } from '../events/types.ts'
import type { PostResult } from '../lib/http-client.ts'

/** A queue row this process holds a lease on. */
export interface Claimed {
  /** The trace id. */
  id: string
  eventId: string
  destinationId: string
  /** Number of the attempt that the lease is for; it also fences the acknowledgement. */
  attempt: number
  /** Attempts of earlier runs, before a resend. */
  attemptsBefore: number
  /** Whether it is a first attempt: those go before retries, resends and recoveries. */
  isFirst: boolean
  /** What asked for this run of attempts; null when it was the event itself. */
  trigger: RunTrigger | null
}

/** What follows from an attempt. */
export type Next = { kind: 'delivered' } | { kind: 'retry'; waitMs: number } | { kind: 'failed' }

/** A finished attempt, to be acknowledged. */
export interface Attempted {
  claimed: Claimed
  startedAtMs: number
  reply: PostResult
  next: Next
  /** Set when the answer was 410: the destination asks for no more. */
  gone: boolean
}
