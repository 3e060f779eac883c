import type { FastifyReply } from 'fastify'
import { type Bucket, fullBucket, refilled, tokenInMs } from '../delivery/bucket.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { type DayBook, openDayBook } from './rolling-days.ts'

type LimitHub = Pick<Hub, 'db' | 'clock' | 'config'>

const books = new WeakMap<Hub['db'], DayBook>()

/**
 * Counts the days that a call asks about a user (1 where it names none) against `TELLUS_RATE_LIMIT_DAYS_PER_HOUR`, rule r2 of
 * Terra's rate limits, and sets the headers that tell what remains. Throws 429 with `Retry-After`, in seconds, for more than
 * that in an hour. Each server process counts for itself.
 */
export function countDays(hub: LimitHub, userId: string, days: number, reply: Pick<FastifyReply, 'headers'>): void {
  const limit = hub.config.rateLimitDaysPerHour
  if (limit === null) return
  const book = books.get(hub.db) ?? openDayBook(limit)
  books.set(hub.db, book)
  const verdict = book.spend(userId, days, hub.clock.now())
  if (!verdict.isAccepted)
    throw new TellusError('rate_limited', 'rate limit exceeded', {
      headers: { 'X-Terra-RateLimit-Rule': 'r2', 'Retry-After': String(verdict.retryAfterSeconds) },
    })
  reply.headers({
    'X-Terra-RateLimit-Limit': String(limit),
    'X-Terra-RateLimit-Remaining': String(verdict.remaining),
    'X-Terra-RateLimit-Reset-After': String(verdict.resetAfterSeconds),
  })
}

const buckets = new WeakMap<Hub['db'], Map<string, Bucket>>()
/** Only right keys have a bucket, so these are few; a bucket that is forgotten is full again. */
const mostBuckets = 10_000

/**
 * Takes one request from what an API key, or another key as `what` calls it, may make a second (`TELLUS_API_RATE_LIMIT_PER_SECOND`),
 * of which a second's worth is saved up. Throws 429 with `Retry-After` when nothing is left. Each server process counts for itself.
 */
export function countRequest(hub: LimitHub, keyId: string, what = 'API key'): void {
  const rate = hub.config.apiRateLimitPerSecond
  if (rate === null) return
  const book = buckets.get(hub.db) ?? new Map<string, Bucket>()
  buckets.set(hub.db, book)
  const nowMs = hub.clock.now()
  const known = book.get(keyId)
  const bucket = known === undefined ? fullBucket(rate, nowMs) : refilled(known, rate, nowMs)
  const isAccepted = bucket.tokens >= 1
  book.set(keyId, isAccepted ? { ...bucket, tokens: bucket.tokens - 1 } : bucket)
  for (const oldest of book.keys()) {
    if (book.size <= mostBuckets) break
    book.delete(oldest)
  }
  if (isAccepted) return
  throw new TellusError(
    'rate_limited',
    `this ${what} makes more than ${rate} requests a second: wait, or raise TELLUS_API_RATE_LIMIT_PER_SECOND on the server`,
    { headers: { 'Retry-After': String(Math.max(1, Math.ceil(tokenInMs(bucket, rate) / 1000))) } },
  )
}
