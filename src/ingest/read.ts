import type { Sql } from '../db/sql.ts'
import { unpack } from '../lib/packed.ts'
import type { DataType } from '../schema/records.ts'
import { textWithoutSamples } from '../schema/samples-text.ts'
import type { User } from '../users/user.ts'
import { filterOf, type Range } from './range.ts'
import { maxBytesPerEvent, maxRecordsPerEvent } from './save.ts'
import { selectAthlete, selectBodies, selectFirst, selectSizes } from './store.ts'

export { daysOf, parseRange, type Range } from './range.ts'

/** The database, or a transaction of it. */
interface Reader {
  db: Sql
}

/** Groups of keys that are read, or sent, together: at most 10 records and 10 MB each. */
export const planChunks = async (sql: Sql, user: User, type: DataType, range: Range): Promise<string[][]> =>
  chunksOf(await selectSizes(sql, user.userId, type, filterOf(type, range)))

function chunksOf(rows: readonly { key: string; bytes: number }[]): string[][] {
  return groupsOf(rows).map((group) => group.map((row) => row.key))
}

function groupsOf<Row extends { bytes: number }>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  let bytes = 0
  for (const row of rows) {
    let group = groups.at(-1)
    if (group === undefined || group.length >= maxRecordsPerEvent || bytes + row.bytes > maxBytesPerEvent) {
      group = []
      groups.push(group)
      bytes = 0
    }
    group.push(row)
    bytes += row.bytes
  }
  return groups
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
 * of samples never stand in memory together. Up to nine records take one statement; only what is more is planned.
 */
export async function* streamRecords(
  hub: Reader,
  user: User,
  type: DataType,
  range: Range,
  { withSamples }: { withSamples: boolean },
): AsyncGenerator<string[], void, undefined> {
  const first = await selectFirst(hub.db, user.userId, type, filterOf(type, range), maxRecordsPerEvent)
  for (const group of groupsOf(first)) yield group.map((row) => shown(type, unpack(row), withSamples))
  if (first.length < maxRecordsPerEvent) return
  const read = new Set(first.map((row) => row.key))
  const sizes = await selectSizes(hub.db, user.userId, type, filterOf(type, range))
  for (const keys of chunksOf(sizes.filter(({ key }) => !read.has(key))))
    yield await readChunk(hub.db, user, type, keys, withSamples)
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
