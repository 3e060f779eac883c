import { type Clock, clockOf } from '../../normalise/clock.ts'
import { isZone, offsetText, parseInstant, startOfLocalDay } from '../../normalise/time.ts'
import { isUtcName } from '../../normalise/zones.ts'

/** The furthest that a midnight on earth is from that of UTC, minutes. */
const furthestMinutes = 14 * 60
const quarterMinutes = 15

/**
 * The clock of a day. Ultrahuman says in which zone the person is **now**, and when the day began: of its zone and the one
 * that is known of the person the one counts in which it began then, also through a change of clocks. Where it began then in
 * neither, the person was elsewhere, and its beginning tells the offset. Without a beginning the first zone; without any
 * UTC, which is then not known (R1).
 */
export function clockOfDay(
  date: string,
  { startMs, latestZone }: { startMs: number | null; latestZone: string | null },
  userZone: string | null,
): Clock {
  const zones = [latestZone, userZone].flatMap((zone) =>
    zone !== null && isZone(zone) && !isUtcName(zone) ? [zone] : [],
  )
  // Who is in no zone has days of UTC for want of better.
  const isNowhere = latestZone !== null && isUtcName(latestZone)
  const offset = isNowhere || startMs === null ? null : offsetOfStart(date, startMs)
  const fitting = zones.find((zone) => startOfLocalDay(date, zone) === startMs)
  return clockOf([], fitting ?? (offset === null ? zones[0] : offsetText(offset)) ?? null)
}

/** Minutes east of UTC of a clock that showed midnight at an instant; null where no clock did. */
function offsetOfStart(date: string, startMs: number): number | null {
  const minutes = (parseInstant(date).epochMs - startMs) / 60_000
  return minutes % quarterMinutes === 0 && Math.abs(minutes) <= furthestMinutes ? minutes : null
}
