import { dayMs } from './civil.ts'
import {
  type DayMetadata,
  dayMetadata,
  formatTimestamp,
  type Instant,
  isZone,
  localDate,
  offsetOfZone,
  offsetText,
  parseInstant,
  shiftDate,
} from './time.ts'

const nearMs = 2 * dayMs

/** A person's clock, as what they recorded shows it. */
export interface Clock {
  /** A time of that clock that is written without an offset: `2026-03-10T08:01`, with seconds or not. */
  at(wall: string): Instant
  /** An instant on that clock. */
  of(epochMs: number): Instant
  /** An instant on that clock, as the wire writes it. */
  stamp(epochMs: number): string
  /** The date that the clock shows at an instant. */
  dateOf(epochMs: number): string
  metadataOf(date: string): DayMetadata
}

/** An instant as the wire writes it. */
export const stampOf = ({ epochMs, offsetMinutes }: Instant): string => formatTimestamp(epochMs, offsetMinutes)

/** The date that the clock shows at an instant, `YYYY-MM-DD`. */
export const dateOf = ({ epochMs, offsetMinutes }: Instant): string => localDate(epochMs, offsetMinutes)

/** The times of a session's `metadata`. */
export const sessionTimes = (start: Instant, end: Instant) => ({
  start_time: stampOf(start),
  end_time: stampOf(end),
  timestamp_localization: start.offsetKnown ? (1 as const) : (0 as const),
})

/** Whether a zone's clocks showed what was seen at some instants; true where nothing was. */
export const agrees = (
  zone: string | null,
  seen: readonly Pick<Instant, 'epochMs' | 'offsetMinutes'>[],
): zone is string =>
  zone !== null && seen.every(({ epochMs, offsetMinutes }) => offsetOfZone(zone, epochMs) === offsetMinutes)

/**
 * A clock by what is known to have been shown when: the nearest witness within 48 hours says the offset, and where the
 * person's zone agrees with it there, the zone does, also when clocks change in between. Without a witness the zone;
 * without a zone, or with one that nobody knows, UTC, which is then not known (R1).
 */
export function clockOf(witnesses: readonly Instant[], userZone: string | null): Clock {
  const zone = userZone !== null && isZone(userZone) ? userZone : null
  const known = witnesses
    .filter(({ offsetKnown }) => offsetKnown)
    .map((one) => ({
      ...one,
      wallMs: one.epochMs + one.offsetMinutes * 60_000,
      place: agrees(zone, [one]) ? zone : offsetText(one.offsetMinutes),
    }))
    .sort((a, b) => a.epochMs - b.epochMs || a.offsetMinutes - b.offsetMinutes)

  function placeAt(by: 'wallMs' | 'epochMs', ms: number): string | null {
    let nearest: (typeof known)[number] | null = null
    for (const one of known) if (nearest === null || away(one[by], ms) < away(nearest[by], ms)) nearest = one
    return nearest === null || away(nearest[by], ms) > nearMs ? zone : nearest.place
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
  const of = (epochMs: number): Instant => {
    const place = placeAt('epochMs', epochMs)
    return place === null
      ? { epochMs, offsetMinutes: 0, offsetKnown: false }
      : { epochMs, offsetMinutes: offsetOfZone(place, epochMs), offsetKnown: true }
  }
  return {
    at,
    of,
    stamp: (epochMs) => stampOf(of(epochMs)),
    dateOf: (epochMs) => localDate(epochMs, of(epochMs).offsetMinutes),
    metadataOf(date) {
      const [start, end] = [at(`${date}T00:00`), at(`${shiftDate(date, 1)}T00:00`)]
      return dayMetadata(date, start.offsetMinutes, end.offsetMinutes, start.offsetKnown)
    },
  }
}

const away = (one: number, other: number): number => Math.abs(one - other)
