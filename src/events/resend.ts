import { getDestination, noDestination } from '../destinations/destination.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { firstIdAt, publicId } from '../lib/ids.ts'
import { selectEvent } from './list-store.ts'
import { insertResends, selectRecoverable } from './resend-store.ts'

type ResendHub = Pick<Hub, 'db' | 'vault' | 'wake' | 'log'>

/**
 * Sends an event again: same trace ids and bytes, attempts numbered on, with a whole retry schedule. To one
 * destination, or to all it went to (to all that want it, when it went nowhere). What is pending already is left
 * alone. Gives how many deliveries are due. Throws `not_found`.
 */
export async function resendEvent(
  hub: ResendHub,
  environmentId: string,
  eventId: string,
  destinationId?: string,
): Promise<number> {
  if ((await selectEvent(hub.db, environmentId, eventId)) === null)
    throw new TellusError('not_found', `There is no event ${publicId('event', eventId)}.`)
  if (destinationId !== undefined && (await getDestination(hub, environmentId, destinationId)) === null)
    throw noDestination(destinationId)
  const deliveries = await insertResends(hub.db, environmentId, [eventId], destinationId ?? null)
  hub.wake()
  hub.log.info({ eventId, destinationId, deliveries }, 'sent an event again')
  return deliveries
}

export interface Recovery {
  sinceMs: number
  /** Now, unless given. */
  untilMs: number
  /** `failed`: given up; `missed`: held while it was off, or stored before it wanted them; `all`: both. */
  include: 'failed' | 'missed' | 'all'
}

const pageSize = 500

/**
 * Sends again what a destination did not get, a page at a time, each in a transaction of its own; yields how many of
 * each page were sent, so that the caller can show progress and stop. With `dryRun` it only counts. Throws `not_found`.
 */
export async function* recoverDestination(
  hub: ResendHub,
  environmentId: string,
  destinationId: string,
  recovery: Recovery,
  options: { dryRun?: boolean } = {},
): AsyncGenerator<number, void, undefined> {
  if ((await getDestination(hub, environmentId, destinationId)) === null) throw noDestination(destinationId)
  let after = firstIdAt(recovery.sinceMs)
  const before = firstIdAt(recovery.untilMs)
  const failed = recovery.include !== 'missed'
  const missed = recovery.include !== 'failed'
  for (;;) {
    const page = await selectRecoverable(
      hub.db,
      { environmentId, destinationId, after, before, failed, missed },
      pageSize,
    )
    const ids = page.filter((row) => row.recovers).map((row) => row.id)
    if (options.dryRun || ids.length === 0) yield ids.length
    else {
      yield await insertResends(hub.db, environmentId, ids, destinationId)
      hub.wake()
    }
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    after = last.id
  }
}
