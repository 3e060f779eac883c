import { agrees, dateOf, stampOf } from '../../normalise/clock.ts'
import { chooseOffset, resolveTime } from '../../normalise/record-offset.ts'
import { dayMetadata, dayMetadataOfZone, type Instant, nextDate, parseInstant } from '../../normalise/time.ts'
import type { Entry } from './shapes.ts'

/** Something of an answer on the person's clock. */
export type Placed<T> = T & Instant & { recordId: string; date: string; timestamp: string }

/** The person's clock over the days of an answer. */
export type Clock = ReturnType<typeof clockOf>

/**
 * When something was, and what offset the device showed, minutes east of UTC. Apps write it; of a receiver it is what lies
 * between its two clocks, to the quarter of an hour, because they drift. One that was set to another day gives more than there
 * is on earth.
 */
function shownBy({ systemTime, displayTime }: Entry) {
  const { epochMs } = parseInstant(systemTime)
  const shown = parseInstant(displayTime)
  const driftless = Math.round((shown.epochMs - epochMs) / 900_000) * 15
  return { epochMs, offsetMinutes: shown.offsetKnown ? shown.offsetMinutes : driftless, source: 'record' as const }
}

/**
 * A clock by all that an answer holds (R1): each record's own offset, else that of the record nearest within 48 hours, else
 * the person's zone. The midnights of a day are those of the zone where all that was recorded on it agrees with that, also
 * when clocks change, and else by what was recorded nearest (R2).
 */
export function clockOf(records: readonly Entry[], zone: string | null) {
  const others = { sameProvider: records.map(shownBy), userZone: zone }
  function placed<T extends Entry>(record: T): Placed<T> {
    const { epochMs, offsetMinutes: recordOffsetMinutes } = shownBy(record)
    const { offsetMinutes, timestampLocalization } = chooseOffset(epochMs, { ...others, recordOffsetMinutes })
    const at: Instant = { epochMs, offsetMinutes, offsetKnown: timestampLocalization === 1 }
    return { ...record, ...at, date: dateOf(at), timestamp: stampOf(at) }
  }
  const all = records.map(placed)
  return {
    /** In the order of time. */
    place: <T extends Entry>(list: readonly T[]): Placed<T>[] => list.map(placed).sort(byTime),
    metadataOf(date: string) {
      const recorded = all.filter((one) => one.date === date)
      if (agrees(zone, recorded)) return dayMetadataOfZone(date, zone)
      const [start, end] = [resolveTime(date, others), resolveTime(nextDate(date), others)]
      return dayMetadata(date, start.offsetMinutes, end.offsetMinutes, start.timestampLocalization === 1)
    },
  }
}

/** What was recorded at one moment keeps one order, in whichever the answer has it. */
export const byTime = (a: Placed<object>, b: Placed<object>): number =>
  a.epochMs - b.epochMs || a.recordId.localeCompare(b.recordId)
