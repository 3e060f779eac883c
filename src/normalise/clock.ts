import { dayMs } from '../../normalise/civil.ts'
import {
  type DayMetadata,
  dayMetadata,
  formatTimestamp,
  type Instant,
  localDate,
  offsetOfZone,
  parseInstant,
  shiftDate,
} from '../../normalise/time.ts'

const nearMs = 2 * dayMs

/** The person's clock, as nights and workouts show it. */
export interface Clock {
  /** A time of the person's clock that Polar writes without an offset: `2026-03-10T08:01`, with seconds or not. */
  at(wall: string): Instant
  /** An instant on that clock. */
  of(epochMs: number): Instant
  metadataOf(date: string): DayMetadata
}

/** As the wire writes it. */
export const stamp = ({ epochMs, offsetMinutes }: Instant): string => formatTimestamp(epochMs, offsetMinutes)

/**
 * A clock by what is known to have been shown when: the nearest witness within 48 hours says the offset, and where the
 * person's zone agrees with it there, the zone does, also when clocks change in between. Without a witness the zone;
 * without a zone UTC, which is then not known (R1).
 */
export function clockOf(witnesses: readonly Instant[], zone: string | null): Clock {
  const known = witnesses
    .filter(({ offsetKnown }) => offsetKnown)
    .map((one) => ({ ...one, wallMs: one.epochMs + one.offsetMinutes * 60_000 }))
    .sort((a, b) => a.epochMs - b.epochMs || a.offsetMinutes - b.offsetMinutes)

  function placeAt(by: 'wallMs' | 'epochMs', ms: number): string | null {
    let nearest: (typeof known)[number] | null = null
    for (const one of known) if (nearest === null || away(one[by], ms) < away(nearest[by], ms)) nearest = one
    if (nearest === null || away(nearest[by], ms) > nearMs) return zone
    const { epochMs, offsetMinutes } = nearest
    return zone !== null && offsetOfZone(zone, epochMs) === offsetMinutes ? zone : offsetText(offsetMinutes)
  }

  // Days have thousands of samples: those of an hour are at one place, whichever of them comes first.
  const places = new Map<string, string | null>()
  const at = (wall: string): Instant => {
    const hour = wall.length > 13 ? `${wall.slice(0, 13)}:00` : wall
    let place = places.get(hour)
    if (place === undefined) {
      place = placeAt('wallMs', parseInstant(hour).epochMs)
      places.set(hour, place)
    }
    return parseInstant(wall, place ?? undefined)
  }
  return {
    at,
    of(epochMs) {
      const place = placeAt('epochMs', epochMs)
      return place === null
        ? { epochMs, offsetMinutes: 0, offsetKnown: false }
        : { epochMs, offsetMinutes: offsetOfZone(place, epochMs), offsetKnown: true }
    },
    metadataOf(date) {
      const [start, end] = [at(`${date}T00:00`), at(`${shiftDate(date, 1)}T00:00`)]
      return dayMetadata(date, start.offsetMinutes, end.offsetMinutes, start.offsetKnown)
    },
  }
}

const away = (one: number, other: number): number => Math.abs(one - other)

/** `+05:30`, which counts as a zone too. */
const offsetText = (minutes: number): string => formatTimestamp(0, minutes).slice(-6)

/**
 * Readings that stand under the minute of the day (`23:57`, `00:02`), in any order, of a night that began at an instant:
 * what is earlier on the clock than its beginning is of the next date.
 */
export function throughNight<V>(
  readings: Readonly<Record<string, V>> | null | undefined,
  begun: Instant,
  clock: Clock,
): { at: Instant; value: V }[] {
  const date = localDate(begun.epochMs, begun.offsetMinutes)
  const minute = stamp(begun).slice(11, 16)
  return Object.entries(readings ?? {})
    .map(([key, value]) => ({ at: clock.at(`${key < minute ? shiftDate(date, 1) : date}T${key}`), value }))
    .sort((a, b) => a.at.epochMs - b.at.epochMs)
}
