import { dayMs } from '../../normalise/civil.ts'
import { readDate } from '../../normalise/instant-text.ts'
import { offsetOfZone, tryParseInstant } from '../../normalise/time.ts'
import { strictNumber } from '../../normalise/units.ts'
import { isMoment } from '../days/collector.ts'

/** A moment: UTC without saying so, or milliseconds since 1970 in older exports; null when it is none. */
export function momentOf(value: unknown): number | null {
  const text = typeof value === 'number' ? `${value}` : typeof value === 'string' ? value : ''
  const epochMs = /^\d{10,14}$/.test(text) ? Number(text) : (tryParseInstant(`${text}Z`)?.epochMs ?? Number.NaN)
  return isMoment(epochMs) ? epochMs : null
}

const offset = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?$/

/** Minutes east of UTC of `UTC+0100`, or of the person's zone at that moment where there is none. */
export function offsetOf(text: string, epochMs: number, zone: string): number {
  const found = offset.exec(text)
  if (found === null) return offsetOfZone(zone, epochMs)
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
  return found[1] === '-' && minutes > 0 ? -minutes : minutes
}

/** A local day, which is written as its midnight in UTC; days since 1970, null when it is none. */
export function dayOf(text: string): number | null {
  const day = /^\d{10,14}$/.test(text) ? Math.floor(Number(text) / dayMs) : readDate(text.slice(0, 10))
  return Number.isFinite(day) ? day : null
}

/** A number of zero or more; less stands for none. */
export function figure(value: unknown): number | null {
  const number = strictNumber(value)
  return number !== null && number >= 0 ? number : null
}

/** A number above zero: where nothing was measured, zero is written. */
export function positive(value: unknown): number | null {
  const number = strictNumber(value)
  return number !== null && number > 0 ? number : null
}
