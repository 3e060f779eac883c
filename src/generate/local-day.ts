import { dayMs, daysFromCivil, dayText } from '../normalise/civil.ts'
import { dayMetadataOfZone, formatTimestamp, nextDate, offsetOfZone, startOfLocalDay } from '../normalise/time.ts'
import { instantOfWallTime } from '../normalise/zones.ts'

export const minuteMs = 60_000

/** A calendar day where the person lives: 23, 24 or 25 hours long. */
export interface LocalDay {
  date: string
  zone: string
  /** Days since 1970-01-01; counts dates, not hours. */
  number: number
  /** 0 Monday to 6 Sunday. */
  weekday: number
  startMs: number
  endMs: number
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)))
}

/** The date itself; throws `TellusError` when there is no such day. */
export function checkedDate(date: string): string {
  nextDate(date)
  return date
}

/** The date some days later, or earlier when negative. */
export const addDays = (date: string, days: number): string => dayText(dayNumber(date) + days)

export function localDay(date: string, zone: string): LocalDay {
  const number = dayNumber(date)
  return {
    date,
    zone,
    number,
    // 1970-01-01 was a Thursday.
    weekday: (((number + 3) % 7) + 7) % 7,
    startMs: startOfLocalDay(date, zone),
    endMs: startOfLocalDay(nextDate(date), zone),
  }
}

/**
 * The last `days` local days up to and including `endDate`, oldest first. A date the zone skipped, as Samoa did
 * 2011-12-30, was no day.
 */
export function localDays(endDate: string, days: number, zone: string): LocalDay[] {
  const dates = Array.from({ length: days }, (_, i) => localDay(addDays(endDate, i - days + 1), zone))
  return dates.filter((day) => day.endMs > day.startMs)
}

/**
 * The instant at which the clock shows so many minutes after midnight; minutes below 0 or from 1440 on lie on the
 * neighbouring days. Whole minutes only.
 */
export function clockTime(day: LocalDay, minutes: number): number {
  return instantOfWallTime(day.number * dayMs + Math.round(minutes) * minuteMs, day.zone).epochMs
}

/** Minutes after midnight that the clock shows at an instant, with a fraction. */
export function minutesOnClock(zone: string, epochMs: number): number {
  const wallMs = epochMs + offsetOfZone(zone, epochMs) * minuteMs
  return (((wallMs % dayMs) + dayMs) % dayMs) / minuteMs
}

/** Terra's timestamp of an instant with the zone's offset there and then. */
export const stamp = (zone: string, epochMs: number): string => formatTimestamp(epochMs, offsetOfZone(zone, epochMs))

/** `metadata` of a day's record. */
export const dayMetadataOf = (day: LocalDay) => dayMetadataOfZone(day.date, day.zone)
