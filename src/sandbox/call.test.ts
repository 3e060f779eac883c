import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connectPerson, sandboxServer } from '../testing/connected.ts'
import { openTokens } from '../users/sign-in/open-tokens.ts'

const at = await sandboxServer()
after(() => at[Symbol.asyncDispose]())

const connected = async (person: string) => {
  const { userId } = await connectPerson(at, person)
  const [accessToken = '', refreshToken = ''] = await openTokens(at.hub, userId)
  return { userId, accessToken, refreshToken }
}
const order = async (userId: string, body: object) => {
  const answer = await at.call('POST', `/admin/api/users/${userId}/sandbox`, { body })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}
const fault = (userId: string, body: object) => order(userId, { action: 'fault', ...body })
const ask = (path: string, accessToken: string, signal?: AbortSignal) =>
  fetch(`${at.hub.publicUrl()}${path}`, {
    headers: { authorization: `Bearer ${accessToken}` },
    ...(signal === undefined ? {} : { signal }),
  })
const records = '/sandbox/records?type=sleep&start=2026-07-01&end=2026-07-02'
const data = (accessToken: string, signal?: AbortSignal) => ask(records, accessToken, signal)
const refresh = (refresh_token: string) =>
  at.server.inject({
    method: 'POST',
    url: '/sandbox/token',
    headers: {
      authorization: `Basic ${Buffer.from('tellus:pretend-provider').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }).toString(),
  })

test('a fault happens to as many data calls as were ordered, and to nothing else', async () => {
  const { userId, accessToken } = await connected('faulty')
  const state = await fault(userId, { fault: 'rate_limited', calls: 2, retry_after_seconds: 7 })
  assert.deepEqual(state.fault, { fault: 'rate_limited', calls_left: 2, seconds: 7 })
  assert.equal((await ask('/sandbox/userinfo', accessToken)).status, 200)
  for (const left of [1, null]) {
    const answer = await data(accessToken)
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '7'])
    const now = (await at.call('GET', `/admin/api/users/${userId}/sandbox`)).json()
    assert.deepEqual(now.fault, left === null ? null : { fault: 'rate_limited', calls_left: left, seconds: 7 })
  }
  assert.equal((await data(accessToken)).status, 200)
})

test('a fault without a number stays until it is changed, and each answers as a provider in that trouble', async () => {
  const { userId, accessToken } = await connected('troubled')
  const answers: unknown[] = []
  for (const name of ['unavailable', 'unauthorized', 'not_ready', 'malformed']) {
    await fault(userId, { fault: name })
    await data(accessToken)
    const answer = await data(accessToken)
    const read = await answer.json().then(
      () => 'JSON',
      () => 'broken',
    )
    answers.push([name, answer.status, answer.headers.get('retry-after'), read])
  }
  assert.deepEqual(answers, [
    ['unavailable', 503, null, 'JSON'],
    ['unauthorized', 401, null, 'JSON'],
    ['not_ready', 202, '30', 'JSON'],
    ['malformed', 200, null, 'broken'],
  ])
  assert.equal((await ask('/sandbox/userinfo', accessToken)).status, 200, 'the token is good all the while')
  await fault(userId, { fault: null })
  assert.equal((await data(accessToken)).status, 200)
})

test('a slow answer comes in the end, and one whose caller hangs up is not waited for', async () => {
  const { userId, accessToken } = await connected('slow')
  await fault(userId, { fault: 'slow', delay_seconds: 0.05, calls: 1 })
  assert.match(await (await data(accessToken)).text(), /^\{"records":\[\{/)
  await fault(userId, { fault: 'slow', delay_seconds: 60, calls: 1 })
  const hangUp = new AbortController()
  const waiting = data(accessToken, hangUp.signal)
  // The call has arrived once its fault is used up.
  for (let left: unknown = 1; left !== null; )
    left = (await at.call('GET', `/admin/api/users/${userId}/sandbox`)).json().fault
  hangUp.abort()
  await assert.rejects(waiting, /abort/i)
})

test('while no tokens are renewed the refresh token stays good', async () => {
  const { userId, accessToken, refreshToken } = await connected('stuck')
  await fault(userId, { fault: 'refresh_down', calls: 1 })
  assert.equal((await data(accessToken)).status, 200, 'data calls are not concerned')
  const down = await refresh(refreshToken)
  assert.deepEqual([down.statusCode, down.json().error], [503, 'temporarily_unavailable'])
  const renewed = await refresh(refreshToken)
  assert.equal(renewed.statusCode, 200)
  assert.equal((await data(renewed.json().access_token)).status, 200)
})

test('a grant may make 600 calls a minute, and is told when the next minute begins', async () => {
  const { userId, accessToken } = await connected('eager')
  const other = await connected('patient')
  await data(accessToken)
  await at.hub.advance(20_000)
  await at.hub.db`update sandbox_grants set window_calls = 599 where person = 'eager'`
  assert.equal((await data(accessToken)).status, 200)
  const answer = await data(accessToken)
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '40'])
  assert.equal((await ask('/sandbox/userinfo', accessToken)).status, 429)
  assert.equal((await data(other.accessToken)).status, 200)
  assert.equal((await at.call('GET', `/admin/api/users/${userId}/sandbox`)).statusCode, 200)
  await at.hub.advance(40_000)
  assert.equal((await data(accessToken)).status, 200)
})

test('an order that says nothing, or something unknown, is refused with a sentence', async () => {
  const { userId } = await connected('quiet')
  const refused = async (body: object) => {
    const answer = await at.call('POST', `/admin/api/users/${userId}/sandbox`, { body })
    assert.equal(answer.statusCode, 400)
    return answer.json().detail
  }
  assert.match(await refused({ action: 'fault' }), /fault/)
  assert.match(await refused({ action: 'fault', fault: 'earthquake' }), /fault/)
  assert.match(await refused({ action: 'dance' }), /action/)
  assert.match(await refused({ action: 'scopes', scopes: ['heart'] }), /scopes/)
  assert.match(await refused({ action: 'sync', activity: { type: 'flying' } }), /activity\.type/)
})
