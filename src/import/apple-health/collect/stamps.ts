import { daysFromCivil, daysInMonth } from '../../../normalise/civil.ts'
import { tryParseInstant } from '../../../normalise/time.ts'

/** A time of an export; filled anew by every `readStamp`, because millions are read. */
export interface Stamp {
  /** Seconds since 1970; the export has no fractions. */
  seconds: number
  offsetMinutes: number
  /** Local date, as days since 1970. */
  day: number
}

const pair = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

const digitsAt = (text: string, at: number): boolean => {
  const a = text.charCodeAt(at)
  const b = text.charCodeAt(at + 1)
  return a >= 48 && a <= 57 && b >= 48 && b <= 57
}

/**
 * Reads `2024-01-02 07:03:01 +0100` into `into`; false when the text is no time between 1970 and 2105. Other spellings
 * that `normalise/time.ts` knows are understood too, with `fallbackZone` where they have no offset.
 */
export function readStamp(text: string, into: Stamp, fallbackZone: string): boolean {
  if (text.length !== 25 || text.charCodeAt(10) !== 32 || text.charCodeAt(19) !== 32) {
    return readOther(text, into, fallbackZone)
  }
  for (const at of pairsAt) if (!digitsAt(text, at)) return readOther(text, into, fallbackZone)
  const year = pair(text, 0) * 100 + pair(text, 2)
  const month = pair(text, 5)
  const day = pair(text, 8)
  const hour = pair(text, 11)
  const minute = pair(text, 14)
  const second = pair(text, 17)
  const sign = text.charCodeAt(20)
  const size = pair(text, 21) * 60 + pair(text, 23)
  const isDate = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysInMonth(year, month))
  if (!isDate || hour > 23 || minute > 59 || second > 59 || size > maxOffset || (sign !== 43 && sign !== 45))
    return false
  const offsetMinutes = sign === 45 ? -size : size
  const days = daysFromCivil(year, month, day)
  return fill(into, days * 86_400 + hour * 3600 + minute * 60 + second - offsetMinutes * 60, offsetMinutes)
}

const pairsAt = [0, 2, 5, 8, 11, 14, 17, 21, 23]

/** The wire format of timestamps has no larger offset. */
const maxOffset = 14 * 60 + 59

function readOther(text: string, into: Stamp, fallbackZone: string): boolean {
  const instant = tryParseInstant(text.trim(), fallbackZone)
  return instant !== null && fill(into, Math.floor(instant.epochMs / 1000), instant.offsetMinutes)
}

/** Rows keep seconds in 32 bits without a sign. */
const maxSeconds = 0xffff_ffff

function fill(into: Stamp, seconds: number, offsetMinutes: number): boolean {
  if (!(seconds >= 0 && seconds <= maxSeconds)) return false
  into.seconds = seconds
  into.offsetMinutes = offsetMinutes
  into.day = Math.floor((seconds + offsetMinutes * 60) / 86_400)
  return true
}
