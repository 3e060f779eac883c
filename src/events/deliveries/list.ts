import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { firstIdAt, idTime, isUuid, publicId } from '../../lib/ids.ts'
import type { DeliveryRow } from '../../schema/management/delivery.ts'
import { type DeliveryFilter, type DeliveryPlace, type ListedDeliveryRow, selectDeliveryList } from './store.ts'

export interface DeliveryQuery extends Omit<DeliveryFilter, 'from' | 'before'> {
  /** Status codes of the latest attempt, the lowest and the highest. */
  codes?: { low: number; high: number } | undefined
  sinceMs?: number | undefined
  untilMs?: number | undefined
  /** What the page before gave. */
  cursor?: string | undefined
  limit: number
}

export interface DeliveryPage {
  items: DeliveryRow[]
  nextCursor: string | null
  /** When a search for status codes stopped before its page was full: older deliveries were not looked at. */
  scannedUntil: Date | null
}

/** No index knows the latest status code, so a page looks through no more than this. */
const mostScanned = 5_000
const batchRows = 500

/** A page of an environment's deliveries, those of the newest events first. What arrives meanwhile shifts nothing. */
export async function listDeliveries(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  { sinceMs, untilMs, cursor, limit, codes, ...filter }: DeliveryQuery,
): Promise<DeliveryPage> {
  const bounded = {
    ...filter,
    from: sinceMs === undefined ? undefined : firstIdAt(sinceMs),
    before: untilMs === undefined ? undefined : firstIdAt(untilMs),
  }
  const start = cursor === undefined ? null : placeOf(cursor)
  if (codes !== undefined) return searchCodes(hub, environmentId, bounded, start, limit, codes)
  const rows = await selectDeliveryList(hub.db, environmentId, bounded, start, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last) : null
  return { items: shown.map(view), nextCursor, scannedUntil: null }
}

async function searchCodes(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  filter: DeliveryFilter,
  start: DeliveryPlace | null,
  limit: number,
  codes: { low: number; high: number },
): Promise<DeliveryPage> {
  const found: ListedDeliveryRow[] = []
  let place = start
  for (let scanned = 0; scanned < mostScanned; scanned += batchRows) {
    const rows = await selectDeliveryList(hub.db, environmentId, filter, place, batchRows)
    for (const row of rows) {
      place = { eventId: row.event_id, deliveryId: row.delivery_id }
      if (row.status_code === null || row.status_code < codes.low || row.status_code > codes.high) continue
      found.push(row)
      if (found.length === limit) return { items: found.map(view), nextCursor: cursorOf(row), scannedUntil: null }
    }
    if (rows.length < batchRows) return { items: found.map(view), nextCursor: null, scannedUntil: null }
  }
  if (place === null) return { items: [], nextCursor: null, scannedUntil: null }
  const nextCursor = cursorOf({ event_id: place.eventId, delivery_id: place.deliveryId })
  return { items: found.map(view), nextCursor, scannedUntil: new Date(idTime(place.eventId)) }
}

const cursorOf = (row: Pick<ListedDeliveryRow, 'event_id' | 'delivery_id'>): string =>
  Buffer.from(`${row.event_id}|${row.delivery_id}`).toString('base64url')

function placeOf(cursor: string): DeliveryPlace {
  const [eventId, deliveryId] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  if (eventId === undefined || deliveryId === undefined || !isUuid(eventId) || !isUuid(deliveryId))
    throw new TellusError('bad_request', 'invalid cursor: it is not one that this list gave')
  return { eventId, deliveryId }
}

const view = (row: ListedDeliveryRow): DeliveryRow => ({
  id: publicId('delivery', row.delivery_id),
  event_id: publicId('event', row.event_id),
  destination_id: publicId('destination', row.destination_id),
  type: row.type,
  user_id: row.user_id,
  provider: row.provider,
  reference_id: row.reference_id,
  status: row.status,
  attempts: row.number ?? 0,
  last_attempt_at: row.started_at?.toISOString() ?? null,
  last_status_code: row.status_code,
  last_duration_ms: row.duration_ms,
  last_error: row.error,
  next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
})
