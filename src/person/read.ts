import type { Sql } from '../db/sql.ts'
import { placeOf } from '../ingest/keys.ts'
import { parseRange, readAthlete, streamRecords } from '../ingest/read.ts'
import { nextDate, shiftDate } from '../normalise/time.ts'
import type { RecordOf } from '../schema/records.ts'
import { type MergedType, mergers } from './merge.ts'
import type { Merged, Person, Sourced } from './sources.ts'

/** The database, or a transaction of it. */
interface Reader {
  db: Sql
}

/** Days that are read together, so that years of samples never stand in memory at once. */
const windowDays = 7

/**
 * The one view of a person over all their sources, of the local days from `first` to `last`, both included: in order of time, some days
 * at a time. A session that touches the range is in it whole, as in a read of one user.
 */
export async function* streamMerged<T extends Exclude<MergedType, 'athlete'>>(
  hub: Reader,
  person: Person,
  type: T,
  { first, last }: { first: string; last: string },
): AsyncGenerator<Merged<T>[], void, undefined> {
  for (let from = first; from <= last; from = shiftDate(from, windowDays)) {
    const to = [shiftDate(from, windowDays - 1), last].toSorted()[0] ?? last
    const records = await readDays(hub, person, type, shiftDate(from, -1), nextDate(to))
    // One that began before the first day belongs to it if it touches it; else each belongs to the day on which it begins.
    yield mergers[type](records, person).filter((merged) => {
      const places = merged.of.map(({ record }) => placeOf(type, record))
      const begins = places.map(({ firstDay }) => firstDay ?? '').toSorted()[0] ?? ''
      const ends =
        places
          .map(({ lastDay }) => lastDay ?? '')
          .toSorted()
          .at(-1) ?? ''
      return begins <= to && (begins >= from || (from === first && ends >= first))
    })
  }
}

/** All that a person's sources tell of some local days, both included, merged; sessions that only come near them are there too. */
export async function readMergedDays<T extends Exclude<MergedType, 'athlete'>>(
  hub: Reader,
  person: Person,
  type: T,
  { first, last }: { first: string; last: string },
): Promise<Merged<T>[]> {
  const margin = type === 'activity' || type === 'sleep' ? 1 : 0
  return mergers[type](await readDays(hub, person, type, shiftDate(first, -margin), shiftDate(last, margin)), person)
}

/** Who a person is, by all their sources; null where nobody says. */
export async function readMergedAthlete(hub: Reader, person: Person): Promise<Merged<'athlete'> | null> {
  const records: Sourced<'athlete'>[] = []
  for (const user of person.users) {
    const text = await readAthlete(hub, user)
    if (text !== null) records.push({ user, key: 'athlete', record: JSON.parse(text) })
  }
  return mergers.athlete(records, person)[0] ?? null
}

/** The records of all sources of some local days, both included, in the order in which the sources are trusted. */
async function readDays<T extends Exclude<MergedType, 'athlete'>>(
  hub: Reader,
  person: Person,
  type: T,
  first: string,
  last: string,
): Promise<Sourced<T>[]> {
  const range = parseRange(first, nextDate(last))
  const records: Sourced<T>[] = []
  for (const user of person.users)
    for await (const texts of streamRecords(hub, user, type, range, { withSamples: true }))
      for (const text of texts) {
        // It was checked when it was stored.
        const record: RecordOf[T] = JSON.parse(text)
        records.push({ user, key: placeOf(type, record).key, record })
      }
  return records
}
