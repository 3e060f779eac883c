import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import { ActivityType } from '../../schema/enums.ts'
import { eventsOf, jobsOf, userAs } from '../../testing/connected.ts'
import { leadTo } from '../../testing/doubles/lead.ts'
import { type OuraDouble, openOura, ouraClient } from '../../testing/doubles/oura.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { type TestServer, testServer } from '../../testing/server.ts'
import { openVisitor } from '../../testing/visitor.ts'
import { authenticateUser } from '../../users/sign-in/begin.ts'
import { accessOf, giveBack } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { ProviderError } from '../provider-error.ts'
import { oura } from './index.ts'
import { notification, signatureOf } from './notification.ts'
import { sportOf, sports } from './sports.ts'
import { conform, presentScope } from './tokens.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

interface Setting extends AsyncDisposable {
  at: TestServer
  double: OuraDouble
}

/** A Tellus with a client at Oura, which is a double on this machine. */
async function openSetting(): Promise<Setting> {
  const at = await testServer({
    TELLUS_OURA_CLIENT_ID: ouraClient.id,
    TELLUS_OURA_CLIENT_SECRET: ouraClient.secret,
  })
  const double = await openOura(() => at.hub.clock.now())
  leadTo(at.hub, double)
  const address = await at.listen()
  at.hub.publicUrl = () => address
  const close = async () => {
    await at[Symbol.asyncDispose]()
    await double[Symbol.asyncDispose]()
  }
  return { at, double, [Symbol.asyncDispose]: close }
}

/** Signs a person in as their browser would. */
async function connect({ at, double }: Setting, person: string, granted: string[] | null = null): Promise<User> {
  double.visitor = { person, granted }
  const { userId, authUrl } = await authenticateUser(at.hub, at.hub.environmentId, 'OURA', { referenceId: person })
  const consent = await double.fetch(authUrl)
  assert.equal(consent.status, 302)
  await openVisitor(at).get(consent.headers.get('location') ?? '')
  return userAs(at.hub, userId)
}

const fails = (failure: string) => (error: unknown) => error instanceof ProviderError && error.failure === failure

providerSuite({
  provider: oura,
  fixtures,
  notification(nowMs) {
    const body = Buffer.from(
      '{"event_type":"update","data_type":"sleep","object_id":"7d1c","event_time":"2026-03-10T06:31:12.000000+00:00","user_id":"9f6e"}',
    )
    const timestamp = `${Math.floor(nowMs / 1000)}`
    const headers = {
      'x-oura-timestamp': timestamp,
      'x-oura-signature': signatureOf('client secret', timestamp, body),
    }
    return { method: 'POST', query: new URLSearchParams(), headers, body }
  },
  async double() {
    const setting = await openSetting()
    return {
      at: { ...setting.at, [Symbol.asyncDispose]: () => setting[Symbol.asyncDispose]() },
      connect: (person, granted) => connect(setting, person, granted ?? null),
      revoke: async (person) => setting.double.revoke(person),
    }
  },
})

test('a signature worked out by hand is taken in either case, and for two hours', () => {
  const body = Buffer.from(
    '{"event_type":"update","data_type":"sleep","object_id":"7d1c2f0e-51aa-4d0c-9d7e-0a6f8f7a1101","event_time":"2026-03-10T06:31:12.000000+00:00","user_id":"9f6e2c1ab4d84e7fa3b5c6d7e8f90123"}',
  )
  const signature = 'A1A3E7E21AD4632B7171B603A4AEB2C74FAC6F4DA773B9F53F6F3E2BAFD97A88'
  const verify = (given: string, nowMs: number) =>
    notification.verify(
      {
        method: 'POST',
        query: new URLSearchParams(),
        headers: { 'x-oura-timestamp': '1773124272', 'x-oura-signature': given },
        body,
      },
      { client: { id: 'id', secret: 'test-client-secret' }, subscription: { secret: 'other' }, nowMs },
    )
  const atMs = 1_773_124_272_000
  assert.equal(verify(signature, atMs), true)
  assert.equal(verify(signature.toLowerCase(), atMs + 7_200_000), true)
  assert.equal(verify(signature, atMs + 7_200_001), false)
  assert.equal(verify(signature.replace('A1A3', 'A1A4'), atMs), false)
})

