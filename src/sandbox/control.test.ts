import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { scopes } from '../providers/sandbox/manifest.ts'
import type { Posted } from '../providers/sandbox/notification.ts'
import { checkRecord } from '../schema/events.ts'
import { connectPerson, sandboxServer } from '../testing/connected.ts'
import { openReceiver } from '../testing/receiver.ts'
import { decideAtSandbox, openVisitor } from '../testing/visitor.ts'
import { authenticateUser } from '../users/sign-in/begin.ts'
import { openTokens } from '../users/sign-in/open-tokens.ts'
import { selectDeeds } from './life/deed-store.ts'
import { dateFor } from './person.ts'

const at = await sandboxServer()
const { hub } = at
const receiver = await openReceiver()
after(async () => {
  await receiver[Symbol.asyncDispose]()
  await at[Symbol.asyncDispose]()
})
await hub.db`
  insert into sandbox_subscriptions (id, client_id, callback_url, secret)
  values (gen_random_uuid(), 'tellus', ${receiver.url}, ${hub.vault.seal('a secret that both sides know')})`

const posted = (): Posted[] => receiver.received.splice(0).map(({ body }) => JSON.parse(String(body)))
const path = (userId: string) => `/admin/api/users/${userId}/sandbox`
const stateOf = async (userId: string) => (await at.call('GET', path(userId))).json()
const order = async (userId: string, body: object) => {
  const answer = await at.call('POST', path(userId), { body })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}
const read = async (userId: string, address: string) => {
  const [accessToken = ''] = await openTokens(hub, userId)
  return at.server.inject({ url: address, headers: { authorization: `Bearer ${accessToken}` } })
}
const statusOf = async (userId: string) => (await read(userId, '/sandbox/userinfo')).statusCode

test('the state tells who signed in, what they allow, and how the token and the device stand', async () => {
  const { userId } = await connectPerson(at, 'Ida', { granted: ['profile', 'sleep'] })
  const nowMs = hub.clock.now()
  assert.deepEqual(await stateOf(userId), {
    person: 'Ida',
    scopes: ['profile', 'sleep'],
    revoked_at: null,
    token_expires_at: new Date(nowMs + 3_600_000).toISOString(),
    last_synced_at: new Date(nowMs).toISOString(),
    next_sync_at: new Date(nowMs + 900_000).toISOString(),
    fault: null,
    notifications: null,
  })
})

test('a device that syncs by hand tells of the day, and of the workout it has just recorded', async () => {
  const { userId } = await connectPerson(at, 'joe')
  await hub.advance(60_000)
  const plain = await order(userId, { action: 'sync' })
  const today = dateFor('joe', hub.clock.now())
  assert.deepEqual([plain.notified, plain.last_synced_at], [true, new Date(hub.clock.now()).toISOString()])
  const [first] = posted()
  assert.ok(first?.event === 'data' && first.account === 'joe' && first.end === today)
  assert.deepEqual([...first.types].sort(), ['body', 'daily', 'nutrition'])
  const activity = { type: 'road_biking', minutes: 30, ended_minutes_ago: 0 }
  assert.equal((await order(userId, { action: 'sync', activity })).notified, true)
  const [second] = posted()
  assert.ok(second?.event === 'data' && second.types.includes('activity'))
  const query = new URLSearchParams({ type: 'activity', start: second.start, end: second.end })
  const { records } = (await read(userId, `/sandbox/records?${query}`)).json()
  const recorded = records.at(-1)
  assert.deepEqual(checkRecord('activity', recorded), { ok: true })
  const { start_time: start, end_time: end, type, summary_id: id } = recorded.metadata
  assert.equal(type, 16)
  assert.ok(id.length > 0)
  assert.equal(Date.parse(end), Math.floor(hub.clock.now() / 1000) * 1000)
  assert.equal(Date.parse(end) - Date.parse(start), 30 * 60_000)
  assert.equal(recorded.active_durations_data.activity_seconds, 1800)
})

