import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { z } from 'zod'
import { addDays } from '../../generate/local-day.ts'
import { sumOf } from '../../generate/numbers.ts'
import { noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import { refresh } from '../../providers/oauth2.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { clientKeyHeader, suunto as provider } from '../../providers/suunto/index.ts'
import type { DataType } from '../../schema/records.ts'
import { jobsOf } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { assertSlept, assertWent, forThreePeople } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { syncDue } from '../sync.ts'
import { suunto } from './suunto.ts'
import { workoutKeyOf } from './suunto-workouts.ts'

test('what Suunto tells of ten days of three people is what they lived', () =>
  forThreePeople('SUUNTO', async ({ person, days, records }) => {
    const nights = await records('sleep')
    const told = await records('daily')
    const workouts = await records('activity')
    assert.equal(told.length, days.length)
    for (const lived of days) {
      const { date } = lived.day
      assertSlept(lived, nights)
      assertWent(lived, workouts)
      const day = told.find(({ metadata }) => metadata.start_time.startsWith(date))
      assert.equal(day.distance_data.steps, truthOf(lived).steps, `${person} walked on ${date}`)
      const kcal =
        sumOf(lived.course.minutes, ({ activeKcal }) => activeKcal) +
        lived.body.bmr * (lived.course.minutes.length / 1440)
      // Suunto's joules have a decimal.
      assert.ok(Math.abs(day.calories_data.total_burned_calories - kcal) < 0.01, `${person} burned ${kcal} on ${date}`)
      const woken = lived.nights.find(({ isNap }) => !isNap)
      assert.equal(day.scores.recovery !== undefined, woken !== undefined)
    }
    for (const session of days.flatMap(({ sessions }) => sessions)) {
      const workout = workouts.find(({ metadata }) => Date.parse(metadata.start_time) === session.startMs)
      assert.equal(Date.parse(workout.metadata.end_time), session.endMs)
      assert.deepEqual(
        workout.heart_rate_data.detailed.hr_samples.map(({ bpm }: { bpm: number }) => bpm),
        session.points.map(({ bpm }) => bpm),
      )
      assert.equal(workout.position_data?.position_samples.length ?? 0, session.position ? session.points.length : 0)
      assert.ok(workout.lap_data.laps.length > 0)
    }
  }))

describe('Suunto as its double has it', async () => {
  const { at, connect, happens, order, isAllowed } = await doubled('SUUNTO')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())
  beforeEach(() => hub.advance(64_000))
  const api = 'https://cloudapi.suunto.com'

  /** Asks the double with a person's token; gives the answer as it came. */
  const asker = async (user: User) => {
    const { fetch, accessToken } = await accessOf(hub, user, provider)
    return (path: string, headers: Record<string, string> = {}) =>
      fetch(`${api}${path}`, { headers: { authorization: `Bearer ${accessToken}`, ...headers } })
  }
  const notice = z.object({
    kind: z.literal('data'),
    account: z.string(),
    types: z.array(z.string()),
    range: z.object({ first: z.string(), last: z.string() }).nullable(),
  })
  /** Has the devices sync, and gives what was told of a person, as the front door took it after verifying. */
  const toldOf = async (person: string) => {
    await hub.db`delete from graphile_worker._private_jobs where true`
    await hub.db`update sandbox_grants set sync_due_at = ${new Date(hub.clock.now())}`
    await syncDue(hub)
    return (await jobsOf(hub, noticeTask))
      .map(({ payload }) => z.object({ notice }).parse(payload).notice)
      .filter(({ account }) => account === suunto.accountOf(person))
  }

  test('a token says whose it is, and a refresh token is good once: one that comes again ends the consent', async () => {
    const user = await connect('once')
    const { accessToken, account } = await accessOf(hub, user, provider)
    assert.equal(account, suunto.accountOf('once'))
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
    assert.equal(claims.user, account)
    const row = await selectTokens(hub.db, user.userId)
    const first = hub.vault.open(row?.refresh_token ?? '')
    const context = contextOf(hub, provider)
    const tokens = await refresh(context, first)
    assert.notEqual(tokens.refreshToken, first)
    assert.equal(tokens.expiresInSeconds, 86_400)
    const isEnded = (error: unknown) => error instanceof ProviderError && error.failure === 'ended'
    await assert.rejects(refresh(context, first), isEnded)
    await assert.rejects(refresh(context, tokens.refreshToken ?? ''), isEnded)
    assert.equal(await isAllowed('once'), false)
  })

  test('the gateway lets nobody by without the subscription key, and the token endpoint no secret in the form', async () => {
    const ask = await asker(await connect('gate'))
    assert.equal((await ask('/v3/workouts')).status, 200)
    const other = await at.hub.publicUrl()
    const { accessToken } = await accessOf(hub, await connect('gate'), provider)
    const bare = (key: string | null) =>
      fetch(`${other}/sandbox/at/cloudapi.suunto.com/v3/workouts`, {
        headers: { authorization: `Bearer ${accessToken}`, ...(key === null ? {} : { [clientKeyHeader]: key }) },
      })
    assert.equal((await bare('pretend-key')).status, 200)
    for (const key of [null, 'another key']) {
      const answer = await bare(key)
      assert.equal(answer.status, 401)
      assert.match(await answer.text(), /subscription key/)
    }
    const { fetch: send, client } = contextOf(hub, provider)
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client.id,
      client_secret: client.secret,
    })
    const refused = await send('https://cloudapi-oauth.suunto.com/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    })
    assert.equal(refused.status, 401)
    assert.match(await refused.text(), /invalid_client/)
  })

  test('windows of 28 days, pages, one workout and its file, and what is not there', async () => {
    const ask = await asker(await connect('windows'))
    const statusOf = async (path: string) => (await ask(path)).status
    const to = hub.clock.now()
    const from = to - 28 * 86_400_000
    for (const kind of ['activity', 'recovery', 'sleep']) {
      assert.equal(await statusOf(`/247samples/${kind}?from=${from}&to=${to}`), 200)
      assert.equal(await statusOf(`/247samples/${kind}?from=${from - 1}&to=${to}`), 400)
      assert.equal(await statusOf(`/247samples/${kind}`), 400)
    }
    assert.equal(await statusOf('/247samples/weather?from=0&to=1'), 404)
    assert.equal(await statusOf('/v3/workouts?limit=some'), 400)
    const page = z.object({ payload: z.array(z.looseObject({ workoutKey: z.string(), startTime: z.number() })) })
    const listed = async (query: string) => page.parse(await (await ask(`/v3/workouts?${query}`)).json()).payload
    const all = await listed(`since=${from}&until=${to}&limit=100`)
    const pages = await Promise.all(
      [0, 3].map((offset) => listed(`since=${from}&until=${to}&limit=3&offset=${offset}`)),
    )
    assert.deepEqual(pages.flat(), all.slice(0, 6))
    const [newest, older] = all
    assert.ok(newest && older && newest.startTime > older.startTime)
    const { workoutKey } = newest
    const one = z.object({ payload: z.looseObject({}) }).parse(await (await ask(`/v3/workouts/${workoutKey}`)).json())
    assert.deepEqual(one.payload, newest)
    const file = Buffer.from(await (await ask(`/v3/workouts/${workoutKey}/fit`)).arrayBuffer())
    assert.equal(file.subarray(8, 12).toString('latin1'), '.FIT')
    for (const path of [`/v3/workouts/${'0'.repeat(24)}/fit`, '/v3/routes', '/247samples/'])
      assert.equal(await statusOf(path), 404)
  })

  test('its faults look as the gateway words them, and say when to come back', async () => {
    const ask = await asker(await connect('faulty'))
    const answered = async () => {
      const answer = await ask('/v3/workouts')
      return [answer.status, answer.headers.get('retry-after')]
    }
    await order('faulty', 'rate_limited', 42)
    assert.deepEqual(await answered(), [429, '42'])
    await order('faulty', 'unavailable')
    assert.deepEqual(await answered(), [503, null])
    await order('faulty', 'not_ready')
    assert.deepEqual(await answered(), [503, null])
    await order('faulty', 'unauthorized')
    assert.deepEqual(await answered(), [401, null])
    await order('faulty', null)
    assert.deepEqual(await answered(), [200, null])
  })

  test('what is new is told with its days once the secret is known; an edit is told again, a deletion never', async () => {
    await connect('told')
    await hub.advance(86_400_000)
    assert.deepEqual(await toldOf('told'), [])
    await keepSubscriptions(hub)
    await hub.advance(2 * 86_400_000)
    const told = await toldOf('told')
    const life = lifeOf('told', [], hub.clock.now())
    const yesterday = addDays(life.today, -1)
    const night = life.day(yesterday)?.nights.find(({ isNap }) => !isNap)
    assert.ok(night)
    assert.ok(told.some(({ types, range }) => types.includes('sleep') && range?.last === yesterday))
    assert.ok(told.some(({ types, range }) => types.join() === 'daily' && range?.last === life.today))
    const session = life.days(addDays(life.today, -9), yesterday).flatMap(({ sessions }) => sessions)[0]
    assert.ok(session)
    const isOf = (types: string, date: string) => (one: { types: string[]; range: { first: string } | null }) =>
      one.types.join() === types && one.range?.first === date
    await hub.advance(1000)
    await happens('told', { kind: 'corrected', key: night.key })
    await happens('told', { kind: 'corrected', key: session.key })
    await hub.advance(1000)
    const again = await toldOf('told')
    assert.ok(again.some(({ types, range }) => types.includes('sleep') && range?.last === night.date))
    assert.ok(again.some(isOf('activity', session.date)))
    await hub.advance(1000)
    await happens('told', { kind: 'deleted', key: session.key })
    await hub.advance(1000)
    assert.equal((await toldOf('told')).some(isOf('activity', session.date)), false)
  })

  test('a night and a workout that were deleted are missed in what is left of their days', async () => {
    const { userId, environmentId } = await connect('missed')
    const types: DataType[] = ['activity', 'sleep']
    const work = async () => {
      // As often as the limits of the app allow.
      for (let tries = 0; tries < 12; tries++) {
        await fetchData(hub)(
          { environmentId, userId, types, days: 8 },
          { signal: AbortSignal.timeout(60_000), attempt: 1 },
        )
        await hub.advance(64_000)
      }
    }
    await work()
    const life = lifeOf('missed', [], hub.clock.now())
    const days = life.days(addDays(life.today, -6), addDays(life.today, -2))
    const night = days[0]?.nights.find(({ isNap }) => !isNap)
    const session = days.flatMap(({ sessions }) => sessions)[0]
    assert.ok(night && session)
    const keys = async () =>
      (await hub.db<{ key: string }>`select key from records where user_id = ${userId}`).map(({ key }) => key)
    const before = await keys()
    const expected = [`${night.startMs / 1000}`, workoutKeyOf('missed', session.key)]
    for (const key of expected) assert.ok(before.includes(key), key)
    for (const { key } of [night, session]) await happens('missed', { kind: 'deleted', key })
    await work()
    const kept = await keys()
    assert.deepEqual(before.filter((key) => !kept.includes(key)).sort(), expected.sort())
  })

  test('who ends a user gives consent back at Suunto', async () => {
    const user = await connect('leaving')
    assert.equal(await isAllowed('leaving'), true)
    const { statusCode } = await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    assert.equal(await isAllowed('leaving'), false)
  })

  test('somebody else’s app may not end a consent, and a token that is none is no one’s', async () => {
    const { fetch: send, accessToken } = await accessOf(hub, await connect('kept'), provider)
    const end = async (clientId: string, token: string) =>
      (
        await send(`https://cloudapi-oauth.suunto.com/oauth/deauthorize?client_id=${clientId}`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status
    assert.equal(await end('another-app', accessToken), 400)
    assert.equal(await end('tellus-sandbox', 'no.such.token'), 401)
    assert.equal(await end('tellus-sandbox', 'token'), 401)
    assert.equal(await isAllowed('kept'), true)
  })
})
