import { createHash, timingSafeEqual } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, newSecret } from '../lib/ids.ts'
import { environmentWithKeys, insertKey, keysOf, markRevoked } from './store.ts'

export interface Environment {
  id: string
  devId: string
  name: string
}

/** A key as it is listed: never the key itself. */
export interface ApiKey {
  id: string
  name: string
  /** Its last four characters, to tell keys apart. */
  hint: string
  createdAt: Date
  revokedAt: Date | null
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest()

interface Known {
  environment: Environment
  keys: { id: string; name: string; hash: Buffer }[]
  readAtMs: number
}

/** What a key opens, and which one it was. */
export interface Opened {
  environment: Environment
  key: { id: string; name: string }
}
const freshMs = 5000
/** The longest dev-id there can be. */
export const maxDevIdLength = 200

interface Cache {
  known: Map<string, Known>
  /** When a dev-id was found to be nobody's; guessing under ever new names must not fill the memory. */
  unknown: Map<string, number>
}
const mostUnknown = 10_000
const caches = new WeakMap<Hub['db'], Cache>()

/** What a key for a dev-id that nobody has is compared with, so that it takes as long as a wrong one. */
const nobody = [{ id: '', name: '', hash: Buffer.alloc(32) }]

/**
 * The environment that a dev-id and API key open, or null. Keys are compared as hashes in constant time; what was read
 * is trusted for five seconds, so a revoked key ends within that, and whatever is tried for a dev-id, the database is asked
 * once in that time.
 */
export async function authenticate(
  hub: Pick<Hub, 'db' | 'clock'>,
  devId: string | undefined,
  apiKey: string | undefined,
): Promise<Opened | null> {
  if (!devId || !apiKey) return null
  const known = await knownOf(hub, devId)
  const hash = hashOf(apiKey)
  // Every key is compared, so that the time does not tell which one was near.
  const [key] = (known?.keys ?? nobody).filter((candidate) => timingSafeEqual(candidate.hash, hash))
  if (known === null || key === undefined) return null
  return { environment: known.environment, key: { id: key.id, name: key.name } }
}

/** What is known of a dev-id, read anew where that is old; null for nobody's. */
async function knownOf(hub: Pick<Hub, 'db' | 'clock'>, devId: string): Promise<Known | null> {
  if (devId.length > maxDevIdLength) return null
  const cache = caches.get(hub.db) ?? { known: new Map(), unknown: new Map() }
  caches.set(hub.db, cache)
  const nowMs = hub.clock.now()
  const isFresh = (readAtMs: number | undefined) => readAtMs !== undefined && nowMs - readAtMs <= freshMs
  const known = cache.known.get(devId)
  if (known !== undefined && isFresh(known.readAtMs)) return known
  if (isFresh(cache.unknown.get(devId))) return null
  const rows = await environmentWithKeys(hub.db, devId)
  const [first] = rows
  if (first === undefined) {
    cache.known.delete(devId)
    noteUnknown(cache, devId, nowMs)
    return null
  }
  const keys = rows.flatMap(({ key_id: id, key_name: name, hash }) =>
    id === null || name === null || hash === null ? [] : [{ id, name, hash }],
  )
  const environment = { id: first.id, devId: first.dev_id, name: first.name }
  const read = { environment, keys, readAtMs: nowMs }
  cache.known.set(devId, read)
  return read
}

function noteUnknown({ unknown }: Cache, devId: string, nowMs: number): void {
  // Put at the end again: a map keeps the order in which its keys came, so the first are the oldest.
  unknown.delete(devId)
  unknown.set(devId, nowMs)
  for (const oldest of unknown.keys()) {
    if (unknown.size <= mostUnknown) break
    unknown.delete(oldest)
  }
}

/** Makes this process read keys anew: after an environment or a key was made or has changed. */
export const forgetKnownKeys = (hub: Pick<Hub, 'db'>): void => {
  caches.delete(hub.db)
}

/** Makes a key and gives it, this once; the database keeps its hash. `key` fixes it (containers, CI). */
export async function createKey(
  sql: Sql,
  environmentId: string,
  name: string,
  key = newSecret(32),
): Promise<{ id: string; key: string; hint: string }> {
  const id = newId()
  const hint = key.slice(-4)
  await insertKey(sql, { id, environment_id: environmentId, hash: hashOf(key), hint, name })
  return { id, key, hint }
}

export async function listKeys(sql: Sql, environmentId: string): Promise<ApiKey[]> {
  const rows = await keysOf(sql, environmentId)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }))
}

/**
 * Ends a key; false when the environment has no such key. Throws `conflict` for the last live one, without which nobody
 * could call the API to make another.
 */
export async function revokeKey(hub: Pick<Hub, 'db'>, environmentId: string, keyId: string): Promise<boolean> {
  const done = await markRevoked(hub.db, environmentId, keyId)
  forgetKnownKeys(hub)
  if (done) return true
  const keys = await keysOf(hub.db, environmentId)
  if (keys.some((key) => key.id === keyId))
    throw new TellusError('conflict', 'This is the last API key of the environment: make another before you revoke it.')
  return false
}
