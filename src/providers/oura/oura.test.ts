import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { addDays } from '../../generate/local-day.ts'
import { heedNotice, noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import { localDate, offsetOfZone } from '../../normalise/time.ts'
import { selectListeners } from '../../sandbox/doubles/listener-store.ts'
import { oura as double } from '../../sandbox/doubles/oura.ts'
import { heartRatesBetween } from '../../sandbox/doubles/oura-documents.ts'
import { lifeOf } from '../../sandbox/life/life.ts'
import { syncDue } from '../../sandbox/sync.ts'
import { ActivityType } from '../../schema/enums.ts'
import { eventsOf, jobsOf } from '../../testing/connected.ts'
import { doubled, watched } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { type TestServer, testServer } from '../../testing/server.ts'
import { decideAtSandbox, openVisitor } from '../../testing/visitor.ts'
import { authenticateUser } from '../../users/sign-in/begin.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf, giveBack } from '../../users/sign-in/tokens.ts'
import { refresh } from '../oauth2.ts'
import { ProviderError } from '../provider-error.ts'
import { oura } from './index.ts'
import { notification, signatureOf } from './notification.ts'
import { sportOf, sports } from './sports.ts'
import { conform, presentScope } from './tokens.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

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
  double: () => doubled('OURA'),
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
  assert.deepEqual(read({ data_type: 'sleep', event_type: 'archive' }), [])
})

