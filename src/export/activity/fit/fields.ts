import { fitTime } from '../../../generate/fit/encode.ts'
import { tryParseInstant } from '../../../normalise/time.ts'

export type Fields = Record<string, number | string | readonly number[]>

export const msOf = (text: string | null | undefined): number | null =>
  typeof text === 'string' ? (tryParseInstant(text)?.epochMs ?? null) : null

/** FIT's seconds; it has no finer time. */
export const secondsOf = (epochMs: number): number => Math.round(fitTime(new Date(epochMs).toISOString()))

/** FIT counts from 1989-12-31; the first eight and a half years are for clocks that were never set. */
export const isDated = (epochMs: number | null): boolean =>
  epochMs !== null && secondsOf(epochMs) >= 0x10000000 && secondsOf(epochMs) < 0xffffffff

/** The fields that have a value which their type can hold; FIT says what is unknown by leaving it out. */
export function filled(values: Readonly<Record<string, Bounded>>): Fields {
  const fields: Fields = {}
  for (const [name, { value, most, least = 0 }] of Object.entries(values))
    if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) fields[name] = value
  return fields
}

interface Bounded {
  value: number | null | undefined
  most: number
  least?: number
}

// The highest value of each width is FIT's "invalid".
export const byte = (value: number | null | undefined): Bounded => ({ value, most: 254 })
export const word = (value: number | null | undefined, scale = 1): Bounded => ({ value, most: 65_534 / scale })
export const long = (value: number | null | undefined, scale = 1): Bounded => ({ value, most: 4_294_967_294 / scale })
export const altitude = (value: number | null | undefined): Bounded => ({ value, most: 100_000, least: -500 })

/** Texts are written whole up to this many bytes. */
const longestTextBytes = 100
export const text = (value: string): string => {
  let kept = ''
  for (const sign of value.replace(/[\u0000-\u001f]/g, ' ')) {
    if (Buffer.byteLength(kept + sign) > longestTextBytes) break
    kept += sign
  }
  return kept
}

/** Whole turns and their 128ths, of one leg on foot. */
export function turns(whole: string, fraction: string, cadence: number | null | undefined, legs: number): Fields {
  const one = cadence === null || cadence === undefined ? null : Math.round((cadence / legs) * 128) / 128
  if (one === null || one < 0 || one >= 255) return {}
  const full = Math.floor(one)
  return one === full ? { [whole]: full } : { [whole]: full, [fraction]: one - full }
}
