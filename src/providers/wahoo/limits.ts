import type { Rate, Standing } from '../provider.ts'

/** By the order of the headers: the day, the hour, five minutes. */
const windows = [86_400, 3600, 300] as const

/** What an app may ask for that Wahoo has not reviewed; one that it has learns from the headers that there is more. */
export const rates: readonly Rate[] = [
  { per: 'app', calls: 25, seconds: 300 },
  { per: 'app', calls: 100, seconds: 3600 },
  { per: 'app', calls: 250, seconds: 86_400 },
]

/**
 * What `X-RateLimit-Remaining` says is left of the day, the hour and five minutes. `X-RateLimit-Reset` is how long until the
 * limit that was reached is over, and 0 while none is: of the others all is there again in a whole window at the latest.
 */
export function standings(headers: Headers): Standing[] {
  const lefts = /^\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*$/.exec(headers.get('x-ratelimit-remaining') ?? '')
  if (lefts === null) return []
  const told = Number(/^\d{1,6}$/.exec(headers.get('x-ratelimit-reset') ?? '')?.[0] ?? 0)
  return windows.map((seconds, index): Standing => {
    const left = Number(lefts[index + 1])
    return { rate: { per: 'app', seconds }, left, resetSeconds: left === 0 && told > 0 ? told : seconds }
  })
}
