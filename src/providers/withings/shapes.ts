import { z } from 'zod'
import { chooseOffset } from '../../normalise/record-offset.ts'
import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  formatTimestamp,
  localDate,
  parseInstant,
} from '../../normalise/time.ts'
import type { DayRange } from '../resource.ts'

/** Local days that were asked for; the answers reach beyond them. */
export const range = z.object({ first: z.iso.date(), last: z.iso.date() })

/** Members whose figures are read by their names. One without any comes as an empty list. */
export const told = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown()).max(0)])
  .nullish()
  .transform((members): Readonly<Record<string, unknown>> => (Array.isArray(members) ? {} : (members ?? {})))

/** Reads figures by their names; null for what is missing or no number (R10). */
export const figuresOf =
  <N extends string>(members: Readonly<Record<string, unknown>>) =>
  (name: N): number | null => {
    const value = members[name]
    return typeof value === 'number' ? value : null
  }

/** A whole number from 0 on; null for any other. */
export const countOf = (value: number | null | undefined): number | null =>
  Number.isInteger(value) && (value ?? -1) >= 0 ? (value ?? null) : null

/** Floors: Withings calls its `elevation` their count, and does not say that it is whole. */
export const floorsOf = (elevation: number | null | undefined): number | null =>
  typeof elevation === 'number' ? countOf(Math.round(elevation)) : null

/** Seconds since 1970. */
export const epoch = z.int().min(0).max(253_402_300_799)

/** An id, which Withings writes as a number here and as text there. */
export const identity = z.union([z.int(), z.string().min(1)]).transform(String)

/** Seconds since 1970 within which some local days lie, wherever on earth they are (UTC+14 to UTC-12). */
export const secondsAround = ({ first, last }: DayRange): { from: number; to: number } => ({
  from: parseInstant(first).epochMs / 1000 - 14 * 3600,
  to: parseInstant(last).epochMs / 1000 + (24 + 12) * 3600,
})

/** The clock of a record: of its own zone, else of the person's, else UTC for want of better (R1). */
export interface Clock {
  isLocal: 0 | 1
  /** A time as the wire writes it. */
  stamp(second: number): string
  offsetAt(second: number): number
  dateOf(second: number): string
  dayOf(date: string): DayMetadata
}

export function clockOf(recordZone: string | null | undefined, userZone: string | null): Clock {
  const zones = { recordZone: recordZone ?? null, userZone }
  const offsetAt = (second: number) => chooseOffset(second * 1000, zones).offsetMinutes
  const { source, timestampLocalization } = chooseOffset(0, zones)
  const zone = source === 'record_zone' ? zones.recordZone : source === 'user_zone' ? userZone : null
  return {
    isLocal: timestampLocalization,
    stamp: (second) => formatTimestamp(second * 1000, offsetAt(second)),
    offsetAt,
    dateOf: (second) => localDate(second * 1000, offsetAt(second)),
    dayOf: (date) => (zone === null ? dayMetadata(date, 0, 0, false) : dayMetadataOfZone(date, zone)),
  }
}

/** Whether a second is of some local days. */
export const isWithin = ({ first, last }: DayRange, clock: Clock, second: number): boolean =>
  clock.dateOf(second) >= first && clock.dateOf(second) <= last

/** Each once, as it was last changed, in the order of ids: a list that changes while its pages are read repeats items. */
export function newest<T extends { modified?: number | null | undefined }>(
  items: readonly T[],
  key: (item: T) => string,
): T[] {
  const known = new Map<string, T>()
  for (const item of items) {
    const before = known.get(key(item))
    if (before === undefined || (before.modified ?? 0) < (item.modified ?? 0)) known.set(key(item), item)
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}
