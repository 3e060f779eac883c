import type { DataType } from '../schema/records.ts'
import { addFetch } from '../users/connection/fetch-job.ts'
import type { User } from '../users/user.ts'
import { type Fetched, type FetchHub, fetchDays } from './fetch/fetch.ts'
import { type Missing, missingOf, pushedFrom } from './fetch/missing.ts'
import type { Range } from './range.ts'

/** What can be answered at once. */
export type Readiness =
  /** All that can be known is stored. */
  | { kind: 'ready' }
  /** What is stored may lack something that the provider did not give just now. */
  | { kind: 'stale'; why: 'rate_limited' | 'failed' }
  /** The provider is being asked, which takes longer than a request should wait. */
  | { kind: 'processing'; retryAfterSeconds: number }

/** How long an inline read waits for a provider; clients give up after a minute. */
const waitMs = 20_000
const askAgainSeconds = 30

/** Fetches that run, so that the same request twice at a time asks the provider once. */
const running = new Map<string, Promise<Fetched | null>>()

/**
 * Fetches what a request needs and is not stored. What takes longer goes on as a job, as does what the provider asks to
 * wait for: always where it is getting data ready, at a rate limit when `retryIfRateLimited`.
 */
export async function makeReady(
  hub: FetchHub,
  user: User,
  type: DataType,
  range: Range | null,
  options: { retryIfRateLimited: boolean },
): Promise<Readiness> {
  const missing = await missingOf(hub, user, type, range)
  if (missing === null) return { kind: 'ready' }
  const fetched = await fetchOnce(hub, user, type, missing)
  if (fetched === null) {
    await goOn(hub, user, type, missing, 0)
    return { kind: 'processing', retryAfterSeconds: askAgainSeconds }
  }
  if (fetched.kind === 'done') return { kind: 'ready' }
  if (fetched.kind !== 'later') return { kind: 'stale', why: 'failed' }
  const { why, retryAfterSeconds } = fetched
  if (why === 'rate_limited' && !options.retryIfRateLimited) return { kind: 'stale', why }
  await goOn(hub, user, type, missing, retryAfterSeconds)
  return { kind: 'processing', retryAfterSeconds }
}

function fetchOnce(hub: FetchHub, user: User, type: DataType, missing: Missing): Promise<Fetched | null> {
  const key = JSON.stringify([user.userId, type, missing.ranges])
  const known = running.get(key)
  if (known !== undefined) return known
  const late = AbortSignal.timeout(waitMs)
  const options = { signal: late, quietBefore: pushedFrom(hub, user) }
  const fetching = fetchDays(hub, user, missing.provider, type, missing.ranges, options)
    .catch((error: unknown) => {
      if (late.aborted) return null
      throw error
    })
    .finally(() => running.delete(key))
  running.set(key, fetching)
  return fetching
}

/** Leaves the rest to a job. */
async function goOn(
  hub: FetchHub,
  { environmentId, userId }: User,
  type: DataType,
  missing: Missing,
  delaySeconds: number,
) {
  const [first, last] = [missing.ranges[0]?.first, missing.ranges.at(-1)?.last]
  if (first === undefined || last === undefined) return
  const job = { environmentId, userId, types: [type], range: { first, last }, purpose: 'asked' as const }
  await addFetch(hub.db, job, { delaySeconds, key: `asked ${userId} ${type} ${first} ${last}` })
}
