/** Milliseconds of a day without a clock change; for arithmetic on day numbers, never on local days. */
export const dayMs = 86_400_000

/**
 * Days since 1970-01-01 of a proleptic Gregorian date.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)
const four = (n: number): string => `${n}`.padStart(4, '0')

/** `YYYY-MM-DD` of a day number (days since 1970-01-01), years 0 to 9999. The inverse of `daysFromCivil`. */
export function civilFromDays(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`day ${days} lies outside the years 0 to 9999`)
  return `${four(year)}-${two(month)}-${two(day)}`
}

/** Number of days of a month (1 to 12). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const dayTexts = new Map<number, string>()
let lastDay = Number.NaN
let lastDayText = ''

/** `civilFromDays` with a memory: a file names the same few thousand days millions of times. */
export function dayText(days: number): string {
  if (days === lastDay) return lastDayText
  let text = dayTexts.get(days)
  if (text === undefined) {
    text = civilFromDays(days)
    if (dayTexts.size >= 50_000) dayTexts.clear()
    dayTexts.set(days, text)
  }
  lastDay = days
  lastDayText = text
  return text
}
