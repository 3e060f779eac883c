import { dayText } from '../../normalise/civil.ts'
import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  nextDate,
  offsetOfZone,
  startOfLocalDay,
} from '../../normalise/time.ts'

/** Something of a day and the zone in which it happened. */
interface Witness {
  atMs: number
  zone: string
}

/**
 * From when to when the local days are (R2): the midnights of the zones in which the first and the last thing of each day
 * happened. What was slept tells of it only where nothing else does, then the aggregates, at last `fallbackZone`.
 */
export function createWitnesses(fallbackZone: string) {
  const seen = new Map<number, { first: Witness; last: Witness; rank: number }>()
  return {
    /** `rank` 0 for what was measured awake, 1 for sleep, 2 for aggregates: of a day the lowest counts alone. */
    see(day: number, rank: 0 | 1 | 2, atMs: number, zone: string): void {
      const witness = { atMs, zone }
      const known = seen.get(day)
      if (known === undefined || rank < known.rank) seen.set(day, { first: witness, last: witness, rank })
      else if (rank === known.rank) {
        if (isBefore(witness, known.first)) known.first = witness
        if (isBefore(known.last, witness)) known.last = witness
      }
    },
    /** Midnight to midnight of a day. */
    metadataOf(day: number): DayMetadata {
      const date = dayText(day)
      const known = seen.get(day)
      if (known === undefined) return dayMetadataOfZone(date, fallbackZone)
      return dayMetadata(date, midnightOffset(date, known.first.zone), midnightOffset(nextDate(date), known.last.zone))
    },
  }
}

export type Witnesses = ReturnType<typeof createWitnesses>

/** By time; of one moment by zone, so that the order of the items leaves no trace. */
const isBefore = (a: Witness, b: Witness): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.zone < b.zone)

const midnightOffset = (date: string, zone: string): number => offsetOfZone(zone, startOfLocalDay(date, zone))
