import { dayMs } from '../../normalise/civil.ts'
import { localDate, offsetOfZone } from '../../normalise/time.ts'
import type { DayRange } from '../../providers/resource.ts'

/** A calendar date so many days later, or earlier. */
export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** Which day it is for a person; without a zone, in UTC. */
export function todayOf(nowMs: number, zone: string | null): string {
  return localDate(nowMs, zone === null ? 0 : offsetOfZone(zone, nowMs))
}

/** Where a day ends last, minutes from UTC. */
const lastOnEarthMinutes = -12 * 60

/**
 * The last day that is over for a person. Without a zone it is one that is over everywhere: in America an evening goes on
 * when the day is over in UTC.
 */
export const lastOver = (nowMs: number, zone: string | null): string =>
  plusDays(zone === null ? localDate(nowMs, lastOnEarthMinutes) : todayOf(nowMs, zone), -1)

/** The last so many days, today included. */
export const lastDays = (today: string, days: number): DayRange => ({ first: plusDays(today, 1 - days), last: today })

/** Cuts days to what lies between two of them; null where nothing is left. */
export function clip(range: DayRange, between: { first: string | null; last: string }): DayRange | null {
  const first = between.first !== null && between.first > range.first ? between.first : range.first
  const last = [range.last, between.last].sort()[0] ?? range.last
  return first > last ? null : { first, last }
}

/** Splits days into windows of at most so many, the newest first. */
export function windowsOf({ first, last }: DayRange, days: number): DayRange[] {
  const windows: DayRange[] = []
  for (let end = last; end >= first; end = plusDays(end, -days)) {
    const begin = plusDays(end, 1 - days)
    windows.push({ first: begin > first ? begin : first, last: end })
  }
  return windows
}

/** Ranges of days, oldest first, those that overlap or follow each other as one. */
export function joined(ranges: readonly DayRange[]): DayRange[] {
  const sorted = [...ranges].sort((a, b) => a.first.localeCompare(b.first))
  const apart: DayRange[] = []
  for (const range of sorted) {
    const before = apart.at(-1)
    if (before === undefined || range.first > plusDays(before.last, 1)) apart.push({ ...range })
    else if (range.last > before.last) before.last = range.last
  }
  return apart
}
