import { kgPerPound, kilojoulesPerKcal, metersPerFoot, metersPerMile, mgPerDlPerMmol } from './unit-sizes.ts'

// Conversions at the mapper's edge (R10). Nothing is rounded here: use `tidy` on what is emitted.

export const poundsToKg = (pounds: number): number => pounds * kgPerPound
export const kgToPounds = (kg: number): number => kg / kgPerPound
export const stonesToKg = (stones: number): number => stones * 14 * kgPerPound
export const ouncesToGrams = (ounces: number): number => (ounces * kgPerPound * 1000) / 16
export const milesToMeters = (miles: number): number => miles * metersPerMile
export const metersToMiles = (meters: number): number => meters / metersPerMile
export const feetToMeters = (feet: number): number => feet * metersPerFoot
export const metersToFeet = (meters: number): number => meters / metersPerFoot
export const inchesToCm = (inches: number): number => inches * 2.54
export const fahrenheitToCelsius = (fahrenheit: number): number => ((fahrenheit - 32) * 5) / 9
export const celsiusToFahrenheit = (celsius: number): number => (celsius * 9) / 5 + 32
/** For energy the body burned (WHOOP). The work a power meter measures (Strava's `kilojoules`) is another quantity. */
export const kilojoulesToKcal = (kilojoules: number): number => kilojoules / kilojoulesPerKcal
export const kcalToKilojoules = (kcal: number): number => kcal * kilojoulesPerKcal
export const kmhToMetersPerSecond = (kmh: number): number => kmh / 3.6
/** Pace in min/km of a speed in m/s; null when standing still. */
export const paceMinutesPerKm = (metersPerSecond: number): number | null =>
  metersPerSecond > 0 ? 1000 / 60 / metersPerSecond : null

/**
 * Glucose in mg/dL from mmol/L. Without a molar mass the usual factor 18.016; Apple writes the molar mass (g/mol) into
 * the unit, `mmol<180.1558800000541>/L`.
 */
export const mmolToMgPerDl = (mmolPerLiter: number, molarMass = mgPerDlPerMmol * 10): number =>
  (mmolPerLiter * molarMass) / 10

/** Degrees from the FIT format's semicircles (2³¹ semicircles are 180°). */
export const semicirclesToDegrees = (semicircles: number): number => (semicircles * 180) / 2 ** 31
export const degreesToSemicircles = (degrees: number): number => Math.round((degrees / 180) * 2 ** 31)

/** A value sent as mantissa and power of ten, as Withings does: 72345 with −3 is 72.345. */
export const scaled = (mantissa: number, exponent: number): number =>
  exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent

/**
 * A number from JSON or XML, strictly: a finite number or the text of one. `true`, "", "12 kg" and NaN are null, never
 * 0 or 1 (R9, R10).
 */
export function strictNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !numeral.test(value)) return null
  const n = Number(value)
  return Number.isFinite(n) ? n : null
}

const numeral = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** Splits Apple's "12300 cm" into number and unit; null when it does not begin with a number. */
export function readQuantity(text: string): { value: number; unit: string } | null {
  const found = /^\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*$/s.exec(text)
  return found ? { value: Number(found[1]), unit: found[2] ?? '' } : null
}

const isoDuration = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?)$/

/**
 * Seconds of an ISO 8601 duration, as Polar writes them: "PT2H44M45.5S", "P1DT1H", "P2W". A day counts 24 hours. Null
 * for anything else, also for years and months, which have no fixed length, and for a bare "P".
 */
export function isoDurationSeconds(text: string): number | null {
  const found = isoDuration.exec(text)
  if (!found || text === 'P') return null
  const part = (index: number): number => Number((found[index] ?? '0').replace(',', '.'))
  return part(1) * 604_800 + part(2) * 86_400 + part(3) * 3600 + part(4) * 60 + part(5)
}
