import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TestServer, testServer } from '../../../testing/server.ts'
import { connectUser } from '../../../users/connect.ts'
import type { User } from '../../../users/user.ts'

const unknown = '00000000-0000-4000-8000-000000000000'

async function connect(
  at: TestServer,
  referenceId: string | null,
  environmentId = at.hub.environmentId,
): Promise<User> {
  at.hub.clock.advance(1)
  const who = { environmentId, provider: 'GARMIN', providerAccount: `account of ${referenceId}`, referenceId }
  return (await at.hub.db.transaction((sql) => connectUser(at.hub, sql, who))).user
}

test('users are asked for, listed and ended as Terra has it', async (t) => {
  await using at = await testServer()
  const ada = await connect(at, 'ada')
  const ben = await connect(at, 'ben')
  const cleo = await connect(at, null)
  const foreign = await connect(at, 'ada', at.otherEnvironmentId)
  const wire = async (user: User) => (await at.call('GET', `/v2/userInfo?user_id=${user.userId}`)).json().user

  await t.test('userInfo by user_id, under both prefixes', async () => {
    for (const prefix of ['/v2', '/api/v2']) {
      const answer = await at.call('GET', `${prefix}/userInfo?user_id=${ada.userId}`)
      assert.equal(answer.statusCode, 200)
      assert.deepEqual(answer.json(), {
        status: 'success',
        is_authenticated: true,
        user: {
          user_id: ada.userId,
          provider: 'GARMIN',
          created_at: ada.createdAt.toISOString().replace('Z', '000+00:00'),
          last_webhook_update: null,
          scopes: null,
          reference_id: 'ada',
          active: true,
          last_polled_at: null,
          most_recent_data_at: null,
        },
      })
    }
  })

  await t.test('userInfo by reference_id is a list, empty for an unknown one', async () => {
    const { last_polled_at, most_recent_data_at, ...user } = await wire(ada)
    assert.deepEqual((await at.call('GET', '/v2/userInfo?reference_id=ada')).json(), [user])
    assert.deepEqual((await at.call('GET', '/v2/userInfo?reference_id=nobody')).json(), [])
    assert.deepEqual([last_polled_at, most_recent_data_at], [null, null])
  })

  await t.test('userInfo of nobody is 400, of an unknown or foreign user 404', async () => {
    const answer = await at.call('GET', '/v2/userInfo')
    assert.deepEqual([answer.statusCode, answer.json().detail], [400, 'user_id or reference_id is required'])
    for (const id of [unknown, foreign.userId, 'x']) {
      const missing = await at.call('GET', `/v2/userInfo?user_id=${id}`)
      assert.deepEqual([missing.statusCode, missing.json().detail], [404, 'user not found'])
    }
  })

  const idsOf = (users: { user_id: string }[]) => users.map((user) => user.user_id)

  await t.test('subscriptions lists all users, or a page of them', async () => {
    const all = (await at.call('GET', '/v2/subscriptions')).json()
    assert.equal(all.status, 'success')
    assert.deepEqual(idsOf(all.users), [ada.userId, ben.userId, cleo.userId])
    const page = async (query: string) => {
      const { data } = (await at.call('GET', `/v2/subscriptions?${query}`)).json()
      return [data.next, data.max_page, idsOf(data.results)]
    }
    assert.deepEqual(await page('page=0&per_page=2'), [1, 1, [ada.userId, ben.userId]])
    assert.deepEqual(await page('page=1&per_page=2'), [null, 1, [cleo.userId]])
    assert.deepEqual(await page('page=7&per_page=2'), [null, 1, []])
    assert.deepEqual(await page('page=0'), [null, 0, [ada.userId, ben.userId, cleo.userId]])
    assert.equal((await at.call('GET', '/v2/subscriptions?page=0&per_page=0')).statusCode, 400)
  })

  await t.test('bulkUserInfo gives those that exist', async () => {
    const ask = (body: unknown) => at.call('POST', '/v2/bulkUserInfo', { body })
    const found = await ask([cleo.userId, unknown, 'x', foreign.userId, ada.userId])
    assert.deepEqual(idsOf(found.json()), [cleo.userId, ada.userId])
    assert.equal((await ask([unknown])).statusCode, 404)
    const misfit = await ask({ user_ids: [] })
    assert.deepEqual([misfit.statusCode, misfit.json().detail], [400, 'invalid body: expected a list of user ids'])
  })

  await t.test('deauthenticateUser ends a user once', async () => {
    const url = `/v2/auth/deauthenticateUser?user_id=${ben.userId}`
    assert.equal((await at.call('DELETE', url, { as: 'other' })).statusCode, 404)
    assert.deepEqual((await at.call('DELETE', url)).json(), { status: 'success' })
    assert.equal((await at.call('DELETE', url)).statusCode, 404)
    assert.equal((await at.call('GET', `/v2/userInfo?user_id=${ben.userId}`)).statusCode, 404)
    assert.equal((await at.call('DELETE', '/v2/auth/deauthenticateUser')).json().detail, 'user_id is required')
  })
})

test('integrations are open to everybody', async () => {
  await using at = await testServer()
  const list = (await at.call('GET', '/v2/integrations', { as: 'none' })).json()
  assert.equal(list.status, 'success')
  assert.ok(list.providers.includes('GARMIN') && !list.providers.includes('FITBIT'))
  assert.ok(list.sdk_providers.includes('APPLE') && !list.providers.includes('APPLE'))
  const ask = async (query: string, headers = {}) =>
    (await at.call('GET', `/api/v2/integrations/detailed${query}`, { as: 'none', headers })).json().providers
  const detailed = await ask('')
  const oura = detailed.find((one: { provider: string }) => one.provider === 'OURA')
  assert.deepEqual([oura.name, oura.enabled], ['Oura', true])
  assert.deepEqual(Object.keys(oura.types), ['activity', 'body', 'nutrition', 'daily', 'sleep', 'menstruation'])
  assert.ok(!detailed.some((one: { provider: string }) => one.provider === 'APPLE'))
  const withPhones: { provider: string }[] = await ask('?sdk=TRUE')
  assert.ok(withPhones.some((one) => one.provider === 'APPLE'))
  const here = (query: string): Promise<{ provider: string }[]> => ask(query, { 'dev-id': 'test-dev' })
  assert.deepEqual(
    (await here('')).map((one) => one.provider),
    ['SANDBOX'],
  )
  assert.deepEqual(
    (await here('?sdk=true')).map((one) => one.provider),
    ['SANDBOX', 'APPLE', 'HEALTH_CONNECT', 'SAMSUNG'],
  )
  assert.equal((await at.call('GET', '/v2/integrations/detailed?sdk=maybe')).json().detail, 'invalid sdk')
})
