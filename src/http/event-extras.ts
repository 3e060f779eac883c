import { headersOf } from '../delivery/attempt.ts'
import { schedules } from '../delivery/schedule.ts'
import { findDestinations } from '../destinations/destination.ts'
import type { Destination } from '../destinations/types.ts'
import type { DeliveryView, EventDetail } from '../events/read.ts'
import { isDataType } from '../events/types.ts'
import type { DeliveryExtras } from '../events/view.ts'
import type { Hub } from '../hub.ts'

type ExtrasHub = Pick<Hub, 'db' | 'vault' | 'clock'>

const signatures: ReadonlySet<string> = new Set(['terra-signature', 'x-terra-signature', 'webhook-signature'])

/** Gives a function that says of a delivery of an event where it goes, how often, and with which headers. */
export async function deliveryExtras(
  hub: ExtrasHub,
  event: EventDetail,
): Promise<(delivery: DeliveryView) => DeliveryExtras> {
  const ids = [...new Set(event.deliveries.map(({ destinationId }) => destinationId))]
  const destinations = new Map((await findDestinations(hub, hub.db, ids)).map((one) => [one.id, one]))
  return (delivery) => {
    const destination = destinations.get(delivery.destinationId)
    if (destination === undefined) return { destination: null, attempts_allowed: null, headers_sent: null }
    const { name, url, kind, enabled } = destination
    return {
      destination: { name, url, kind, enabled },
      attempts_allowed: attemptsAllowed(destination),
      headers_sent: headersSent(hub, event, delivery, destination),
    }
  }
}

const attemptsAllowed = ({ retry }: Destination): number =>
  (typeof retry === 'string' ? schedules[retry] : retry).length + 1

/** The headers of the latest attempt, or of one made now, by the settings of now. */
function headersSent(
  hub: Pick<Hub, 'clock'>,
  event: EventDetail,
  delivery: DeliveryView,
  destination: Destination,
): Record<string, string> {
  const latest = delivery.attempts.at(-1)
  const atMs = latest?.at.getTime() ?? hub.clock.now()
  const claimed = {
    id: delivery.id,
    eventId: event.id,
    destinationId: destination.id,
    attempt: latest?.number ?? 1,
    attemptsBefore: 0,
    isFirst: latest === undefined,
    trigger: null,
  }
  const stored = {
    id: event.id,
    environmentId: destination.environmentId,
    type: event.type,
    reference: event.reference,
    chunk: event.chunk,
    orderingMs: event.orderingMs,
    bytes: event.bytes,
    body: null,
  }
  const flat = headersOf(claimed, stored, destination, Buffer.from(event.body), atMs)
  const own = new Set(Object.keys(destination.headers))
  // Of a ping the body is not kept, and settings may have changed since: then the signature is not known any more.
  const isKnown = !(destination.mode === 'ping' && isDataType(event.type)) && atMs >= destination.updatedAt.getTime()
  const headers: Record<string, string> = {}
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = flat[i] ?? ''
    headers[name] = own.has(name) || (signatures.has(name) && !isKnown) ? '••••' : (flat[i + 1] ?? '')
  }
  return headers
}
