import type { Destination } from '../../../../src/client/operations.ts'
import { formatDuration } from '../../components/format.ts'

const units: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600 }

/** Seconds of `30`, `30 s`, `5 min` or `1 h`; NaN for what is none of these. */
export function secondsOf(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(s|min|m|h)?$/.exec(text.trim()) ?? []
  return amount === undefined ? Number.NaN : Number(amount) * (units[unit] ?? 1)
}

/** `90` → `1 min 30 s`. */
export const durationOf = (seconds: number): string => formatDuration(seconds * 1000)

/** Tries and the time they take, as `src/delivery/schedule.ts` has them; a test compares. */
export const schedules = {
  terra: { retries: 10, seconds: 30_690 },
  long: { retries: 14, seconds: 270_305 },
} as const

/** A retry schedule in words: `10 retries over 8 h 32 min`. */
export function retryWords(retry: Destination['retry']): string {
  if (typeof retry !== 'string' && retry.length === 0) return 'no retries: one attempt each'
  const { retries, seconds } =
    typeof retry === 'string'
      ? schedules[retry]
      : { retries: retry.length, seconds: retry.reduce((sum, wait) => sum + wait, 0) }
  return `${retries} ${retries === 1 ? 'retry' : 'retries'} over ${durationOf(seconds)}`
}

/** An address as people call it: `https://api.example.com/x` → `api.example.com`. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
