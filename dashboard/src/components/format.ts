const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A whole or decimal number with separators of the reader's language: `2,103`. */
export function formatNumber(value: number, decimals = 0, locale?: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: decimals }).format(value)
}

/** A share 0–1 as a percentage, with one decimal. Never rounds a failure away: 0.9999 is `99.9 %`, not `100 %`. */
export function formatPercent(share: number, locale?: string): string {
  const tenths = share < 1 ? Math.min(Math.round(share * 1000), 999) : Math.round(share * 1000)
  const shown = share > 0 && tenths === 0 ? 1 : tenths
  return `${formatNumber(shown / 10, 1, locale)} %`
}

/** Bytes in decimal units: `812 B`, `18.2 kB`, `4.1 MB`. */
export function formatBytes(bytes: number, locale?: string): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = Math.max(0, bytes)
  let at = 0
  // 999.95 and more would print as "1,000" of the smaller unit.
  while (at < units.length - 1 && value >= (at === 0 ? 1000 : 999.95)) {
    value /= 1000
    at++
  }
  return `${formatNumber(value, at === 0 || value >= 100 ? 0 : 1, locale)} ${units[at]}`
}

/**
 * A duration in its two largest units: `84 ms`, `1.2 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`.
 * Under ten seconds one decimal is kept; negative durations count as zero.
 */
export function formatDuration(ms: number, locale?: string): string {
  const whole = Math.max(0, Math.round(ms))
  if (whole < SECOND) return `${whole} ms`
  if (whole < 9_950) return `${formatNumber(whole / SECOND, 1, locale)} s`
  const seconds = Math.round(whole / SECOND)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/**
 * Distance of an instant from now in its largest unit: `now`, `23 s ago`, `4 min ago`, `in 4 min`;
 * null from 24 hours on, where a date says more.
 */
export function relativeTime(atMs: number, nowMs: number): string | null {
  const distance = Math.abs(nowMs - atMs)
  if (distance >= DAY) return null
  if (distance < SECOND) return 'now'
  const text =
    distance < MINUTE
      ? `${Math.floor(distance / SECOND)} s`
      : distance < HOUR
        ? `${Math.floor(distance / MINUTE)} min`
        : `${Math.floor(distance / HOUR)} h`
  return atMs > nowMs ? `in ${text}` : `${text} ago`
}

/** Local date and time with its zone: `3 Nov 2026, 09:41:02 CET`. `zone` is an IANA name; absent, the reader's own. */
export function localTime(atMs: number, zone?: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(atMs)
}

/** Local clock alone: `09:41:07`. */
export function localClock(atMs: number, zone?: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(atMs)
}

/** Local day: `3 Nov 2026`. */
export function localDay(atMs: number, zone?: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(atMs)
}

/** The exact instant in UTC, as in JSON: `2026-11-03T08:41:02.123Z`. */
export function exactUtc(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** Shortens an id in its middle: `4f1c2a…9b3e`. Ids of up to `head + tail + 3` characters stay whole. */
export function shortenMiddle(text: string, head = 8, tail = 4): string {
  return text.length <= head + tail + 3 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`
}

/** One or many: `plural(1, 'delivery', 'deliveries')` → `1 delivery`. */
export function plural(count: number, one: string, many: string, locale?: string): string {
  return `${formatNumber(count, 0, locale)} ${count === 1 ? one : many}`
}
