import type { Sql } from '../../db/sql.ts'
import { getDestination, noDestination } from '../../destinations/destination.ts'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { firstIdAt, publicId } from '../../lib/ids.ts'
import { type EventFilter, selectEvent, selectOldest } from '../list-store.ts'
import type { DeliveryStatus } from '../types.ts'
import { countTargets, insertResends, type ResendTo } from './store.ts'

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
  const to: ResendTo = {
    destinationId: destinationId ?? null,
    statuses: ['delivered', 'failed', 'held', 'superseded', 'none'],
    mustWant: false,
    enabledOnly: false,
  }
  const deliveries = await insertResends(hub.db, environmentId, [eventId], to, 'manual')
  hub.wake()
  hub.log.info({ eventId, destinationId, deliveries }, 'sent an event again')
  return deliveries
}

/** What a destination did not get in a time: `failed`: given up; `missed`: held, or stored before it wanted them. */
export interface Recovery {
  kind: 'recover'
  destinationId: string
  include: 'failed' | 'missed' | 'all'
  sinceMs: number
  untilMs: number
}

/** Events found as a list of events finds them. With a status, of their deliveries only those that have it. */
export interface BulkResend {
  kind: 'resend'
  type?: string | undefined
  userId?: string | undefined
  destinationId?: string | undefined
  status?: DeliveryStatus | undefined
  sinceMs?: number | undefined
  untilMs: number
}

/** The events of an environment that are looked through, and what of them is sent. */
export interface ResendScope {
  environmentId: string
  filter: EventFilter & { before: string }
  to: ResendTo
}

/** What a request comes down to. `isDryRun` counts what is off, too: a person asks before switching it on. */
export function scopeOf(environmentId: string, asked: Recovery | BulkResend, isDryRun: boolean): ResendScope {
  const from = asked.sinceMs === undefined ? undefined : firstIdAt(asked.sinceMs)
  const range = { from, before: firstIdAt(asked.untilMs) }
  if (asked.kind === 'resend') {
    const { type, userId, destinationId, status } = asked
    return {
      environmentId,
      filter: { ...range, type, userId, destinationId, status },
      to: {
        destinationId: destinationId ?? null,
        // What was superseded is sent again only when that is asked for: a newer event has it all.
        statuses: status === undefined ? ['delivered', 'failed', 'held', 'none'] : [status],
        mustWant: true,
        enabledOnly: true,
      },
    }
  }
  const { destinationId, include } = asked
  const missed = ['held', 'none'] as const
  return {
    environmentId,
    // Only what was given up is listed somewhere; what never matched is found among all events.
    filter: include === 'failed' ? { ...range, destinationId, status: 'failed' } : range,
    to: {
      destinationId,
      statuses: include === 'failed' ? ['failed'] : include === 'missed' ? missed : ['failed', ...missed],
      mustWant: true,
      enabledOnly: !isDryRun,
    },
  }
}

const pageSize = 500

/** One step through a scope. */
export interface Page {
  /** The last event dealt with; null when there was none. */
  place: string | null
  /** Deliveries put into the queue, or counted. */
  deliveries: number
  isLast: boolean
}

/** Ids after a place, within a scope: `from` is the first that counts. */
const after = (scope: ResendScope, place: string | null): EventFilter =>
  place === null ? scope.filter : { ...scope.filter, from: nextId(place) }

/** The id that follows another. */
function nextId(uuid: string): string {
  const next = (BigInt(`0x${uuid.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return `${next.slice(0, 8)}-${next.slice(8, 12)}-${next.slice(12, 16)}-${next.slice(16, 20)}-${next.slice(20)}`
}

/** Counts what the next events after a place would put into the queue. */
export async function countPage(sql: Sql, scope: ResendScope, place: string | null): Promise<Page> {
  const ids = await selectOldest(sql, scope.environmentId, after(scope, place), pageSize)
  const counts = await countTargets(sql, scope.environmentId, ids, scope.to)
  return {
    place: ids.at(-1) ?? place,
    deliveries: [...counts.values()].reduce((sum, n) => sum + n, 0),
    isLast: ids.length < pageSize,
  }
}

/**
 * Puts the next events after a place into the queue again, in the caller's transaction: at most `most` deliveries, or
 * those of one event.
 */
export async function sendPage(sql: Sql, scope: ResendScope, place: string | null, most: number): Promise<Page> {
  const ids = await selectOldest(sql, scope.environmentId, after(scope, place), pageSize)
  const counts = await countTargets(sql, scope.environmentId, ids, scope.to)
  let sum = 0
  const taken: string[] = []
  for (const id of ids) {
    const n = counts.get(id) ?? 0
    if (sum > 0 && sum + n > most) break
    sum += n
    taken.push(id)
  }
  const chosen = taken.filter((id) => counts.has(id))
  const deliveries = chosen.length === 0 ? 0 : await insertResends(sql, scope.environmentId, chosen, scope.to, 'replay')
  return { place: taken.at(-1) ?? place, deliveries, isLast: taken.length === ids.length && ids.length < pageSize }
}

/** How many deliveries a recovery or bulk resend would put into the queue now. Throws `not_found`. */
export async function countResends(
  hub: Pick<Hub, 'db' | 'vault'>,
  environmentId: string,
  asked: Recovery | BulkResend,
): Promise<number> {
  await checkDestination(hub, environmentId, asked.destinationId)
  const scope = scopeOf(environmentId, asked, true)
  let count = 0
  let place: string | null = null
  for (;;) {
    const page: Page = await countPage(hub.db, scope, place)
    count += page.deliveries
    if (page.isLast) return count
    place = page.place
  }
}

async function checkDestination(
  hub: Pick<Hub, 'db' | 'vault'>,
  environmentId: string,
  id: string | undefined,
): Promise<void> {
  if (id !== undefined && (await getDestination(hub, environmentId, id)) === null) throw noDestination(id)
}
