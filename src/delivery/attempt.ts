import { type Destination, secretsAt } from '../destinations/types.ts'
import { isDataType, type StoredEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import type { HttpClient, PostResult } from '../lib/http-client.ts'
import { publicId } from '../lib/ids.ts'
import { version } from '../version.ts'
import { pingBody } from './ping.ts'
import { nextWaitMs, retryAfterMs } from './schedule.ts'
import { signatureHeader, standardSignature } from './signature.ts'
import type { Attempted, Claimed, Next } from './types.ts'

/** The clients of deliveries: one guarded, one for our own inboxes, which are always reachable. */
export interface Clients {
  outside: HttpClient
  own: HttpClient
}

type AttemptHub = Pick<Hub, 'clock' | 'vault' | 'publicUrl'>

/**
 * Sends an event to a destination once, signed at this moment over the exact bytes sent, and says what follows. Never
 * rejects: a failure is a result.
 */
export async function attempt(
  hub: AttemptHub,
  clients: Clients,
  claimed: Claimed,
  event: StoredEvent,
  stored: Buffer,
  destination: Destination,
): Promise<Attempted> {
  const startedAtMs = hub.clock.now()
  const body = destination.mode === 'ping' && isDataType(event.type) ? pingBody(hub, event, startedAtMs) : stored
  const client = destination.kind === 'inbox' ? clients.own : clients.outside
  const reply = await client.post({
    url: targetOf(hub, destination),
    headers: headersOf(claimed, event, destination, body, startedAtMs),
    body,
    timeoutMs: destination.timeoutMs,
  })
  const gone = reply.kind === 'answered' && reply.status === 410 && destination.disableOnGone
  return { claimed, startedAtMs, reply, next: nextOf(reply, claimed, destination, hub.clock.now()), gone }
}

/** Where a destination is now; an inbox of ours is wherever the server is. */
export const targetOf = (hub: Pick<Hub, 'publicUrl'>, destination: Destination): string =>
  destination.inboxId === null
    ? (destination.url ?? '')
    : `${hub.publicUrl()}/inbox/${publicId('inbox', destination.inboxId)}`

/** The headers of a delivery, names and values in turn. */
export function headersOf(
  claimed: Claimed,
  event: StoredEvent,
  destination: Destination,
  body: Buffer,
  nowMs: number,
): string[] {
  const seconds = Math.floor(nowMs / 1000)
  const secrets = secretsAt(destination, nowMs)
  const signature = signatureHeader(body, secrets, seconds)
  const headers = [
    'content-type',
    'application/json',
    'terra-signature',
    signature,
    'x-terra-signature',
    signature,
    'terra-reference',
    event.reference,
    'x-terra-trace-id',
    event.chunk === null ? claimed.id : `${claimed.id}:chunk:${event.chunk}`,
    'x-terra-ordering-timestamp',
    String(event.orderingMs),
  ]
  if (destination.standardWebhooks) {
    const id = publicId('event', event.id)
    headers.push('webhook-id', id, 'webhook-timestamp', String(seconds))
    headers.push('webhook-signature', standardSignature(id, body, secrets, seconds))
  }
  let named = false
  for (const [name, value] of Object.entries(destination.headers)) {
    headers.push(name, value)
    if (name.toLowerCase() === 'user-agent') named = true
  }
  if (!named) headers.push('user-agent', `Tellus/${version}`)
  return headers
}

/** What follows: only 2xx delivers; everything else is tried again as the destination's schedule has it. */
export function nextOf(reply: PostResult, claimed: Claimed, destination: Destination, nowMs: number): Next {
  if (reply.kind === 'answered' && reply.status >= 200 && reply.status < 300) return { kind: 'delivered' }
  const waitMs = nextWaitMs({
    retry: destination.retry,
    deliveryId: claimed.id,
    attempt: claimed.attempt,
    tries: claimed.attempt - claimed.attemptsBefore,
    retryAfterMs: reply.kind === 'answered' ? retryAfterMs(reply.retryAfter, nowMs) : null,
  })
  return waitMs === null ? { kind: 'failed' } : { kind: 'retry', waitMs }
}
