import ipaddr from 'ipaddr.js'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { openWindowCounts, secondsLeft, type WindowCount, type WindowCounts } from '../lib/window-counts.ts'

const windowMs = 15 * 60_000
/** Wrong passwords in a window: for one e-mail, and from one address whatever the e-mail. */
const mostPerEmail = 10
const mostPerAddress = 50
/** Of e-mails and addresses together. */
const mostKnown = 40_000

const books = new WeakMap<Hub['db'], WindowCounts>()

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
  books.get(hub.db)?.forget(`email ${email}`)
}

function triesOf(db: Hub['db'], key: string, nowMs: number): WindowCount {
  const book = books.get(db) ?? openWindowCounts(windowMs, mostKnown)
  books.set(db, book)
  return book.of(key, nowMs)
}

function tooMany(what: string, tries: WindowCount, nowMs: number): TellusError {
  const seconds = secondsLeft(tries, nowMs)
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