test('news is of the last week, since Oura does not say of which day; what we hold nothing of is no news', () => {
  const read = (event: object) =>
    notification.read(
      Buffer.from(
        JSON.stringify({
          object_id: 'x',
          user_id: 'ada',
          event_time: '2026-03-01T23:30:00.000000+00:00',
          event_type: 'update',
          ...event,
        }),
      ),
    )
  assert.deepEqual(read({ data_type: 'daily_readiness' }), [
    {
      kind: 'data',
      account: 'ada',
      types: ['sleep', 'daily'],
      range: { first: '2026-02-23', last: '2026-03-02' },
    },
  ])
  assert.deepEqual(read({ data_type: 'sleep_time' }), [])
  assert.deepEqual(read({ data_type: 'sleep', event_type: 'delete' }), [])
})

test('a night that is corrected keeps its key', () => {
  const of = (name: string) => fixtures.find((one) => one.name.startsWith(name))?.expected[0]
  const idOf = z.object({ metadata: z.object({ summary_id: z.string() }) })
  assert.deepEqual(idOf.parse(of('a night with stages')), idOf.parse(of('the same night corrected')))
})

test('every word for a workout has one type of Terra’s, however it is spelt', () => {
  const types = new Set<number>(Object.values(ActivityType))
  for (const [word, type] of sports) {
    assert.match(word, /^[a-z0-9]+$/)
    assert.ok(types.has(type), word)
  }
  assert.deepEqual(sportOf('crossCountrySkiing'), sportOf('cross_country_skiing'))
  assert.deepEqual(sportOf('in_vehicle'), { type: ActivityType.IN_VEHICLE, rawName: null })
  assert.deepEqual(sportOf('Quidditch'), { type: ActivityType.OTHER, rawName: 'Quidditch' })
})

test('a grant from before scopes had a prefix is the same permission, and an ID token is not looked at', async () => {
  const answer = await conform(
    Response.json({ access_token: 'a', token_type: 'bearer', scope: 'daily spo2Daily extapi:tag', id_token: 'x' }),
  )
  assert.deepEqual(await answer.json(), {
    access_token: 'a',
    token_type: 'bearer',
    scope: 'extapi:daily extapi:spo2 extapi:tag',
  })
  assert.equal(presentScope('extapi:spo2'), 'extapi:spo2')
})

test('with its keys it is offered, and after a sign-in the last days come as events', async () => {
  await using setting = await openSetting()
  const { at } = setting
  const offered = await at.call('GET', '/v2/integrations/detailed')
  const [mine] = z
    .object({ providers: z.array(z.looseObject({ provider: z.string() })) })
    .parse(offered.json())
    .providers.filter(({ provider }) => provider === 'OURA')
  assert.deepEqual(mine?.['types'], {
    activity: true,
    body: true,
    nutrition: false,
    daily: true,
    sleep: true,
    menstruation: false,
  })
  const { url } = (await at.call('POST', '/v2/auth/generateWidgetSession', { body: {} })).json()
  assert.match((await openVisitor(at).get(url)).text, /OURA/)
  const user = await connect(setting, 'ada')
  const job = { environmentId: at.hub.environmentId, userId: user.userId }
  await fetchData(at.hub)(job, { signal: AbortSignal.timeout(20_000), attempt: 1 })
  const types = new Set((await eventsOf(at.hub, user.userId)).map(({ type }) => type))
  assert.deepEqual([...types].sort(), ['activity', 'athlete', 'auth', 'body', 'daily', 'sleep'])
})

test('a read of one day gives that day, whatever Oura thinks its ends are, page after page', async () => {
  await using setting = await openSetting()
  const { at, double } = setting
  const user = await connect(setting, 'ada')
  assert.equal(user.scopes, oura.scopes.map(({ name }) => name).join(','))
  const today = new Date(at.hub.clock.now() - 86_400_000).toISOString().slice(0, 10)
  const earlier = new Date(at.hub.clock.now() - 9 * 86_400_000).toISOString().slice(0, 10)
  for (const [type, days, records] of [
    // The next night begins on the evening of that day.
    ['sleep', 1, 2],
    ['daily', 1, 1],
    ['daily', 8, 8],
    ['activity', 8, 8],
    ['sleep', 8, 9],
    ['body', 8, 8],
  ] as const) {
    const query = new URLSearchParams({
      user_id: user.userId,
      start_date: days === 1 ? today : earlier,
      end_date: today,
      to_webhook: 'false',
    })
    const answer = await at.call('GET', `/v2/${type}?${query}`)
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.json().data.length, records, `${type} of ${days} days`)
  }
  assert.ok(double.asked.some((path) => path.includes('/daily_activity?') && path.includes('next_token=')))
})

