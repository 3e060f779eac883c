import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { addDays } from '../../generate/local-day.ts'
import { round, sumOf } from '../../generate/numbers.ts'
import { noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import { polar } from '../../providers/polar/index.ts'
import type { DataType } from '../../schema/records.ts'
import { eventsOf, jobsOf, recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import type { TestServer } from '../../testing/server.ts'
import { assertWent } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { syncDue } from '../sync.ts'
import { exerciseId } from './polar/exercises.ts'

const dayMs = 86_400_000
const api = 'https://www.polaraccesslink.com'

test('what Polar tells of ten days of three people is what they lived', async () => {
  const { at, connect } = await doubled('POLAR')
  await using _ = at
  const users = []
  for (const person of ['ada', 'ben', 'chandra']) users.push({ person, user: await connect(person) })
  // Workouts of before the sign-in are never told.
  await at.hub.advance(12 * dayMs)
  for (const { person, user } of users) {
    const access = await accessOf(at.hub, user, polar)
    const life = lifeOf(person, [], at.hub.clock.now())
    const range = { first: addDays(life.today, -10), last: addDays(life.today, -1) }
    const days = life.days(range.first, range.last)
    const told = await recordsMade(polar, 'daily', access, range)
    const nights = await recordsMade(polar, 'sleep', access, range)
    const workouts = await recordsMade(polar, 'activity', access, range)
    assert.equal(told.length, 10)
    assert.equal(
      workouts.length,
      sumOf(days, ({ sessions }) => sessions.length),
    )
    for (const lived of days) {
      const { date } = lived.day
      assertWent(lived, workouts)
      const truth = truthOf(lived)
      const day = told.find(({ metadata }) => metadata.start_time.startsWith(date))
      assert.equal(day?.distance_data.steps, truth.steps, `${person} walked on ${date}`)
      assert.equal(day?.distance_data.detailed.step_samples.at(-1)?.steps, truth.steps, `samples of ${date}`)
      // Polar's figure has centimetres.
      assert.equal(day?.distance_data.distance_meters, round(truth.meters, 2), `${person} went on ${date}`)
      // Polar shows one night of a date, and no naps.
      const naps = lived.nights.filter(({ isNap }) => isNap)
      const napped = sumOf(naps, ({ minutesOf }) => 60 * (minutesOf.light + minutesOf.deep + minutesOf.rem))
      const night = nights.find(({ metadata }) => metadata.end_time.startsWith(date))
      const { asleep, awake, other } = night?.sleep_durations_data ?? {}
      assert.equal(asleep?.duration_asleep_state_seconds, truth.asleepSeconds - napped, `${person} slept on ${date}`)
      assert.equal(
        asleep?.duration_asleep_state_seconds +
          awake?.duration_awake_state_seconds +
          other?.duration_unmeasurable_sleep_seconds,
        other?.duration_in_bed_seconds,
        'the parts of a night are all of it',
      )
    }
  }
})

test('a workout has its samples and its route, and 28 days of them come whole', async () => {
  const { at, connect } = await doubled('POLAR')
  await using _ = at
  const user = await connect('ben')
  await at.hub.advance(28 * dayMs)
  const life = lifeOf('ben', [], at.hub.clock.now())
  const range = { first: addDays(life.today, -27), last: life.today }
  const workouts = await recordsMade(polar, 'activity', await accessOf(at.hub, user, polar), range)
  const lived = life.days(range.first, range.last).flatMap(({ sessions }) => sessions)
  assert.equal(new Set(workouts.map(({ metadata }) => metadata.summary_id)).size, lived.length)
  for (const session of lived) {
    const told = workouts.find(({ metadata }) => Date.parse(metadata.start_time) === session.startMs)
    // The strap has no contact at the first sample.
    assert.equal(told?.heart_rate_data.detailed.hr_samples.length, session.points.length - 1)
    assert.equal(
      told?.position_data?.position_samples.length ?? 0,
      session.position === null ? 0 : session.points.length,
    )
  }
})

test('there is nothing to renew a token with, and a call that tries to is refused', async () => {
  const { at, connect } = await doubled('POLAR')
  await using _ = at
  const { client, fetch } = contextOf(at.hub, polar)
  const user = await connect('ada')
  assert.equal((await selectTokens(at.hub.db, user.userId))?.refresh_token, null)
  const answer = await fetch('https://polarremote.com/v2/oauth2/token', {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=refresh_token&refresh_token=any',
  })
  assert.equal(answer.status, 400)
})

test('Polar’s oddities: bare lists, what is not there, limits in two windows, and a person who is not registered', async () => {
  const { at, connect } = await doubled('POLAR')
  await using _ = at
  const { accessToken, fetch } = await accessOf(at.hub, await connect('ada'), polar)
  const ask = (path: string, method = 'GET') =>
    fetch(`${api}${path}`, { method, headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' } })
  const list = await ask('/v3/users/activities')
  assert.equal(z.array(z.unknown()).parse(await list.json()).length, 28)
  const [usage, limit, reset] = ['usage', 'limit', 'reset'].map((name) => list.headers.get(`ratelimit-${name}`))
  assert.match(usage ?? '', /^\d+, \d+$/)
  assert.equal(limit, '520, 5100')
  assert.match(reset ?? '', /^\d+, \d+$/)
  const statusOf = async (path: string, method?: string) => (await ask(path, method)).status
  assert.equal(await statusOf('/v3/users/activities?from=2020-01-01&to=2020-01-02'), 400)
  assert.equal(await statusOf('/v3/users/activities?from=2026-01-01&to=2026-03-01'), 400)
  assert.equal(await statusOf('/v3/users/continuous-heart-rate'), 400)
  assert.equal(await statusOf('/v3/users/sleep/2099-01-01'), 404)
  assert.equal(await statusOf('/v3/users/biosensing/ecg?from=2020-01-04&to=2020-01-05'), 204)
  assert.equal(await statusOf('/v3/exercises/00000000'), 404)
  const { account } = await accessOf(at.hub, await connect('ada'), polar)
  assert.equal(await statusOf('/v3/users', 'POST'), 400)
  await at.hub.db`delete from sandbox_listeners where name = ${`user ${account}`}`
  assert.equal(await statusOf('/v3/exercises'), 403)
})

test('what is new is told with the provider’s signature; what was corrected is told again', async () => {
  const { at, connect, happens } = await doubled('POLAR')
  await using _ = at
  await keepSubscriptions(at.hub)
  await connect('ada')
  await at.hub.advance(2 * dayMs)
  const told = await toldOf(at)
  assert.ok(told.length > 0)
  const types = new Set(told.flatMap((notice) => notice.types))
  assert.ok(types.has('daily') && types.has('sleep'), [...types].join())
  const yesterday = addDays(lifeOf('ada', [], at.hub.clock.now()).today, -1)
  await at.hub.advance(20 * 60_000)
  await happens('ada', { kind: 'corrected', key: `night ${yesterday} 0` })
  await at.hub.advance(1000)
  const days = (await toldOf(at)).flatMap(({ types, range }) => (types.includes('sleep') ? [range?.first] : []))
  assert.ok(days.includes(yesterday), days.join())
})

test('a night and a workout that were deleted are told of by nobody, and are missed in what is left', async () => {
  const { at, connect, happens } = await doubled('POLAR')
  await using _ = at
  const { hub } = at
  await keepSubscriptions(hub)
  const { userId, environmentId } = await connect('ada')
  await hub.advance(14 * dayMs)
  const types: DataType[] = ['activity', 'sleep']
  const work = () =>
    fetchData(hub)({ environmentId, userId, types, days: 14 }, { signal: AbortSignal.timeout(60_000), attempt: 1 })
  await work()
  await toldOf(at)
  const life = lifeOf('ada', [], hub.clock.now())
  const days = life.days(addDays(life.today, -10), addDays(life.today, -2))
  const night = days[0]?.nights.find(({ isNap }) => !isNap)
  const session = days.flatMap(({ sessions }) => sessions)[0]
  assert.ok(night && session)
  const keys = async () =>
    (await hub.db<{ key: string }>`select key from records where user_id = ${userId}`).map(({ key }) => key)
  const before = await keys()
  // Devices sync every quarter of an hour.
  await hub.advance(20 * 60_000)
  for (const { key } of [night, session]) await happens('ada', { kind: 'deleted', key })
  await hub.advance(1000)
  const told = await toldOf(at)
  const now = lifeOf('ada', [], hub.clock.now())
  const isNew = now.days(life.today, now.today).some(({ sessions }) => sessions.some(({ endMs }) => endMs > life.nowMs))
  assert.ok(told.length > 0, 'the day has grown')
  assert.ok(!told.some(({ types, range }) => types.includes('sleep') && range?.first === night.date))
  assert.equal(
    told.some((notice) => notice.types.includes('activity')),
    isNew,
  )
  await work()
  const after = await keys()
  const gone = before.filter((key) => !after.includes(key))
  assert.equal(gone.length, 2)
  assert.ok(gone.includes(exerciseId('ada', session.key)))
})

/** Has the devices sync, and gives what was told since the last time, as the front door took it after verifying. */
async function toldOf({ hub }: TestServer) {
  await hub.db`delete from graphile_worker._private_jobs where true`
  await syncDue(hub)
  const notice = z.object({
    kind: z.literal('data'),
    types: z.array(z.string()),
    range: z.object({ first: z.string(), last: z.string() }).nullable(),
  })
  return (await jobsOf(hub, noticeTask)).map(({ payload }) => z.object({ notice }).parse(payload).notice)
}

test('Polar’s tokens are not renewed: who is shut out for less than a day has trouble, after that they have left', async () => {
  const { at, connect } = await doubled('POLAR')
  await using _ = at
  const { hub } = at
  const user = await connect('gus')
  const job = { environmentId: user.environmentId, userId: user.userId, purpose: 'poll', types: ['daily'] }
  const ask = () => fetchData(hub)(job, { signal: new AbortController().signal, attempt: 1 })
  const told = async () =>
    (await eventsOf(hub, user.userId)).map(({ type }) => type).filter((type) => /^(connection|access)_/.test(type))
  const shutOut = (calls: number) =>
    hub.db`update sandbox_grants set fault = 'unauthorized', fault_calls = ${calls} where person = 'gus'`
  await shutOut(2)
  await ask()
  await hub.advance(23 * 3_600_000)
  await ask()
  assert.deepEqual(await told(), ['connection_error'])
  await ask()
  await hub.advance(2 * dayMs)
  await shutOut(2)
  await ask()
  await hub.advance(24 * 3_600_000)
  await ask()
  assert.deepEqual(await told(), ['connection_error', 'connection_error', 'access_revoked'])
})
