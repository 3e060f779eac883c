import { dayMs } from '../../normalise/civil.ts'
import {
  type DayMetadata,
  dayMetadata,
  formatTimestamp,
  localDate,
  offsetOfZone,
  parseInstant,
  shiftDate,
} from '../../normalise/time.ts'

const nearMs = 2 * dayMs
/** A clock change is at most this large; a larger difference is a journey. */
const clockChangeMinutes = 60

interface Witness {
  epochMs: number
  offsetMinutes: number
}

/** The person's clock over some days. */
export interface DayClock {
  metadataOf(date: string): DayMetadata
  /** The date of an instant. */
  dateOf(epochMs: number): string
  /** An instant on that clock. */
  stamp(epochMs: number): string
}

/**
 * The person's clock as the days of activity tell it, which begin at 04:00 of it; documents without a time, and heart rates
 * in UTC, are placed by it. Where no such day is within 48 hours: the person's zone, else UTC (R1).
 */
export function dayClock(days: readonly { day: string; timestamp: string }[], zone: string | null): DayClock {
  const witnesses = new Map<string, Witness>()
  for (const { day, timestamp } of days) {
    const { epochMs, offsetMinutes, offsetKnown } = parseInstant(timestamp)
    if (offsetKnown) witnesses.set(day, { epochMs, offsetMinutes })
  }
  const ordered = [...witnesses.values()].sort((a, b) => a.epochMs - b.epochMs)

  const offsetAt = (epochMs: number): { offsetMinutes: number; isKnown: boolean } => {
    const before = ordered.findLast((one) => one.epochMs <= epochMs && epochMs - one.epochMs <= nearMs)
    const near = before ?? ordered.find((one) => Math.abs(one.epochMs - epochMs) <= nearMs)
    if (near !== undefined) return { offsetMinutes: near.offsetMinutes, isKnown: true }
    return zone === null
      ? { offsetMinutes: 0, isKnown: false }
      : { offsetMinutes: offsetOfZone(zone, epochMs), isKnown: true }
  }

  /** Midnight lies between 04:00 of the day before, and of its own: a clock change comes after it, a journey before. */
  const midnight = (date: string) => {
    const own = witnesses.get(date)
    const before = witnesses.get(shiftDate(date, -1))
    const isJourney =
      own !== undefined &&
      before !== undefined &&
      Math.abs(own.offsetMinutes - before.offsetMinutes) > clockChangeMinutes
    const utcMs = parseInstant(date).epochMs
    const told = isJourney ? own : (before ?? own)
    const { offsetMinutes, isKnown } =
      told === undefined ? offsetAt(utcMs) : { offsetMinutes: told.offsetMinutes, isKnown: true }
    return { epochMs: utcMs - offsetMinutes * 60_000, offsetMinutes, isKnown }
  }

  return {
    metadataOf(date) {
      const start = midnight(date)
      const end = midnight(shiftDate(date, 1))
      return dayMetadata(date, start.offsetMinutes, end.offsetMinutes, start.isKnown)
    },
    dateOf(epochMs) {
      const date = localDate(epochMs, offsetAt(epochMs).offsetMinutes)
      if (epochMs < midnight(date).epochMs) return shiftDate(date, -1)
      return epochMs >= midnight(shiftDate(date, 1)).epochMs ? shiftDate(date, 1) : date
    },
    stamp: (epochMs) => formatTimestamp(epochMs, offsetAt(epochMs).offsetMinutes),
  }
}
