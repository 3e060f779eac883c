import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId, publicId } from '../../../lib/ids.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())

const call = at.call
const url = 'http://127.0.0.1:4999/hook'

test('a destination is made, shown with its secret, changed and deleted', async () => {
  const made = await call('POST', '/admin/api/destinations', { body: { kind: 'webhook', url } })
  assert.equal(made.statusCode, 201)
  const { id, signing_secret, ...rest } = made.json()
  assert.match(id, /^dst_/)
  assert.ok(signing_secret.length > 20)
  assert.deepEqual([rest.kind, rest.url, rest.enabled, rest.status], ['webhook', url, true, 'active'])

  const shown = (await call('GET', `/admin/api/destinations/${id}`)).json()
  assert.equal(shown.signing_secret, signing_secret)
  assert.deepEqual(shown.counts, { pending: 0, held: 0, delivered: 0, failed: 0 })
  const list = (await call('GET', '/admin/api/destinations')).json()
  assert.deepEqual([list.items.length, list.items[0].id, list.next_cursor], [1, id, null])
  assert.equal(list.items[0].signing_secret, undefined)
  assert.deepEqual((await call('GET', '/admin/api/destinations', { as: 'other' })).json().items, [])

  const patched = await call('PATCH', `/admin/api/destinations/${id}`, { body: { enabled: false, name: 'Off' } })
  assert.deepEqual([patched.json().name, patched.json().status], ['Off', 'disabled'])
  const bad = await call('PATCH', `/admin/api/destinations/${id}`, { body: { mode: 'pull' } })
  assert.equal(bad.statusCode, 400)
  assert.match(bad.json().detail, /^mode /)

  const rotate = `/admin/api/destinations/${id}/rotate-secret`
  const rotated = (await call('POST', rotate, { body: { overlap_seconds: 60 } })).json()
  assert.notEqual(rotated.signing_secret, signing_secret)
  assert.equal(rotated.previous_expires_at, new Date(at.hub.clock.now() + 60_000).toISOString())
  const finished = (await call('POST', `${rotate}/finish`)).json()
  assert.deepEqual(finished, { signing_secret: rotated.signing_secret, previous_expires_at: null })

  for (const method of ['GET', 'PATCH', 'DELETE'] as const)
    assert.equal((await call(method, `/admin/api/destinations/${id}`, { as: 'other' })).statusCode, 404)
  assert.equal((await call('DELETE', `/admin/api/destinations/${id}`)).statusCode, 204)
  assert.equal((await call('DELETE', `/admin/api/destinations/${id}`)).statusCode, 404)
})

test('an id of the wrong form is 404 and named', async () => {
  for (const path of ['destinations/imp_1', 'imports/x', 'imports/dst_1'])
    assert.match((await call('GET', `/admin/api/${path}`)).json().detail, /^there is no (destination|import) /)
  const unknown = publicId('destination', newId())
  assert.equal(
    (await call('GET', `/admin/api/destinations/${unknown}`)).json().detail,
    `there is no destination ${unknown}`,
  )
})

test('a key is shown once, opens the API, and ends', async () => {
  const made = (await call('POST', '/admin/api/credentials/keys', { body: { name: 'CI' } })).json()
  assert.equal(made.dev_id, 'test-dev')
  const headers = { 'dev-id': made.dev_id, 'x-api-key': made.api_key }
  at.hub.clock.advance(6000) // keys are remembered for five seconds
  assert.equal((await call('GET', '/v2/subscriptions', { as: 'none', headers })).statusCode, 200)
  const list = await call('GET', '/admin/api/credentials/keys')
  assert.ok(!list.body.includes(made.api_key))
  const shown = list.json().items.find((key: { id: string }) => key.id === made.id)
  assert.deepEqual([shown.name, shown.hint, shown.revoked_at], ['CI', made.api_key.slice(-4), null])
  const own = `/admin/api/credentials/keys/${made.id}`
  assert.equal((await call('DELETE', own, { as: 'other' })).statusCode, 404)
  assert.equal((await call('DELETE', own)).statusCode, 204)
  assert.equal((await call('GET', '/v2/subscriptions', { as: 'none', headers })).statusCode, 401)
})

