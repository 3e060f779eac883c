import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { mock, test } from 'node:test'
import { testHub } from '../testing/hub.ts'
import { authenticate, createKey, listKeys, revokeKey } from './keys.ts'

test('a key opens its own environment and no other', async () => {
  await using hub = await testHub()
  const { key } = await createKey(hub.db, hub.environmentId, 'first')
  assert.equal((await authenticate(hub, 'test-dev', key))?.environment.id, hub.environmentId)
  assert.equal(await authenticate(hub, 'other-dev', key), null)
  assert.equal(await authenticate(hub, 'test-dev', `${key}x`), null)
  assert.equal(await authenticate(hub, 'test-dev', undefined), null)
  assert.equal(await authenticate(hub, undefined, key), null)
})

test('the database keeps a hash, never the key', async () => {
  await using hub = await testHub()
  const { key } = await createKey(hub.db, hub.environmentId, 'first')
  const rows = await hub.db`select * from api_keys`
  assert.ok(!JSON.stringify(rows).includes(key))
  const [listed] = await listKeys(hub.db, hub.environmentId)
  assert.equal(listed?.hint, key.slice(-4))
})

test('a revoked key opens nothing', async () => {
  await using hub = await testHub()
  const { id, key } = await createKey(hub.db, hub.environmentId, 'first')
  assert.notEqual(await authenticate(hub, 'test-dev', key), null)
  await assert.rejects(revokeKey(hub, hub.environmentId, id), /last API key/)
  const other = await createKey(hub.db, hub.environmentId, 'second')
  assert.equal(await revokeKey(hub, hub.environmentId, id), true)
  assert.notEqual(await authenticate(hub, 'test-dev', other.key), null)
  assert.equal(await authenticate(hub, 'test-dev', key), null)
})

/** How often keys are hashed and compared while something is done. */
async function workOf(deed: () => Promise<unknown>): Promise<{ hashed: number; compared: number }> {
  const hash = mock.method(crypto, 'createHash')
  const compare = mock.method(crypto, 'timingSafeEqual')
  // What was imported by name follows the module only when it is told to.
  syncBuiltinESMExports()
  try {
    await deed()
    return { hashed: hash.mock.callCount(), compared: compare.mock.callCount() }
  } finally {
    mock.restoreAll()
    syncBuiltinESMExports()
  }
}

test('every key of an environment is compared, whichever is right, so that time tells nothing', async () => {
  await using hub = await testHub()
  const keys: string[] = []
  for (const name of ['first', 'second', 'third']) keys.push((await createKey(hub.db, hub.environmentId, name)).key)
  for (const key of [...keys, 'a key that is wrong'])
    assert.deepEqual(await workOf(() => authenticate(hub, 'test-dev', key)), { hashed: 1, compared: 3 }, key)
})

test('a key for a dev-id that nobody has is hashed and compared as a wrong one is', async () => {
  await using hub = await testHub()
  await createKey(hub.db, hub.environmentId, 'first')
  const wrong = await workOf(() => authenticate(hub, 'test-dev', 'a key that is wrong'))
  assert.deepEqual(wrong, { hashed: 1, compared: 1 })
  for (const devId of ['nobody', 'nobody', 'x'.repeat(500)])
    assert.deepEqual(await workOf(() => authenticate(hub, devId, 'a key that is wrong')), wrong)
})
