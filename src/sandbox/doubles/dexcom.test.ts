import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { z } from 'zod'
import { glucoseOn } from '../../generate/life/glucose.ts'
import { mealsOn } from '../../generate/life/meals.ts'
import { addDays, clockTime, stamp } from '../../generate/local-day.ts'
import { sumOf } from '../../generate/numbers.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import { dexcom as provider } from '../../providers/dexcom/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { eventsOf } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { forThreePeople } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { dexcom, dexcomEu, dexcomJp } from './dexcom/dexcom.ts'
import { deviceOf } from './dexcom/wearer.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const api = 'https://api.dexcom.com'

for (const [slug, delayHours] of [
  ['DEXCOM', 1],
  ['DEXCOM_EU', 3],
] as const)
  test(`what ${slug} tells of ten days of three people is what they lived`, () =>
    forThreePeople(slug, async ({ person, life, days, records }) => {
      const shownMs = life.nowMs - delayHours * hourMs
      const [bodies, eaten, exercised] = [await records('body'), await records('nutrition'), await records('activity')]
      for (const lived of days) {
        const { day } = lived
        const of = (list: { metadata: { start_time: string } }[]) =>
          // biome-ignore lint/suspicious/noExplicitAny: whatever fields the test is about.
          list.find(({ metadata }) => metadata.start_time.startsWith(day.date)) as any
        const { glucose_data: glucose, measurements_data: measurements } = of(bodies)
        const samples: { timestamp: string; blood_glucose_mg_per_dL: number }[] = glucose.detailed_blood_glucose_samples
        const levelAt = glucoseOn(life.person, day)
        for (const { timestamp, blood_glucose_mg_per_dL: level } of samples) {
          const atMs = Date.parse(timestamp)
          assert.equal(timestamp, stamp(life.zone, atMs))
          // What is smoothed later is not exact yet.
          if (atMs < life.nowMs - 4 * hourMs)
            assert.equal(level, Math.round(levelAt(atMs)), `${person} at ${timestamp}`)
        }
        assert.ok(
          samples.length > 220 && samples.length <= 300,
          `${samples.length} readings of ${person} on ${day.date}`,
        )
        const meals = mealsOn(life.person, day).filter(({ epochMs }) => epochMs < shownMs)
        assert.equal(
          of(eaten).summary.macros.carbohydrates_g,
          sumOf(meals, ({ carbsGrams }) => Math.round(carbsGrams)),
          `${person} ate on ${day.date}`,
        )
        assert.equal(of(eaten).meals.length, meals.length)
        const doses = meals.length + (clockTime(day, 22 * 60) < shownMs ? 1 : 0)
        assert.equal(measurements.measurements.length, doses, 'a dose for each meal, and one for the night')
        for (const { startMs, seconds } of truthOf(lived).sessions.filter((one) => one.startMs < shownMs)) {
          const told = exercised.find(({ metadata }) => metadata.start_time === stamp(life.zone, startMs))
          assert.equal(told?.active_durations_data.activity_seconds, Math.round(seconds / 60) * 60, day.date)
        }
      }
      const lived = sumOf(days, ({ sessions }) => sessions.filter(({ startMs }) => startMs < shownMs).length)
      assert.equal(exercised.length, lived)
    }))

