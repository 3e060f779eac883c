import { notATime, readWallTime } from '../../normalise/instant-text.ts'
import { chooseOffset, resolveTime } from '../../normalise/record-offset.ts'
import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  formatTimestamp,
  localDate,
  nextDate,
  offsetOfZone,
  parseInstant,
} from '../../normalise/time.ts'
import type { TimestampLocalization } from '../../schema/enums.ts'

interface Timed {
  recordId: string
  systemTime: string
  displayTime: string
}

/** Something of an answer on the person's clock. */
export type Placed<T> = T & {
  epochMs: number
  offsetMinutes: number
  timestampLocalization: TimestampLocalization
  date: string
  timestamp: string
}

/** The person's clock over the days of an answer. */
export interface Clock {
  /** In the order of time. */
  place<T extends Timed>(records: readonly T[]): Placed<T>[]
  metadataOf(date: string): DayMetadata
}

/**
 * What offset a device showed, minutes east of UTC. Apps write it; of a receiver it is what lies between its two clocks, to
 * the quarter of an hour, because they drift. One that was set to another day gives more than there is on earth.
 */
function offsetOf({ systemTime, displayTime }: Timed): number {
  const shown = readWallTime(displayTime)
  if (shown === null) throw notATime(displayTime)
  if (typeof shown.offsetMinutes === 'number') return shown.offsetMinutes
  return Math.round((shown.wallMs - parseInstant(systemTime).epochMs) / 900_000) * 15
}

/**
 * A clock by all that an answer holds (R1): each record's own offset, else that of the record nearest within 48 hours, else
 * the person's zone. The midnights of a day are those of the zone where all that was recorded on it agrees with that, also
 * when clocks change, and else by what was recorded nearest (R2).
 */
export function clockOf(records: readonly Timed[], zone: string | null): Clock {
  const sameProvider = records.map((record) => ({
    epochMs: parseInstant(record.systemTime).epochMs,
    offsetMinutes: offsetOf(record),
    source: 'record' as const,
  }))
  const placeOf = (epochMs: number, recordOffsetMinutes: number) => {
    const chosen = chooseOffset(epochMs, { recordOffsetMinutes, sameProvider, userZone: zone })
    const { offsetMinutes, timestampLocalization } = chosen
    return { epochMs, offsetMinutes, timestampLocalization, date: localDate(epochMs, offsetMinutes) }
  }
  const places = sameProvider.map(({ epochMs, offsetMinutes }) => placeOf(epochMs, offsetMinutes))

  function placed<T extends Timed>(record: T): Placed<T> {
    const place = placeOf(parseInstant(record.systemTime).epochMs, offsetOf(record))
    return { ...record, ...place, timestamp: formatTimestamp(place.epochMs, place.offsetMinutes) }
  }

  return {
    place: (list) => list.map(placed).sort(byTime),
    metadataOf(date) {
      const own = places.filter((place) => place.date === date)
      if (zone !== null && own.every(({ epochMs, offsetMinutes }) => offsetOfZone(zone, epochMs) === offsetMinutes))
        return dayMetadataOfZone(date, zone)
      const start = resolveTime(date, { sameProvider, userZone: zone })
      const end = resolveTime(nextDate(date), { sameProvider, userZone: zone })
      return dayMetadata(date, start.offsetMinutes, end.offsetMinutes, start.timestampLocalization === 1)
    },
  }
}

/** What was recorded at one moment keeps one order, in whichever the answer has it. */
export const byTime = (a: Placed<Timed>, b: Placed<Timed>): number =>
  a.epochMs - b.epochMs || a.recordId.localeCompare(b.recordId)
