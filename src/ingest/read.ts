import type { Sql } from '../db/sql.ts'
import { unpack } from '../lib/packed.ts'
import type { DataType } from '../schema/records.ts'
import { textWithoutSamples } from '../schema/samples-text.ts'
import type { User } from '../users/user.ts'
import { filterOf, type Range } from './range.ts'
import { maxBytesPerEvent, maxRecordsPerEvent } from './save.ts'
import { type ReadRow, selectAthlete, selectBodies, selectFirst, selectSizes } from './store.ts'

export { daysOf, parseRange, type Range } from './range.ts'
export type { ReadRow } from './store.ts'

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
  return textsOf(type, rows, withSamples)
}

const textsOf = (type: DataType, rows: readonly ReadRow[], withSamples: boolean): string[] =>
  rows.map((row) => textOf(type, row, { withSamples }))

/** The JSON text of a row, with its samples or without. */
export function textOf(type: DataType, row: ReadRow, { withSamples }: { withSamples: boolean }): string {
  const text = unpack(row)
  return withSamples ? text : textWithoutSamples(type, text)
}

/**
 * The stored records of a user and type in a range, as JSON texts in order of time, a chunk at a time so that five years
 * of samples never stand in memory together.
 */
export async function* streamRecords(
  hub: Reader,
  user: User,
  type: DataType,
  range: Range,
  { withSamples }: { withSamples: boolean },
): AsyncGenerator<string[], void, undefined> {
  for await (const rows of streamRows(hub, user, type, range)) yield textsOf(type, rows, withSamples)
}

/** `streamRecords` as rows that say of what each was made. Up to nine take one statement; only what is more is planned. */
export async function* streamRows(
  hub: Reader,
  user: User,
  type: DataType,
  range: Range,
): AsyncGenerator<ReadRow[], void, undefined> {
  const first = await selectFirst(hub.db, user.userId, type, filterOf(type, range), maxRecordsPerEvent)
  yield* groupsOf(first)
  if (first.length < maxRecordsPerEvent) return
  const read = new Set(first.map((row) => row.key))
  const sizes = await selectSizes(hub.db, user.userId, type, filterOf(type, range))
  for (const keys of chunksOf(sizes.filter(({ key }) => !read.has(key))))
    yield await selectBodies(hub.db, user.userId, type, keys)
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

/** The athlete record, null when nothing is known. */
export const athleteRow = (hub: Reader, user: User): Promise<ReadRow | null> => selectAthlete(hub.db, user.userId)

/** The athlete record's JSON text, null when nothing is known. */
export async function readAthlete(hub: Reader, user: User): Promise<string | null> {
  const row = await athleteRow(hub, user)
  return row === null ? null : unpack(row)
}
