import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, newUuid } from '../lib/ids.ts'
import { pack } from '../lib/packed.ts'
import { checkEventBody } from '../schema/events.ts'
import { type EventRow, gatherByInterval, insertEvents } from './store.ts'
import { type Emitted, isDataType, type NewEvent, typeLabel } from './types.ts'

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

/** The batched form of `emitEvent`: one statement for all, results in the order given. */
export async function emitEvents(hub: EmitHub, sql: Sql, events: readonly NewEvent[]): Promise<Emitted[]> {
  for (const event of events) checkNotice(hub, event)
  return storeEvents(hub, sql, events)
}

/** `emitEvents` for bodies that are not ours to judge: what an app publishes itself. */
export async function storeEvents(
  hub: Pick<Hub, 'metrics' | 'clock'>,
  sql: Sql,
  events: readonly NewEvent[],
): Promise<Emitted[]> {
  if (events.length === 0) return []
  const rows = events.map((event) => rowOf(hub, event))
  const fannedOut = await insertEvents(sql, rows)
  if (fannedOut.some((row) => row.gathers))
    await gatherByInterval(
      sql,
      fannedOut.filter((row) => row.gathers).map((row) => row.event_id),
    )
  for (const { type } of events) hub.metrics.events.inc({ type: typeLabel(type) })
  const counts = new Map(fannedOut.map((row) => [row.event_id, row.deliveries]))
  return rows.map(({ id }) => ({ eventId: id, deliveries: counts.get(id) ?? 0 }))
}

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
    ...pack(event.body),
  }
}
