import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { TellusError } from '../lib/errors.ts'

// As strong as OWASP's first choice (N=2^17, p=1; password storage cheat sheet) in a quarter of the memory: 32 MiB.
const cost = { ln: 15, r: 8, p: 3 } as const
const hashBytes = 32

/** Of the four threads that also read files and resolve names, so many may hash; so many may wait. */
const mostAtOnce = 2
const mostWaiting = 40
const shortest = 10
const longest = 1000

let running = 0
const waiting: (() => void)[] = []

/** Runs one derivation when its turn comes. Throws `unavailable` when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting)
      throw new TellusError('unavailable', 'too many people are signing in at once: try again in a few seconds', {
        headers: { 'retry-after': '5' },
      })
    // Whoever ends hands its place on, so that nobody comes between.
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

function derive(password: string, salt: Buffer, { ln, r, p }: { ln: number; r: number; p: number }): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 2 ** ln * r * 128 * 2 }
  // One person types a letter with its accent as one character, another's keyboard as two.
  const text = password.normalize('NFC')
  return inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(text, salt, hashBytes, options, (error, key) => (error === null ? resolve(key) : reject(error))),
      ),
  )
}

/** What is kept of a password: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** Nobody's: what a password is compared with where there is no account, so that it takes as long as with one. */
const nobodys = `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${randomBytes(16).toString('base64url')}$${randomBytes(hashBytes).toString('base64url')}`

/** Whether a password is the one that was kept; with null, after the same time, it never is. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, ln, r, p, salt = '', hash = ''] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(kept ?? nobodys) ?? []
  if (ln === undefined) throw new TellusError('internal', 'A stored password has an unknown form.')
  const expected = Buffer.from(hash, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { ln: Number(ln), r: Number(r), p: Number(p) })
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** Throws a sentence when a password will not do: at least ten characters, and not the e-mail. */
export function checkPassword(password: string, email: string): void {
  const length = [...password].length
  if (length < shortest)
    throw new TellusError('bad_request', `invalid password: it has ${length} characters and needs at least ${shortest}`)
  if (length > longest)
    throw new TellusError(
      'bad_request',
      `invalid password: it has more than ${longest} characters: choose a shorter one`,
    )
  const [name = ''] = email.split('@', 1)
  const lower = password.toLowerCase()
  if (lower === email || lower === name)
    throw new TellusError(
      'bad_request',
      'invalid password: it is your e-mail address, which others know: choose another',
    )
}
