import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { addDays, localDay, stamp } from '../../generate/local-day.ts'
import { heedNotice, noticeTask } from '../../ingest/fetch/notice.ts'
import { hookUrl, keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import type { Task } from '../../jobs/jobs.ts'
import { neverMeasured, whoopId, whoopUserId } from '../../sandbox/doubles/whoop-records.ts'
import { lifeOf } from '../../sandbox/life/life.ts'
import { syncDue } from '../../sandbox/sync.ts'
import { ActivityType } from '../../schema/enums.ts'
import { eventsOf, jobsOf, recordsMade } from '../../testing/connected.ts'
import { doubled, watched } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { type TestServer, testServer } from '../../testing/server.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { refresh } from '../oauth2.ts'
import { ProviderError } from '../provider-error.ts'
import { standInClient } from '../stand-in.ts'
import { whoop } from './index.ts'
import { standings } from './limits.ts'
import { notification, signatureHeader, signatureOf, timestampHeader } from './notification.ts'
import { sportOf, sports } from './sports.ts'

const secret = 'client secret'

/** A notification as WHOOP posts it. */
function posted(nowMs: number, event: object, signedWith = secret) {
  const body = Buffer.from(JSON.stringify({ ...event, trace_id: 'd3709ee7-104e-4f70-a928-2932964b017b' }))
  const headers = { [timestampHeader]: `${nowMs}`, [signatureHeader]: signatureOf(signedWith, `${nowMs}`, body) }
  return { method: 'POST', query: new URLSearchParams(), headers, body }
}

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

/** An answer whose lists are turned round. */
const reversed = (raw: unknown): unknown =>
  typeof raw === 'object' && raw !== null
    ? Object.fromEntries(
        Object.entries(raw).map(([key, part]) => [key, Array.isArray(part) ? part.toReversed() : part]),
      )
    : raw

providerSuite({
  provider: whoop,
  fixtures,
  notification: (nowMs) => posted(nowMs, { user_id: 4815162, id: 'a sleep', type: 'sleep.updated' }),
  double: () => doubled('WHOOP'),
})

describe('what is peculiar to WHOOP', () => {
  test('a signature is the base64 HMAC of the time and the body, with the client’s secret', () => {
    const body =
      '{"user_id":4815162,"id":"0b6f3c52-9e0d-4a7e-8f3b-2c1d5e7a9b01","type":"sleep.updated","trace_id":"d3709ee7-104e-4f70-a928-2932964b017b"}'
    assert.equal(
      signatureOf('test-client-secret', '1773125550910', body),
      'BeAuTzvIY6r9bWLaiPvQJqaHrBi/vwQSEcWDDt8e4uA=',
    )
  })

  test('each event names what there is to fetch, and an event that comes some day names nothing', () => {
    const typesOf = (type: string) =>
      notification.read(Buffer.from(JSON.stringify({ user_id: 7, id: 'an id', type }))).map((notice) => {
        assert.equal(notice.account, '7')
        if (notice.kind === 'deleted') assert.equal(notice.id, 'an id')
        return notice.kind === 'data' ? notice.types.join(' ') : notice.kind === 'deleted' ? `no ${notice.type}` : ''
      })
    assert.deepEqual(typesOf('workout.updated'), ['activity daily'])
    assert.deepEqual(typesOf('workout.deleted'), ['no activity', 'daily'])
    assert.deepEqual(typesOf('sleep.updated'), ['sleep daily body'])
    assert.deepEqual(typesOf('sleep.deleted'), ['no sleep', 'daily'])
    assert.deepEqual(typesOf('recovery.updated'), ['sleep daily body'])
    assert.deepEqual(typesOf('recovery.deleted'), ['sleep daily body'])
    assert.deepEqual(typesOf('cycle.updated'), [])
  })

  test('what answers say of limits is of the one that is nearest, and of none where that cannot be told', () => {
    const said = (limit: string, remaining = '98', reset = '3') =>
      standings(
        new Headers({ 'X-RateLimit-Limit': limit, 'X-RateLimit-Remaining': remaining, 'X-RateLimit-Reset': reset }),
      )
    const near = (seconds: number) => [{ rate: { per: 'app', seconds }, left: 98, resetSeconds: 3 }]
    assert.deepEqual(said('100, 100;window=60, 10000;window=86400'), near(60))
    assert.deepEqual(said('"10000, 100;window=60, 10000;window=86400"'), near(86_400))
    assert.deepEqual(said('500, 500;window=60, 500;window=86400'), [])
    assert.deepEqual(said('100'), [])
    assert.deepEqual(said('100, 100;window=60', 'some'), [])
    assert.deepEqual(said('100, 100;window=60', '0', ''), [
      { rate: { per: 'app', seconds: 60 }, left: 0, resetSeconds: null },
    ])
    assert.deepEqual(standings(new Headers()), [])
  })

  test('the order in which WHOOP lists what it knows changes nothing', () => {
    for (const { name, type, raw, zone, expected } of fixtures) {
      const turned = whoop.resources[type]?.normalise(reversed(raw), { zone }).map(({ record }) => record)
      assert.deepEqual(turned, expected, name)
    }
  })

  test('every sport that WHOOP publishes has a type of the wire, however its name is written', () => {
    assert.ok(sports.size >= 120, `${sports.size} sports`)
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    for (const [name, type] of sports) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/)
      assert.ok(types.has(type), name)
    }
    const spellings = ['Hiking/Rucking', 'hiking-rucking', 'hiking_rucking']
    assert.deepEqual(spellings.map(sportOf), [35, 35, 35])
    assert.deepEqual(["Barry's", 'Operations - Tactical', 'F45 Training'].map(sportOf), [114, 108, 114])
    assert.deepEqual([sportOf('quidditch'), sportOf(''), sportOf(null)], [108, 4, 4])
  })
})

