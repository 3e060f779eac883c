import { z } from 'zod'
import { knownOnly } from '../normalise/known.ts'
import type { DayRange, Made } from './resource.ts'

/** A figure that may be missing. */
export const figure = z.number().nullish()

/** A text that may be missing; null where it is, or empty. */
export const word = z
  .string()
  .nullish()
  .transform((text) => text || null)

/** The local days that were asked for; answers reach beyond them. */
export const range = z.object({ first: z.iso.date(), last: z.iso.date() })

/** Whether a date is one of those that were asked for. */
export const isWithin = ({ first, last }: DayRange, date: string): boolean => date >= first && date <= last

/** A list; none where the answer has not got it. */
export const listed = <S extends z.ZodType>(shape: S) =>
  z
    .array(shape)
    .nullish()
    .transform((list) => list ?? [])

/** Each of a list once: of those that have one key the last counts, in the order of `compare` where that is given. */
export const onceEach = <T>(
  list: readonly T[],
  keyOf: (one: T) => unknown,
  compare?: (one: T, other: T) => number,
): T[] => {
  const ordered = compare === undefined ? list : list.toSorted(compare)
  return [...new Map(ordered.map((one) => [keyOf(one), one])).values()]
}

/** Members of a record that say nothing of a day by themselves. */
const silent: readonly string[] = ['metadata', 'device_data']

/** Records of days without what nobody knows, and without those of which nothing is known. */
export const knownDays = (records: readonly object[]): Made[] =>
  records
    .map((record) => ({ record: knownOnly(record) }))
    .filter(({ record }) => Object.keys(record).some((key) => !silent.includes(key)))

/** A record of each date, oldest first and without what nobody knows; a date of which nothing is known has none. */
export const dayRecords = (dates: Iterable<string>, recordOf: (date: string) => object): Made[] =>
  knownDays([...new Set(dates)].sort().map(recordOf))

/** Records, oldest first and without what nobody knows. */
export const recordsInOrder = (records: readonly (object & { metadata: { start_time: string } })[]): Made[] =>
  records
    .toSorted((a, b) => Date.parse(a.metadata.start_time) - Date.parse(b.metadata.start_time))
    .map((record) => ({ record: knownOnly(record) }))
