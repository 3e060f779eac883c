import { networkOf } from '../accounts/sign-in-limit.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'

const windowMs = 5 * 60_000
const mostWrong = 30
/** So that guessing under ever new names does not fill the memory; the oldest is forgotten. */
const mostKnown = 20_000

interface Guesses {
  count: number
  endsAtMs: number
}

const books = new WeakMap<Hub['db'], Map<string, Guesses>>()

/**
 * Counts a wrong key for a dev-id from an address, and gives what it is answered: 401, or past thirty in five minutes 429 with
 * `Retry-After`, so that clients with a bad key slow down. Right keys are never counted nor stopped: behind a proxy all
 * callers have one address, and whoever sent wrong keys through it could shut the others out.
 */
export function wrongKey(hub: Pick<Hub, 'db' | 'clock'>, address: string, devId: string): TellusError {
  const nowMs = hub.clock.now()
  const guesses = guessesOf(hub.db, `${networkOf(address)} ${devId.slice(0, 200)}`, nowMs)
  guesses.count++
  if (guesses.count <= mostWrong) return new TellusError('unauthorized', 'invalid dev-id or x-api-key')
  const seconds = Math.max(1, Math.ceil((guesses.endsAtMs - nowMs) / 1000))
  return new TellusError(
    'rate_limited',
    `invalid dev-id or x-api-key, for more than ${mostWrong} times in five minutes: check the key before you call again`,
    { headers: { 'Retry-After': String(seconds) } },
  )
}

function guessesOf(db: Hub['db'], key: string, nowMs: number): Guesses {
  const book = books.get(db) ?? new Map<string, Guesses>()
  books.set(db, book)
  const known = book.get(key)
  if (known !== undefined && known.endsAtMs > nowMs) return known
  const fresh = { count: 0, endsAtMs: nowMs + windowMs }
  // Put at the end again: a map keeps the order in which its keys came, so the first are the oldest.
  book.delete(key)
  book.set(key, fresh)
  for (const oldest of book.keys()) {
    if (book.size <= mostKnown) break
    book.delete(oldest)
  }
  return fresh
}