describe('Dexcom as its double has it', async () => {
  const { at, connect, happens, isAllowed, order } = await doubled('DEXCOM')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())

  /** Asks the double with a person's token; gives the answer as it came. */
  const asker =
    (user: User) =>
    async (path: string, method = 'GET') => {
      const { fetch, accessToken } = await accessOf(hub, user, provider)
      const answer = await fetch(`${api}${path}`, { method, headers: { authorization: `Bearer ${accessToken}` } })
      const text = await answer.text()
      const body = text.startsWith('{') ? JSON.parse(text) : null
      return { status: answer.status, headers: answer.headers, body }
    }
  const bare = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19)
  const list = (name: string, startMs: number, endMs: number) =>
    `/v3/users/self/${name}?startDate=${bare(startMs)}&endDate=${bare(endMs)}`
  const work = ({ environmentId, userId }: User) =>
    fetchData(hub)({ environmentId, userId, days: 4 }, { signal: AbortSignal.timeout(60_000), attempt: 1 })
  const withDevice = (isReceiver: boolean): string => {
    const names = Array.from({ length: 100 }, (_, index) => `wearer ${index}`)
    const found = names.find((name) => (deviceOf(name).displayDevice === 'receiver') === isReceiver)
    assert.ok(found !== undefined)
    return found
  }

  test('a refresh token is good once: one that comes again ends the consent', async () => {
    const user = await connect('rotating')
    const { client, fetch } = contextOf(hub, provider)
    const renew = async (refreshToken: string, more: Record<string, string> = {}, headers = {}) => {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: client.id, ...more }
      const answer = await fetch(`${api}/v2/oauth2/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      })
      return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(await answer.json()) }
    }
    const first = hub.vault.open((await selectTokens(hub.db, user.userId))?.refresh_token ?? '')
    const secret = { client_secret: client.secret }
    assert.equal((await renew(first)).status, 401)
    const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
    assert.equal((await renew(first, {}, { authorization: basic })).body['error'], 'invalid_client')
    const { status, body } = await renew(first, secret)
    assert.equal(status, 200)
    assert.deepEqual(
      [body['expires_in'], body['token_type'], body['scope'], typeof body['refresh_token']],
      [7200, 'Bearer', undefined, 'string'],
    )
    assert.equal(await isAllowed('rotating'), true)
    const again = await renew(first, secret)
    assert.deepEqual([again.status, again.body['error']], [400, 'invalid_grant'])
    assert.equal(await isAllowed('rotating'), false)
    const fresh = z.string().parse(body['refresh_token'])
    assert.equal((await renew(fresh, secret)).body['error'], 'invalid_grant')
  })

  test('what happened within the hour is not shown yet, and is smoothed for a while when it is', async () => {
    const name = withDevice(false)
    const ask = asker(await connect(name))
    const nowMs = hub.clock.now()
    const shape = z.array(
      z.object({ recordId: z.string(), systemTime: z.string(), displayTime: z.string(), value: z.number() }),
    )
    const readings = async () => shape.parse((await ask(list('egvs', nowMs - 12 * hourMs, nowMs + dayMs))).body.records)
    const before = await readings()
    assert.ok(before.length > 0)
    for (const { systemTime } of before) assert.ok(Date.parse(systemTime) < nowMs - hourMs)
    assert.match(before[0]?.systemTime ?? '', /\+00:00$/)
    assert.match(before[0]?.displayTime ?? '', /[+-]\d\d:\d\d$/)
    await hub.advance(hourMs / 2)
    const half = await readings()
    assert.ok(half.length >= before.length)
    await hub.advance(3 * hourMs)
    const values = new Map((await readings()).map((one) => [one.recordId, one.value]))
    const changed = before.filter(({ recordId, value }) => values.get(recordId) !== value)
    assert.ok(changed.length > 0 && changed.every(({ recordId }) => values.has(recordId)), 'smoothed under its id')
    assert.ok(half.every(({ recordId }) => values.has(recordId)))
  })

  test('a receiver says neither of its clocks’ offsets', async () => {
    const ask = asker(await connect(withDevice(true)))
    const nowMs = hub.clock.now()
    const { body } = await ask(list('egvs', nowMs - dayMs, nowMs))
    assert.equal(body.recordType, 'egv')
    assert.ok(body.records.length > 100)
    for (const { systemTime, displayTime, displayDevice } of body.records) {
      assert.equal(displayDevice, 'receiver')
      for (const text of [systemTime, displayTime]) assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    }
  })

  test('a window is half open, of 30 days at most, and in bare times; its errors say which end is wrong', async () => {
    const ask = asker(await connect('windows'))
    const nowMs = hub.clock.now()
    const statusOf = async (path: string) => (await ask(path)).status
    assert.equal(await statusOf(list('egvs', nowMs - 30 * dayMs, nowMs)), 200)
    const tooLong = await ask(list('egvs', nowMs - 30 * dayMs - 1000, nowMs))
    assert.deepEqual([tooLong.status, Object.keys(tooLong.body.errors)], [400, ['endDate']])
    assert.equal(await statusOf(list('events', nowMs, nowMs)), 400)
    const withZone = await ask(`/v3/users/self/egvs?startDate=${bare(nowMs)}Z&endDate=${bare(nowMs + 1000)}`)
    assert.deepEqual([withZone.status, Object.keys(withZone.body.errors)], [400, ['startDate']])
    assert.equal(await statusOf('/v3/users/self/egvs'), 400)
    assert.equal(await statusOf('/v3/users/self/steps'), 404)
    assert.equal(await statusOf('/v2/users/self/egvs'), 404)
    assert.equal((await ask('/v3/users/self/devices', 'POST')).status, 405)
    const { body } = await ask(list('egvs', nowMs - 2 * dayMs, nowMs - dayMs))
    const last = Date.parse(body.records[0].systemTime.slice(0, 19).concat('Z'))
    const upTo = async (endMs: number) => (await ask(list('egvs', nowMs - 2 * dayMs, endMs))).body.records.length
    assert.equal(await upTo(last), body.records.length - 1)
    assert.equal(await upTo(last + 1000), body.records.length)
  })

  test('the other lists are there: ranges from the first to the last, alerts, calibrations and the device that is worn', async () => {
    const name = withDevice(false)
    const ask = asker(await connect(name))
    const nowMs = hub.clock.now()
    const { body: range } = await ask('/v3/users/self/dataRange')
    assert.equal(range.recordType, 'dataRange')
    for (const kind of ['egvs', 'events', 'calibrations']) {
      const [start, end] = [range[kind].start, range[kind].end].map(({ systemTime }) => Date.parse(systemTime))
      assert.ok(
        start !== undefined && end !== undefined && start < nowMs - 700 * dayMs && end > nowMs - 7 * dayMs,
        kind,
      )
    }
    const { body: devices } = await ask('/v3/users/self/devices')
    assert.equal(devices.records.length, 1)
    assert.match(devices.records[0].transmitterId, /^[\da-f]{64}$/)
    const { body: calibrations } = await ask(list('calibrations', nowMs - 30 * dayMs, nowMs))
    assert.equal(calibrations.records.length, 10)
    const { body: alerts } = await ask(list('alerts', nowMs - 30 * dayMs, nowMs))
    assert.equal(alerts.recordType, 'alert')
    const { body: egvs } = await ask(list('egvs', nowMs - 30 * dayMs, nowMs))
    const high = new Set(
      egvs.records
        .filter(({ value }: { value: number }) => value > 180)
        .map(({ systemTime }: { systemTime: string }) => systemTime),
    )
    for (const { systemTime } of alerts.records) assert.ok(high.has(systemTime), systemTime)
  })

  test('a limit that is reached says not for how long; trouble that was ordered comes as Dexcom has it', async () => {
    const user = await connect('limits')
    const ask = asker(user)
    await order('limits', 'rate_limited', 42)
    const { status, headers } = await ask(list('egvs', hub.clock.now() - dayMs, hub.clock.now()))
    assert.deepEqual([status, headers.get('retry-after')], [429, null])
    await order('limits', 'unavailable')
    const access = await accessOf(hub, user, provider)
    await assert.rejects(
      async () => provider.resources.daily?.fetch(access, { first: '2026-06-01', last: '2026-06-01' }),
      (error) => error instanceof ProviderError && error.failure === 'unavailable',
    )
    await order('limits', 'not_ready')
    assert.equal((await ask(list('egvs', hub.clock.now() - dayMs, hub.clock.now()))).status, 503)
    await order('limits', null)
    await hub.db`update sandbox_limits set calls = 60000`
    assert.equal((await ask('/v3/users/self/devices')).status, 429)
    await hub.advance(hourMs)
    assert.equal((await ask('/v3/users/self/devices')).status, 200)
  })

  test('exercise that is corrected keeps its record, and exercise that is deleted takes it along', async () => {
    const user = await connect('moving')
    await work(user)
    const life = lifeOf('moving', [], hub.clock.now())
    // Four days back from the last day on earth.
    const days = life.days(addDays(life.today, -2), addDays(life.today, -1))
    const session = days.flatMap(({ sessions }) => sessions)[0]
    assert.ok(session)
    const told = async () => (await eventsOf(hub, user.userId)).filter(({ type }) => type === 'activity')
    const shape = z.object({
      data: z.array(
        z.object({
          metadata: z.object({ summary_id: z.string(), start_time: z.string(), upload_type: z.number() }),
          active_durations_data: z.object({ activity_seconds: z.number() }).optional(),
        }),
      ),
    })
    const lastOf = async () =>
      (await told())
        .flatMap(({ body }) => shape.parse(body).data)
        .filter(({ metadata }) => Date.parse(metadata.start_time) === session.startMs)
        .at(-1)
    const first = await lastOf()
    assert.ok(first)
    await hub.advance(60_000)
    await happens('moving', { kind: 'corrected', key: session.key })
    await hub.advance(60_000)
    await work(user)
    const corrected = await lastOf()
    assert.equal(corrected?.metadata.summary_id, first.metadata.summary_id)
    assert.equal(
      corrected?.active_durations_data?.activity_seconds,
      (first.active_durations_data?.activity_seconds ?? 0) + 60,
    )
    await happens('moving', { kind: 'deleted', key: session.key })
    await hub.advance(60_000)
    const ask = asker(user)
    const { body } = await ask(list('events', session.startMs, session.startMs + 1000))
    const listed = z.array(z.object({ eventType: z.string(), eventStatus: z.string() })).parse(body.records)
    assert.deepEqual(
      listed.filter(({ eventType }) => eventType === 'exercise').map(({ eventStatus }) => eventStatus),
      ['deleted'],
    )
    await work(user)
    const gone = await lastOf()
    assert.deepEqual([gone?.metadata.summary_id, gone?.metadata.upload_type], [first.metadata.summary_id, 4])
  })

  test('a poll that finds nothing new tells nothing', async () => {
    const user = await connect('steady')
    await work(user)
    const count = (await eventsOf(hub, user.userId)).length
    await work(user)
    assert.equal((await eventsOf(hub, user.userId)).length, count)
  })

  test('people of another region are others', () => {
    const accounts = [dexcom, dexcomEu, dexcomJp].map((double) => double.accountOf('ada'))
    assert.equal(new Set(accounts).size, 3)
  })
})
