import { TellusError } from '../lib/errors.ts'
import { dayMs, daysFromCivil, daysInMonth } from './civil.ts'
import { maxOffsetMinutes } from './zones.ts'

/** A wall time as read from a text; `offsetMinutes` is null when the text has none and `'utc'` for a bare `Z`. */
export interface WallTime {
  /** The wall time as if it were UTC. */
  wallMs: number
  offsetMinutes: number | 'utc' | null
}

const zero = 48
const nine = 57
const plus = 43
const comma = 44
const minus = 45
const dot = 46
const colon = 58
const space = 32

/** Two digits at `at` as a number; NaN when they are not digits. Called for every time in a file, hence no regexp. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero
  const ones = text.charCodeAt(at + 1) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** Day number of the `YYYY-MM-DD` a text begins with; NaN when there is no such date. */
export function readDate(text: string): number {
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const isDate =
    text.charCodeAt(4) === minus &&
    text.charCodeAt(7) === minus &&
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= daysInMonth(year, month))
  return isDate ? daysFromCivil(year, month, day) : Number.NaN
}

/**
 * Reads `YYYY-MM-DD`, then optionally `T` or a space and `HH:MM[:SS[.fraction]]`, then optionally `Z`, `±HH:MM`,
 * `±HHMM` or `±HH`, with or without a space before it (Apple's export writes one). Fractions are kept to the
 * microsecond. `-00:00` means, as in RFC 3339, that only UTC is known. Null for anything else.
 */
export function readWallTime(text: string): WallTime | null {
  const wallDay = readDate(text) * dayMs
  if (Number.isNaN(wallDay)) return null
  if (text.length === 10) return { wallMs: wallDay, offsetMinutes: null }
  const separator = text.charCodeAt(10)
  if (separator !== 84 && separator !== 116 && separator !== space) return null
  const hour = two(text, 11)
  const minute = two(text, 14)
  if (!(hour <= 23 && minute <= 59) || text.charCodeAt(13) !== colon) return null
  let wallMs = wallDay + hour * 3_600_000 + minute * 60_000
  let at = 16
  if (text.charCodeAt(at) === colon) {
    const second = two(text, 17)
    if (!(second <= 59)) return null
    wallMs += second * 1000
    at = 19
    const mark = text.charCodeAt(at)
    if (mark === dot || mark === comma) {
      const end = endOfDigits(text, at + 1)
      if (end === at + 1) return null
      wallMs += Math.floor(Number(`0.${text.slice(at + 1, end)}`) * 1e6 + 1e-3) / 1000
      at = end
    }
  }
  const offsetMinutes = readOffset(text, at)
  return offsetMinutes === undefined ? null : { wallMs, offsetMinutes }
}

function endOfDigits(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) >= zero && text.charCodeAt(at) <= nine) at++
  return at
}

/** Offset written from `from` to the end of the text; undefined when what stands there is none. */
function readOffset(text: string, from: number): number | 'utc' | null | undefined {
  if (from === text.length) return null
  const at = text.charCodeAt(from) === space ? from + 1 : from
  const sign = text.charCodeAt(at)
  if (sign === 90 || sign === 122) return text.length === at + 1 ? 'utc' : undefined
  if (sign !== plus && sign !== minus) return undefined
  const hours = two(text, at + 1)
  const minutesAt = text.charCodeAt(at + 3) === colon ? at + 4 : at + 3
  const hasMinutes = text.length !== at + 3
  const minutes = hasMinutes ? two(text, minutesAt) : 0
  if (hasMinutes && text.length !== minutesAt + 2) return undefined
  const total = hours * 60 + minutes
  if (!(minutes <= 59 && total <= maxOffsetMinutes)) return undefined
  if (sign === plus) return total
  return total === 0 ? 'utc' : -total
}

/** The error for a text that `readWallTime` cannot read. */
export function notATime(text: string): TellusError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return new TellusError('unprocessable', `"${shown}" is not a time: expected a form like 2026-07-01T07:04:11+01:00.`)
}
