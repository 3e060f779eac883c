import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { addDays } from '../../generate/local-day.ts'
import { sumOf } from '../../generate/numbers.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import { refresh } from '../../providers/oauth2.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { ultrahuman } from '../../providers/ultrahuman/index.ts'
import { eventsOf, recordsMade } from '../../testing/connected.ts'
import { type Doubled, doubled } from '../../testing/doubled.ts'
import { forThreePeople } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { isOlderForm, ultrahumanUserId } from './ultrahuman.ts'

const hourMs = 3_600_000
const api = 'https://partner.ultrahuman.com/api/partners/v1/user_data'

test('what Ultrahuman tells of ten days of three people, in both its forms, is what they lived', async () => {
  const forms = new Set<boolean>()
  await forThreePeople('ULTRAHUMAN', async ({ person, days, records }) => {
    forms.add(isOlderForm(`${ultrahumanUserId(person)}`))
    const told = await records('daily')
    const nights = await records('sleep')
    const bodies = await records('body')
    assert.equal(told.length, days.length)
    for (const lived of days) {
      const { date } = lived.day
      const truth = truthOf(lived)
      const day = told.find(({ metadata }) => metadata.start_time.startsWith(date))
      assert.equal(day?.distance_data.steps, truth.steps, `${person} walked on ${date}`)
      assert.equal(day?.distance_data.detailed.step_samples.at(-1)?.steps, truth.steps, `samples of ${date}`)
      assert.equal(Date.parse(day?.metadata.start_time), lived.day.startMs, `${date} began`)
      assert.equal(Date.parse(day?.metadata.end_time), lived.day.endMs, `${date} ended`)
      // Ultrahuman shows one night of a date, and no naps.
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
      const body = bodies.find(({ metadata }) => metadata.start_time.startsWith(date))
      const minutes = (lived.day.endMs - lived.day.startMs) / 60_000
      assert.equal(body?.glucose_data.detailed_blood_glucose_samples.length, minutes / 15, `glucose of ${date}`)
      assert.equal(body?.temperature_data.skin_temperature_samples.length, minutes / 15, `temperatures of ${date}`)
    }
  })
  assert.deepEqual([...forms].sort(), [false, true])
})

const bodyOf = z.object({ data: z.unknown(), error: z.string().nullable(), status: z.number() })

