import { networkOf } from '../accounts/sign-in-limit.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { openWindowCounts, secondsLeft, type WindowCounts } from '../lib/window-counts.ts'

const windowMs = 5 * 60_000
const mostWrong = 30
const mostKnown = 20_000
const books = new WeakMap<Hub['db'], WindowCounts>()

/** What a wrong key is answered. */
interface Refusal {
  sentence: string
  headers: Record<string, string>
}
const wrongApiKey: Refusal = { sentence: 'invalid dev-id or x-api-key', headers: {} }

/**
 * Counts a wrong key for a dev-id (or for what else it opens) from an address, and gives what it is answered: 401, or past thirty in
 * five minutes 429 with `Retry-After`, so that clients with a bad key slow down. Right keys are never counted nor stopped: behind a proxy all
 * callers have one address, and whoever sent wrong keys through it could shut the others out.
 */
export function wrongKey(
  hub: Pick<Hub, 'db' | 'clock'>,
  address: string,
  devId: string,
  { sentence, headers } = wrongApiKey,
): TellusError {
  const nowMs = hub.clock.now()
  const book = books.get(hub.db) ?? openWindowCounts(windowMs, mostKnown)
  books.set(hub.db, book)
  const guesses = book.of(`${networkOf(address)} ${devId.slice(0, 200)}`, nowMs)
  guesses.count++
  if (guesses.count <= mostWrong) return new TellusError('unauthorized', sentence, { headers })
  return new TellusError(
    'rate_limited',
    `${sentence}, for more than ${mostWrong} times in five minutes: check the key before you call again`,
    { headers: { 'Retry-After': String(secondsLeft(guesses, nowMs)) } },
  )
}
