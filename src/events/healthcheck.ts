import { getDestination, noDestination } from '../destinations/destination.ts'
import { destinationsAskingFor } from '../destinations/store.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { firstIdAt } from '../lib/ids.ts'
import { rowOf } from './emit.ts'
import { countSent, insertForOne } from './store.ts'

const hourMs = 3_600_000

/**
 * Sends a `healthcheck` event to one destination, whatever it filters; gives the event's id. Throws `not_found`, or
 * `conflict` when the destination is switched off.
 */
export async function sendTest(
  hub: Pick<Hub, 'db' | 'clock' | 'vault' | 'metrics' | 'wake'>,
  environmentId: string,
  destinationId: string,
): Promise<string> {
  const destination = await getDestination(hub, environmentId, destinationId)
  if (destination === null) throw noDestination(destinationId)
  if (!destination.enabled)
    throw new TellusError('conflict', `${destination.name} is switched off: switch it on before sending a test.`)
  return send(hub, environmentId, destinationId, 'test')
}

/** Sends the hourly `healthcheck` to every destination that names the type among those it takes; others get none. */
export async function sendHealthchecks(hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'wake'>): Promise<void> {
  for (const { id, environment_id: environmentId } of await destinationsAskingFor(hub.db, 'healthcheck'))
    await send(hub, environmentId, id, null)
}

async function send(
  hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'wake'>,
  environmentId: string,
  destinationId: string,
  trigger: 'test' | null,
): Promise<string> {
  const nowMs = hub.clock.now()
  // An event may be delivered long after it was made; two days cover nearly all that was sent in two hours.
  const { last, before } = await countSent(hub.db, destinationId, firstIdAt(nowMs - 48 * hourMs))
  const body = JSON.stringify({
    type: 'healthcheck',
    creation_timestamp: `${new Date(nowMs).toISOString().slice(0, -1)}000+00:00`,
    trend_percentage: before === 0 ? null : Math.round(((last - before) / before) * 1000) / 10,
    sent_webhooks_last_hour: last,
  })
  const row = rowOf(hub, { environmentId, userId: null, type: 'healthcheck', body, orderingMs: nowMs })
  await insertForOne(hub.db, row, destinationId, trigger)
  hub.metrics.events.inc({ type: 'healthcheck' })
  hub.wake()
  return row.id
}
