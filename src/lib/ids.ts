import { randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto'
import { stringify, v7 } from 'uuid'

/** What an id says it is outside; inside every id is a bare UUID. */
export const idPrefixes = {
  destination: 'dst',
  event: 'evt',
  delivery: 'dlv',
  attempt: 'att',
  import: 'imp',
  job: 'job',
  backfill: 'bkf',
  key: 'key',
  inbox: 'inb',
  message: 'msg',
  environment: 'env',
  account: 'acc',
  session: 'ses',
  invitation: 'inv',
  audit: 'aud',
  raw: 'raw',
  replay: 'rpl',
  token: 'mcp',
} as const
export type IdKind = keyof typeof idPrefixes

// Random bytes are fetched for many ids at once: a call of its own for each would cost more than the rest of the id.
const pool = new Uint8Array(16 * 256)
let poolAt = pool.length
function sixteenRandomBytes(): Uint8Array {
  if (poolAt === pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  poolAt += 16
  return pool.subarray(poolAt - 16, poolAt)
}

// Counts on whatever the millisecond: ids of one may be made in turn with those of another.
let sequence = randomInt(0x40000000)

/**
 * A new time-ordered UUID (v7), later ones of this process above earlier ones also within a millisecond. Event ids
 * carry their millisecond: the history tables are partitioned by it.
 */
export function newId(atMs = Date.now()): string {
  sequence = (sequence + 1) % 0x80000000
  return v7({ msecs: atMs, seq: sequence, random: sixteenRandomBytes() })
}

/** A new random UUID (v4), the form of Terra's user ids and references. */
export const newUuid = (): string => randomUUID()

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford base 32: no i, l, o, u
const digitOf = new Map([...alphabet].map((c, i) => [c, BigInt(i)]))

/** `evt_01jc…`: prefix and 26 sortable base-32 digits of the UUID. */
export function publicId(kind: IdKind, uuid: string): string {
  let n = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let digits = ''
  for (let i = 0; i < 26; i++) {
    digits = alphabet.charAt(Number(n & 31n)) + digits
    n >>= 5n
  }
  return `${idPrefixes[kind]}_${digits}`
}

/** The UUID behind a public id, or null when the text is not an id of that kind. */
export function privateId(kind: IdKind, text: string): string | null {
  const [prefix, digits] = text.toLowerCase().split('_')
  if (prefix !== idPrefixes[kind] || digits?.length !== 26) return null
  let n = 0n
  for (const c of digits) {
    const d = digitOf.get(c)
    if (d === undefined) return null
    n = (n << 5n) | d
  }
  if (n >> 128n) return null
  return stringify(Buffer.from(n.toString(16).padStart(32, '0'), 'hex') as Uint8Array, 0)
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => uuidPattern.test(text)

/** The smallest UUIDv7 of a millisecond: a bound for ranges of ids. */
export function firstIdAt(epochMs: number): string {
  const hex = Math.floor(epochMs).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** When a UUIDv7 was made, in epoch milliseconds. */
export const idTime = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)

/** A secret a person copies: url-safe, `bytes` of entropy. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url')
