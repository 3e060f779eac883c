import { agrees, dateOf } from '../../normalise/clock.ts'
import { type DayMetadata, dayMetadata, dayMetadataOfZone, type Instant } from '../../normalise/time.ts'

/** A local day of which WHOOP tells something, its midnights on the person's clock. */
export interface Day {
  date: string
  metadata: DayMetadata
}

/**
 * The day of an instant. Where the offset there is that of the zone the person is known to be in, the zone says when the
 * day begins and ends, also when clocks change in between; else the day ends by the clock of what comes `next`, and by its
 * own where nothing does (R2).
 */
export function dayOf(at: Instant, zone: string | null, next: Instant = at): Day {
  const date = dateOf(at)
  const metadata = agrees(zone, [at])
    ? dayMetadataOfZone(date, zone)
    : dayMetadata(date, at.offsetMinutes, next.offsetMinutes, at.offsetKnown)
  return { date, metadata }
}
