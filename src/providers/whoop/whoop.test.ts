import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { heedNotice, noticeTask } from '../../ingest/fetch/notice.ts'
import { hookUrl, keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import type { Task } from '../../jobs/jobs.ts'
import { ActivityType } from '../../schema/enums.ts'
import { eventsOf, jobsOf, userAs } from '../../testing/connected.ts'
import { leadTo } from '../../testing/doubles/lead.ts'
import { openWhoop, type WhoopDouble } from '../../testing/doubles/whoop.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { type TestServer, testServer } from '../../testing/server.ts'
import { openVisitor } from '../../testing/visitor.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'
import { authenticateUser } from '../../users/sign-in/begin.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { refresh } from '../oauth2.ts'
import { ProviderError } from '../provider-error.ts'
import { whoop } from './index.ts'
import { notification, signatureHeader, signatureOf, timestampHeader } from './notification.ts'
import { sportOf, sports } from './sports.ts'

const client = { id: 'id', secret: 'client secret' }

/** A Tellus whose WHOOP is the double. */
async function openAt(): Promise<TestServer & { double: WhoopDouble }> {
  const at = await testServer({ TELLUS_WHOOP_CLIENT_ID: client.id, TELLUS_WHOOP_CLIENT_SECRET: client.secret })
  const double = await openWhoop(client, () => at.hub.clock.now())
  leadTo(at.hub, double)
  return {
    ...at,
    double,
    async [Symbol.asyncDispose]() {
      await at[Symbol.asyncDispose]()
      await double[Symbol.asyncDispose]()
    },
  }
}

/** Connects a person as their browser would: to WHOOP's page, and back to ours. */
async function connect(
  at: TestServer & { double: WhoopDouble },
  person: string,
  granted: readonly string[] | null = null,
): Promise<User> {
  const { hub, double } = at
  const { userId, authUrl } = await authenticateUser(hub, hub.environmentId, 'WHOOP', { referenceId: person })
  double.seat(person, granted)
  const page = await double.fetch(authUrl)
  await openVisitor(at).get(page.headers.get('location') ?? '')
  return userAs(hub, userId)
}

/** A notification as WHOOP posts it. */
function posted(nowMs: number, event: object, secret = client.secret) {
  const body = Buffer.from(JSON.stringify({ ...event, trace_id: 'd3709ee7-104e-4f70-a928-2932964b017b' }))
  const headers = { [timestampHeader]: `${nowMs}`, [signatureHeader]: signatureOf(secret, `${nowMs}`, body) }
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
  async double() {
    const at = await openAt()
    return {
      at,
      connect: (person, granted) => connect(at, person, granted ?? null),
      revoke: async (person) => at.double.revoke(person),
    }
  },
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
      notification.read(Buffer.from(JSON.stringify({ user_id: 7, id: 'an id', type }))).flatMap((notice) => {
        assert.equal(notice.account, '7')
        return notice.kind === 'data' ? notice.types : []
      })
    assert.deepEqual(typesOf('workout.updated'), ['activity', 'daily'])
    assert.deepEqual(typesOf('workout.deleted'), ['daily'])
    assert.deepEqual(typesOf('sleep.updated'), ['sleep', 'daily', 'body'])
    assert.deepEqual(typesOf('recovery.updated'), ['sleep', 'daily', 'body'])
    assert.deepEqual(typesOf('sleep.deleted'), ['daily'])
    assert.deepEqual(typesOf('recovery.deleted'), ['daily'])
    assert.deepEqual(typesOf('cycle.updated'), [])
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
  const at = await openAt()
  const { hub, double } = at
  after(() => at[Symbol.asyncDispose]())
  const signal = new AbortController().signal
  const daysAgo = (days: number) => new Date(hub.clock.now() - days * 86_400_000).toISOString().slice(0, 10)

  /** Runs the jobs of a name that wait, as the queue would. */
  async function work(name: string, task: Task): Promise<number> {
    const jobs = await jobsOf(hub, name)
    await hub.db`delete from graphile_worker._private_jobs where true`
    for (const { payload } of jobs) await task(payload, { signal, attempt: 1 })
    return jobs.length
  }

  test('it is offered where its keys are set, with what it knows, and not elsewhere', async () => {
    const offered = async (server: TestServer) => {
      const headers = { 'dev-id': 'test-dev' }
      const { body } = await server.call('GET', '/v2/integrations/detailed', { as: 'none', headers })
      return JSON.parse(body).providers.find((one: { provider: string }) => one.provider === 'WHOOP')
    }
    const { types } = await offered(at)
    assert.deepEqual(types, {
      activity: true,
      body: true,
      nutrition: false,
      daily: true,
      sleep: true,
      menstruation: false,
    })
    await using without = await testServer({ TELLUS_WHOOP_CLIENT_ID: client.id })
    assert.equal(await offered(without), undefined)
  })

  test('a list longer than a page is read to its end, each record once', async () => {
    const access = await accessOf(hub, await connect(at, 'pages'), whoop)
    double.calls.length = 0
    const raw = await whoop.resources.sleep?.fetch(access, { first: daysAgo(80), last: daysAgo(1) })
    const records = whoop.resources.sleep?.normalise(raw, { zone: null }) ?? []
    const naps = Array.from({ length: 80 }, (_, i) => Math.floor(Date.parse(daysAgo(i + 1)) / 86_400_000) % 5 === 0)
    assert.ok(records.length >= 80 + naps.filter((isNap) => isNap).length, `${records.length} records`)
    const asked = double.calls.filter((call) => call.startsWith('GET /v2/activity/sleep'))
    assert.equal(asked.length, 4)
    assert.ok(asked.every((call) => call.includes('limit=25')))
  })

  test('the secret goes into the body, a token is renewed with its scope, and a refresh token works once', async () => {
    const user = await connect(at, 'tokens')
    const first = await accessOf(hub, user, whoop)
    const old = await refreshTokenOf(user)
    await hub.advance(3600_000)
    double.forms.length = 0
    const second = await accessOf(hub, user, whoop)
    assert.notEqual(second.accessToken, first.accessToken)
    assert.deepEqual(
      double.forms.map((form) => Object.fromEntries(form)),
      [
        {
          grant_type: 'refresh_token',
          refresh_token: old,
          client_id: client.id,
          client_secret: client.secret,
          scope: 'offline',
        },
      ],
    )
    await assert.rejects(refresh(contextOf(hub, whoop), old), (error) => failureOf(error) === 'ended')
    assert.deepEqual(await eventTypes(user), ['auth'])
  })

  test('a limit that is reached is waited for as long as WHOOP counts down', async () => {
    const access = await accessOf(hub, await connect(at, 'limits'), whoop)
    double.limit(1, 42)
    const asked = whoop.resources.daily?.fetch(access, { first: daysAgo(3), last: daysAgo(0) })
    await assert.rejects(
      async () => asked,
      (error) => error instanceof ProviderError && error.retryAfterSeconds === 42,
    )
    double.limit(Number.POSITIVE_INFINITY, 60)
  })

  test('nights and days of a person who does not show their recovery come without it', async () => {
    const granted = ['read:profile', 'read:sleep', 'read:cycles', 'offline']
    const user = await connect(at, 'shy', granted)
    assert.deepEqual(user.scopes?.split(',').toSorted(), granted.toSorted())
    const access = await accessOf(hub, user, whoop)
    const range = { first: daysAgo(3), last: daysAgo(2) }
    for (const type of ['sleep', 'daily'] as const) {
      const raw = await whoop.resources[type]?.fetch(access, range)
      const records = whoop.resources[type]?.normalise(raw, { zone: null }).map(({ record }) => record) ?? []
      assert.ok(records.length >= 2, type)
      assert.ok(!JSON.stringify(records).includes('resting_hr_bpm'), type)
    }
  })

  test('somebody who never said a weight has a body all the same', async () => {
    const access = await accessOf(hub, await connect(at, 'new'), whoop)
    const raw = await whoop.resources.body?.fetch(access, { first: daysAgo(2), last: daysAgo(0) })
    const records = whoop.resources.body?.normalise(raw, { zone: null }).map(({ record }) => record) ?? []
    assert.ok(records.length > 0)
    assert.ok(!JSON.stringify(records).includes('measurements_data'))
  })

  test('the weight of today is not asked for with days long past', async () => {
    const access = await accessOf(hub, await connect(at, 'history'), whoop)
    double.calls.length = 0
    await whoop.resources.body?.fetch(access, { first: daysAgo(40), last: daysAgo(30) })
    assert.ok(!double.calls.some((call) => call.includes('measurement')))
  })

  test('a notification at the door has the night, its day and its body fetched and told, once', async () => {
    const user = await connect(at, 'told')
    await keepSubscriptions(hub)
    const path = new URL(hookUrl(hub, whoop)).pathname
    const event = { user_id: double.accountOf('told'), id: 'a sleep', type: 'sleep.updated' }
    await hub.db`delete from graphile_worker._private_jobs where true`
    const tell = (secret: string) => {
      const { headers, body } = posted(hub.clock.now(), event, secret)
      const json = { ...headers, 'content-type': 'application/json' }
      return at.call('POST', path, { body, headers: json, as: 'none' })
    }
    assert.equal((await tell('another secret')).statusCode, 401)
    assert.equal((await tell(client.secret)).statusCode, 200)
    assert.equal((await tell(client.secret)).statusCode, 200)
    assert.equal(await work(noticeTask, heedNotice(hub)), 1)
    assert.equal(await work(fetchDataTask, fetchData(hub)), 1)
    const told = await eventTypes(user)
    assert.deepEqual([...new Set(told)].sort(), ['auth', 'body', 'daily', 'sleep'])
    await tell(client.secret)
    await work(noticeTask, heedNotice(hub))
    await work(fetchDataTask, fetchData(hub))
    assert.deepEqual(await eventTypes(user), told)
  })

  test('what a person recorded is read at the front door, with the clock of the person', async () => {
    const user = await connect(at, 'read')
    const query = new URLSearchParams({
      user_id: user.userId,
      start_date: daysAgo(9),
      end_date: daysAgo(8),
      to_webhook: 'false',
    })
    const { statusCode, body } = await at.call('GET', `/v2/daily?${query}`)
    assert.equal(statusCode, 200, body)
    const { data } = JSON.parse(body)
    assert.equal(data[0].metadata.start_time, `${daysAgo(9)}T00:00:00.000000+01:00`)
    assert.equal(data[0].strain_data.strain_level, 6 + (Math.floor(Date.parse(daysAgo(9)) / 86_400_000) % 7))
  })

  test('who ends a user gives consent back at WHOOP, with a token that is renewed for it', async () => {
    const user = await connect(at, 'leaving')
    await hub.advance(24 * 3600_000)
    assert.equal(double.allows('leaving'), true)
    const { statusCode } = await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    assert.equal(double.allows('leaving'), false)
    await assert.rejects(accessOf(hub, user, whoop))
  })

  const failureOf = (error: unknown) => (error instanceof ProviderError ? error.failure : null)
  const eventTypes = async (user: User) => (await eventsOf(hub, user.userId)).map(({ type }) => type)

  async function refreshTokenOf({ userId }: User): Promise<string> {
    return hub.vault.open((await selectTokens(hub.db, userId))?.refresh_token ?? '')
  }
})