test('one collection that the person does not allow leaves the others; only a token that is no good is refused as such', async () => {
  await using setting = await openSetting()
  const { at, double } = setting
  const user = await connect(setting, 'ben', ['extapi:personal', 'extapi:daily'])
  const access = await accessOf(at.hub, user, oura)
  const day = new Date(at.hub.clock.now() - 86_400_000).toISOString().slice(0, 10)
  const fetched = await oura.resources.daily?.fetch(access, { first: day, last: day })
  const keys = Object.keys(z.record(z.string(), z.unknown()).parse(fetched))
  assert.deepEqual(keys.sort(), ['daily_activity', 'daily_readiness', 'daily_sleep', 'daily_stress', 'range'])
  const asked = double.asked.filter((path) => path === 'GET /v2/usercollection/personal_info')
  assert.equal(asked.length, 2, 'the sign-in asked once, and four refusals together once')
  double.tooMany = 100
  await assert.rejects(
    oura.resources.daily?.fetch(access, { first: day, last: day }) ?? Promise.resolve(),
    (error) => fails('rate_limited')(error) && error instanceof ProviderError && error.retryAfterSeconds === 17,
  )
})

test('a refresh token is used once; what is given back is good for nothing', async () => {
  await using setting = await openSetting()
  const { at, double } = setting
  const user = await connect(setting, 'cleo')
  const first = await accessOf(at.hub, user, oura)
  await at.hub.advance(86_400_000)
  const second = await accessOf(at.hub, user, oura)
  await at.hub.advance(86_400_000)
  const third = await accessOf(at.hub, user, oura)
  assert.equal(new Set([first, second, third].map(({ accessToken }) => accessToken)).size, 3)
  await giveBack(at.hub, user)
  assert.deepEqual(
    double.grants.map(({ isRevoked }) => isRevoked),
    [true],
  )
})

test('a sign-in without the profile, which tells who it is, ends as the provider’s failure', async () => {
  await using setting = await openSetting()
  const { at, double } = setting
  double.visitor = { person: 'dan', granted: ['extapi:daily'] }
  const { authUrl } = await authenticateUser(at.hub, at.hub.environmentId, 'OURA', {
    failureUrl: 'https://app.example/failed',
  })
  const consent = await double.fetch(authUrl)
  const { location } = await openVisitor(at).get(consent.headers.get('location') ?? '')
  assert.match(location ?? '', /^https:\/\/app\.example\/failed\?.*reason=provider_error/)
})

test('subscribes to each kind of news, renews in time, follows a new address, and heeds what comes', async () => {
  await using setting = await openSetting()
  const { at, double } = setting
  await keepSubscriptions(at.hub)
  assert.equal(double.subscriptions.length, 20)
  const user = await connect(setting, 'eve')
  assert.deepEqual(await double.tell({ event_type: 'create', data_type: 'workout', person: 'eve' }), [200])
  const [notice] = await jobsOf(at.hub, 'provider-notice')
  const told = z
    .object({ notice: z.object({ account: z.string(), types: z.array(z.string()) }) })
    .parse(notice?.payload)
  assert.deepEqual(told.notice, { account: 'id-eve', types: ['activity'] })
  assert.ok(user.active)

  const ends = () => new Set(double.subscriptions.map(({ expiration_time }) => expiration_time))
  const before = ends()
  await keepSubscriptions(at.hub)
  assert.deepEqual(ends(), before, 'nothing is renewed that has long to go')
  await at.hub.advance(89.5 * 86_400_000)
  await keepSubscriptions(at.hub)
  assert.equal(double.subscriptions.length, 20)
  assert.ok(double.asked.some((path) => path.startsWith('PUT /v2/webhook/subscription/renew/')))

  const address = at.hub.publicUrl().replace('127.0.0.1', 'localhost')
  at.hub.publicUrl = () => address
  await keepSubscriptions(at.hub)
  assert.deepEqual([...new Set(double.subscriptions.map((one) => one.callback_url))], [`${address}/hooks/OURA`])
})
