import type { Sql } from '../db/sql.ts'
import { unpack } from '../lib/packed.ts'
import type { DataType } from '../schema/records.ts'
import { textWithoutSamples } from '../schema/samples-text.ts'
import type { User } from '../users/user.ts'
import { filterOf, type Range } from './range.ts'
import { maxBytesPerEvent, maxRecordsPerEvent } from './save.ts'
import { selectAthlete, selectBegun, selectBodies, selectSizes } from './store.ts'

export { daysOf, parseRange, type Range } from './range.ts'

/** The database, or a transaction of it. */
interface Reader {
  db: Sql
}

/** Groups of keys that are read, or sent, together: at most 10 records and 10 MB each. */
export const planChunks = async (sql: Sql, user: User, type: DataType, range: Range): Promise<string[][]> =>
  chunksOf(await selectSizes(sql, user.userId, type, filterOf(type, range)))

function chunksOf(rows: readonly { key: string; bytes: number }[]): string[][] {
  const chunks: string[][] = []
  let bytes = 0
  for (const row of rows) {
    let chunk = chunks.at(-1)
    if (chunk === undefined || chunk.length >= maxRecordsPerEvent || bytes + row.bytes > maxBytesPerEvent) {
      chunk = []
      chunks.push(chunk)
      bytes = 0
    }
    chunk.push(row.key)
    bytes += row.bytes
  }
  return chunks
}

/** The JSON texts of those records, in order of time. */
export async function readChunk(
  sql: Sql,
  user: User,
  type: DataType,
  keys: string[],
  withSamples: boolean,
): Promise<string[]> {
  const rows = await selectBodies(sql, user.userId, type, keys)
  return rows.map((row) => shown(type, unpack(row), withSamples))
}

const shown = (type: DataType, text: string, withSamples: boolean): string =>
  withSamples ? text : textWithoutSamples(type, text)

/**
 * The stored records of a user and type in a range, as JSON texts in order of time, a chunk at a time so that five years
 * of samples never stand in memory together. A day takes one statement: the first chunk comes with the plan of the others.
 */
export async function* streamRecords(
  hub: Reader,
  user: User,
  type: DataType,
  range: Range,
  options: { withSamples: boolean },
): AsyncGenerator<string[], void, undefined> {
  const most = { records: maxRecordsPerEvent, bytes: maxBytesPerEvent }
  const rows = await selectBegun(hub.db, user.userId, type, filterOf(type, range), most)
  const begun = rows.filter((row) => row.is_here)
  if (begun.length > 0) yield begun.map((row) => shown(type, unpack(row), options.withSamples))
  for (const keys of chunksOf(rows.slice(begun.length)))
    yield await readChunk(hub.db, user, type, keys, options.withSamples)
}

/** `streamRecords` in one list. */
export async function readRecords(
  hub: Reader,
  user: User,
  type: DataType,
  range: Range,
  options: { withSamples: boolean },
): Promise<string[]> {
  const texts: string[] = []
  for await (const chunk of streamRecords(hub, user, type, range, options)) texts.push(...chunk)
  return texts
}

/** The athlete record's JSON text, null when nothing is known. */
export async function readAthlete(hub: Reader, user: User): Promise<string | null> {
  const row = await selectAthlete(hub.db, user.userId)
  return row === null ? null : unpack(row)
}
