import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeClock, testHub } from '../testing/hub.ts'
import { type TestServer, testServer } from '../testing/server.ts'
import { wrongKey } from './key-guesses.ts'

const wrong = (at: TestServer, devId = 'test-dev') =>
  at.call('GET', '/v2/subscriptions', { headers: { 'dev-id': devId, 'x-api-key': 'a key that is wrong' } })

/** Counts the statements that the server sends from now on. */
function countQueries(at: TestServer): () => number {
  const { pool } = at.hub.db
  const query = pool.query.bind(pool)
  let count = 0
  Reflect.set(pool, 'query', (...given: Parameters<typeof query>) => {
    count++
    return query(...given)
  })
  return () => count
}

test('thirty wrong keys in five minutes are answered 401, the next 429', async (t) => {
  await using at = await testServer()
  for (let n = 0; n < 30; n++) assert.equal((await wrong(at)).statusCode, 401)
  await at.hub.advance(60_000)
  const refused = await wrong(at)
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '240'])
  assert.match(refused.json().detail, /^invalid dev-id or x-api-key/)

  await t.test('while the right key gets in from the same address', async () => {
    assert.equal((await at.call('GET', '/v2/subscriptions')).statusCode, 200)
    assert.equal((await at.call('GET', '/admin/api/users')).statusCode, 200)
  })
  await t.test('and another dev-id counts for itself', async () => {
    assert.equal((await wrong(at, 'other-dev')).statusCode, 401)
  })
  await t.test('and the later widget path, which forbids, counts too', async () => {
    const headers = { 'x-api-key': 'a key that is wrong' }
    assert.equal((await at.call('POST', '/widget/api/session', { headers })).statusCode, 429)
  })
  await t.test('until the five minutes are over', async () => {
    await at.hub.advance(240_000)
    assert.equal((await wrong(at)).statusCode, 401)
  })
})

test('whatever keys are tried for a dev-id, the database is asked once in five seconds, also for one that nobody has', async () => {
  await using at = await testServer()
  for (const devId of ['test-dev', 'nobody']) {
    const count = countQueries(at)
    for (let n = 0; n < 40; n++) await wrong(at, devId)
    assert.equal((await wrong(at, devId)).statusCode, 429)
    assert.equal(count(), 1, devId)
    at.hub.clock.advance(5001)
    for (let n = 0; n < 40; n++) await wrong(at, devId)
    assert.equal(count(), 2, devId)
  }
  const count = countQueries(at)
  assert.equal((await wrong(at, 'x'.repeat(201))).statusCode, 401)
  assert.equal(count(), 0, 'a dev-id is never that long')
})

test('an environment opens as soon as it is there, though its dev-id was tried before', async () => {
  await using at = await testServer()
  const headers = { 'dev-id': 'later-dev', 'x-api-key': 'a key that is wrong' }
  assert.equal((await at.call('GET', '/v2/subscriptions', { headers })).statusCode, 401)
  await at.hub.db`insert into environments (id, dev_id, name) values (gen_random_uuid(), 'later-dev', 'later')`
  await at.hub.db`update api_keys set environment_id = (select id from environments where dev_id = 'later-dev')
    where environment_id = ${at.hub.environmentId}`
  const own = { ...at.credentials, 'dev-id': 'later-dev' }
  assert.equal((await at.call('GET', '/v2/subscriptions', { headers: own })).statusCode, 401)
  at.hub.clock.advance(5001)
  assert.equal((await at.call('GET', '/v2/subscriptions', { headers: own })).statusCode, 200)
})

test('the addresses of one IPv6 network count as one, and guessing under ever new names is forgotten at last', async () => {
  await using hub = await testHub()
  const at = { db: hub.db, clock: fakeClock() }
  for (let n = 0; n < 30; n++) assert.equal(wrongKey(at, `2001:db8:1:2::${n.toString(16)}`, 'dev').code, 'unauthorized')
  assert.equal(wrongKey(at, '2001:db8:1:2:ffff::1', 'dev').code, 'rate_limited')
  assert.equal(wrongKey(at, '2001:db8:1:3::1', 'dev').code, 'unauthorized')
  for (let n = 0; n < 20_000; n++) wrongKey(at, '192.0.2.7', `dev ${n}`)
  assert.equal(wrongKey(at, '2001:db8:1:2:ffff::1', 'dev').code, 'unauthorized')
})
