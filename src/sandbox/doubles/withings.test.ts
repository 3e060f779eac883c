import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { addDays } from '../../generate/local-day.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { subscribeUser } from '../../ingest/fetch/subscribe-user.ts'
import { refresh } from '../../providers/oauth2.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { askAll } from '../../providers/withings/client.ts'
import { jobsOf, recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { assertSlept } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { syncDue } from '../sync.ts'
import type { Double } from './double.ts'
import { frameOf } from './frame.ts'
import { grantView } from './tokens.ts'
import { withings } from './withings.ts'
import { poolMeters } from './withings-activity.ts'
import { hasCuff } from './withings-measures.ts'

const fails = (failure: string) => (error: unknown) => error instanceof ProviderError && error.failure === failure

test('what Withings tells of ten days of three people is what they lived', async () => {
  const { at, provider, connect } = await doubled('WITHINGS')
  await using _ = at
  for (const person of ['ada', 'ben', 'chandra']) {
    // The limit is that of the whole app.
    await at.hub.advance(120_000)
    const access = await accessOf(at.hub, await connect(person), provider)
    const life = lifeOf(person, [], at.hub.clock.now())
    const range = { first: addDays(life.today, -10), last: addDays(life.today, -1) }
    const nights = await recordsMade(provider, 'sleep', access, range)
    const workouts = await recordsMade(provider, 'activity', access, range)
    const told = await recordsMade(provider, 'daily', access, range)
    const bodies = await recordsMade(provider, 'body', access, range)
    const days = life.days(range.first, range.last)
    assert.equal(told.length, days.length, 'a phone that counted too makes no day of its own')
    for (const lived of days) {
      const { date } = lived.day
      const truth = truthOf(lived)
      assertSlept(lived, nights)
      const day = told.find(({ metadata }) => metadata.start_time.startsWith(date))
      assert.equal(day.distance_data.steps, truth.steps, `steps of ${date}`)
      assert.ok(Math.abs(day.distance_data.distance_meters - truth.meters) <= 0.0005, `metres of ${date}`)
      assert.equal(day.distance_data.detailed.step_samples.at(-1).steps, truth.steps, `samples of ${date}`)
      assert.equal(day.device_data.name, 'ScanWatch 2')
      const body = bodies.find(({ metadata }) => metadata.start_time.startsWith(date))
      assert.equal(body.measurements_data.measurements.length, 1, `weigh-ins of ${date}`)
      assert.equal(body.measurements_data.measurements[0].weight_kg, lived.weighing?.weightKg)
      assert.equal(body.measurements_data.measurements[0].bodyfat_percentage, lived.weighing?.bodyfatPercentage)
      for (const { startMs, endMs, sport, points } of lived.sessions) {
        const one = workouts.find(({ metadata }) => Date.parse(metadata.start_time) === startMs)
        assert.equal(Date.parse(one.metadata.end_time), endMs)
        const meters = points.at(-1)?.meters ?? 0
        const { distance_meters, swimming } = one.distance_data.summary
        // Whole metres; of a swim, whole lengths.
        if (sport.motion === 'swim') assert.equal(swimming.num_laps, Math.round(meters / poolMeters))
        else assert.equal(distance_meters, Math.round(meters), `metres at ${one.metadata.start_time}`)
      }
    }
    const taken = days.filter(hasCuff).length
    const recordings = bodies.flatMap(({ heart_data }) => heart_data?.ecg_signal ?? [])
    assert.equal(recordings.length, taken)
    assert.ok(recordings.every(({ raw_signal }) => raw_signal.length === 10_000))
  }
})

test('a refresh token that was replaced is good until the new access token is used, and not after', async () => {
  const { at, provider, connect } = await doubled('WITHINGS')
  await using _ = at
  const { hub } = at
  const user = await connect('ada')
  const old = hub.vault.open((await selectTokens(hub.db, user.userId))?.refresh_token ?? '')
  const context = contextOf(hub, provider)
  await refresh(context, old)
  const second = await refresh(context, old)
  assert.equal(second.answer['userid'], provider.kind === 'cloud' ? withings.accountOf('ada') : '')
  assert.deepEqual(second.scopes, ['user.activity', 'user.metrics', 'user.info'])
  const access = { ...(await accessOf(hub, user, provider)), accessToken: second.accessToken }
  await askAll(access, '/v2/heart', { action: 'list' }, 'series')
  await assert.rejects(refresh(context, old), fails('ended'))
  await refresh(context, second.refreshToken ?? '')
})

test('a list that is longer than a page is read whole, and a call for too much time gives its first day', async () => {
  const { at, provider, connect } = await doubled('WITHINGS')
  await using _ = at
  const access = await accessOf(at.hub, await connect('ben'), provider)
  const { today } = lifeOf('ben', [], at.hub.clock.now())
  const days = { startdateymd: addDays(today, -130), enddateymd: addDays(today, -1) }
  const { items } = await askAll(
    access,
    '/v2/sleep',
    { action: 'getsummary', ...days, data_fields: 'hr_average' },
    'series',
  )
  const ids = new Set(items.map((item) => z.object({ id: z.int() }).parse(item).id))
  assert.ok(ids.size >= 130, `${ids.size} nights`)
  assert.equal(ids.size, items.length)
  const now = Math.floor(at.hub.clock.now() / 1000)
  const form = { action: 'getintradayactivity', data_fields: 'heart_rate' }
  const span = { startdate: `${now - 4 * 86_400}`, enddate: `${now - 86_400}` }
  const answer = await access.fetch('https://wbsapi.withings.net/v2/measure', {
    method: 'POST',
    headers: { authorization: `Bearer ${access.accessToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, ...span }).toString(),
  })
  assert.equal(answer.status, 200)
  const { body } = z
    .object({ body: z.object({ series: z.record(z.string(), z.unknown()) }) })
    .parse(await answer.json())
  const seconds = Object.keys(body.series).map(Number)
  assert.ok(Math.max(...seconds) <= Number(span.startdate) + 86_400)
})

test('a sign-in is followed by subscriptions, and what is new brings a fetch', async () => {
  const { at, connect } = await doubled('WITHINGS')
  await using _ = at
  const { hub } = at
  await keepSubscriptions(hub)
  const { environmentId, userId } = await connect('ada')
  await subscribeUser(hub)({ environmentId, userId }, { signal: AbortSignal.timeout(20_000), attempt: 1 })
  assert.equal((await frameOf(hub, withings).listeners()).length, 7)
  await hub.advance(24 * 3_600_000)
  await syncDue(hub)
  const notices = (await jobsOf(hub, 'provider-notice')).map(({ payload }) => JSON.stringify(payload))
  for (const type of ['"daily","activity"', '"sleep"', '"body"'])
    assert.ok(
      notices.some((notice) => notice.includes(`"types":[${type}]`)),
      type,
    )
})

test('what is new, changed and gone is posted where it was subscribed to, as the provider takes it; and nothing elsewhere', async () => {
  const { at, provider, connect } = await doubled('WITHINGS')
  await using _ = at
  const { hub } = at
  await keepSubscriptions(hub)
  const access = await accessOf(hub, await connect('cleo', ['user.activity', 'user.info']), provider)
  const frame = frameOf(hub, withings)
  const subscription = { secret: 'a secret' }
  const { notification } = provider
  const asked = {
    fetch: access.fetch,
    publicUrl: access.publicUrl,
    client: frame.client,
    callbackUrl: frame.hookUrl,
    ...subscription,
  }
  await notification?.subscribeUser?.(access, asked)
  await notification?.subscribeUser?.(access, asked)
  const { items: kinds } = await askAll(access, '/notify', { action: 'list' }, 'profiles')
  assert.deepEqual(kinds.map((kind) => z.object({ appli: z.int() }).parse(kind).appli).sort(), [16, 44, 46])

  const [row] = await hub.db<{ id: string }>`select id from sandbox_grants where provider = 'WITHINGS'`
  const grant = grantView(withings, { id: row?.id ?? '', person: 'cleo', scopes: [], created_at: new Date(0) })
  const item = { key: 'k', date: '2026-03-10', startMs: 1_773_089_490_000, endMs: 1_773_115_650_000 }
  const tell = async (news: Parameters<Double['postings']>[0]) => {
    const posts = await withings.postings(news, frame)
    return posts.flatMap(({ url, body }) => {
      const request = { method: 'POST', query: new URL(url).searchParams, headers: {}, body: Buffer.from(body) }
      const known = { client: frame.client, subscription, nowMs: frame.nowMs }
      assert.equal(notification?.verify(request, known), true)
      return notification?.read(request.body) ?? []
    })
  }
  const day = { first: '2026-03-10', last: '2026-03-10' }
  const account = access.account ?? ''
  const items = (['created', 'updated', 'deleted'] as const).flatMap((change) => [
    { ...item, type: 'daily' as const, change },
    { ...item, type: 'activity' as const, change },
    { ...item, type: 'sleep' as const, change },
    { ...item, type: 'body' as const, change },
  ])
  assert.deepEqual(await tell({ kind: 'items', grant, items }), [
    { kind: 'data', account, types: ['daily', 'activity'], range: day },
    { kind: 'data', account, types: ['sleep'], range: { first: '2026-03-08', last: '2026-03-11' } },
  ])
  assert.deepEqual(await tell({ kind: 'revoked', grant }), [{ kind: 'revoked', account }])
  const elsewhere = { ...asked, callbackUrl: 'https://other.example/hooks/WITHINGS' }
  await assert.rejects(async () => notification?.subscribeUser?.(access, elsewhere), fails('refused'))
})
