import { daysFromCivil, daysInMonth } from '../../normalise/civil.ts'
import { localDate, tryParseInstant } from '../../normalise/time.ts'
import { instantOfWallTime, isUtcName, offsetOfZone } from '../../normalise/zones.ts'

/** Where the clocks of an archive stand: it has one zone for all the years, that of the profile. */
export interface ArchiveClock {
  zone: string
  /** False for UTC for want of better. */
  isKnown: boolean
  /** Whether the minutes of the streams and the starts of workouts are local times; else they are UTC. */
  streamsAreLocal: boolean
}

/**
 * A time of the streams, `MM/DD/YY HH:MM:SS`, as if it were UTC, in milliseconds since 1970; a date alone means its midnight.
 * Null for anything else. Called millions of times, hence by the character.
 */
export function wallMsOf(text: unknown): number | null {
  if (typeof text !== 'string' || (text.length !== 17 && text.length !== 8)) return null
  const [month, day, year] = [two(text, 0), two(text, 3), 2000 + two(text, 6)]
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return null
  const dayStartMs = daysFromCivil(year, month, day) * 86_400_000
  if (text.length === 8) return dayStartMs
  const [hours, minutes, seconds] = [two(text, 9), two(text, 12), two(text, 15)]
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return null
  return dayStartMs + (hours * 3600 + minutes * 60 + seconds) * 1000
}

/** Two digits as a number, NaN for anything else. */
function two(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** The date of a stream's time, `YYYY-MM-DD`, as it stands there: what is told by the day has the person's own date. */
export function dateOf(text: unknown): string | null {
  const wallMs = wallMsOf(text)
  return wallMs === null ? null : localDate(wallMs, 0)
}

/** The instant of a stream's time, or of one in ISO 8601, as some years have it for workouts; null when it is none. */
export function instantOf(clock: ArchiveClock, text: unknown): number | null {
  const wallMs = wallMsOf(text)
  if (wallMs === null) return typeof text === 'string' ? (tryParseInstant(text, clock.zone)?.epochMs ?? null) : null
  if (!clock.streamsAreLocal) return wallMs
  return instantOfWallTime(wallMs, clock.zone).epochMs
}

export const offsetAt = ({ zone }: ArchiveClock, epochMs: number): number => offsetOfZone(zone, epochMs)
export const dateAt = (clock: ArchiveClock, epochMs: number): string => localDate(epochMs, offsetAt(clock, epochMs))

export interface Night {
  startMs: number
  endMs: number
}

/** Steps in sleep from which on the two readings are compared, and how many times fewer the local one must have. */
const leastSteps = 1000
const clearlyFewer = 4

/**
 * Finds out which clock the streams are on. They say no zone, exports of most years have UTC in them and some local time,
 * and nothing else tells. But people seldom walk in their sleep, and sleep is always told in local time: so the minutes with
 * steps are held against the nights, read both ways, and local time is believed where it has far fewer steps in the nights.
 */
export function createClockTally(zone: string, nights: readonly Night[]) {
  const sorted = nights.toSorted((a, b) => a.startMs - b.startMs)
  let [asUtc, asLocal] = [0, 0]
  return {
    /** Whether there is anything to find out. */
    isNeeded: sorted.length > 0 && !isUtcName(zone),
    add(wallMs: number, steps: number): void {
      if (isWithin(sorted, wallMs)) asUtc += steps
      if (isWithin(sorted, instantOfWallTime(wallMs, zone).epochMs)) asLocal += steps
    },
    areLocal: (): boolean => asUtc >= leastSteps && asLocal * clearlyFewer < asUtc,
  }
}

/** Whether an instant lies in one of the nights, which are sorted and do not contain each other. */
function isWithin(nights: readonly Night[], atMs: number): boolean {
  let [low, high] = [0, nights.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((nights[middle]?.startMs ?? 0) <= atMs) low = middle + 1
    else high = middle
  }
  const night = nights[low - 1]
  return night !== undefined && atMs < night.endMs
}
