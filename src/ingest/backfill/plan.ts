import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import type { DayRange } from '../../providers/resource.ts'
import { type DataType, dataTypes } from '../../schema/records.ts'
import { plusDays } from '../fetch/days.ts'

const day = z.iso.date()

/** How far a type is. */
const placeSchema = z.object({
  /** The oldest day that is wanted; null while nobody knows how far back there is something. */
  first: day.nullable(),
  /** The last day of the next window; null when there is none. */
  next: day.nullable(),
  /** The first day of the window that was fetched last. */
  reached: day.nullable(),
  /** Days of the next window: fewer where a whole one is more than the limits allow. */
  days: z.number().int().min(1),
  /** Windows fetched since it was made smaller. */
  good: z.number().int().min(0),
  /** Days in a row, the oldest ones, in which there was nothing. */
  emptyDays: z.number().int().min(0),
})
export type Place = z.output<typeof placeSchema>
export const placesSchema = z.partialRecord(z.enum(dataTypes), placeSchema)
export type Places = z.output<typeof placesSchema>

/** Where a provider has no limit of its own, history ends before a year without anything. */
const endsAfterEmptyDays = 365
/** No device is older. */
const oldestDay = '2000-01-01'
/** After so many windows the next is larger again. */
const growsAfter = 4

/** How far back a type goes; null for as far as there is something. */
export function firstDayOf(
  provider: CloudProvider,
  type: DataType,
  today: string,
  asked: string | null,
): string | null {
  const { historyDays } = provider.resources[type] ?? { historyDays: 0 }
  const oldest = historyDays === null ? null : plusDays(today, 1 - historyDays)
  if (oldest === null || asked === null) return oldest ?? asked
  return oldest > asked ? oldest : asked
}

/** The places at which a backfill begins; a type that has nothing in these days is through at once. */
export function beginning(
  provider: CloudProvider,
  types: readonly DataType[],
  range: { first: string | null; last: string },
  today: string,
): Places {
  const places: Places = {}
  for (const type of types) {
    const first = firstDayOf(provider, type, today, range.first)
    const next = first !== null && first > range.last ? null : range.last
    const days = provider.resources[type]?.windowDays ?? 1
    places[type] = { first, next, reached: null, days, good: 0, emptyDays: 0 }
  }
  return places
}

/** What is to be fetched next: of all types the newest days. Null when all is fetched. */
export function nextWindow(places: Places): { type: DataType; window: DayRange } | null {
  let found: { type: DataType; place: Place; last: string } | null = null
  for (const type of dataTypes) {
    const place = places[type]
    if (place === undefined || place.next === null) continue
    if (found === null || place.next > found.last) found = { type, place, last: place.next }
  }
  if (found === null) return null
  const { type, place, last } = found
  const begin = plusDays(last, 1 - place.days)
  const [, first = begin] = [begin, place.first ?? oldestDay].sort()
  return { type, window: { first, last } }
}

/** A place after a window was fetched, in which so many records were found. */
export function afterWindow(place: Place, window: DayRange, found: number, mostDays: number): Place {
  const emptyDays = found > 0 ? 0 : place.emptyDays + lengthOf(window)
  const isThrough =
    window.first <= (place.first ?? oldestDay) || (place.first === null && emptyDays >= endsAfterEmptyDays)
  const isLarger = place.days < mostDays && place.good + 1 >= growsAfter
  return {
    ...place,
    next: isThrough ? null : plusDays(window.first, -1),
    reached: window.first,
    days: isLarger ? Math.min(mostDays, place.days * 2) : Math.min(mostDays, place.days),
    good: isLarger ? 0 : place.good + 1,
    emptyDays,
  }
}

/** A place whose window was more than the limits allow: half of it is tried next. */
export const withLess = (place: Place): Place => ({ ...place, days: Math.ceil(place.days / 2), good: 0 })

/** How many windows there are to go; null where nobody knows. */
export function windowsLeft(places: Places): number | null {
  let left = 0
  for (const { first, next, days } of Object.values(places)) {
    if (next === null) continue
    if (first === null) return null
    left += Math.ceil(lengthOf({ first, last: next }) / days)
  }
  return left
}

/** From which day on all types have been fetched; null while that is none. */
export function oldestReached(places: Places, last: string): string | null {
  const all = Object.values(places)
  const open = all.flatMap(({ next }) => next ?? []).sort()
  const newestOpen = open.at(-1)
  if (newestOpen !== undefined) return newestOpen < last ? plusDays(newestOpen, 1) : null
  return all.flatMap(({ reached }) => reached ?? []).sort()[0] ?? null
}

/** Days from one to another, both included. */
export const lengthOf = ({ first, last }: DayRange): number => (Date.parse(last) - Date.parse(first)) / dayMs + 1
