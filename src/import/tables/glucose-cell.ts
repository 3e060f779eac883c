import { mmolToMgPerDl, strictNumber } from '../../normalise/units.ts'
import { SampleFlag } from '../days/collector.ts'

export type GlucoseUnit = 'mg/dL' | 'mmol/L'

/** The unit that a header names; null when it names none. */
export function unitOf(header: string): GlucoseUnit | null {
  if (/mmol\/l/i.test(header)) return 'mmol/L'
  return /mg\/dl/i.test(header) ? 'mg/dL' : null
}

/** No reading in mmol/L comes near this, and none in mg/dL lies below it. */
const leastMgPerDl = 40

/** The unit of readings whose header does not tell it, by the largest of them. */
export const unitOfLargest = (largest: number): GlucoseUnit => (largest >= leastMgPerDl ? 'mg/dL' : 'mmol/L')

// What sensors write instead of a value, in the languages of the exports.
const low = /^(lo|low|niedrig|bas|bajo|baja|basso|baixo|laag|lav|låg)$/i
const high = /^(hi|high|hoch|haut|élevé|alto|alta|hoog|høy|høj|hög)$/i

/** A number with a point or a comma; null for anything else. */
export const decimal = (text: string): number | null => strictNumber(text.replace(',', '.'))

/** A glucose field in mg/dL, or what stands for a value out of the sensor's range; null when it says nothing. */
export function glucoseOf(text: string, unit: GlucoseUnit): { value: number; flags: number } | null {
  if (low.test(text)) return { value: 0, flags: SampleFlag.LOW }
  if (high.test(text)) return { value: 0, flags: SampleFlag.HIGH }
  const value = decimal(text)
  return value === null ? null : { value: unit === 'mg/dL' ? value : mmolToMgPerDl(value), flags: 0 }
}