test('every kind of workout that can be recorded is one', async () => {
  const { userId } = await connectPerson(at, 'max')
  const refused = await at.call('POST', path(userId), { body: { action: 'sync', activity: { type: 'none' } } })
  const kinds = refused.json().detail.split('expected one of ').at(-1).split(', ')
  assert.ok(kinds.length >= 15, refused.body)
  for (const [minutes, type] of kinds.entries())
    await order(userId, { action: 'sync', activity: { type, minutes: minutes + 1, ended_minutes_ago: 60 * minutes } })
  posted()
})

test('consent that is taken back ends both tokens, and is told where that was asked', async () => {
  const loud = await connectPerson(at, 'lea')
  const told = await order(loud.userId, { action: 'revoke' })
  assert.equal(told.notified, true)
  assert.equal(told.revoked_at, new Date(hub.clock.now()).toISOString())
  assert.equal(told.next_sync_at, null)
  assert.deepEqual(posted(), [{ event: 'revoked', account: 'lea' }])
  assert.equal(await statusOf(loud.userId), 401)
  const quiet = await connectPerson(at, 'liv')
  assert.equal((await order(quiet.userId, { action: 'revoke', told: false })).notified, false)
  assert.deepEqual(posted(), [])
  assert.equal(await statusOf(quiet.userId), 401)
  const again = await at.call('POST', path(quiet.userId), { body: { action: 'expire' } })
  assert.equal(again.statusCode, 409)
  assert.match(again.json().detail, /connect anew/)
})

test('a change of scopes counts at once for what can be read, and is what the provider tells of the grant', async () => {
  const { userId } = await connectPerson(at, 'noa')
  assert.deepEqual(
    (await stateOf(userId)).scopes,
    scopes.map(({ name }) => name),
  )
  const state = await order(userId, { action: 'scopes', scopes: ['sleep', 'profile'] })
  assert.deepEqual([state.scopes, state.notified], [['profile', 'sleep'], true])
  assert.deepEqual(posted(), [{ event: 'scopes', account: 'noa', scopes: ['profile', 'sleep'] }])
  assert.equal((await read(userId, '/sandbox/userinfo')).json().scope, 'profile sleep')
  const days = 'start=2026-07-01&end=2026-07-02'
  assert.equal((await read(userId, `/sandbox/records?type=daily&${days}`)).statusCode, 403)
  assert.equal((await read(userId, `/sandbox/records?type=sleep&${days}`)).statusCode, 200)
  const unseen = await at.call('POST', path(userId), { body: { action: 'sync', activity: {} } })
  assert.equal(unseen.statusCode, 409)
  await order(userId, { action: 'scopes', scopes: ['daily'], told: false })
  assert.deepEqual(posted(), [])
})

test('an access token can end before its time; the refresh token gives another', async () => {
  const { userId } = await connectPerson(at, 'oli')
  const state = await order(userId, { action: 'expire' })
  assert.equal(state.token_expires_at, new Date(hub.clock.now()).toISOString())
  assert.equal(await statusOf(userId), 401)
  assert.equal(state.revoked_at, null)
})

test('where access does not end by itself it cannot be made to: there is nothing to renew it with', async () => {
  const { userId } = await connectPerson(at, 'pia', { provider: 'POLAR' })
  const refused = await at.call('POST', path(userId), { body: { action: 'expire' } })
  assert.equal(refused.statusCode, 409)
  assert.match(refused.json().detail, /POLAR gives tokens that do not end/)
})