test('a date that is none, a token that is none and what was not allowed are refused in its words; what has not begun is empty', async () => {
  const { at, connect } = await doubled('ULTRAHUMAN')
  await using _ = at
  const ask = async (person: string, granted: string[], path: string, token?: string) => {
    const { accessToken, fetch } = await accessOf(at.hub, await connect(person, granted), ultrahuman)
    const answer = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${token ?? accessToken}` } })
    const body: unknown = await answer.json()
    return { status: answer.status, body }
  }
  const today = new Date(at.hub.clock.now()).toISOString().slice(0, 10)
  const refused = (status: number, error: string) => ({ status, body: { data: null, error, status } })
  assert.deepEqual(await ask('ada', ['profile', 'ring_data'], '/metrics?date=yesterday'), refused(400, 'Invalid date'))
  assert.deepEqual(await ask('ada', ['profile', 'ring_data'], '/metrics'), refused(400, 'Invalid date'))
  assert.deepEqual(await ask('ada', ['profile'], `/metrics?date=${today}`), refused(403, 'Insufficient scope'))
  assert.deepEqual(await ask('ada', ['profile'], '/user_info', 'another'), refused(401, 'Unauthorized'))
  assert.deepEqual(await ask('ada', ['profile'], '/sleep'), refused(404, 'Not Found'))
  const later = bodyOf.parse((await ask('ada', ['profile', 'ring_data'], '/metrics?date=2099-01-01')).body)
  const form = isOlderForm(`${ultrahumanUserId('ada')}`)
  assert.deepEqual(
    Object.values(z.record(z.string(), z.unknown()).parse(later.data))[0],
    form ? [] : { '2099-01-01': [] },
  )
})

test('of who allows the sensor alone there is glucose, and nothing of the ring', async () => {
  const { at, connect } = await doubled('ULTRAHUMAN')
  await using _ = at
  const access = await accessOf(at.hub, await connect('ben', ['profile', 'cgm_data']), ultrahuman)
  const yesterday = addDays(lifeOf('ben', [], at.hub.clock.now()).today, -1)
  const range = { first: yesterday, last: yesterday }
  const [body] = await recordsMade(ultrahuman, 'body', access, range)
  assert.deepEqual(Object.keys(body).sort(), ['glucose_data', 'metadata'])
  assert.deepEqual(await recordsMade(ultrahuman, 'sleep', access, range), [])
})

test('a refresh token is good once, and ends the consent when it comes again; the client is known by the body alone', async () => {
  const { at, connect, isAllowed } = await doubled('ULTRAHUMAN')
  await using _ = at
  const user = await connect('gus')
  const context = contextOf(at.hub, ultrahuman)
  const first = at.hub.vault.open((await selectTokens(at.hub.db, user.userId))?.refresh_token ?? '')
  const given = await refresh(context, first)
  assert.equal(given.expiresInSeconds, 86_400)
  assert.deepEqual(given.scopes, ['profile', 'ring_data', 'cgm_data'])
  assert.ok(given.refreshToken !== null && given.refreshToken !== first)
  await assert.rejects(
    refresh({ ...context, signIn: { ...context.signIn, clientAuthentication: 'basic' } }, given.refreshToken),
    (error: unknown) => error instanceof ProviderError && error.failure === 'unavailable',
  )
  assert.equal(await isAllowed('gus'), true)
  const isEnded = (error: unknown) => error instanceof ProviderError && error.failure === 'ended'
  await assert.rejects(refresh(context, first), isEnded)
  assert.equal(await isAllowed('gus'), false)
  await assert.rejects(refresh(context, given.refreshToken), isEnded)
})

/** Polls a person's data, as the engine does of a provider that tells of nothing; what came of it by type, oldest first. */
async function polled({ at }: Doubled, { userId, environmentId }: User) {
  const before = (await eventsOf(at.hub, userId)).length
  const types = ['daily', 'sleep', 'body']
  await fetchData(at.hub)(
    { environmentId, userId, types, days: 3 },
    { signal: AbortSignal.timeout(60_000), attempt: 1 },
  )
  const told = z.object({ data: z.array(z.looseObject({})) })
  return (await eventsOf(at.hub, userId)).slice(before).flatMap(({ type, body }) => {
    const { data } = told.safeParse(body).data ?? { data: [] }
    return data.map((record) => ({ type, record }))
  })
}

const dayRecord = z.looseObject({
  metadata: z.looseObject({ start_time: z.string() }),
  distance_data: z.looseObject({ steps: z.number() }),
})

test('today grows under its key from poll to poll, and what is over is told once', async () => {
  const double = await doubled('ULTRAHUMAN')
  await using _ = double.at
  const { hub } = double.at
  const user = await double.connect('ada')
  const { zone } = lifeOf('ada', [], hub.clock.now())
  assert.equal(user.zone, zone)
  // Noon of the person, so that the day goes on for the next hours.
  const life = lifeOf('ada', [], hub.clock.now())
  const tomorrow = life.days(life.today, life.today)[0]?.day.endMs ?? 0
  await hub.advance(tomorrow + 12 * hourMs - hub.clock.now())
  const days = (came: Awaited<ReturnType<typeof polled>>) =>
    came.flatMap(({ type, record }) => (type === 'daily' ? [dayRecord.parse(record)] : []))
  const noon = days(await polled(double, user))
  assert.equal(noon.length, 3)
  await hub.advance(5 * hourMs)
  const evening = days(await polled(double, user))
  assert.deepEqual(
    evening.map(({ metadata }) => metadata.start_time),
    [noon.at(-1)?.metadata.start_time],
  )
  assert.ok((evening[0]?.distance_data.steps ?? 0) > (noon.at(-1)?.distance_data.steps ?? 0))
  assert.deepEqual(await polled(double, user), [])
})

const nightRecord = z.looseObject({
  metadata: z.looseObject({ summary_id: z.string(), end_time: z.string() }),
})

test('a night that is corrected comes again under its key; one that was deleted is missed, and told to be gone', async () => {
  const double = await doubled('ULTRAHUMAN')
  await using _ = double.at
  const { hub } = double.at
  const user = await double.connect('ada')
  const nights = (came: Awaited<ReturnType<typeof polled>>) =>
    came.flatMap(({ type, record }) => (type === 'sleep' ? [nightRecord.parse(record).metadata] : []))
  const before = nights(await polled(double, user))
  const yesterday = addDays(lifeOf('ada', [], hub.clock.now()).today, -1)
  const known = before.find(({ end_time }) => end_time.startsWith(yesterday))
  assert.ok(known)
  await hub.advance(1000)
  await double.happens('ada', { kind: 'corrected', key: `night ${yesterday} 0` })
  const [corrected, ...others] = nights(await polled(double, user))
  assert.deepEqual(others, [])
  assert.equal(corrected?.summary_id, known.summary_id)
  assert.ok((corrected?.end_time ?? '') > known.end_time)
  await hub.advance(1000)
  await double.happens('ada', { kind: 'deleted', key: `night ${yesterday} 0` })
  await polled(double, user)
  const left = await hub.db<{ n: number }>`
    select count(*)::int as n
    from records
    where user_id = ${user.userId} and type = 'sleep'`
  assert.equal(left[0]?.n, before.length - 1)
})

test('what goes wrong is told apart: too many calls with how long to wait, being out of order, and half an answer', async () => {
  const { at, connect, order } = await doubled('ULTRAHUMAN')
  await using _ = at
  const access = await accessOf(at.hub, await connect('ada'), ultrahuman)
  const yesterday = addDays(lifeOf('ada', [], at.hub.clock.now()).today, -1)
  const ask = () =>
    ultrahuman.resources.daily?.fetch(access, { first: yesterday, last: yesterday }) ?? Promise.resolve()
  const fails = async (failure: string, seconds: number | null) =>
    assert.rejects(
      ask,
      (error: unknown) =>
        error instanceof ProviderError && error.failure === failure && error.retryAfterSeconds === seconds,
    )
  await order('ada', 'rate_limited', 40)
  await fails('rate_limited', 40)
  await order('ada', 'unavailable')
  await fails('unavailable', null)
  await order('ada', 'malformed')
  await fails('unavailable', null)
  await order('ada', 'not_ready', 20)
  await fails('not_ready', 20)
  await order('ada', null)
  await ask()
})
