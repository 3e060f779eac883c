import type { Rate, Standing } from '../provider.ts'

const quarterSeconds = 15 * 60
const daySeconds = 24 * 3600

/** What a new app may read; every call but a write is a read, of which there are fewer than of calls in all. */
export const rates: readonly Rate[] = [
  { per: 'app', calls: 100, seconds: quarterSeconds },
  { per: 'app', calls: 1000, seconds: daySeconds },
]

/** Until the next full multiple of so many seconds: quarters of an hour, and midnight in UTC. */
const untilNext = (nowMs: number, seconds: number): number => seconds - (Math.floor(nowMs / 1000) % seconds)

/** `100,1000`: of the quarter of an hour, and of the day. */
const pairOf = (text: string | null): number[] =>
  /^\s*(\d{1,9})\s*,\s*(\d{1,9})\s*$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number) ?? []

/**
 * What is left of both windows, by whichever of the two limits (of reads, of all calls) leaves less; nothing where the headers
 * are missing. Windows begin at :00, :15, :30 and :45 of the hour, and at midnight in UTC (Strava, "Rate Limits").
 */
export function standings(headers: Headers, nowMs: number): Standing[] {
  return [quarterSeconds, daySeconds].flatMap((seconds, index): Standing[] => {
    const lefts = ['x-readratelimit', 'x-ratelimit'].flatMap((name) => {
      const limit = pairOf(headers.get(`${name}-limit`))[index]
      const usage = pairOf(headers.get(`${name}-usage`))[index]
      return limit === undefined || usage === undefined ? [] : [Math.max(0, limit - usage)]
    })
    if (lefts.length === 0) return []
    return [{ rate: { per: 'app', seconds }, left: Math.min(...lefts), resetSeconds: untilNext(nowMs, seconds) }]
  })
}

/** How long to wait after a refusal, seconds: to midnight when the day is used up, else to the next quarter of an hour. */
export function waitOf(headers: Headers, nowMs: number): number {
  const usedUp = standings(headers, nowMs).filter(({ left }) => left === 0)
  return Math.max(...usedUp.map(({ resetSeconds }) => resetSeconds ?? 0), untilNext(nowMs, quarterSeconds))
}
