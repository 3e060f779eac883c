import { offsetOfZone } from '../../../normalise/time.ts'
import type { DoubleAnswer, Usage } from '../double.ts'

// How Polar writes things.

export const api = 'https://www.polaraccesslink.com'

/** A time of the person's clock, without its offset: `2026-03-10T18:02:05`. */
export const wallTime = (zone: string, epochMs: number): string =>
  new Date(epochMs + offsetOfZone(zone, epochMs) * 60_000).toISOString().slice(0, 19)

/** The minute of the day on the person's clock, `18:02`. */
export const wallMinute = (zone: string, epochMs: number): string => wallTime(zone, epochMs).slice(11, 16)

const two = (n: number): string => `${n}`.padStart(2, '0')

/** A time of the person's clock with its offset: `2026-03-10T18:02:05+01:00`. */
export function offsetTime(zone: string, epochMs: number): string {
  const offset = offsetOfZone(zone, epochMs)
  const size = Math.abs(offset)
  return `${wallTime(zone, epochMs)}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** A length as ISO 8601 has it, without the parts that are 0: `PT2H44M45S`. */
export function isoDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor((seconds % 3600) / 60), 'M'],
    [seconds % 60, 'S'],
  ] as const
  const text = parts.flatMap(([n, unit]) => (n === 0 ? [] : [`${n}${unit}`])).join('')
  return `PT${text === '' ? '0S' : text}`
}

/** How often a day of data is asked for at once, at most. */
export const mostDays = 28

export const isDate = (text: string | null | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '')

/** Polar's word for what is wrong with a call for data. */
export const fault = (nowMs: number, status: number, errorType: string, message: string): DoubleAnswer => ({
  status,
  body: { timestamp: new Date(nowMs).toISOString(), status, errorType, message, corrId: '8c2d1f' },
})

export const nothing: DoubleAnswer = { status: 204 }

/** How far both limits are used, in that order: `12, 340`. `isOver` where calls are refused though there are some left. */
export function limitHeaders(usage: readonly Usage[], isOver?: { resetSeconds: number }): Record<string, string> {
  const [short] = usage
  const told = usage.map((one) =>
    one === short && isOver !== undefined
      ? { ...one, used: Math.max(one.used, one.limit.calls), resetSeconds: isOver.resetSeconds }
      : one,
  )
  const of = (read: (one: Usage) => number) => told.map((one) => `${Math.ceil(read(one))}`).join(', ')
  if (told.length === 0) return {}
  return {
    'ratelimit-usage': of(({ used }) => used),
    'ratelimit-limit': of(({ limit }) => limit.calls),
    'ratelimit-reset': of(({ resetSeconds }) => resetSeconds),
  }
}
