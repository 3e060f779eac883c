import type { Sql } from '../../db/sql.ts'
import { emitEvent } from '../../events/emit.ts'
import type { Hub } from '../../hub.ts'
import type { DataType } from '../../schema/records.ts'
import { touchUser } from '../../users/store.ts'
import type { User } from '../../users/user.ts'
import { plusDays } from '../fetch/days.ts'
import type { Range } from '../range.ts'
import { planChunks, readChunk } from '../read.ts'
import { dataEvent, requestNotice } from '../request-events.ts'
import { isLarge, Overtaken, oweBackfill } from './backfill.ts'
import { type BackfillRow, type Chunk, endBackfill, insertChunks, lockAt, noteSent, takeChunks } from './store.ts'

type SendHub = Pick<Hub, 'db' | 'clock' | 'metrics' | 'defect' | 'log' | 'wake'>

/** Data events a commit: each may be ten megabytes. */
const sentAtOnce = 10
const beginningOfTime = '1900-01-01'

/**
 * Writes down which records go into which data event, and says how many there will be, in one commit: what is stored later
 * changes neither. A month or less is one event a type.
 */
export async function announce(hub: SendHub, row: BackfillRow, user: User): Promise<void> {
  await hub.db.transaction(async (sql) => {
    if (!(await lockAt(sql, row))) throw new Overtaken()
    const chunks = await chunksOf(sql, row, user)
    await insertChunks(sql, row.id, chunks)
    if (isLarge(row)) {
      const said = { message: 'Large request payloads are being sent', expected_payloads: chunks.length }
      await emitEvent(hub, sql, requestNotice(hub, user, 'large_request_sending', row.reference, said))
    }
    await oweBackfill(sql, row)
  })
  hub.wake()
}

async function chunksOf(sql: Sql, row: BackfillRow, user: User): Promise<Chunk[]> {
  const first = row.first_day ?? beginningOfTime
  const endDay = plusDays(row.last_day, 1)
  const days = { startDay: first, endDay, startMs: Date.parse(first), endMs: Date.parse(endDay), exact: false }
  const chunks: Chunk[] = []
  for (const type of row.types) {
    const planned = await keysOf(sql, user, type, days, isLarge(row))
    for (const keys of planned) chunks.push({ no: chunks.length, type, keys })
  }
  const [type] = row.types
  // Nothing at all is said too, with an empty list.
  return chunks.length > 0 || type === undefined ? chunks : [{ no: 0, type, keys: [] }]
}

async function keysOf(sql: Sql, user: User, type: DataType, days: Range, isInChunks: boolean): Promise<string[][]> {
  const planned = await planChunks(sql, user, type, days)
  return isInChunks || planned.length === 0 ? planned : [planned.flat()]
}

/** Sends some of the data events that are left, and notes that in the same commit; the last ones end the backfill. */
export async function sendSome(hub: SendHub, row: BackfillRow, user: User): Promise<void> {
  const isLast = await hub.db.transaction(async (sql) => {
    if (!(await lockAt(sql, row))) throw new Overtaken()
    const chunks = await takeChunks(sql, row.id, sentAtOnce)
    for (const { no, type, keys } of chunks) {
      const texts = keys.length === 0 ? [] : await readChunk(sql, user, type, keys, true)
      const event = dataEvent(hub, user, type, texts, row.reference)
      await emitEvent(hub, sql, isLarge(row) ? { ...event, chunk: no } : event)
    }
    const at = new Date(hub.clock.now())
    if (chunks.length > 0) await touchUser(sql, user.userId, { webhook: at })
    await noteSent(sql, row.id, chunks.length)
    const isLast = row.payloads_sent + chunks.length >= (row.payloads_total ?? 0)
    if (isLast) await endBackfill(sql, row.id, { status: 'completed', error: null, at })
    else await oweBackfill(sql, row)
    return isLast
  })
  hub.wake()
  if (isLast) hub.log.info({ userId: user.userId, backfill: row.id, records: row.records }, 'finished a backfill')
}
