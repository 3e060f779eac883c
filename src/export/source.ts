import type { Hub } from '../hub.ts'
import { type Range, readAthlete, streamRecords } from '../ingest/read.ts'
import { TellusError } from '../lib/errors.ts'
import type { DataType, RecordOf } from '../schema/records.ts'
import type { User } from '../users/user.ts'
import { chosenTypes, type ExportAsked } from './format.ts'

/** What a format is made from: one user's stored records, read again whenever they are asked for. */
export interface Source {
  user: User
  asked: ExportAsked
  types: readonly DataType[]
  /** When the export was begun, epoch milliseconds. */
  nowMs: number
  /** The JSON texts of a type exactly as they are sent, in order of time, a few at a time. */
  texts(type: DataType): AsyncGenerator<string[], void, undefined>
  /** The records of a type, in order of time. */
  records<T extends DataType>(type: T): AsyncGenerator<RecordOf[T], void, undefined>
}

/** The stored records of a user. Throws 400 for days or types that make no sense. */
export function sourceOf(hub: Pick<Hub, 'db' | 'clock'>, user: User, asked: ExportAsked): Source {
  const range = rangeOf(asked)
  const texts = (type: DataType) =>
    type === 'athlete' ? athleteText(hub, user) : streamRecords(hub, user, type, range, { withSamples: true })
  return {
    user,
    asked,
    types: chosenTypes(asked),
    nowMs: hub.clock.now(),
    texts,
    records: (type) => parsed(texts(type)),
  }
}

/** Days before and after those of every record. */
const [earliest, latest] = ['0001-01-01', '9999-12-31'] as const

function rangeOf({ startDay, endDay }: ExportAsked): Range {
  const [start, end] = [startDay ?? earliest, endDay ?? latest]
  if (end <= start)
    throw new TellusError('bad_request', 'end_date is not after start_date: it is the day after the last one')
  return { startDay: start, endDay: end, startMs: Date.parse(start), endMs: Date.parse(end), exact: false }
}

async function* athleteText(hub: Pick<Hub, 'db'>, user: User): AsyncGenerator<string[], void, undefined> {
  const text = await readAthlete(hub, user)
  if (text !== null) yield [text]
}

async function* parsed<T extends DataType>(
  groups: AsyncIterable<readonly string[]>,
): AsyncGenerator<RecordOf[T], void, undefined> {
  for await (const texts of groups)
    for (const text of texts) {
      // What is stored fitted the schema of its type.
      const record: RecordOf[T] = JSON.parse(text)
      yield record
    }
}
