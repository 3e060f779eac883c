import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  formatTimestamp,
  type Instant,
  isZone,
  localDate,
  nextDate,
  offsetOfZone,
  parseInstant,
} from '../../normalise/time.ts'

const nearMs = 48 * 3_600_000

/** The person's clock over some days. */
export interface DayClock {
  metadataOf(date: string): DayMetadata
  /** The date of an instant. */
  dateOf(epochMs: number): string
  /** An instant on that clock. */
  stamp(epochMs: number): string
}

/**
 * The person's clock where an answer has days and minutes without an offset: that of what was recorded nearest, within 48
 * hours (R1). Where that agrees with the zone of their settings, or nothing was recorded, the zone decides, so that days of a
 * clock change have 23 or 25 hours.
 */
export function dayClock(recorded: readonly Instant[], zone: string | null): DayClock {
  const witnesses = recorded.filter(({ offsetKnown }) => offsetKnown).sort((a, b) => a.epochMs - b.epochMs)
  const home = zone !== null && isZone(zone) ? zone : null
  const agrees = ({ epochMs, offsetMinutes }: Instant) => home !== null && offsetOfZone(home, epochMs) === offsetMinutes

  function nearest(epochMs: number): Instant | null {
    let best: Instant | null = null
    for (const witness of witnesses) {
      const awayMs = Math.abs(witness.epochMs - epochMs)
      if (awayMs <= nearMs && (best === null || awayMs < Math.abs(best.epochMs - epochMs))) best = witness
    }
    return best
  }

  const offsetAt = (epochMs: number): number => {
    const witness = nearest(epochMs)
    if (witness !== null && !agrees(witness)) return witness.offsetMinutes
    return home === null ? 0 : offsetOfZone(home, epochMs)
  }
  /** Of the midnight at which a date begins; its instant depends on the offset, which changes little in a few hours. */
  const midnight = (date: string) => {
    const asUtcMs = parseInstant(date).epochMs
    return nearest(asUtcMs - offsetAt(asUtcMs) * 60_000)
  }

  return {
    metadataOf(date) {
      const [start, end] = [midnight(date), midnight(nextDate(date))]
      const isAbroad = [start, end].some((witness) => witness !== null && !agrees(witness))
      if (home !== null && !isAbroad) return dayMetadataOfZone(date, home)
      const known = start ?? end
      return known === null
        ? dayMetadata(date, 0, 0, false)
        : dayMetadata(date, known.offsetMinutes, (end ?? known).offsetMinutes)
    },
    dateOf: (epochMs) => localDate(epochMs, offsetAt(epochMs)),
    stamp: (epochMs) => formatTimestamp(epochMs, offsetAt(epochMs)),
  }
}
