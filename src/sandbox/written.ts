import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { isUuid, newId } from '../lib/ids.ts'
import { mergeSuperset } from '../normalise/merge.ts'
import { nextDate, tryParseInstant } from '../normalise/time.ts'
import { writes } from '../providers/sandbox/writes.ts'
import { checkRecord } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'
import { accountOf, typesOf } from './person.ts'
import { deleteWritten, insertWritten, selectWritten } from './written-store.ts'

type WrittenHub = Pick<Hub, 'db' | 'clock'>

/** Whose records, and of which type. */
export interface Whose {
  person: string
  type: DataType
}

const dayMs = 86_400_000

/** Types of which there is one record a day: what was written is a part of it. */
const dayTypes: ReadonlySet<DataType> = new Set(['body', 'nutrition'])

/** Who lets their activities be read lets workouts be planned. */
const readable = (granted: readonly string[]): DataType[] => {
  const types = typesOf(granted)
  return types.includes('activity') ? [...types, 'planned_workout'] : types
}

/** Whether a scope's holder may read a type, planned workouts included. */
export const mayRead = (granted: readonly string[], type: DataType): boolean => readable(granted).includes(type)

/** Whether a type can be written at all. */
export const isWritable = (type: DataType): boolean => Object.hasOwn(writes, type)

/** The parts of any record that say when it was. */
interface Dated {
  metadata?: { start_time?: string | null | undefined } | null | undefined
  planned_date?: string | null | undefined
}
const dayOf = (record: Dated): string | null =>
  record.metadata?.start_time?.slice(0, 10) ?? record.planned_date?.slice(0, 10) ?? null

/** What the pretend provider makes of a record that somebody writes. */
export type Kept = { id: string; day: string } | { refused: 'invalid_record' | 'not_yet' }

/**
 * Keeps a record under an id of its own. It must fit the schema and say its day; what happens is over by the end of
 * tomorrow, while plans may lie ahead.
 */
export async function keepRecord(hub: WrittenHub, { person, type }: Whose, record: object): Promise<Kept> {
  const day = dayOf(record)
  if (day === null || !checkRecord(type, record).ok) return { refused: 'invalid_record' }
  const nowMs = hub.clock.now()
  if (type !== 'planned_workout' && Date.parse(day) > nowMs + dayMs) return { refused: 'not_yet' }
  const id = newId(nowMs)
  await insertWritten(hub.db, { id, person: accountOf(person), type, day, record, written_at: new Date(nowMs) })
  return { id, day }
}

/** Removes a record; gives the day it was of, null for one that is not there. */
export async function removeRecord(hub: WrittenHub, { person, type }: Whose, id: string): Promise<string | null> {
  return isUuid(id) ? deleteWritten(hub.db, accountOf(person), type, id) : null
}

/**
 * What a person recorded from `first` to `last`, with what was written for them: a part of the day's record where there
 * is one a day, else a record of its own whose `summary_id` is the id it was given. Oldest first.
 */
export async function withWritten(
  sql: Sql,
  { person, type }: Whose,
  { first, last }: { first: string; last: string },
  recorded: readonly object[],
): Promise<object[]> {
  if (!isWritable(type)) return [...recorded]
  const rows = await selectWritten(sql, accountOf(person), type, first, last)
  const records: object[] = [...recorded]
  for (const { id, record } of rows) {
    const at = dayTypes.has(type) ? records.findIndex((one) => dayOf(one) === dayOf(record)) : -1
    const there = records[at]
    if (there === undefined) records.push(named(type, id, record))
    else records[at] = mergeSuperset(there, { ...record, metadata: metadataOf(there) })
  }
  return records.sort((a, b) => Number(startOf(a) > startOf(b)) - Number(startOf(a) < startOf(b)))
}

interface Described {
  metadata?: object | null | undefined
}
const metadataOf = (record: Described): object => record.metadata ?? {}

function named(type: DataType, id: string, record: object): object {
  switch (type) {
    case 'activity':
      return { ...record, metadata: { ...metadataOf(record), summary_id: id } }
    case 'planned_workout':
      return { ...record, planned_workout_id: id, provider_workout_id: id, is_external: true }
    default:
      return { ...record, metadata: { ...metadataOf(record), ...wholeDay(record) } }
  }
}

/** A day record begins and ends at midnight, whenever in the day it was written for. */
function wholeDay(record: Dated): object {
  const start = record.metadata?.start_time ?? ''
  const day = start.slice(0, 10)
  const midnight = `T00:00:00.000000${start.slice('2026-07-01T00:00:00.000000'.length)}`
  return { start_time: `${day}${midnight}`, end_time: `${nextDate(day)}${midnight}` }
}

const startOf = (record: Dated): string => {
  const start = record.metadata?.start_time
  const instant = start == null ? null : tryParseInstant(start)
  return instant === null ? (dayOf(record) ?? '') : new Date(instant.epochMs).toISOString()
}
