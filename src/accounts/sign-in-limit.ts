import ipaddr from 'ipaddr.js'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'

const windowMs = 15 * 60_000
/** Wrong passwords in a window: for one e-mail, and from one address whatever the e-mail. */
const mostPerEmail = 10
const mostPerAddress = 50
/** Of each kind, so that guessing under ever new names does not fill the memory; the oldest is forgotten. */
const mostKnown = 20_000

interface Tries {
  count: number
  endsAtMs: number
}

const books = new WeakMap<Hub['db'], Map<string, Tries>>()

/**
 * Counts a try to sign in before its password is looked at, so that many at once do not slip through. Throws 429 with
 * `Retry-After` past ten for an e-mail or fifty from an address in fifteen minutes, whether there is such an account or
 * not. Gives what takes the try back: a right password is no guess.
 */
export function countTry(hub: Pick<Hub, 'db' | 'clock'>, email: string, address: string): () => void {
  const nowMs = hub.clock.now()
  const byEmail = triesOf(hub.db, `email ${email}`, nowMs)
  const byAddress = triesOf(hub.db, `address ${networkOf(address)}`, nowMs)
  if (byEmail.count >= mostPerEmail) throw tooMany(`too many tries to sign in as ${email}`, byEmail, nowMs)
  if (byAddress.count >= mostPerAddress) throw tooMany('too many tries to sign in from your address', byAddress, nowMs)
  byEmail.count++
  byAddress.count++
  return () => {
    byEmail.count = 0
    byAddress.count--
  }
}

/** Forgets what was counted for an e-mail: its owner has shown to be it by other means. */
export const forgetTries = (hub: Pick<Hub, 'db'>, email: string): void => {
  books.get(hub.db)?.delete(`email ${email}`)
}

function triesOf(db: Hub['db'], key: string, nowMs: number): Tries {
  const book = books.get(db) ?? new Map<string, Tries>()
  books.set(db, book)
  const known = book.get(key)
  if (known !== undefined && known.endsAtMs > nowMs) return known
  const fresh = { count: 0, endsAtMs: nowMs + windowMs }
  // Put at the end again: a map keeps the order in which its keys came, so the first are the oldest.
  book.delete(key)
  book.set(key, fresh)
  for (const oldest of book.keys()) {
    if (book.size <= mostKnown * 2) break
    book.delete(oldest)
  }
  return fresh
}

function tooMany(what: string, { endsAtMs }: Tries, nowMs: number): TellusError {
  const seconds = Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000))
  const minutes = Math.ceil(seconds / 60)
  return new TellusError(
    'rate_limited',
    `${what}: try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or set a new password with a link from tellus accounts reset`,
    { headers: { 'retry-after': String(seconds) } },
  )
}

/** What is counted as one address: an IPv6 network is given to one customer whole, so its first half. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 8).join('.') : parsed.toString()
}
