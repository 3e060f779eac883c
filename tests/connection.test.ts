import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { checkEventBody } from '../src/schema/events.ts'
import { connectAtSandbox, openRealVisitor } from '../src/testing/real-visitor.ts'
import { openReceiver, type Received, type Receiver } from '../src/testing/receiver.ts'
import { dataFolder, eventually, type RunningTellus, startTellus } from '../src/testing/tellus.ts'
import { judge } from '../src/testing/verify.ts'

/**
 * What a webhook hears of a connection through its life, each event by its real cause at the pretend provider, over HTTP
 * against the real command. The tests tell one story of one person and run in order.
 */
const folder = dataFolder()
let tellus: RunningTellus
let receiver: Receiver
let secret = ''
let userId = ''

before(async () => {
  tellus = await startTellus(join(folder.path, 'data'), { TELLUS_SANDBOX: 'on' })
  receiver = await openReceiver()
  const body = { kind: 'webhook', url: receiver.url }
  const made = await tellus.call<{ signing_secret: string }>('POST', '/admin/api/destinations', body)
  secret = made.body.signing_secret
})
after(async () => {
  await tellus?.end()
  await receiver?.close()
  folder[Symbol.dispose]()
})

interface Payload {
  type: string
  message?: string
  user?: { user_id: string; active: boolean; scopes: string }
  data?: { metadata: { summary_id?: string; name?: string | null } }[]
  scopes_added?: string
  scopes_removed?: string
  retry_after_seconds?: number
}
const payloadOf = (request: Received): Payload => JSON.parse(request.body.toString('utf8'))
const all = () => receiver.received.map(payloadOf)
const typesOf = (...types: string[]) => all().filter(({ type }) => types.includes(type))
/** The first so far or to come. */
const heard = (what: string, isIt: (payload: Payload) => boolean): Promise<Payload> =>
  eventually(what, () => all().find(isIt) ?? null, 60_000)

