import { TellusError } from '../lib/errors.ts'
import type { TimestampLocalization } from '../schema/enums.ts'
import { dayMs, dayText } from './civil.ts'
import { notATime, readDate, readWallTime } from './instant-text.ts'
import { firstInstantFrom, instantOfWallTime, isUtcName, offsetOfZone } from './zones.ts'

// The one door to time for mappers: where the offset of a zone comes from is none of their business.
export { isZone, offsetOfZone } from './zones.ts'

/** A point in time with the offset of the person's clock there and then (R1). */
export interface Instant {
  /** Milliseconds since 1970; has a fraction when the text had microseconds. */
  epochMs: number
  offsetMinutes: number
  /**
   * True when the offset came from the text or from a zone, false when UTC stands in for want of better. It is the
   * record's `timestamp_localization`: true → 1, false → 0.
   */
  offsetKnown: boolean
}

/**
 * Reads a time as files write it: ISO 8601 (`2026-07-01T07:04:11.5+01:00`, `…Z`, without offset, or a date alone,
 * which is its midnight) and Apple's `2026-07-01 07:04:11 +0100`. An offset in the text wins. Without one, or with a
 * bare `Z`, which says when but not where, the offset is that of `fallbackZone` (IANA or `±HH:MM`) at that instant,
 * and UTC without a zone. Throws `TellusError` when the text is no such time.
 */
export function parseInstant(text: string, fallbackZone?: string): Instant {
  const instant = tryParseInstant(text, fallbackZone)
  if (!instant) throw notATime(text)
  return instant
}

/** `parseInstant` for texts that may well be no time: null instead of an error. */
export function tryParseInstant(text: string, fallbackZone?: string): Instant | null {
  const read = readWallTime(text)
  if (!read) return null
  const { wallMs, offsetMinutes } = read
  if (typeof offsetMinutes === 'number') {
    return { epochMs: wallMs - offsetMinutes * 60_000, offsetMinutes, offsetKnown: true }
  }
  if (fallbackZone === undefined || isUtcName(fallbackZone)) {
    return { epochMs: wallMs, offsetMinutes: 0, offsetKnown: false }
  }
  if (offsetMinutes === 'utc') {
    return { epochMs: wallMs, offsetMinutes: offsetOfZone(fallbackZone, wallMs), offsetKnown: true }
  }
  return { ...instantOfWallTime(wallMs, fallbackZone), offsetKnown: true }
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)

const offsetTexts = new Map<number, string>()

/** The offset of a clock, minutes east of Greenwich, as `±HH:MM`. */
export function offsetText(offsetMinutes: number): string {
  let text = offsetTexts.get(offsetMinutes)
  if (text === undefined) {
    const size = Math.abs(offsetMinutes)
    text = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
    offsetTexts.set(offsetMinutes, text)
  }
  return text
}

const minuteTexts = Array.from({ length: 1440 }, (_, m) => `T${two(Math.floor(m / 60))}:${two(m % 60)}:`)
/** `SS.000000±HH:MM` for every second of a minute, by offset. */
const wholeSecondTexts = new Map<number, string[]>()

function wholeSeconds(offsetMinutes: number): string[] {
  let texts = wholeSecondTexts.get(offsetMinutes)
  if (texts === undefined) {
    texts = Array.from({ length: 60 }, (_, s) => `${two(s)}.000000${offsetText(offsetMinutes)}`)
    wholeSecondTexts.set(offsetMinutes, texts)
  }
  return texts
}

const secondTexts = Array.from({ length: 60 }, (_, s) => two(s))
const milliTexts = Array.from({ length: 1000 }, (_, ms) => `.${`${ms}`.padStart(3, '0')}000`)

/** `.ffffff` of milliseconds below a second. */
function fractionText(ms: number): string {
  // A fraction as an index would be looked up as text, slowly.
  const whole = Number.isInteger(ms) ? milliTexts[ms] : undefined
  return whole ?? `.${`${Math.min(999_999, Math.round(ms * 1000))}`.padStart(6, '0')}`
}

