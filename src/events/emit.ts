import type { Sql } from '../db/sql.ts'
import type { View } from '../destinations/types.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, newUuid } from '../lib/ids.ts'
import { pack } from '../lib/packed.ts'
import { checkEventBody } from '../schema/events.ts'
import { gather } from './gather/gather.ts'
import { type EventRow, insertEvents, type Lease } from './store.ts'
import {
  type Emitted,
  isDataType,
  type Leased,
  type NewEvent,
  type StoredEvent,
  smallBytes,
  typeLabel,
} from './types.ts'

type EmitHub = Pick<Hub, 'metrics' | 'clock' | 'defect'>

/**
 * Stores one event and what is owed to each destination that wants it, in the caller's transaction: saved and owed
 * are committed together or not at all. An event nobody wants is stored too, for lists and recovery. After the commit
 * the caller calls `hub.wake()`.
 */
export async function emitEvent(hub: EmitHub, sql: Sql, event: NewEvent): Promise<Emitted> {
  const [emitted] = await emitEvents(hub, sql, [event])
  if (emitted === undefined) throw new Error('An event was emitted without a result.')
  return emitted
}

/**
 * The batched form of `emitEvent`: one statement for all, results in the order given. With a view they are for destinations of that
 * view alone.
 */
export async function emitEvents(
  hub: EmitHub,
  sql: Sql,
  events: readonly NewEvent[],
  view: View | null = null,
): Promise<Emitted[]> {
  for (const event of events) checkNotice(hub, event)
  return (await storeLeased(hub, sql, events, null, view)).emitted
}

/** `emitEvents` for bodies that are not ours to judge: what an app publishes itself. */
export async function storeEvents(
  hub: Pick<Hub, 'metrics' | 'clock'>,
  sql: Sql,
  events: readonly NewEvent[],
): Promise<Emitted[]> {
  return (await storeLeased(hub, sql, events, null)).emitted
}

/** What was stored, and of that what this process is to send at once. */
export interface StoredLeased {
  emitted: Emitted[]
  leased: Leased[]
  /** The events of the leased deliveries, by id. */
  events: Map<string, StoredEvent>
}

/** `storeEvents` that leases what a short cut may take: hand it over after the commit. */
export async function storeLeased(
  hub: Pick<Hub, 'metrics' | 'clock'>,
  sql: Sql,
  events: readonly NewEvent[],
  lease: Lease | null,
  view: View | null = null,
): Promise<StoredLeased> {
  if (events.length === 0) return { emitted: [], leased: [], events: new Map() }
  const rows = events.map((event) => rowOf(hub, event))
  const fannedOut = await insertEvents(sql, rows, lease, view)
  const gathering = new Set(fannedOut.filter((row) => row.gathers).map((row) => row.event_id))
  // What somebody asked for goes out at once.
  const waiting = events.flatMap(({ type, body, reference }, i) => {
    const id = rows[i]?.id
    return id !== undefined && gathering.has(id) && reference === undefined ? [{ id, type, body }] : []
  })
  if (waiting.length > 0) await gather(sql, waiting)
  for (const { type } of events) hub.metrics.events.inc({ type: typeLabel(type) })
  const counts = new Map(fannedOut.map((row) => [row.event_id, row.deliveries]))
  hub.metrics.accepted.inc(fannedOut.reduce((sum, row) => sum + row.deliveries, 0))
  const leased = fannedOut.flatMap(leasedOf)
  const leasedEvents = new Set(leased.map(({ eventId }) => eventId))
  return {
    emitted: rows.map(({ id }) => ({ eventId: id, deliveries: counts.get(id) ?? 0 })),
    leased,
    events: new Map(
      rows.flatMap((row, i) => (leasedEvents.has(row.id) ? [[row.id, storedOf(row, events[i]?.body ?? '')]] : [])),
    ),
  }
}

const leasedOf = (row: { event_id: string; leased: string | null }): Leased[] =>
  (row.leased?.split(' ') ?? []).map((pair) => {
    const [id = '', destinationId = ''] = pair.split(',')
    return { id, eventId: row.event_id, destinationId }
  })

/** An event as its delivery needs it; a large body is left out, to be read again when it is sent. */
const storedOf = (
  { id, environmentId, type, reference, chunk, orderingMs, bytes }: EventRow,
  body: string,
): StoredEvent => ({
  id,
  environmentId,
  type,
  reference,
  chunk,
  orderingMs,
  bytes,
  body: bytes <= smallBytes ? Buffer.from(body) : null,
})

/**
 * What Tellus itself has to say must fit the contract. Records are checked one by one before they are stored, so the
 * data events that carry them are not read again here.
 */
function checkNotice(hub: Pick<Hub, 'defect'>, { type, body }: NewEvent): void {
  if (isDataType(type)) return
  const checked = checkEventBody(JSON.parse(body))
  if (!checked.ok) hub.defect(type, checked.problems)
}

/** The row of an event, its body packed. */
export function rowOf(hub: Pick<Hub, 'clock'>, event: NewEvent): EventRow {
  // No JSON text has a raw control character, so U+0001 separates bodies in the insert and U+0000 cannot be stored.
  if (/[\u0000\u0001]/.test(event.body))
    throw new TellusError(
      'bad_request',
      `The body of a ${event.type} event holds a raw control character: JSON must escape it.`,
    )
  return {
    id: event.id ?? newId(hub.clock.now()),
    environmentId: event.environmentId,
    userId: event.userId,
    type: event.type,
    reference: event.reference ?? newUuid(),
    chunk: event.chunk ?? null,
    orderingMs: event.orderingMs,
    receivedMs: event.receivedMs ?? null,
    importId: event.importId ?? null,
    ...pack(event.body),
  }
}
