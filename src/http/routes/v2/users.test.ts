import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TerraClient, TerraError } from 'terra-api'
import { saveRecords } from '../../../ingest/save.ts'
import { doubles } from '../../../sandbox/doubles/registry.ts'
import { eventsOf } from '../../../testing/connected.ts'
import { openLegacyClient } from '../../../testing/legacy-client.ts'
import { aDaily, incoming } from '../../../testing/records.ts'
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
    assert.deepEqual(await page('page=0&per_page=10000'), [null, 0, [ada.userId, ben.userId, cleo.userId]])
    assert.equal(
      (await at.call('GET', '/v2/subscriptions?per_page=1')).json().users.length,
      3,
      'a page was not asked for',
    )
  })

  await t.test('subscriptions names the parameter that is no number of a page', async () => {
    for (const [query, parameter] of [
      ['page=-1', 'page'],
      ['page=first', 'page'],
      ['page=0&per_page=0', 'per_page'],
      ['page=0&per_page=10001', 'per_page'],
      ['page=0&page=1', 'page'],
    ] as const) {
      const answer = await at.call('GET', `/v2/subscriptions?${query}`)
      assert.equal(answer.statusCode, 400, query)
      assert.match(answer.json().detail, new RegExp(`^invalid ${parameter}\\b`), query)
    }
  })

  await t.test('bulkUserInfo gives those that exist', async () => {
    const ask = (body: unknown) => at.call('POST', '/v2/bulkUserInfo', { body })
    const found = await ask([cleo.userId, unknown, 'x', foreign.userId, ada.userId])
    assert.deepEqual(idsOf(found.json()), [cleo.userId, ada.userId])
    const repeated = await ask([ada.userId, ada.userId.toUpperCase(), ada.userId])
    assert.deepEqual(idsOf(repeated.json()), [ada.userId])
    assert.equal((await ask([])).statusCode, 404)
    assert.deepEqual((await ask([ada.userId, 7])).json().detail, 'invalid 1: expected string, received number')
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

test('a user is given another reference id, paused and resumed', async (t) => {
  await using at = await testServer()
  const ada = await connect(at, 'ada')
  const foreign = await connect(at, 'ada', at.otherEnvironmentId)
  const patch = (body: unknown, userId = ada.userId) => at.call('PATCH', `/v2/users/${userId}`, { body })
  const changed = async (body: unknown) => {
    const answer = await patch(body)
    assert.equal(answer.statusCode, 200, answer.body)
    const { status, user } = answer.json()
    const { last_polled_at, most_recent_data_at, ...stored } = (
      await at.call('GET', `/api/v2/userInfo?user_id=${ada.userId}`)
    ).json().user
    assert.deepEqual([status, user], ['success', stored])
    assert.deepEqual([last_polled_at, most_recent_data_at], [null, null])
    return [user.reference_id, user.active]
  }

  await t.test('what is null or left out stays as it is', async () => {
    assert.deepEqual(await changed({ reference_id: 'lovelace', active: false }), ['lovelace', false])
    assert.deepEqual(await changed({ active: true }), ['lovelace', true])
    assert.deepEqual(await changed({ reference_id: 'ada', active: null }), ['ada', true])
    for (const body of [
      {},
      { reference_id: null, active: null },
      { reference_id: '' },
      { something: 'else' },
      undefined,
    ])
      assert.deepEqual(await changed(body), ['ada', true])
  })

  await t.test('what does not fit is named', async () => {
    for (const [body, detail] of [
      [{ active: 'false' }, 'invalid active: expected true or false'],
      [{ reference_id: 7 }, 'invalid reference_id: expected a text'],
      [{ reference_id: 'x'.repeat(501) }, 'invalid reference_id: expected at most 500 characters'],
      [{ reference_id: 'a\u0000b' }, 'invalid reference_id: it holds the character U+0000'],
      [[], 'invalid body: expected an object'],
      ['not JSON', 'invalid JSON body'],
    ]) {
      const headers = { 'content-type': 'application/json' }
      const answer = await at.call('PATCH', `/v2/users/${ada.userId}`, { body, headers })
      assert.deepEqual([answer.statusCode, answer.json().detail], [400, detail])
    }
  })

  await t.test('an unknown or foreign user is 404 and stays as they are', async () => {
    for (const id of [unknown, foreign.userId, 'x']) {
      const answer = await patch({ reference_id: 'mine' }, id)
      assert.deepEqual([answer.statusCode, answer.json().detail], [404, 'user not found'])
    }
    const theirs = await at.call('GET', `/v2/userInfo?user_id=${foreign.userId}`, { as: 'other' })
    assert.equal(theirs.json().user.reference_id, 'ada')
  })

  await t.test('the same account under the same reference id is 409', async () => {
    const who = { environmentId: at.hub.environmentId, provider: 'GARMIN', providerAccount: 'account of ada' }
    const twin = (await at.hub.db.transaction((sql) => connectUser(at.hub, sql, { ...who, referenceId: 'twin' }))).user
    const answer = await patch({ reference_id: 'ada', active: false }, twin.userId)
    assert.equal(answer.statusCode, 409)
    assert.match(answer.json().detail, /^another user is the same account under this reference_id: choose another/)
    const { user } = (await at.call('GET', `/v2/userInfo?user_id=${twin.userId}`)).json()
    assert.deepEqual([user.reference_id, user.active], ['twin', true], 'nothing of the call was done')
    const other = await connect(at, 'someone')
    assert.equal((await patch({ reference_id: 'ada' }, other.userId)).statusCode, 200, 'another account may share it')
  })

  await t.test('it is written down who did it', async () => {
    const rows = await at.hub.db`select action, target, detail from audit_entries order by id limit 1`
    assert.deepEqual(rows, [{ action: 'user.changed', target: ada.userId, detail: { active: false } }])
  })
})

test('both official clients change a user', async () => {
  await using at = await testServer()
  const ada = await connect(at, 'ada')
  const url = await at.listen()
  const { 'dev-id': devId = '', 'x-api-key': apiKey = '' } = at.credentials
  const current = new TerraClient({ devId, apiKey, baseUrl: `${url}/v2` })
  const legacy = openLegacyClient(url, devId, apiKey)
  const seen = (user: { reference_id?: string | null; active?: boolean | null } | undefined) => [
    user?.reference_id,
    user?.active,
  ]

  assert.deepEqual(seen((await current.user.modifyuser(ada.userId, { active: false })).user), ['ada', false])
  assert.deepEqual(seen((await current.user.modifyuser(ada.userId, { reference_id: 'b' })).user), ['b', false])
  await assert.rejects(
    current.user.modifyuser(unknown, { active: true }),
    (error) => error instanceof TerraError && error.statusCode === 404,
  )
  assert.deepEqual(seen((await legacy.patchUser(ada.userId, 'c', true)).user), ['c', true])
  assert.deepEqual(seen((await legacy.patchUser(ada.userId, null, false)).user), ['c', false])
  assert.deepEqual(seen((await legacy.patchUser(ada.userId, '', null)).user), ['c', false])
  await assert.rejects(legacy.patchUser(unknown, 'd', true), { status: 'error', message: 'user not found' })
})

test('nothing is pushed for a paused user, and what was stored meanwhile can be read', async () => {
  await using at = await testServer()
  const ada = await connect(at, 'ada')
  const sent = async () => (await eventsOf(at.hub, ada.userId)).map(({ type }) => type)
  const store = (steps: number) =>
    at.hub.db.transaction((sql) => {
      const record = incoming({ type: 'daily', record: aDaily('2026-07-01', steps) })
      return saveRecords(at.hub, sql, ada.environmentId, ada.userId, record, { observedAtMs: steps })
    })
  const days = `user_id=${ada.userId}&start_date=2026-07-01`
  const large = `${days}&end_date=2026-12-31`
  await at.call('PATCH', `/v2/users/${ada.userId}`, { body: { active: false } })
  await store(5)
  for (const url of [`/v2/daily?${days}`, `/v2/daily?${large}`, `/v2/athlete?user_id=${ada.userId}`]) {
    const answer = await at.call('GET', url)
    assert.equal(answer.statusCode, 403)
    assert.match(answer.json().detail, /^the user is inactive and nothing is pushed: set them active \(PATCH/)
  }
  assert.deepEqual(await sent(), ['auth'])
  assert.equal((await at.call('GET', `/v2/daily?${days}&to_webhook=false`)).json().data.length, 1)

  await at.call('PATCH', `/v2/users/${ada.userId}`, { body: { active: true } })
  await store(6)
  assert.equal((await at.call('GET', `/v2/daily?${days}`)).statusCode, 200)
  assert.deepEqual(await sent(), ['auth', 'daily', 'daily'])
})

test('whom an app has connected is listed, paused or not, and nobody else', async () => {
  await using at = await testServer({ TELLUS_SANDBOX: 'on' })
  const [ada, ben, cleo] = [await connect(at, 'ada'), await connect(at, 'ben'), await connect(at, 'cleo')]
  await connect(at, 'dora', at.otherEnvironmentId)
  const begun = await at.call('POST', '/v2/auth/authenticateUser?resource=SANDBOX')
  await at.call('PATCH', `/v2/users/${ben.userId}`, { body: { active: false } })
  await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${cleo.userId}`)
  const listed = [
    [ada.userId, true],
    [ben.userId, false],
  ]
  const seen = (users: { user_id: string; active: boolean }[]) => users.map(({ user_id, active }) => [user_id, active])
  assert.deepEqual(seen((await at.call('GET', '/v2/subscriptions')).json().users), listed)
  assert.deepEqual(seen((await at.call('GET', '/v2/subscriptions?page=0')).json().data.results), listed)
  const provisional: string = begun.json().user_id
  assert.equal((await at.call('GET', `/v2/userInfo?user_id=${provisional}`)).statusCode, 404)
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
  const played = doubles
    .map(({ provider }) => provider)
    .concat('SANDBOX')
    .sort()
  assert.ok(played.includes('GARMIN') && played.includes('OURA'))
  assert.deepEqual(
    (await here('')).map((one) => one.provider),
    played,
  )
  assert.deepEqual(
    (await here('?sdk=true')).map((one) => one.provider),
    [...played, 'APPLE', 'HEALTH_CONNECT', 'SAMSUNG'],
  )
  assert.equal((await at.call('GET', '/v2/integrations/detailed?sdk=maybe')).json().detail, 'invalid sdk')
})
