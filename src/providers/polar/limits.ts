import { max } from '../../normalise/samples.ts'
import type { Rate, Standing } from '../provider.ts'

/** With one person registered. Each more adds 20 to the first and 100 to the second, and the headers say so. */
export const rates: readonly Rate[] = [
  { per: 'app', calls: 520, seconds: 15 * 60 },
  { per: 'app', calls: 5100, seconds: 24 * 3600 },
]

const pairOf = (headers: Headers, name: string): (number | null)[] =>
  (headers.get(name) ?? '').split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : null))

/**
 * What `RateLimit-Usage`, `RateLimit-Limit` and `RateLimit-Reset` say, each of both windows ("12, 340"): used, allowed,
 * and seconds until all are there again.
 */
export function standings(headers: Headers): Standing[] {
  const used = pairOf(headers, 'ratelimit-usage')
  const allowed = pairOf(headers, 'ratelimit-limit')
  const resets = pairOf(headers, 'ratelimit-reset')
  return rates.flatMap(({ per, seconds }, index) => {
    const [usage, limit] = [used[index] ?? null, allowed[index] ?? null]
    if (usage === null || limit === null) return []
    return [{ rate: { per, seconds }, left: Math.max(0, limit - usage), resetSeconds: resets[index] ?? null }]
  })
}

/** Seconds until calls are taken again, by the windows that are used up; null where the answer does not say. */
export function resetSecondsOf(headers: Headers): number | null {
  return max(standings(headers).map(({ left, resetSeconds }) => (left === 0 ? resetSeconds : null)))
}
