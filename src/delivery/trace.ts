import type { Destination } from '../destinations/types.ts'
import { typeLabel } from '../events/types.ts'
import { tellSpan } from '../lib/tracing.ts'
import type { Attempted } from './types.ts'

/** Tells an attempt as a span. Of the address only the host: path and query may carry a secret. */
export function tellAttempt(
  { claimed, reply, next, startedAtMs }: Attempted,
  type: string,
  destination: Destination,
): void {
  const status = reply.kind === 'answered' ? reply.status : null
  tellSpan('tellus.attempt', {
    startedAtMs,
    durationMs: reply.durationMs,
    isRequest: true,
    ...(next.kind === 'delivered' ? {} : { failure: reply.kind === 'failed' ? reply.failure : String(reply.status) }),
    attributes: {
      'http.request.method': 'POST',
      'server.address': hostOf(destination),
      'tellus.event.type': typeLabel(type),
      'tellus.event.id': claimed.eventId,
      'tellus.delivery.id': claimed.id,
      'tellus.destination.id': destination.id,
      'tellus.attempt': claimed.attempt,
      'tellus.next': next.kind,
      ...(status === null ? {} : { 'http.response.status_code': status }),
    },
  })
}

function hostOf({ url }: Pick<Destination, 'url'>): string {
  return url === null ? 'inbox' : (URL.parse(url)?.hostname ?? 'unknown')
}
