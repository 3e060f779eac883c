import { dayMs } from '../../normalise/civil.ts'
import { type Clock, clockOf, stampOf } from '../../normalise/clock.ts'
import { dayMetadata, type Instant, localDate, parseInstant, shiftDate } from '../../normalise/time.ts'
import { onDay } from './shapes.ts'

const nearMs = 2 * dayMs
/** A clock change is at most this large; a larger difference is a journey. */
const clockChangeMinutes = 60

/**
 * The person's clock as the days of activity tell it, which begin at 04:00 of it; documents without a time, and heart rates
 * in UTC, are placed by it. Where no such day is within 48 hours: the person's zone, else UTC (R1).
 */
export function dayClock(
  days: readonly { day: string; timestamp: string }[],
  zone: string | null,
): Pick<Clock, 'metadataOf' | 'dateOf' | 'stamp'> {
  const witnesses = days
    .map(({ day, timestamp }) => ({ day, ...parseInstant(timestamp) }))
    .filter(({ offsetKnown }) => offsetKnown)
    .sort((a, b) => a.epochMs - b.epochMs)
  const home = clockOf([], zone)

  const of = (epochMs: number): Instant => {
    const near =
      witnesses.findLast((one) => one.epochMs <= epochMs && epochMs - one.epochMs <= nearMs) ??
      witnesses.find((one) => Math.abs(one.epochMs - epochMs) <= nearMs)
    return near === undefined ? home.of(epochMs) : { ...near, epochMs }
  }

  /** Midnight lies between 04:00 of the day before, and of its own: a clock change comes after it, a journey before. */
  const midnight = (date: string): Instant => {
    const [own, before] = [onDay(witnesses, date), onDay(witnesses, shiftDate(date, -1))]
    const isJourney = own && before && Math.abs(own.offsetMinutes - before.offsetMinutes) > clockChangeMinutes
    const utcMs = parseInstant(date).epochMs
    const { offsetMinutes, offsetKnown } = (isJourney ? own : (before ?? own)) ?? of(utcMs)
    return { epochMs: utcMs - offsetMinutes * 60_000, offsetMinutes, offsetKnown }
  }

  return {
    metadataOf(date) {
      const [start, end] = [midnight(date), midnight(shiftDate(date, 1))]
      return dayMetadata(date, start.offsetMinutes, end.offsetMinutes, start.offsetKnown)
    },
    dateOf(epochMs) {
      const date = localDate(epochMs, of(epochMs).offsetMinutes)
      if (epochMs < midnight(date).epochMs) return shiftDate(date, -1)
      return epochMs >= midnight(shiftDate(date, 1)).epochMs ? shiftDate(date, 1) : date
    },
    stamp: (epochMs) => stampOf(of(epochMs)),
  }
}
