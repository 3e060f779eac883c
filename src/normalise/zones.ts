import { TellusError } from '../lib/errors.ts'

const hourMs = 3_600_000
const quarterMs = 900_000
const utcDayMs = 24 * hourMs

/** Offsets of one zone: a whole UTC day at once, or by quarter hour on the days of a clock change. */
interface ZoneCache {
  format: Intl.DateTimeFormat
  days: Map<number, number | 'change'>
  quarters: Map<number, number>
}

const zones = new Map<string, ZoneCache | number>()
const maxRemembered = 100_000

const badZone = (zone: string): TellusError =>
  new TellusError(
    'bad_request',
    `"${zone}" is not a time zone: give an IANA name such as Europe/Oslo or an offset such as +05:30.`,
  )

const utcNames = new Set(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Z'])

/** Whether a zone is only a name of UTC: nobody lives there, so it stands for a zone that is not known. */
export const isUtcName = (zone: string): boolean => utcNames.has(zone)

const fixedOffset = /^([+-])(\d\d):?(\d\d)$/

function openZone(zone: string): ZoneCache | number {
  if (zone === 'Z') return 0
  const fixed = fixedOffset.exec(zone)
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3])
    if (Number(fixed[3]) > 59 || minutes > maxOffsetMinutes) throw badZone(zone)
    return fixed[1] === '-' && minutes > 0 ? -minutes : minutes
  }
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    return { format, days: new Map(), quarters: new Map() }
  } catch (cause) {
    if (cause instanceof RangeError) throw badZone(zone)
    throw cause
  }
}

function zoneCache(zone: string): ZoneCache | number {
  let cache = zones.get(zone)
  if (cache === undefined) {
    cache = openZone(zone)
    if (zones.size >= 1000) zones.clear()
    zones.set(zone, cache)
  }
  return cache
}

const longOffset = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/

function lookUp(format: Intl.DateTimeFormat, epochMs: number): number {
  const found = longOffset.exec(format.format(epochMs))
  if (!found) throw new Error(`Intl gave no offset for ${format.resolvedOptions().timeZone}`)
  // Local mean times of the 19th century have seconds; the wire format has none.
  const minutes = Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0) + Math.round(Number(found[4] ?? 0) / 60)
  return found[1] === '-' && minutes > 0 ? -minutes : minutes
}

/** Largest offset that is read and written; no clock in use is further than 14 h from UTC. */
export const maxOffsetMinutes = 14 * 60 + 59

/**
 * Minutes east of UTC that a zone (IANA name, `+HH:MM` or `Z`) has at an instant. Throws `TellusError` when there is
 * no such zone. Cheap to call for every sample: Intl is asked at most twice per zone and UTC day, and by the quarter
 * hour on days of a clock change (all of them since 1972 happen on one).
 */
export function offsetOfZone(zone: string, epochMs: number): number {
  const cache = zoneCache(zone)
  if (typeof cache === 'number') return cache
  const day = Math.floor(epochMs / utcDayMs)
  let offset = cache.days.get(day)
  if (offset === undefined) {
    const first = lookUp(cache.format, day * utcDayMs)
    offset = first === lookUp(cache.format, (day + 1) * utcDayMs) ? first : 'change'
    if (cache.days.size >= maxRemembered) cache.days.clear()
    cache.days.set(day, offset)
  }
  return offset === 'change' ? offsetByQuarter(cache, epochMs) : offset
}

function offsetByQuarter(cache: ZoneCache, epochMs: number): number {
  const quarter = Math.floor(epochMs / quarterMs)
  let offset = cache.quarters.get(quarter)
  if (offset === undefined) {
    offset = lookUp(cache.format, quarter * quarterMs)
    if (cache.quarters.size >= maxRemembered) cache.quarters.clear()
    cache.quarters.set(quarter, offset)
  }
  return offset
}

/** Whether `offsetOfZone` knows the zone. */
export function isZone(zone: string): boolean {
  try {
    zoneCache(zone)
    return true
  } catch (error) {
    if (error instanceof TellusError) return false
    throw error
  }
}

/**
 * The instant at which a zone's clock shows a wall time, given as if it were UTC. A wall time that happens twice
 * (clocks set back) means the first; one that never happens (set forward) is read with the offset before the change,
 * so 02:30 becomes 03:30. The same choice as Temporal's "compatible".
 */
export function instantOfWallTime(wallMs: number, zone: string): { epochMs: number; offsetMinutes: number } {
  // Offsets lie between −12 and +14 hours, so these two instants stand on either side of the wanted one.
  const before = offsetOfZone(zone, wallMs - 16 * hourMs)
  const after = offsetOfZone(zone, wallMs + 16 * hourMs)
  const early = wallMs - before * 60_000
  if (before === after || offsetOfZone(zone, early) === before) return { epochMs: early, offsetMinutes: before }
  const late = wallMs - after * 60_000
  if (offsetOfZone(zone, late) === after) return { epochMs: late, offsetMinutes: after }
  return { epochMs: early, offsetMinutes: offsetOfZone(zone, early) }
}

/**
 * The first instant at which a zone's clock shows the wall time or a later one: like `instantOfWallTime`, but a wall
 * time inside a clock change forward gives the moment of the change.
 */
export function firstInstantFrom(wallMs: number, zone: string): number {
  const found = instantOfWallTime(wallMs, zone)
  if (found.epochMs + found.offsetMinutes * 60_000 === wallMs) return found.epochMs
  let low = wallMs - found.offsetMinutes * 60_000
  let high = found.epochMs
  // Here low is still before the change and high after it.
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000
    if (middle + offsetOfZone(zone, middle) * 60_000 >= wallMs) high = middle
    else low = middle
  }
  return high
}
