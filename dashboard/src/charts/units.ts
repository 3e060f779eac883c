/** What stands in place of a value that is not known. */
export const NONE = '–'

/** A number with thousands separated and at most `decimals` decimals. */
export function amountText(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  return new Intl.NumberFormat('en', { maximumFractionDigits: decimals }).format(value)
}

/** A value with its unit, `58 bpm`; a dash alone when it is not known. */
export function withUnit(value: number | null | undefined, unit: string, decimals = 0): string {
  const text = amountText(value, decimals)
  return text === NONE || unit === '' ? text : `${text} ${unit}`
}

/** Seconds as `7 h 12 min`, `41 min` or `18 s`. */
export function durationText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE
  if (Math.abs(seconds) < 60) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} min` : minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

/** Minutes per kilometre as `5:42`; a dash for standing still. */
export function paceText(minutesPerKm: number | null | undefined): string {
  if (minutesPerKm === null || minutesPerKm === undefined || !Number.isFinite(minutesPerKm)) return NONE
  const seconds = Math.round(minutesPerKm * 60)
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`
}

/** Under 1,000 m in metres, above in kilometres: `850 m`, `7.2 km`. */
export function distanceText(metres: number | null | undefined): string {
  if (metres === null || metres === undefined || !Number.isFinite(metres)) return NONE
  return metres < 1000 ? withUnit(metres, 'm') : withUnit(metres / 1000, 'km', metres < 10_000 ? 2 : 1)
}

/** `1 nap`, `3 naps`. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${amountText(count)} ${count === 1 ? one : many}`

/** Once, twice, then `3 times`. */
export const timesText = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${amountText(count)} times`
