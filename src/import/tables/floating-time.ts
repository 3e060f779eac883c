import { type Instant, offsetOfZone, tryParseInstant } from '../../normalise/time.ts'

/** Which of day and month stands first in the dates of a table; the year tells itself by its four digits. */
export type DateOrder = 'day first' | 'month first'

interface DateParts {
  first: string
  second: string
  third: string
  hour: string
  minute: string
  second_: string
  half: string
}

const written =
  /^(?<first>\d{1,4})[-/.](?<second>\d{1,2})[-/.](?<third>\d{1,4})[ T,]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second_>\d{2}))?(?:\.\d+)?\s*(?<half>[AaPp])?/

function partsOf(text: string): DateParts | null {
  const groups = written.exec(text)?.groups
  if (groups === undefined) return null
  const { first = '', second = '', third = '', hour = '', minute = '', second_ = '00', half = '' } = groups
  return { first, second, third, hour, minute, second_, half }
}

/**
 * A wall time in the form that `normalise/time.ts` reads, `2026-03-29T14:05:00`; null when the text is none. Knows
 * `29-03-2026 14:05`, `03/29/2026 2:05 PM`, `2026-03-29T14:05:00` and the like.
 */
export function wallTime(text: string, order: DateOrder): string | null {
  const parts = partsOf(text)
  if (parts === null) return null
  const { first, second, third, half } = parts
  const [year, month, day] =
    first.length === 4
      ? [first, second, third]
      : order === 'day first'
        ? [third, second, first]
        : [third, first, second]
  if (year.length !== 4 || month.length > 2 || day.length > 2) return null
  const clock = Number(parts.hour)
  if (half !== '' && (clock < 1 || clock > 12)) return null
  const hour = half === '' ? clock : (clock % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${`${hour}`.padStart(2, '0')}:${parts.minute}:${parts.second_}`
}

/** What the dates of a table say about their order: a number above twelve is no month; a clock of twelve hours is American. */
export function createOrderFinder() {
  const seen = { dayFirst: 0, monthFirst: 0, twelveHours: 0, ambiguous: 0 }
  return {
    see(text: string): void {
      const parts = partsOf(text)
      if (parts === null || parts.first.length === 4) return
      if (Number(parts.first) > 12) seen.dayFirst++
      else if (Number(parts.second) > 12) seen.monthFirst++
      else if (parts.first !== parts.second) seen.ambiguous++
      if (parts.half !== '') seen.twelveHours++
    },
    /** The order, and whether it had to be guessed. */
    found(): { order: DateOrder; isGuessed: boolean } {
      if (seen.dayFirst !== seen.monthFirst) {
        return { order: seen.dayFirst > seen.monthFirst ? 'day first' : 'month first', isGuessed: false }
      }
      return { order: seen.twelveHours > 0 ? 'month first' : 'day first', isGuessed: seen.ambiguous > 0 }
    },
  }
}

/**
 * Places wall times of one series in a zone, in the order of the table. Of the two moments of an hour that a clock change
 * repeats, that one is meant which keeps the series in order: the first until it would go back in time, then the second.
 */
export function createFloatingClock(zone: string, isAscending: boolean) {
  let lastMs = isAscending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return (wall: string): Instant | null => {
    const early = tryParseInstant(wall, zone)
    if (early === null) return null
    const late = secondOf(early, zone)
    const isLate = late !== null && (isAscending ? early.epochMs <= lastMs : late.epochMs < lastMs)
    const chosen = isLate ? late : early
    lastMs = chosen.epochMs
    return chosen
  }
}

/** The later moment at which a zone's clock shows the same; null but in the hour that is repeated. */
function secondOf(early: Instant, zone: string): Instant | null {
  if (!early.offsetKnown) return null
  const offsetMinutes = offsetOfZone(zone, early.epochMs + 3 * 3_600_000)
  if (offsetMinutes >= early.offsetMinutes) return null
  const epochMs = early.epochMs + (early.offsetMinutes - offsetMinutes) * 60_000
  return offsetOfZone(zone, epochMs) === offsetMinutes ? { epochMs, offsetMinutes, offsetKnown: true } : null
}
