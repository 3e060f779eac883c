import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addDays } from '../../generate/local-day.ts'
import { sumOf } from '../../generate/numbers.ts'
import { selectSubscription } from '../../ingest/fetch/store.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { googleHealth as provider } from '../../providers/google-health/index.ts'
import { authorizationOf } from '../../providers/google-health/notification.ts'
import { standInAddress, standInClient } from '../../providers/stand-in.ts'
import { jobsOf, recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { syncDue } from '../sync.ts'
import { frameOf } from './frame.ts'
import { googleHealth } from './google-health.ts'

const people = ['ada', 'ben', 'chandra']
const scopeOf = (name: string) => `https://www.googleapis.com/auth/googlehealth.${name}.readonly`

describe('Google’s double', async () => {
  const { at, connect } = await doubled('GOOGLE_HEALTH')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())

  /** Calls the double as a client would that knows its addresses. */
  const ask = (url: string, init: RequestInit = {}) => fetch(standInAddress(hub.publicUrl(), url), init)
  const api = 'https://health.googleapis.com/v4'

  test('tells of ten days of three people what they lived', async () => {
    for (const person of people) {
      const access = await accessOf(hub, await connect(person), provider)
      const life = lifeOf(person, [], hub.clock.now())
      const range = { first: addDays(life.today, -10), last: addDays(life.today, -1) }
      const nights = await recordsMade(provider, 'sleep', access, range)
      const days = await recordsMade(provider, 'daily', access, range)
      const workouts = await recordsMade(provider, 'activity', access, range)
      const bodies = await recordsMade(provider, 'body', access, range)
      assert.equal(days.length, 10)
      for (const lived of life.days(range.first, range.last)) {
        const { date } = lived.day
        const truth = truthOf(lived)
        const slept = nights.filter(({ metadata }) => metadata.end_time.startsWith(date))
        const asleep = sumOf(slept, (night) => night.sleep_durations_data.asleep.duration_asleep_state_seconds)
        assert.equal(asleep, truth.asleepSeconds, `${person} slept on ${date}`)
        assert.deepEqual(
          slept.map(({ metadata }) => metadata.is_nap),
          lived.nights.map(({ isNap }) => isNap),
        )
        const done = workouts.filter(({ metadata }) => metadata.start_time.startsWith(date))
        assert.deepEqual(
          done.map((one) => one.distance_data?.summary.distance_meters ?? 0),
          truth.sessions.map(({ meters }) => meters),
          `${person} went on ${date}`,
        )
        const whereabouts = lived.sessions.map(({ position, points }) => (position === null ? 0 : points.length))
        assert.deepEqual(
          done.map((one) => one.position_data?.position_samples?.length ?? 0),
          whereabouts,
          `${person} was somewhere on ${date}`,
        )
        const day = days.find(({ metadata }) => metadata.start_time.startsWith(date))
        assert.equal(day?.distance_data.steps, truth.steps, `${person} walked on ${date}`)
        // Google counts whole millimetres.
        assert.ok(Math.abs(day?.distance_data.distance_meters - truth.meters) <= 0.0005, `${person} on ${date}`)
        assert.equal(day.metadata.end_time.slice(0, 10), addDays(date, 1))
        const body = bodies.find(({ metadata }) => metadata.start_time.startsWith(date))
        assert.equal(body?.measurements_data.measurements[0].weight_kg, lived.weighing?.weightKg)
      }
    }
  })

  test('shows where a run went, to a tenth of a metre, and not to whom it may not', async () => {
    const [open, shut] = ['activity_and_fitness', 'location'].map(scopeOf)
    const seen = async (person: string, granted: string[]) => {
      const access = await accessOf(hub, await connect(person, granted), provider)
      const life = lifeOf(person, [], hub.clock.now())
      const days = { first: addDays(life.today, -20), last: addDays(life.today, -1) }
      return { life, workouts: await recordsMade(provider, 'activity', access, days) }
    }
    const { life, workouts } = await seen('ada', [open ?? '', shut ?? ''])
    const runs = workouts.filter((one) => one.position_data?.position_samples?.length > 0)
    assert.ok(runs.length > 0)
    for (const run of runs) {
      const session = life
        .days(addDays(life.today, -20), life.today)
        .flatMap(({ sessions }) => sessions)
        .find(({ number }) => `${number}` === run.metadata.summary_id)
      const last = session?.points.at(-1)
      const [lat, lng] = session?.position?.()(last?.meters ?? 0) ?? [0, 0]
      const [endLat, endLng] = run.position_data.end_pos_lat_lng_deg
      assert.ok(Math.abs(endLat - lat) < 1e-6 && Math.abs(endLng - lng) < 1e-6, `${endLat}, ${endLng}`)
      assert.equal(run.distance_data.detailed.distance_samples.at(-1).distance_meters, last?.meters)
      assert.equal(run.position_data.position_samples.at(-1).timestamp, run.metadata.end_time)
    }
    const { workouts: hidden } = await seen('ada', [open ?? ''])
    assert.equal(hidden.length, workouts.length)
    assert.ok(hidden.every((one) => !one.position_data?.position_samples?.length))
  })

  test('gives a refresh token once, takes it again and again, and gives none with it', async () => {
    const user = await connect('tokens')
    const refreshToken = hub.vault.open((await selectTokens(hub.db, user.userId))?.refresh_token ?? '')
    const renew = async () => {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: standInClient.id }
      const body = new URLSearchParams({ ...form, client_secret: standInClient.secret })
      return ask('https://oauth2.googleapis.com/token', { method: 'POST', body })
    }
    for (let i = 0; i < 2; i++) {
      const answer = await renew()
      assert.equal(answer.status, 200)
      const given = Object.keys(Object(await answer.json())).sort()
      assert.deepEqual(given, ['access_token', 'expires_in', 'scope', 'token_type'])
    }
    const body = new URLSearchParams({ token: refreshToken })
    assert.equal((await ask('https://oauth2.googleapis.com/revoke', { method: 'POST', body })).status, 200)
    const refused = await renew()
    assert.deepEqual([refused.status, Object(await refused.json()).error], [400, 'invalid_grant'])
  })

  test('refuses what Google refuses, in its words', async () => {
    const { accessToken } = await accessOf(hub, await connect('strict'), provider)
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
    const me = `${api}/users/me/dataTypes`
    const get = (path: string, filter: string) =>
      ask(`${me}/${path}/dataPoints?${new URLSearchParams({ filter })}`, { headers })
    const reason = async (answer: Response) => [answer.status, Object(await answer.json()).error.details[0].reason]
    const member = 'INVALID_DATA_POINT_FILTER_DATA_TYPE_MEMBER'
    assert.deepEqual(await reason(await get('sleep', 'sleep.interval.start_time >= "2026-03-10T00:00:00Z"')), [
      400,
      member,
    ])
    assert.deepEqual(await reason(await get('exercise', 'exercise.interval.start_time >= "2026-03-10T00:00:00Z"')), [
      400,
      member,
    ])
    const post = (type: string, verb: string, body: object) =>
      ask(`${me}/${type}/dataPoints:${verb}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const days = (first: object, end: object) => ({ range: { start: { date: first }, end: { date: end } } })
    const [from, to] = [
      { year: 2026, month: 3, day: 1 },
      { year: 2026, month: 3, day: 16 },
    ]
    assert.equal((await post('total-calories', 'dailyRollUp', days(from, to))).status, 400)
    assert.equal((await post('steps', 'dailyRollUp', days(from, to))).status, 200)
    const range = { startTime: '2026-03-01T00:00:00Z', endTime: '2026-03-15T00:00:01Z' }
    assert.equal((await post('heart-rate', 'rollUp', { range, windowSize: '60s' })).status, 400)
    const strange = await ask(`${me}/steps/dataPoints`, { headers: { authorization: 'Bearer nobody' } })
    assert.deepEqual([strange.status, Object(await strange.json()).error.status], [401, 'UNAUTHENTICATED'])
  })

  test('tells by itself whoever this installation is, and the notice is proved and brings a fetch', async () => {
    await keepSubscriptions(hub)
    await connect('ada')
    await hub.advance(24 * 3_600_000)
    await syncDue(hub)
    assert.ok((await jobsOf(hub, 'provider-notice')).length > 0)
    const frame = frameOf(hub, googleHealth)
    const secret = hub.vault.open((await selectSubscription(hub.db, 'GOOGLE_HEALTH'))?.secret ?? '')
    const grant = { id: 'a grant', person: 'ada', account: googleHealth.accountOf('ada'), scopes: [], createdAtMs: 0 }
    const when = { date: '2026-03-10', startMs: Date.UTC(2026, 2, 9, 22), endMs: Date.UTC(2026, 2, 10, 5) }
    const item = { type: 'sleep', key: 'night 2026-03-10 0', ...when } as const
    for (const change of ['created', 'updated', 'deleted'] as const) {
      const [posting] = await googleHealth.postings({ kind: 'items', grant, items: [{ ...item, change }] }, frame)
      assert.ok(posting)
      const headers = await googleHealth.sign(posting, frame)
      const body = Buffer.from(posting.body)
      const request = { method: 'POST', query: new URLSearchParams(), headers, body }
      const known = { client: standInClient, subscription: { secret }, nowMs: hub.clock.now() }
      assert.equal(provider.notification?.verify(request, known), true)
      assert.equal(provider.notification?.verify({ ...request, headers: {} }, known), false)
      const told = provider.notification?.read(body) ?? []
      assert.ok(told.some((one) => one.kind === 'data' && one.types.includes('sleep') && one.account === grant.account))
      assert.equal(posting.body.includes('"DELETE"'), change === 'deleted')
    }
    assert.deepEqual(await googleHealth.postings({ kind: 'revoked', grant }, frame), [])
  })

  test('makes a subscriber only of an address that proves itself twice', async () => {
    await keepSubscriptions(hub)
    const secret = hub.vault.open((await selectSubscription(hub.db, 'GOOGLE_HEALTH'))?.secret ?? '')
    const make = (endpointSecret: string, method = 'POST', id = '') =>
      ask(`${api}/projects/tellus/subscribers${id}?subscriberId=tellus`, {
        method,
        headers: { authorization: `Bearer ${standInClient.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          endpointUri: `${hub.publicUrl()}/hooks/GOOGLE_HEALTH`,
          subscriberConfigs: [{ dataTypes: ['sleep'], subscriptionCreatePolicy: 'AUTOMATIC' }],
          endpointAuthorization: { secret: endpointSecret },
        }),
      })
    assert.equal((await make('Bearer another')).status, 400)
    assert.equal((await make(authorizationOf(secret))).status, 200)
    assert.equal((await make(authorizationOf(secret))).status, 409)
    assert.equal((await make(authorizationOf(secret), 'PATCH', '/tellus')).status, 200)
    const headers = { authorization: `Bearer ${standInClient.secret}` }
    const list = await ask(`${api}/projects/tellus/subscribers`, { headers })
    assert.equal(Object(await list.json()).subscribers.length, 1)
    assert.equal((await ask(`${api}/projects/tellus/subscribers`)).status, 401)
    const gone = await ask(`${api}/projects/tellus/subscribers/tellus`, { method: 'DELETE', headers })
    assert.equal(gone.status, 200)
  })
})
