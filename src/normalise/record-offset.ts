import { TimestampLocalization } from '../schema/enums.ts'
import { notATime, readWallTime } from './instant-text.ts'
import { instantOfWallTime, isUtcName, isZone, maxOffsetMinutes, offsetOfZone } from './zones.ts'

/** Where an offset came from, the most trusted first (R1). */
const sources = ['record', 'record_zone', 'nearest_record', 'profile_zone', 'user_zone', 'utc'] as const
export type OffsetSource = (typeof sources)[number]

/** Another record, with the offset it was stored with. */
export interface OffsetWitness {
  epochMs: number
  offsetMinutes: number
  source: OffsetSource
}

/** All that may tell the offset of a record; what is absent, no zone or no offset is passed over. */
export interface OffsetCandidates {
  /** Written on the record, minutes east of UTC. */
  recordOffsetMinutes?: number | null
  /** Zone on the record, IANA name. */
  recordZone?: string | null
  /** The user's other records of the same provider, in any order. */
  sameProvider?: readonly OffsetWitness[]
  /** Zone in the provider's profile of the user. */
  profileZone?: string | null
  /** Zone set for the user in Tellus. */
  userZone?: string | null
}

export interface ChosenOffset {
  offsetMinutes: number
  source: OffsetSource
  timestampLocalization: TimestampLocalization
}

/** A record's time with the offset chosen for it. */
export interface ResolvedTime extends ChosenOffset {
  epochMs: number
  /** The literal text of a time that came without offset: the one thing that is certain of it. Else null. */
  wallTime: string | null
}

interface Moment {
  epochMs: number
  offsetMinutes: number
}

/** How a time becomes a moment once an offset or a zone is known. */
interface UnplacedTime {
  at(offsetMinutes: number): Moment
  in(zone: string): Moment
}

const instant = (epochMs: number): UnplacedTime => ({
  at: (offsetMinutes) => ({ epochMs, offsetMinutes }),
  in: (zone) => ({ epochMs, offsetMinutes: offsetOfZone(zone, epochMs) }),
})

const floating = (wallMs: number): UnplacedTime => ({
  at: (offsetMinutes) => ({ epochMs: wallMs - offsetMinutes * 60_000, offsetMinutes }),
  in: (zone) => instantOfWallTime(wallMs, zone),
})

/**
 * Offset of a record whose instant is known, by R1's order of trust: on the record; its zone at that instant; the
 * nearest record of the same provider within 48 hours; the profile's zone; the user's zone; UTC. Only UTC for want of
 * better is not local time. Store `source` with the record when it is neither `record` nor `record_zone`.
 */
export function chooseOffset(epochMs: number, candidates: OffsetCandidates): ChosenOffset {
  const { offsetMinutes, source, timestampLocalization } = choose(instant(epochMs), candidates)
  return { offsetMinutes, source, timestampLocalization }
}

/**
 * A time as a provider writes it, with its offset by R1's order of trust. An offset in the text is the record's. A bare
 * `Z` says when, not where. A text with neither is floating time (Libre, legacy Fitbit): its instant depends on the
 * offset that is chosen, so the text is kept for `reresolve`. Throws `TellusError` when the text is no time.
 */
export function resolveTime(text: string, candidates: OffsetCandidates): ResolvedTime {
  const read = readWallTime(text)
  if (!read) throw notATime(text)
  const { wallMs, offsetMinutes } = read
  if (offsetMinutes === null) return { ...choose(floating(wallMs), candidates), wallTime: text }
  if (offsetMinutes === 'utc') return { ...choose(instant(wallMs), candidates), wallTime: null }
  const epochMs = wallMs - offsetMinutes * 60_000
  return { ...choose(instant(epochMs), { recordOffsetMinutes: offsetMinutes }), wallTime: null }
}

/**
 * A stored time again, now that more is known: floating time from its literal wall time, other time with its instant as
 * it is. A source less trusted than the one it had changes nothing.
 */
export function reresolve(time: ResolvedTime, candidates: OffsetCandidates): ResolvedTime {
  const { wallTime } = time
  const again =
    wallTime === null ? { ...choose(instant(time.epochMs), candidates), wallTime } : resolveTime(wallTime, candidates)
  return sources.indexOf(again.source) <= sources.indexOf(time.source) ? again : time
}

function choose(time: UnplacedTime, candidates: OffsetCandidates): Moment & ChosenOffset {
  const { recordOffsetMinutes, recordZone, sameProvider, profileZone, userZone } = candidates
  const local = (moment: Moment, source: OffsetSource) => ({
    ...moment,
    source,
    timestampLocalization: TimestampLocalization.LOCAL,
  })
  if (isOffset(recordOffsetMinutes)) return local(time.at(recordOffsetMinutes), 'record')
  if (isPlace(recordZone)) return local(time.in(recordZone), 'record_zone')
  const nearest = nearestOffset(time, sameProvider ?? [])
  if (nearest !== null) return local(time.at(nearest), 'nearest_record')
  if (isPlace(profileZone)) return local(time.in(profileZone), 'profile_zone')
  if (isPlace(userZone)) return local(time.in(userZone), 'user_zone')
  return { ...time.at(0), source: 'utc', timestampLocalization: TimestampLocalization.UTC }
}

const isOffset = (minutes: number | null | undefined): minutes is number =>
  Number.isInteger(minutes) && Math.abs(minutes ?? Number.NaN) <= maxOffsetMinutes

const isPlace = (zone: string | null | undefined): zone is string =>
  typeof zone === 'string' && !isUtcName(zone) && isZone(zone)

const nearMs = 48 * 3_600_000

/** Offset of the nearest witness; of two equally near the earlier, then the smaller offset. Null without any in reach. */
function nearestOffset(time: UnplacedTime, witnesses: readonly OffsetWitness[]): number | null {
  let best: { witness: OffsetWitness; awayMs: number } | null = null
  for (const witness of witnesses) {
    // An offset that was itself inferred proves nothing; passed on from record to record it would reach past 48 hours.
    if (witness.source !== 'record' && witness.source !== 'record_zone') continue
    if (!isOffset(witness.offsetMinutes)) continue
    const awayMs = Math.abs(time.at(witness.offsetMinutes).epochMs - witness.epochMs)
    if (awayMs > nearMs) continue
    const order =
      best === null
        ? -1
        : awayMs - best.awayMs ||
          witness.epochMs - best.witness.epochMs ||
          witness.offsetMinutes - best.witness.offsetMinutes
    if (order < 0) best = { witness, awayMs }
  }
  return best === null ? null : best.witness.offsetMinutes
}
