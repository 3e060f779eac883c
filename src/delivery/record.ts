import type { Hub } from '../hub.ts'
import type { PostFailure } from '../lib/http-client.ts'
import { idTime } from '../lib/ids.ts'
import type { Attempted } from './types.ts'

/** Failures that say the receiver is not there, rather than what it thinks. */
const absent: ReadonlySet<PostFailure> = new Set(['timeout', 'connect', 'dns', 'tls', 'reset'])

/** What an attempt says about its receiver. */
export function verdictOf({ reply }: Attempted): 'taken' | 'refused' | 'overloaded' | 'unanswered' {
  if (reply.kind === 'failed') return absent.has(reply.failure) ? 'unanswered' : 'refused'
  if (reply.status >= 200 && reply.status < 300) return 'taken'
  return reply.status === 429 || reply.status === 503 ? 'overloaded' : 'refused'
}

/** Counts an attempt and says it in the log: a success at debug, a failure at info. */
export function note(hub: Pick<Hub, 'metrics' | 'log'>, attempted: Attempted): void {
  const { claimed, reply, next, startedAtMs } = attempted
  const outcome =
    reply.kind === 'failed'
      ? reply.failure
      : next.kind === 'delivered'
        ? 'delivered'
        : `${Math.floor(reply.status / 100)}xx`
  hub.metrics.attempts.inc({ outcome })
  hub.metrics.attemptSeconds.observe(reply.durationMs / 1000)
  if (claimed.attempt === 1)
    hub.metrics.firstAttemptSeconds.observe(Math.max(0, startedAtMs - idTime(claimed.eventId)) / 1000)
  if (reply.kind === 'failed' && reply.failure === 'blocked') hub.metrics.blocked.inc()
  if (next.kind === 'failed') hub.metrics.exhausted.inc()
  else if (next.kind === 'retry') hub.metrics.retries.inc()
  // Most deliveries succeed and most servers log at info: nothing is put together for a line that is not written.
  if (next.kind === 'delivered' && !hub.log.isLevelEnabled('debug')) return
  const fields = {
    eventId: claimed.eventId,
    deliveryId: claimed.id,
    destinationId: claimed.destinationId,
    attempt: claimed.attempt,
    ms: reply.durationMs,
    ...(reply.kind === 'answered' ? { status: reply.status } : { failure: reply.failure }),
  }
  if (next.kind === 'delivered') hub.log.debug(fields, 'delivered an event')
  else if (next.kind === 'retry') hub.log.info({ ...fields, retryInMs: next.waitMs }, 'failed to deliver an event')
  else hub.log.info(fields, 'gave up on delivering an event')
}
