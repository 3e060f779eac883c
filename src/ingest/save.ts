import type { Sql } from '../db/sql.ts'
import { emitEvents } from '../events/emit.ts'
import type { NewEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import type { ImportedRecord } from '../import/importer.ts'
import { pack, unpack } from '../lib/packed.ts'
import { contentHash } from '../normalise/identity.ts'
import { mergeSuperset } from '../normalise/merge.ts'
import { checkRecord } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'
import { lockUser, touchUser } from '../users/store.ts'
import { type User, userOf } from '../users/user.ts'
import { dataBody } from './data-body.ts'
import { hashOfText, placeOf } from './keys.ts'
import { type RecordRow, type StoredRecord, selectRecords, upsertRecords } from './store.ts'

export interface Saving {
  /** Milliseconds since 1970 at which the input was seen: what orders two versions of one record. */
  observedAtMs: number
  importId?: string | null
}

export interface Saved {
  /** Records stored new or changed, by type. */
  saved: Map<DataType, number>
}

/** Records an event may carry, and bytes of its body (wire 7.5 of Terra's contract, used for all batches). */
export const maxRecordsPerEvent = 10
export const maxBytesPerEvent = 10_000_000

/**
 * Stores records of one user and owes what changed to the destinations, in the caller's transaction. A record that says
 * nothing new changes nothing and sends nothing; a changed one is merged with what is stored, so that what is sent is
 * always a superset of what was. Gives null when the user is gone. Wake the delivery after the commit.
 */
export async function saveRecords(
  hub: Pick<Hub, 'clock' | 'metrics' | 'log' | 'defect'>,
  sql: Sql,
  environmentId: string,
  userId: string,
  records: ImportedRecord[],
  saving: Saving,
): Promise<Saved | null> {
  const row = await lockUser(sql, environmentId, userId)
  if (row === null) return null
  const user = userOf(row)
  const incoming = records.map((entry) => toIncoming(hub, entry))
  const stored = await readStored(sql, userId, incoming)
  const changed: RecordRow[] = []
  const texts = new Map<RecordRow, string>()
  for (const entry of incoming) {
    const known = stored.get(`${entry.type} ${entry.key}`)
    const text = known === undefined ? entry.text : newText(known, entry, saving.observedAtMs)
    hub.metrics.records.inc({
      type: entry.type,
      result: text === null ? 'unchanged' : known === undefined ? 'new' : 'changed',
    })
    if (text === null) continue
    const { bytes, ...packed } = pack(text)
    // The hash is of what came in, so that the same input is recognised even where merging made the stored one larger.
    const changedRow: RecordRow = { ...entry.place, type: entry.type, hash: entry.hash, bytes, ...packed }
    changed.push(changedRow)
    texts.set(changedRow, text)
    if (known !== undefined || incoming.length > 1)
      stored.set(`${entry.type} ${entry.key}`, { ...changedRow, observed_at: new Date(saving.observedAtMs) })
  }
  const lastByKey = new Map(changed.map((r) => [`${r.type} ${r.key}`, r]))
  const rows = [...lastByKey.values()]
  if (rows.length > 0) {
    await upsertRecords(sql, userId, saving.importId ?? null, new Date(saving.observedAtMs), rows)
    const nowMs = hub.clock.now()
    await touchUser(sql, userId, { data: new Date(nowMs), ...(user.active ? { webhook: new Date(nowMs) } : {}) })
    if (user.active) await emitEvents(hub, sql, dataEvents(user, rows, texts, nowMs))
  }
  const saved = new Map<DataType, number>()
  for (const r of rows) saved.set(r.type, (saved.get(r.type) ?? 0) + 1)
  return { saved }
}

interface Incoming {
  type: DataType
  key: string
  text: string
  hash: Buffer
  record: object
  place: ReturnType<typeof placeOf>
}

function toIncoming(hub: Pick<Hub, 'defect'>, { type, record }: ImportedRecord): Incoming {
  const problems = checkRecord(type, record)
  if (!problems.ok) hub.defect(type, problems.problems)
  const text = JSON.stringify(record)
  const place = placeOf(type, record)
  return { type, key: place.key, text, hash: hashOfText(text), record, place }
}

async function readStored(sql: Sql, userId: string, incoming: Incoming[]): Promise<Map<string, StoredRecord>> {
  const rows = await selectRecords(
    sql,
    userId,
    incoming.map((entry) => entry.type),
    incoming.map((entry) => entry.key),
  )
  return new Map(rows.map((row) => [`${row.type} ${row.key}`, row]))
}

/** The text to store over a known record, or null when the incoming one says nothing new. */
function newText(known: StoredRecord, entry: Incoming, observedAtMs: number): string | null {
  if (known.hash.equals(entry.hash)) return null
  const storedRecord: object = JSON.parse(unpack(known))
  const isLate = observedAtMs < known.observed_at.getTime()
  const merged = isLate ? mergeSuperset(entry.record, storedRecord) : mergeSuperset(storedRecord, entry.record)
  return contentHash(merged) === contentHash(storedRecord) ? null : JSON.stringify(merged)
}

function dataEvents(user: User, rows: RecordRow[], texts: Map<RecordRow, string>, nowMs: number): NewEvent[] {
  const events: NewEvent[] = []
  const push = (type: DataType, group: string[]) =>
    events.push({
      environmentId: user.environmentId,
      userId: user.userId,
      type,
      body: dataBody(type, user, group),
      orderingMs: nowMs,
    })
  for (const type of new Set(rows.map((r) => r.type))) {
    let group: string[] = []
    let bytes = 0
    for (const row of rows) {
      if (row.type !== type) continue
      const text = texts.get(row) ?? ''
      if (
        group.length > 0 &&
        (group.length >= maxRecordsPerEvent || type === 'athlete' || bytes + row.bytes > maxBytesPerEvent)
      ) {
        push(type, group)
        group = []
        bytes = 0
      }
      group.push(text)
      bytes += row.bytes
    }
    if (group.length > 0) push(type, group)
  }
  return events
}