describe('what is peculiar to WHOOP, over HTTP', async () => {
  const { at, connect, order, happens, isAllowed } = await doubled('WHOOP')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())
  const signal = new AbortController().signal
  const daysAgo = (days: number) => new Date(hub.clock.now() - days * 86_400_000).toISOString().slice(0, 10)
  // A minute later the limit of the whole app is whole again.
  beforeEach(() => hub.advance(61_000))

  /** Runs the jobs of a name that wait, as the queue would. */
  async function work(name: string, task: Task): Promise<number> {
    const jobs = await jobsOf(hub, name)
    await hub.db`delete from graphile_worker._private_jobs where true`
    for (const { payload } of jobs) await task(payload, { signal, attempt: 1 })
    return jobs.length
  }

  test('it is offered where its keys are set or its double stands in, with what it knows, and not elsewhere', async () => {
    const offered = async (server: TestServer) => {
      const headers = { 'dev-id': 'test-dev' }
      const { body } = await server.call('GET', '/v2/integrations/detailed', { as: 'none', headers })
      return JSON.parse(body).providers.find((one: { provider: string }) => one.provider === 'WHOOP')?.types
    }
    const types = { activity: true, body: true, nutrition: false, daily: true, sleep: true, menstruation: false }
    assert.deepEqual(await offered(at), types)
    await using keyed = await testServer({ TELLUS_WHOOP_CLIENT_ID: 'id', TELLUS_WHOOP_CLIENT_SECRET: secret })
    assert.deepEqual(await offered(keyed), types)
    await using without = await testServer({ TELLUS_SANDBOX: 'off', TELLUS_WHOOP_CLIENT_ID: 'id' })
    assert.equal(await offered(without), undefined)
  })

  test('a list longer than a page is read to its end, each record once', async () => {
    const access = watched(await accessOf(hub, await connect('pages'), whoop))
    const { days } = lifeOf('pages', [], hub.clock.now())
    const raw = await whoop.resources.sleep?.fetch(access, { first: daysAgo(80), last: daysAgo(2) })
    const made = whoop.resources.sleep?.normalise(raw, { zone: null }) ?? []
    const ids = made.map(({ record }) => identified.parse(record).metadata.summary_id)
    assert.equal(new Set(ids).size, ids.length)
    const slept = days(daysAgo(80), daysAgo(2)).flatMap(({ nights }) => nights)
    assert.deepEqual(
      slept.filter(({ key }) => !ids.includes(whoopId('pages', key))),
      [],
    )
    const asked = access.asked.filter((call) => call.startsWith('GET /developer/v2/activity/sleep'))
    assert.equal(asked.length, Math.ceil(ids.length / 25))
    assert.ok(asked.every((call) => call.includes('limit=25')))
  })

  test('the secret goes into the body, a token is renewed with its scope, and a refresh token works once', async () => {
    const user = await connect('tokens')
    const first = await accessOf(hub, user, whoop)
    const old = await refreshTokenOf(user)
    await hub.advance(3600_000)
    const second = await accessOf(hub, user, whoop)
    assert.notEqual(second.accessToken, first.accessToken)
    const context = contextOf(hub, whoop)
    const forms: string[] = []
    const send: typeof context.fetch = (url, outgoing) => {
      forms.push(String(outgoing?.body))
      return context.fetch(url, outgoing)
    }
    await assert.rejects(refresh({ ...context, fetch: send }, old), (error) => failureOf(error) === 'ended')
    assert.deepEqual(
      forms.map((form) => Object.fromEntries(new URLSearchParams(form))),
      [
        {
          grant_type: 'refresh_token',
          refresh_token: old,
          client_id: standInClient.id,
          client_secret: standInClient.secret,
          scope: 'offline',
        },
      ],
    )
    assert.deepEqual(await eventTypes(user), ['auth'])
  })

  test('a limit that is reached is waited for as long as WHOOP counts down, by all who use the app', async () => {
    const user = await connect('limits')
    const access = await accessOf(hub, user, whoop)
    const ask = () => whoop.resources.athlete?.fetch(access, { first: daysAgo(0), last: daysAgo(0) })
    await hub.advance(61_000)
    const failures = async () => {
      for (let calls = 0; calls <= 100; calls++) {
        const error = await Promise.resolve(ask()).then(
          () => null,
          (error: unknown) => error,
        )
        if (error instanceof ProviderError) return { calls, failure: error.failure, wait: error.retryAfterSeconds }
      }
      return null
    }
    assert.deepEqual(await failures(), { calls: 100, failure: 'rate_limited', wait: 60 })
    const isKnown = async () => {
      const { body } = await at.call('GET', `/v2/athlete?user_id=${user.userId}&to_webhook=false`)
      return JSON.parse(body).athlete.provider_user_id !== undefined
    }
    await hub.advance(20_000)
    assert.equal(await isKnown(), false)
    await hub.advance(39_000)
    assert.equal(await isKnown(), false)
    await hub.advance(2_000)
    assert.equal(await isKnown(), true)
    await order('limits', 'rate_limited', 42)
    await assert.rejects(
      async () => whoop.resources.daily?.fetch(access, { first: daysAgo(3), last: daysAgo(0) }),
      (error) => error instanceof ProviderError && error.retryAfterSeconds === 42,
    )
  })

  test('nights and days of a person who does not show their recovery come without it', async () => {
    const granted = ['read:profile', 'read:sleep', 'read:cycles', 'offline']
    const user = await connect('shy', granted)
    assert.deepEqual(user.scopes?.split(',').toSorted(), granted.toSorted())
    const access = await accessOf(hub, user, whoop)
    const range = { first: daysAgo(4), last: daysAgo(2) }
    for (const type of ['sleep', 'daily'] as const) {
      const records = await recordsMade(whoop, type, access, range)
      assert.ok(records.length >= 2, type)
      assert.ok(!JSON.stringify(records).includes('resting_hr_bpm'), type)
    }
  })

  test('somebody who never said a weight has a body all the same', async () => {
    const silent = Array.from({ length: 200 }, (_, at) => `person ${at}`).find(neverMeasured)
    assert.ok(silent !== undefined)
    const access = await accessOf(hub, await connect(silent), whoop)
    const records = await recordsMade(whoop, 'body', access, { first: daysAgo(3), last: daysAgo(0) })
    assert.ok(records.length > 0)
    assert.ok(!JSON.stringify(records).includes('measurements_data'))
  })

  test('the weight of today is not asked for with days long past', async () => {
    const access = watched(await accessOf(hub, await connect('history'), whoop))
    await whoop.resources.body?.fetch(access, { first: daysAgo(40), last: daysAgo(30) })
    assert.ok(!access.asked.some((call) => call.includes('measurement')))
    await whoop.resources.body?.fetch(access, { first: daysAgo(1), last: daysAgo(0) })
    assert.ok(access.asked.some((call) => call.includes('measurement')))
  })

  test('a notification at the door has the night, its day and its body fetched and told, once', async () => {
    await keepSubscriptions(hub)
    const user = await connect('told')
    await hub.db`delete from graphile_worker._private_jobs where true`
    const event = { user_id: whoopUserId('told'), id: 'a sleep', type: 'sleep.updated' }
    const tell = (signedWith: string) => {
      const { headers, body } = posted(hub.clock.now(), event, signedWith)
      const json = { ...headers, 'content-type': 'application/json' }
      return at.call('POST', new URL(hookUrl(hub, whoop)).pathname, { body, headers: json, as: 'none' })
    }
    assert.equal((await tell('another secret')).statusCode, 401)
    assert.equal((await tell(standInClient.secret)).statusCode, 200)
    assert.equal((await tell(standInClient.secret)).statusCode, 200)
    assert.equal(await work(noticeTask, heedNotice(hub)), 1)
    assert.equal(await work(fetchDataTask, fetchData(hub)), 1)
    const told = await eventTypes(user)
    assert.deepEqual([...new Set(told)].sort(), ['auth', 'body', 'daily', 'sleep'])
    await tell(standInClient.secret)
    await work(noticeTask, heedNotice(hub))
    await work(fetchDataTask, fetchData(hub))
    assert.deepEqual(await eventTypes(user), told)
  })

  test('what a person deletes at WHOOP goes here too: the notice names the record that was made of it', async () => {
    await keepSubscriptions(hub)
    const user = await connect('deleting')
    const life = lifeOf('deleting', [], hub.clock.now())
    const lately = life.days(addDays(life.today, -5), addDays(life.today, -1))
    const parts = [
      ['sleep', lately.flatMap(({ nights }) => nights)[0]],
      ['activity', lately.flatMap(({ sessions }) => sessions)[0]],
    ] as const
    const idsOf = async (type: string) => {
      const days = { start_date: addDays(life.today, -6), end_date: life.today, to_webhook: 'false' }
      const answer = await at.call('GET', `/v2/${type}?${new URLSearchParams({ user_id: user.userId, ...days })}`)
      return new Map(
        z
          .array(identified)
          .parse(answer.json().data)
          .map(({ metadata }) => [Date.parse(metadata.start_time), metadata.summary_id]),
      )
    }
    for (const [type, part] of parts) {
      assert.ok(part)
      const id = (await idsOf(type)).get(part.startMs)
      assert.ok(id)
      await hub.advance(60_000)
      await happens('deleting', { kind: 'deleted', key: part.key })
      await hub.advance(20 * 60_000)
      await syncDue(hub)
      const notice = { kind: 'deleted', account: `${whoopUserId('deleting')}`, type, id }
      const jobs = (await jobsOf(hub, noticeTask)).map(({ payload }) => payload)
      assert.equal(jobs.filter((one) => isDeepStrictEqual(one, { provider: 'WHOOP', notice })).length, 1)
      await work(noticeTask, heedNotice(hub))
      assert.equal((await idsOf(type)).has(part.startMs), false)
    }
  })

  test('what a person recorded is read at the front door, with the clock of the person', async () => {
    const user = await connect('read')
    const { zone } = lifeOf('read', [], hub.clock.now())
    const query = new URLSearchParams({
      user_id: user.userId,
      start_date: daysAgo(9),
      end_date: daysAgo(8),
      to_webhook: 'false',
    })
    const { statusCode, body } = await at.call('GET', `/v2/daily?${query}`)
    assert.equal(statusCode, 200, body)
    const { data } = JSON.parse(body)
    assert.equal(data[0].metadata.start_time, stamp(zone, localDay(daysAgo(9), zone).startMs))
    assert.ok(data[0].strain_data.strain_level > 0 && data[0].strain_data.strain_level <= 21)
  })

  test('who ends a user gives consent back at WHOOP, with a token that is renewed for it', async () => {
    const user = await connect('leaving')
    await hub.advance(24 * 3600_000)
    assert.equal(await isAllowed('leaving'), true)
    const { statusCode } = await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    assert.equal(await isAllowed('leaving'), false)
    await assert.rejects(accessOf(hub, user, whoop))
  })

  const failureOf = (error: unknown) => (error instanceof ProviderError ? error.failure : null)
  const eventTypes = async (user: User) => (await eventsOf(hub, user.userId)).map(({ type }) => type)

  async function refreshTokenOf({ userId }: User): Promise<string> {
    return hub.vault.open((await selectTokens(hub.db, userId))?.refresh_token ?? '')
  }
})

const identified = z.object({ metadata: z.object({ summary_id: z.string(), start_time: z.string() }) })
