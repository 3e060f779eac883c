import type { DataType, RecordOf } from '../schema/records.ts'
import { mergeActivities } from './activities.ts'
import { mergeDays } from './day.ts'
import { mergeNights } from './nights.ts'
import { fillSections } from './sections.ts'
import type { Merged, Person, Sourced } from './sources.ts'

/** The types of which a person has one view over all their sources. */
export const mergedTypes = ['activity', 'athlete', 'body', 'daily', 'menstruation', 'nutrition', 'sleep'] as const
export type MergedType = (typeof mergedTypes)[number]

type Mergers = { [T in MergedType]: (records: readonly Sourced<T>[], person: Person) => Merged<T>[] }

/** Of each type, how several records of one thing become one. Records come in the order in which their sources are trusted. */
export const mergers: Mergers = {
  activity: (records, { preferred }) => mergeActivities(records, preferred),
  sleep: (records, { preferred }) => mergeNights(records, preferred),
  daily: (records) => byDay(records).map(mergeDays),
  // A scale, a cuff and a glucose sensor each fill a section of their own.
  body: (records) => byDay(records).map(filled),
  athlete: (records) => byDay(records).map(filled),
  // What was eaten and a cycle hang together: those of one source alone.
  nutrition: (records) => byDay(records).map(firstAlone),
  menstruation: (records) => byDay(records).map(firstAlone),
}

type Several<T extends DataType> = readonly [Sourced<T>, ...Sourced<T>[]]

const filled = <T extends 'body' | 'athlete'>([first, ...others]: Several<T>): Merged<T> => ({
  record: fillSections<RecordOf[T]>(
    first.record,
    others.map(({ record }) => record),
  ),
  of: [first, ...others],
})

const firstAlone = <T extends DataType>(all: Several<T>): Merged<T> => ({ record: all[0].record, of: all })

/** The records of each key (a local day; all of an athlete), oldest first. */
function byDay<T extends DataType>(records: readonly Sourced<T>[]): Several<T>[] {
  const days = new Map<string, [Sourced<T>, ...Sourced<T>[]]>()
  for (const record of records) {
    const known = days.get(record.key)
    if (known === undefined) days.set(record.key, [record])
    else known.push(record)
  }
  return [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, several]) => several)
}