test('what is corrected or deleted is the one that was meant, by its start or day, else the last', async () => {
  const { userId } = await connectPerson(at, 'quin', { provider: 'POLAR' })
  const deedOf = async (action: string, what: object) => {
    await order(userId, { action, type: 'activity', ...what })
    return (await selectDeeds(hub.db, 'POLAR', 'quin')).at(-1)
  }
  const minuteMs = 60_000
  const nowMs = hub.clock.now()
  for (const minutes of [180, 100, 20])
    await order(userId, { action: 'sync', activity: { minutes: 10, ended_minutes_ago: minutes } })
  const done = await selectDeeds(hub.db, 'POLAR', 'quin')
  const [, middle] = done
  assert.ok(middle)
  const start_time = new Date(nowMs - 110 * minuteMs).toISOString()
  assert.deepEqual(await deedOf('correct', { start_time }), { kind: 'corrected', key: middle.key, atMs: nowMs })
  assert.deepEqual(await deedOf('delete', { start_time }), { kind: 'deleted', key: middle.key, atMs: nowMs })
  const gone = await at.call('POST', path(userId), { body: { action: 'delete', type: 'activity', start_time } })
  assert.deepEqual(
    [gone.statusCode, gone.json().detail],
    [409, `quin has no activity that began at ${start_time} in the last 60 days`],
  )
  const last = await deedOf('correct', { date: dateFor('quin', nowMs - 20 * minuteMs) })
  assert.deepEqual(await deedOf('correct', {}), last)
  const both = { action: 'correct', type: 'activity', start_time, date: '2026-01-01' }
  const refused = await at.call('POST', path(userId), { body: both })
  assert.deepEqual([refused.statusCode, /say date or start_time, not both/.test(refused.body)], [400, true])
})

test('what was told is answered with the state, though the client forgets its tokens at once', async () => {
  const { userId } = await connectPerson(at, 'rex')
  receiver.set({
    respond: (_request, response) => {
      hub.db`delete from provider_tokens where id = ${userId}`.then(() => response.end('{}'))
    },
  })
  const state = await order(userId, { action: 'revoke' })
  receiver.set({})
  assert.deepEqual([state.person, state.notified, state.revoked_at !== null], ['rex', true, true])
  assert.equal((await at.call('GET', path(userId))).statusCode, 409)
  posted()
})

test('two users of one account lose it together', async () => {
  const one = await connectPerson(at, 'pia', { referenceId: 'pia-1' })
  const two = await connectPerson(at, 'pia', { referenceId: 'pia-2' })
  await order(one.userId, { action: 'revoke' })
  assert.deepEqual([await statusOf(one.userId), await statusOf(two.userId)], [401, 401])
  assert.equal(posted().length, 1)
})

test('no environment reaches what another has, nor hears of it', async () => {
  const mine = await connectPerson(at, 'sam')
  const { userId, authUrl } = await authenticateUser(hub, at.otherEnvironmentId, 'SANDBOX', { referenceId: 'sam' })
  await decideAtSandbox(openVisitor(at), authUrl, 'allow', { person: 'sam' })
  for (const method of ['GET', 'POST'] as const) {
    const body = method === 'POST' ? { body: { action: 'revoke' } } : {}
    assert.equal((await at.call(method, path(mine.userId), { ...body, as: 'other' })).statusCode, 404)
    assert.equal((await at.call(method, path(mine.userId), { ...body, as: 'none' })).statusCode, 401)
  }
  assert.equal((await order(mine.userId, { action: 'revoke' })).notified, false, 'the account is the other’s too')
  assert.deepEqual(posted(), [])
  assert.equal(await statusOf(mine.userId), 401)
  assert.equal(await statusOf(userId), 200)
})

test('a user of another source, and one whose connection has ended, are refused with a sentence', async () => {
  const { user_id: userId } = (
    await at.call('POST', '/admin/api/generate', {
      body: { provider: 'COROS', type: 'sleep', send: true, reference_id: 'other source' },
    })
  ).json()
  const other = await at.call('GET', path(userId))
  assert.equal(other.statusCode, 409)
  assert.match(other.json().detail, /COROS/)
  const ended = await connectPerson(at, 'tom')
  await hub.db`delete from provider_tokens where id = ${ended.userId}`
  const answer = await at.call('GET', path(ended.userId))
  assert.equal(answer.statusCode, 409)
  assert.match(answer.json().detail, /connect anew/)
})

test('what was done by hand stands in the audit log', async () => {
  const { userId } = await connectPerson(at, 'uma')
  await order(userId, { action: 'fault', fault: 'slow' })
  const rows = await hub.db<{ action: string; detail: object }>`
    select action, detail from audit_entries where target = ${userId}`
  assert.deepEqual(rows, [{ action: 'sandbox.ordered', detail: { action: 'fault' } }])
})
