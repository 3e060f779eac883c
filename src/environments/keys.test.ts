import assert from 'node:assert/strict'
import { test } from 'node:test'
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