test('a deleted document takes its record with it where it is one; what others added to a day stays', () => {
  const read = (data_type: string) =>
    notification.read(
      Buffer.from(
        JSON.stringify({
          event_type: 'delete',
          data_type,
          object_id: '7d1c',
          event_time: '2026-03-10T06:31:12.000000+00:00',
          user_id: '9f6e',
        }),
      ),
    )
  assert.deepEqual(read('sleep'), [{ kind: 'deleted', account: '9f6e', type: 'sleep', id: '7d1c' }])
  assert.deepEqual(read('workout'), [{ kind: 'deleted', account: '9f6e', type: 'activity', id: '7d1c' }])
  assert.deepEqual(read('daily_readiness'), [])
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

test('it is offered with its keys, and where its double stands in; after a sign-in the last days come as events', async () => {
  const typesAt = async (server: TestServer) => {
    const offered = await server.call('GET', '/v2/integrations/detailed')
    const [mine] = z
      .object({ providers: z.array(z.looseObject({ provider: z.string() })) })
      .parse(offered.json())
      .providers.filter(({ provider }) => provider === 'OURA')
    return mine?.['types']
  }
  const types = { activity: true, body: true, nutrition: false, daily: true, sleep: true, menstruation: false }
  await using keyed = await testServer({ TELLUS_OURA_CLIENT_ID: 'id', TELLUS_OURA_CLIENT_SECRET: 'secret' })
  assert.deepEqual(await typesAt(keyed), types)
  await using neither = await testServer({ TELLUS_SANDBOX: 'off', TELLUS_OURA_CLIENT_ID: 'id' })
  assert.equal(await typesAt(neither), undefined)
  const { at, connect } = await doubled('OURA')
  await using _ = at
  assert.deepEqual(await typesAt(at), types)
  const { url } = (await at.call('POST', '/v2/auth/generateWidgetSession', { body: {} })).json()
  assert.match((await openVisitor(at).get(url)).text, /OURA/)
  const user = await connect('ada')
  const job = { environmentId: at.hub.environmentId, userId: user.userId }
  await fetchData(at.hub)(job, { signal: AbortSignal.timeout(20_000), attempt: 1 })
  const told = new Set((await eventsOf(at.hub, user.userId)).map(({ type }) => type))
  assert.deepEqual([...told].sort(), ['activity', 'athlete', 'auth', 'body', 'daily', 'sleep'])
})

test('a read of some days gives those days, whatever Oura thinks its ends are', async () => {
  const { at, connect } = await doubled('OURA')
  await using _ = at
  const user = await connect('ada')
  assert.equal(user.scopes, oura.scopes.map(({ name }) => name).join(','))
  const life = lifeOf('ada', [], at.hub.clock.now())
  const last = addDays(life.today, -2)
  const earlier = addDays(life.today, -9)
  const dateOf = (epochMs: number) => localDate(epochMs, offsetOfZone(life.zone, epochMs))
  // A session answers to each date that it touches; the end is a day that does not count, unless it is the first too.
  const touching = (first: string, end: string, spans: readonly { startMs: number; endMs: number }[]) =>
    spans.filter(({ startMs, endMs }) => dateOf(endMs) >= first && dateOf(startMs) <= end).length
  const around = life.days(addDays(earlier, -1), life.today)
  const nights = around.flatMap((day) => day.nights)
  const sessions = around.flatMap((day) => day.sessions)
  const counted = addDays(last, -1)
  for (const [type, first, records] of [
    ['sleep', last, touching(last, last, nights)],
    ['daily', last, 1],
    ['daily', earlier, 7],
    ['activity', earlier, touching(earlier, counted, sessions)],
    ['sleep', earlier, touching(earlier, counted, nights)],
    ['body', earlier, 7],
  ] as const) {
    const query = new URLSearchParams({
      user_id: user.userId,
      start_date: first,
      end_date: last,
      to_webhook: 'false',
    })
    const answer = await at.call('GET', `/v2/${type}?${query}`)
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.json().data.length, records, `${type} from ${first}`)
  }
})

test('a collection longer than a page is read to its end, each row once', async () => {
  const { at, connect } = await doubled('OURA')
  await using _ = at
  const access = watched(await accessOf(at.hub, await connect('ada'), oura))
  const life = lifeOf('ada', [], at.hub.clock.now())
  const range = { first: addDays(life.today, -28), last: addDays(life.today, -1) }
  const { heartrate } = z
    .object({ heartrate: z.array(z.object({ timestamp_unix: z.number() })) })
    .parse(await oura.resources.daily?.fetch(access, range))
  const lived = life
    .days(addDays(range.first, 1), addDays(range.last, -1))
    .flatMap(({ day }) => heartRatesBetween(life, day.startMs, day.endMs))
  const times = new Set(heartrate.map(({ timestamp_unix }) => timestamp_unix))
  assert.equal(times.size, heartrate.length)
  assert.deepEqual(
    lived.filter(({ timestamp_unix }) => !times.has(timestamp_unix)),
    [],
  )
  assert.ok(access.asked.some((path) => path.includes('/heartrate?') && path.includes('next_token=')))
})

test('one collection that the person does not allow leaves the others; only a token that is no good is refused as such', async () => {
  const { at, connect, order } = await doubled('OURA')
  await using _ = at
  const user = await connect('ben', ['extapi:personal', 'extapi:daily'])
  const access = watched(await accessOf(at.hub, user, oura))
  const day = new Date(at.hub.clock.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  const fetched = await oura.resources.daily?.fetch(access, { first: day, last: day })
  const keys = Object.keys(z.record(z.string(), z.unknown()).parse(fetched))
  assert.deepEqual(keys.sort(), ['daily_activity', 'daily_readiness', 'daily_sleep', 'daily_stress', 'range'])
  const asked = access.asked.filter((path) => path === 'GET /v2/usercollection/personal_info')
  assert.equal(asked.length, 1, 'four refusals together asked once')
  await order('ben', 'rate_limited', 17)
  await assert.rejects(
    oura.resources.daily?.fetch(access, { first: day, last: day }) ?? Promise.resolve(),
    (error) => fails('rate_limited')(error) && error instanceof ProviderError && error.retryAfterSeconds === 17,
  )
  await access.settled()
})

test('a refresh token is used once, and one that comes again ends all; what is given back is good for nothing', async () => {
  const { at, connect, isAllowed } = await doubled('OURA')
  await using _ = at
  const user = await connect('cleo')
  const first = await accessOf(at.hub, user, oura)
  await at.hub.advance(86_400_000)
  const second = await accessOf(at.hub, user, oura)
  await at.hub.advance(86_400_000)
  const third = await accessOf(at.hub, user, oura)
  assert.equal(new Set([first, second, third].map(({ accessToken }) => accessToken)).size, 3)
  assert.equal(await isAllowed('cleo'), true)
  await giveBack(at.hub, user)
  assert.equal(await isAllowed('cleo'), false)

  const other = await connect('dana')
  const spent = at.hub.vault.open((await selectTokens(at.hub.db, other.userId))?.refresh_token ?? '')
  await at.hub.advance(86_400_000)
  await accessOf(at.hub, other, oura)
  await assert.rejects(refresh(contextOf(at.hub, oura), spent), fails('ended'))
  assert.equal(await isAllowed('dana'), false)
})

test('a sign-in without the profile, which tells who it is, ends as the provider’s failure', async () => {
  const { at } = await doubled('OURA')
  await using _ = at
  const { authUrl } = await authenticateUser(at.hub, at.hub.environmentId, 'OURA', {
    failureUrl: 'https://app.example/failed',
  })
  const { location } = await decideAtSandbox(openVisitor(at), authUrl, 'allow', {
    person: 'dan',
    granted: ['extapi:daily'],
  })
  assert.match(location ?? '', /^https:\/\/app\.example\/failed\?.*reason=provider_error/)
})

test('subscribes to each kind of news, renews in time, follows a new address, and heeds what comes', async () => {
  const { at, connect } = await doubled('OURA')
  await using _ = at
  const subscribed = () => selectListeners(at.hub.db, 'OURA', '')
  const ends = async () => new Set((await subscribed()).map(({ expires_at }) => expires_at?.getTime()))
  const names = async () => (await subscribed()).map(({ name }) => name).sort()
  await keepSubscriptions(at.hub)
  // Ten kinds of documents made and changed, and two of them deleted.
  assert.equal((await subscribed()).length, 22)
  const user = await connect('eve')
  assert.ok(user.active)
  await at.hub.advance(86_400_000)
  await syncDue(at.hub)
  const told = z.object({ notice: z.object({ kind: z.string(), account: z.string(), types: z.array(z.string()) }) })
  const notices = (await jobsOf(at.hub, 'provider-notice')).map(({ payload }) => told.parse(payload).notice)
  assert.deepEqual(
    notices.find(({ types }) => types.join() === 'sleep'),
    {
      kind: 'data',
      account: double.accountOf('eve'),
      types: ['sleep'],
    },
  )

  const [before, made] = [await ends(), await names()]
  await keepSubscriptions(at.hub)
  assert.deepEqual(await ends(), before, 'nothing is renewed that has long to go')
  await at.hub.advance(88.5 * 86_400_000)
  await keepSubscriptions(at.hub)
  assert.deepEqual(await names(), made, 'they are renewed and not made anew')
  assert.deepEqual([...(await ends())], [at.hub.clock.now() + 90 * 86_400_000])

  const address = at.hub.publicUrl().replace('127.0.0.1', 'localhost')
  at.hub.publicUrl = () => address
  await keepSubscriptions(at.hub)
  assert.deepEqual(await names(), made)
  assert.deepEqual([...new Set((await subscribed()).map(({ url }) => url))], [`${address}/hooks/OURA`])
})

test('what a person deletes at Oura goes here too: the notice names the record that was made of it', async () => {
  const { at, connect, happens } = await doubled('OURA')
  await using _ = at
  await keepSubscriptions(at.hub)
  const user = await connect('ada')
  const life = lifeOf('ada', [], at.hub.clock.now())
  const lately = life.days(addDays(life.today, -5), addDays(life.today, -1))
  const parts = {
    sleep: lately.flatMap(({ nights }) => nights)[0],
    activity: lately.flatMap(({ sessions }) => sessions)[0],
  }
  const read = async (type: string) => {
    const days = { start_date: addDays(life.today, -6), end_date: life.today, to_webhook: 'false' }
    const answer = await at.call('GET', `/v2/${type}?${new URLSearchParams({ user_id: user.userId, ...days })}`)
    return z.array(recorded).parse(answer.json().data)
  }
  for (const [type, part] of Object.entries(parts)) {
    assert.ok(part)
    const id = (await read(type)).find(({ metadata }) => Date.parse(metadata.start_time) === part.startMs)?.metadata
      .summary_id
    assert.ok(id)
    await at.hub.advance(60_000)
    await happens('ada', { kind: 'deleted', key: part.key })
    await at.hub.advance(20 * 60_000)
    await syncDue(at.hub)
    const payloads = (await jobsOf(at.hub, noticeTask)).map(({ payload }) => payload)
    const notice = { kind: 'deleted', account: double.accountOf('ada'), type, id }
    const job = payloads.find((one) => JSON.stringify(one) === JSON.stringify({ provider: 'OURA', notice }))
    assert.ok(job, JSON.stringify(payloads))
    await heedNotice(at.hub)(job, { signal: AbortSignal.timeout(20_000), attempt: 1 })
    assert.ok((await read(type)).every(({ metadata }) => metadata.summary_id !== id))
  }
})

const recorded = z.object({ metadata: z.object({ summary_id: z.string(), start_time: z.string() }) })