async function connect(): Promise<string> {
  const { body } = await tellus.call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
    reference_id: 'story',
    providers: 'SANDBOX',
    auth_success_redirect_url: 'https://app.example/ok',
  })
  const end = await connectAtSandbox(openRealVisitor(tellus.url), body.url, 'story')
  return end.searchParams.get('user_id') ?? ''
}
async function atSandbox(order: object): Promise<void> {
  const answer = await tellus.call('POST', `/admin/api/users/${userId}/sandbox`, order)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const read = (type: string, from: number, to: number, query = '') =>
  tellus.call<{ reference?: string; data?: unknown[]; type?: string; message?: string; retry_after_seconds?: number }>(
    'GET',
    `/v2/${type}?user_id=${userId}&start_date=${day(from)}&end_date=${day(to)}${query}`,
  )

test('a person connects: auth, then who they are, then what they recorded', async () => {
  userId = await connect()
  await heard('a night', ({ type }) => type === 'sleep')
  const [first, second] = receiver.received.map(payloadOf)
  assert.deepEqual([first?.type, first?.user?.user_id], ['auth', userId])
  assert.equal(second?.type, 'athlete')
})

test('their watch syncs a run: the provider tells, and it is on the webhook', async () => {
  await atSandbox({ action: 'sync', activity: { type: 'running', minutes: 32, ended_minutes_ago: 1 } })
  const run = await heard('the run', ({ type, data }) => {
    const records = type === 'activity' ? (data ?? []) : []
    return records.some(({ metadata }) => Object(metadata)['type'] === 8 && endedLately(metadata))
  })
  assert.equal(run.user?.user_id, userId)
})
const endedLately = (metadata: object): boolean =>
  Math.abs(Date.now() - 60_000 - Date.parse(Object(metadata)['end_time'])) < 120_000

test('they allow less, which the provider tells: permission_change', async () => {
  await atSandbox({ action: 'scopes', scopes: ['profile', 'activity', 'daily', 'sleep'] })
  const change = await heard('the change', ({ type }) => type === 'permission_change')
  assert.deepEqual([change.scopes_added, change.scopes_removed], ['', 'body,nutrition'])
  assert.equal(change.user?.scopes, 'profile,activity,daily,sleep')
})

test('they allow more, which comes to light with a new token', async () => {
  await atSandbox({ action: 'scopes', scopes: ['profile', 'activity', 'daily', 'sleep', 'body'], told: false })
  await atSandbox({ action: 'expire' })
  await read('daily', -70, -65, '&to_webhook=false')
  const change = await heard('the change', ({ scopes_added: added }) => added === 'body')
  assert.equal(change.scopes_removed, '')
})

test('the provider is getting data ready: processing, then the data', async () => {
  await atSandbox({ action: 'fault', fault: 'not_ready', retry_after_seconds: 1 })
  const { body } = await read('daily', -50, -45)
  await heard('processing', ({ type }) => type === 'processing')
  await atSandbox({ action: 'fault', fault: null })
  const under = () => receiver.received.filter((request) => request.headers['terra-reference'] === body.reference)
  const types = () => under().map((request) => payloadOf(request).type)
  await eventually('the data', () => types().includes('daily'), 60_000)
  assert.equal(types().at(-1), 'daily')
  assert.deepEqual([...new Set(types())], ['processing', 'daily'])
})

test('the provider has had enough: rate_limit_hit where it is to be tried again, then the data', async () => {
  await atSandbox({ action: 'fault', fault: 'rate_limited', retry_after_seconds: 1 })
  const { body } = await read('daily', -60, -52, '&retry_if_rate_limited=true')
  await heard('the limit', ({ type }) => type === 'rate_limit_hit')
  await atSandbox({ action: 'fault', fault: null })
  const under = () => receiver.received.filter((request) => request.headers['terra-reference'] === body.reference)
  const types = () => under().map((request) => payloadOf(request).type)
  await eventually('the data', () => types().includes('daily'), 60_000)
  assert.deepEqual([...new Set(types())], ['rate_limit_hit', 'daily'])
})

test('an inline read at a provider that is out of order gives what is stored, and says so', async () => {
  await atSandbox({ action: 'fault', fault: 'unavailable' })
  const { status, body } = await read('sleep', -90, -85, '&to_webhook=false')
  assert.deepEqual([status, body.data], [200, []])
  assert.match(body.message ?? '', /did not answer: what is stored is returned/)
  await atSandbox({ action: 'fault', fault: null })
  const again = await read('sleep', -90, -85, '&to_webhook=false')
  assert.ok((again.body.data?.length ?? 0) >= 4)
})

test('the provider refuses a fresh token: connection_error, once', async () => {
  await atSandbox({ action: 'fault', fault: 'unauthorized' })
  for (const from of [-110, -120]) await read('daily', from, from + 3, '&to_webhook=false')
  const error = await heard('the trouble', ({ type }) => type === 'connection_error')
  assert.equal(error.user?.active, true)
  await atSandbox({ action: 'fault', fault: null })
  assert.ok(((await read('daily', -110, -107, '&to_webhook=false')).body.data?.length ?? 0) >= 3)
  assert.deepEqual(
    typesOf('connection_error').map(({ message }) => message),
    [error.message],
  )
})

test('they take consent back at the provider: access_revoked, and the user is inactive', async () => {
  await atSandbox({ action: 'revoke' })
  const revoked = await heard('the end', ({ type }) => type === 'access_revoked')
  assert.equal(revoked.user?.active, false)
  const { body } = await tellus.call<{ user: { active: boolean } }>('GET', `/v2/userInfo?user_id=${userId}`)
  assert.equal(body.user.active, false)
})

test('they connect again: user_reauth, then auth, under a new id with all that was stored', async () => {
  const former = userId
  userId = await connect()
  assert.notEqual(userId, former)
  await heard('auth', ({ type, user }) => type === 'auth' && user?.user_id === userId)
  assert.equal(typesOf('user_reauth').length, 1)
  assert.ok(((await read('daily', -50, -45, '&to_webhook=false')).body.data?.length ?? 0) >= 4)
  assert.equal((await tellus.call('GET', `/v2/userInfo?user_id=${former}`)).status, 404)
})

test('somebody thinks better of it on the consent page: auth_cancelled', async () => {
  const { body } = await tellus.call<{ auth_url: string }>('POST', '/v2/auth/authenticateUser?resource=SANDBOX', {})
  const refused = new URL(body.auth_url)
  const form = new URLSearchParams([...refused.searchParams, ['decision', 'refuse']])
  const decided = await fetch(`${refused.origin}/sandbox/authorize`, { method: 'POST', body: form, redirect: 'manual' })
  await fetch(decided.headers.get('location') ?? '', { redirect: 'manual' })
  await heard('auth_cancelled', ({ type }) => type === 'auth_cancelled')
})

test('the app lets them go: deauth, and nothing after it', async () => {
  const ended = await tellus.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${userId}`)
  assert.equal(ended.status, 200)
  await heard('deauth', ({ type }) => type === 'deauth')
  const about = all().filter(({ user }) => user?.user_id === userId)
  assert.equal(about.at(-1)?.type, 'deauth')
})

test('every one of them was signed, and is as the contract has it', async () => {
  for (const request of receiver.received) {
    assert.deepEqual(await judge(request, secret), [], payloadOf(request).type)
    assert.deepEqual(checkEventBody(payloadOf(request)), { ok: true }, payloadOf(request).type)
  }
})