test('generates the same payload for the same arguments', async () => {
  const body = { provider: 'oura', type: 'sleep', days: 2, seed: 7, reference_id: 'ada', end_date: '2026-07-02' }
  const first = await call('POST', '/admin/api/generate', { body })
  assert.equal(first.statusCode, 200)
  const { payload } = first.json()
  assert.deepEqual([payload.type, payload.user.provider, payload.user.reference_id], ['sleep', 'OURA', 'ada'])
  assert.ok(payload.data.length >= 2)
  assert.equal((await call('POST', '/admin/api/generate', { body })).body, first.body)
  const other = await call('POST', '/admin/api/generate', { body: { ...body, seed: 8 } })
  assert.notEqual(other.body, first.body)
  const about = '40f7b0e1-89e2-43ac-a5b8-1e29c8d47cad'
  const named = await call('POST', '/admin/api/generate', { body: { ...body, user_id: about } })
  assert.equal(named.json().payload.user.user_id, about)
  assert.deepEqual((await call('GET', '/admin/api/users')).json().items, [])
})

test('says which field of a generate request is wrong', async () => {
  const sentence = async (body: object) => {
    const answer = await call('POST', '/admin/api/generate', { body })
    return [answer.statusCode, answer.json().detail]
  }
  const good = { provider: 'OURA', type: 'sleep' }
  assert.deepEqual(await sentence({ type: 'sleep' }), [400, 'provider is required'])
  assert.deepEqual(await sentence({ ...good, provider: 'NOBODY' }), [
    400,
    'invalid provider: there is no such provider',
  ])
  assert.deepEqual(await sentence({ ...good, days: 32 }), [400, 'invalid days: expected number to be <=31'])
  assert.deepEqual(await sentence({ ...good, sends: true }), [400, 'sends is not a field of this body'])
  assert.equal((await sentence({ ...good, end_date: '2026-02-30' }))[0], 422)
  const unknown = { ...good, send: true, user_id: '40f7b0e1-89e2-43ac-a5b8-1e29c8d47cad' }
  assert.deepEqual(await sentence(unknown), [404, 'user not found'])
})

test('sends what it generates, connecting one user per provider and reference', async () => {
  const body = { provider: 'GARMIN', type: 'daily', reference_id: 'ben', send: true }
  const first = await call('POST', '/admin/api/generate', { body })
  assert.equal(first.statusCode, 202)
  const { event_id, user_id, payload } = first.json()
  assert.match(event_id, /^evt_/)
  assert.equal(payload.user.user_id, user_id)
  const again = (await call('POST', '/admin/api/generate', { body })).json()
  assert.equal(again.user_id, user_id)
  const events = await at.hub.db<{ type: string }>`select type from events where user_id = ${user_id} order by id`
  assert.deepEqual(
    events.map(({ type }) => type),
    ['auth', 'daily', 'daily'],
  )
  const named = await call('POST', '/admin/api/generate', { body: { ...body, user_id, type: 'sleep' } })
  assert.equal(named.json().user_id, user_id)
  const mismatch = await call('POST', '/admin/api/generate', { body: { ...body, user_id, provider: 'OURA' } })
  assert.deepEqual(
    [mismatch.statusCode, mismatch.json().detail],
    [400, `invalid provider: the user ${user_id} is one of GARMIN`],
  )
})

test('users are listed, searched, paged, shown and deleted', async () => {
  for (const reference_id of ['u1', 'u2', 'u3'])
    await call('POST', '/admin/api/generate', { body: { provider: 'WHOOP', type: 'body', reference_id, send: true } })
  const page = (await call('GET', '/admin/api/users?limit=2')).json()
  assert.equal(page.items.length, 2)
  const rest = (await call('GET', `/admin/api/users?limit=200&cursor=${page.next_cursor}`)).json()
  assert.equal(rest.next_cursor, null)
  const [user] = (await call('GET', '/admin/api/users?search=u2')).json().items
  assert.equal(user.reference_id, 'u2')
  assert.deepEqual(Object.keys(user), [
    'user_id',
    'provider',
    'reference_id',
    'scopes',
    'active',
    'needs_reauth',
    'zone',
    'created_at',
    'last_webhook_update',
    'last_data_at',
  ])
  const own = `/admin/api/users/${user.user_id}`
  assert.deepEqual((await call('GET', own)).json(), { ...user, counts: {}, token: null, connection: null })
  for (const type of ['daily', 'athlete'])
    assert.deepEqual((await call('GET', `${own}/data?type=${type}`)).json(), {
      items: [],
      provenance: [],
      next_cursor: null,
    })
  assert.equal((await call('GET', `${own}/data`)).json().detail, 'type is required')
  assert.equal((await call('GET', own, { as: 'other' })).statusCode, 404)
  assert.equal((await call('DELETE', own)).statusCode, 204)
  assert.equal((await call('GET', own)).json().detail, `there is no user ${user.user_id}`)
  assert.equal((await call('GET', '/admin/api/users?cursor=x')).statusCode, 400)
})
