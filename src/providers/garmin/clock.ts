import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  formatTimestamp,
  offsetOfZone,
  parseInstant,
} from '../../normalise/time.ts'

/** What a summary says of the person's clock: at which instant, and by how many seconds it was ahead of UTC. */
export interface Told {
  seconds: number
  offsetSeconds: number | null | undefined
}

/** What the person's clock showed when. */
export interface Clock {
  isKnown: boolean
  /** An instant as the wire writes it. */
  stamp(epochSeconds: number): string
}

const known = (told: readonly Told[]) =>
  told
    .flatMap(({ seconds, offsetSeconds }) =>
      typeof offsetSeconds === 'number' ? [{ seconds, minutes: Math.round(offsetSeconds / 60) }] : [],
    )
    .sort((a, b) => a.seconds - b.seconds)

/** The person's zone where all that is told agrees with it: it then says also when clocks change. */
const homeOf = (told: readonly Told[], zone: string | null): string | null =>
  zone !== null && known(told).every(({ seconds, minutes }) => offsetOfZone(zone, seconds * 1000) === minutes)
    ? zone
    : null

/** A clock by what is told of it: from each instant on what was told then. Without anything the zone; UTC without one (R1). */
export function clockOf(told: readonly Told[], zone: string | null): Clock {
  const witnesses = known(told)
  const home = homeOf(told, zone)
  const minutesAt = (seconds: number): number => {
    if (home !== null) return offsetOfZone(home, seconds * 1000)
    return (witnesses.findLast((one) => one.seconds <= seconds) ?? witnesses[0])?.minutes ?? 0
  }
  return {
    isKnown: witnesses.length > 0 || zone !== null,
    stamp: (seconds) => formatTimestamp(seconds * 1000, minutesAt(seconds)),
  }
}

const daySeconds = 86_400
/** Days on which clocks change by an hour or half of one. Any other length is that of a day which goes on. */
const changedDays: readonly number[] = [23, 23.5, 24.5, 25].map((hours) => hours * 3600)

/**
 * The midnights of a date, by what is told of its clock and how long it was. One that is synced exactly an hour before its
 * end looks like one on which clocks went forward, until the next sync.
 */
export function dayOf(date: string, told: readonly Told[], lengthSeconds: number | null, zone: string | null) {
  const witnesses = known(told)
  const [first] = witnesses
  const home = homeOf(told, zone)
  if (first === undefined || home !== null) return dayMetadataOfZone(date, home ?? 'UTC')
  const isChanged = lengthSeconds !== null && changedDays.includes(lengthSeconds)
  const last = isChanged ? first.minutes + (daySeconds - lengthSeconds) / 60 : witnesses.at(-1)?.minutes
  return dayMetadata(date, first.minutes, last)
}

/** What the midnights of a day tell of its clock. */
export const toldBy = ({ start_time, end_time }: DayMetadata): Told[] =>
  [start_time, end_time].map((text) => {
    const { epochMs, offsetMinutes } = parseInstant(text)
    return { seconds: epochMs / 1000, offsetSeconds: offsetMinutes * 60 }
  })
