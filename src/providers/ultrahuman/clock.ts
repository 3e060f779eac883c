import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  formatTimestamp,
  isZone,
  offsetOfZone,
  offsetText,
  parseInstant,
  startOfLocalDay,
} from '../../normalise/time.ts'
import { isUtcName } from '../../normalise/zones.ts'

/** The person's clock on a day of Ultrahuman's. */
export interface Clock {
  metadata: DayMetadata
  offsetAt(epochMs: number): number
  /** An instant as the wire writes it. */
  stamp(epochMs: number): string
}

/** The furthest that a midnight on earth is from that of UTC, minutes. */
const furthestMinutes = 14 * 60
const quarterMinutes = 15

/**
 * The clock of a day. Ultrahuman says in which zone the person is **now**, and when the day began: of its zone and the one
 * that is known of the person the one counts in which it began then, also through a change of clocks. Where it began then in
 * neither, the person was elsewhere, and its beginning tells the offset. Without a beginning the first zone; without any
 * UTC, which is then not known (R1).
 */
export function clockOf(
  date: string,
  told: { startMs: number | null; latestZone: string | null },
  userZone: string | null,
): Clock {
  const zones = [told.latestZone, userZone].flatMap((zone) =>
    zone !== null && isZone(zone) && !isUtcName(zone) ? [zone] : [],
  )
  // Who is in no zone has days of UTC for want of better.
  const isNowhere = told.latestZone !== null && isUtcName(told.latestZone)
  const offset = isNowhere || told.startMs === null ? null : offsetOfStart(date, told.startMs)
  const fitting = zones.find((zone) => startOfLocalDay(date, zone) === told.startMs)
  const place = fitting ?? (offset === null ? zones[0] : offsetText(offset)) ?? null
  const offsetAt = (epochMs: number) => (place === null ? 0 : offsetOfZone(place, epochMs))
  return {
    metadata: place === null ? dayMetadata(date, 0, 0, false) : dayMetadataOfZone(date, place),
    offsetAt,
    stamp: (epochMs) => formatTimestamp(epochMs, offsetAt(epochMs)),
  }
}

/** Minutes east of UTC of a clock that showed midnight at an instant; null where no clock did. */
function offsetOfStart(date: string, startMs: number): number | null {
  const minutes = (parseInstant(date).epochMs - startMs) / 60_000
  return minutes % quarterMinutes === 0 && Math.abs(minutes) <= furthestMinutes ? minutes : null
}