// Samples arrive in order, so the offset and the minute are mostly those of the call before.
let lastOffset = 0
let lastSeconds = wholeSeconds(0)
let lastMinute = Number.NaN
let lastMinuteText = ''

/**
 * Terra's timestamp, ISO 8601 with microseconds and numeric offset: `2026-07-01T07:04:11.000000+01:00`. Made of
 * cached pieces without Date or Intl, because it is called for every sample.
 */
export function formatTimestamp(epochMs: number, offsetMinutes: number): string {
  const wallMs = epochMs + offsetMinutes * 60_000
  const minute = Math.floor(wallMs / 60_000)
  if (minute !== lastMinute) {
    const day = Math.floor(minute / 1440)
    lastMinuteText = dayText(day) + minuteTexts[minute - day * 1440]
    lastMinute = minute
  }
  if (offsetMinutes !== lastOffset) {
    lastSeconds = wholeSeconds(offsetMinutes)
    lastOffset = offsetMinutes
  }
  const ms = wallMs - minute * 60_000
  const second = Math.floor(ms / 1000)
  if (second * 1000 === ms) return lastMinuteText + lastSeconds[second]
  return lastMinuteText + secondTexts[second] + fractionText(ms - second * 1000) + offsetText(offsetMinutes)
}

/** The date on the person's clock, `YYYY-MM-DD`. */
export function localDate(epochMs: number, offsetMinutes: number): string {
  return dayText(Math.floor((epochMs + offsetMinutes * 60_000) / dayMs))
}

function dayNumber(date: string): number {
  const day = date.length === 10 ? readDate(date) : Number.NaN
  if (Number.isNaN(day)) throw new TellusError('unprocessable', `"${date}" is not a date of the form YYYY-MM-DD.`)
  return day
}

/** The calendar date so many days after `YYYY-MM-DD`, or before where that is negative. */
export const shiftDate = (date: string, days: number): string => dayText(dayNumber(date) + days)

/** The calendar day after `YYYY-MM-DD`. */
export const nextDate = (date: string): string => dayText(dayNumber(date) + 1)

/**
 * Milliseconds since 1970 at which a local day begins in a zone: midnight, or the moment of a clock change that skips
 * midnight (R2). The day lasts until `startOfLocalDay(nextDate(date), zone)`: 23, 24 or 25 hours.
 */
export function startOfLocalDay(date: string, zone: string): number {
  return firstInstantFrom(dayNumber(date) * dayMs, zone)
}

/** `metadata` that day records (daily, body, nutrition, menstruation) share. */
export interface DayMetadata {
  start_time: string
  end_time: string
  timestamp_localization: TimestampLocalization
}

/**
 * Local midnight to next local midnight of a day (R2). Give the offset of each midnight: they differ on the days of
 * a clock change and of a flight. `offsetKnown` false marks a day in UTC for want of a better zone.
 */
export function dayMetadata(
  date: string,
  offsetMinutes: number,
  nextOffsetMinutes = offsetMinutes,
  offsetKnown = true,
): DayMetadata {
  const day = dayNumber(date)
  return {
    start_time: `${dayText(day)}T00:00:00.000000${offsetText(offsetMinutes)}`,
    end_time: `${dayText(day + 1)}T00:00:00.000000${offsetText(nextOffsetMinutes)}`,
    timestamp_localization: offsetKnown ? 1 : 0,
  }
}

/** `dayMetadata` of a day spent in one zone. */
export function dayMetadataOfZone(date: string, zone: string): DayMetadata {
  const next = nextDate(date)
  return dayMetadata(
    date,
    offsetOfZone(zone, startOfLocalDay(date, zone)),
    offsetOfZone(zone, startOfLocalDay(next, zone)),
    !isUtcName(zone),
  )
}
