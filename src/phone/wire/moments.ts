import { isMoment, localDay } from '../../import/days/collector.ts'
import { dayText } from '../../normalise/civil.ts'
import { isZone, offsetOfZone, offsetText, tryParseInstant } from '../../normalise/time.ts'

/** A moment on the clock of the place where it was. */
export interface Moment {
  atMs: number
  offsetMinutes: number
}

/** What tells the zone of an item that does not say everything itself. */
export interface Clock {
  /** The item's own zone; null when it names none that is known. */
  own: string | null
  /** The phone's. */
  phone: string | null
}

/** A zone by its name, IANA or `±HH:MM`; null when it is none. */
export const zoneOf = (value: unknown): string | null => (typeof value === 'string' && isZone(value) ? value : null)

/**
 * A moment as ISO 8601 or as milliseconds since 1970. The item's own zone wins over the offset of the text, which phones
 * write with the zone they are in; a bare offset does not, for the clocks may have changed since. The phone's own zone counts
 * where there is neither. Null when it is no moment.
 */
export function momentOf(value: unknown, { own, phone }: Clock): Moment | null {
  const zone = own ?? phone
  if (typeof value === 'number') {
    return isMoment(value) ? { atMs: value, offsetMinutes: zone === null ? 0 : offsetOfZone(zone, value) } : null
  }
  if (typeof value !== 'string') return null
  const read = tryParseInstant(value, zone ?? undefined)
  if (read === null || !isMoment(read.epochMs)) return null
  const isOfZone = own !== null && !/^[+-]/.test(own)
  return { atMs: read.epochMs, offsetMinutes: isOfZone ? offsetOfZone(own, read.epochMs) : read.offsetMinutes }
}

/** The zone that an item is kept with: its own, the phone's where that fits, else the bare offset. */
export function zoneToKeep({ atMs, offsetMinutes }: Moment, { own, phone }: Clock): string {
  if (own !== null) return own
  return phone !== null && offsetOfZone(phone, atMs) === offsetMinutes ? phone : offsetText(offsetMinutes)
}

/** The local day of a moment, days since 1970. */
export const dayNumberOf = ({ atMs, offsetMinutes }: Moment): number => localDay(atMs, offsetMinutes)

/** The local day of a moment, `YYYY-MM-DD`. */
export const dayOf = (moment: Moment): string => dayText(dayNumberOf(moment))
