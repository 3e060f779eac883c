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
const caches = new WeakMap<Hub['db'], Map<string, Known>>()

/**
 * The environment that a dev-id and API key open, or null. Keys are compared as hashes in constant time; what was read
 * is trusted for five seconds, so a revoked key ends within that.
 */
export async function authenticate(
  hub: Pick<Hub, 'db' | 'clock'>,
  devId: string | undefined,
  apiKey: string | undefined,
): Promise<Opened | null> {
  if (!devId || !apiKey) return null
  const cache = caches.get(hub.db) ?? new Map<string, Known>()
  caches.set(hub.db, cache)
  const nowMs = hub.clock.now()
  let known = cache.get(devId)
  if (known === undefined || nowMs - known.readAtMs > freshMs) {
    const rows = await environmentWithKeys(hub.db, devId)
    const [first] = rows
    if (first === undefined) return null
    const keys = rows.flatMap(({ key_id: id, key_name: name, hash }) =>
      id === null || name === null || hash === null ? [] : [{ id, name, hash }],
    )
    known = { environment: { id: first.id, devId: first.dev_id, name: first.name }, keys, readAtMs: nowMs }
    cache.set(devId, known)
  }
  const hash = hashOf(apiKey)
  // Every key is compared, so that the time does not tell which one was near.
  const [key] = known.keys.filter((candidate) => timingSafeEqual(candidate.hash, hash))
  return key === undefined ? null : { environment: known.environment, key: { id: key.id, name: key.name } }
}

/** Makes this process read keys anew: after an environment or a key has changed. */
export const forgetKnownKeys = (hub: Pick<Hub, 'db'>): void => caches.get(hub.db)?.clear()

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
