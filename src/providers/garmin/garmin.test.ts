import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { makeReady } from '../../ingest/answer.ts'
import { backfillTask, startBackfill } from '../../ingest/backfill/backfill.ts'
import { selectBackfill } from '../../ingest/backfill/store.ts'
import { backfillStep } from '../../ingest/backfill/task.ts'
import { fetchNow } from '../../ingest/fetch/fetch-now.ts'
import { noticeTask } from '../../ingest/fetch/notice.ts'
import { hookUrl, keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData, pollDue } from '../../ingest/fetch/task.ts'
import { webhookSecretOf } from '../../ingest/fetch/webhook-secret.ts'
import { parseRange } from '../../ingest/range.ts'
import type { Task } from '../../jobs/jobs.ts'
import { heedAll, storedOf, waitingOf } from '../../testing/brought.ts'
import { eventsOf, jobsOf, userAs } from '../../testing/connected.ts'
import { doubled, watched } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { type TestServer, testServer } from '../../testing/server.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'
import { accessOf, giveBack } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { ProviderError } from '../provider-error.ts'
import { comesLater } from '../resource.ts'
import { standInClient } from '../stand-in.ts'
import { garmin } from './index.ts'
import { clientHeader } from './notification.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

/** A notification as Garmin posts it. */
const posted = (told: object) => ({
  method: 'POST',
  query: new URLSearchParams({ secret: 'subscription secret' }),
  headers: { [clientHeader]: 'id' },
  body: Buffer.from(JSON.stringify(told)),
})

providerSuite({
  provider: garmin,
  fixtures,
  notification: () => posted({ deregistrations: [{ userId: 'u-1' }] }),
  proof: 'secret',
  async double() {
    const double = await doubled('GARMIN')
    await keepSubscriptions(double.at.hub)
    return double
  },
})

/** Fixtures in which a later version of the same stands behind the earlier one. */
const versions = [
  'a day at noon',
  'a night that was tentative',
  'a day half an hour beside',
  'days without a known zone',
]

test('the order in which Garmin lists what is different changes nothing', () => {
  const turned = (raw: unknown) =>
    Object.fromEntries(
      Object.entries(raw ?? {}).map(([kind, list]) => [kind, Array.isArray(list) ? list.toReversed() : list]),
    )
  const others = fixtures.filter(({ name }) => !versions.some((begun) => name.startsWith(begun)))
  assert.equal(others.length, fixtures.length - versions.length)
  for (const { name, type, raw, zone, expected } of others) {
    const made = garmin.resources[type]?.normalise(turned(raw), { zone }).map(({ record }) => record)
    assert.deepEqual(made, expected, name)
  }
})

describe('what is peculiar to Garmin, over HTTP', async () => {
  const { at, connect, order, revoke, isAllowed } = await doubled('GARMIN')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())
  before(() => keepSubscriptions(hub))
  // A minute later the limit of the whole app is whole again.
  beforeEach(() => hub.advance(64_000))
  const signal = new AbortController().signal
  const daysAgo = (days: number) => new Date(hub.clock.now() - days * 86_400_000).toISOString().slice(0, 10)

  /** Runs the jobs of a name that wait, as the queue would. */
  async function work(name: string, task: Task): Promise<number> {
    const jobs = await jobsOf(hub, name)
    await hub.db`
      delete from graphile_worker._private_jobs
      where task_id = (select id from graphile_worker._private_tasks where identifier = ${name})`
    for (const { payload } of jobs) await task(payload, { signal, attempt: 1 })
    return jobs.length
  }
  const kindsOf = async (user: User) => (await eventsOf(hub, user.userId)).map(({ type }) => type)
  const forget = () => hub.db`delete from graphile_worker._private_jobs where true`

  test('it is offered where its keys are set or its double stands in, with what it knows', async () => {
    const offered = async (server: TestServer) => {
      const headers = { 'dev-id': 'test-dev' }
      const { body } = await server.call('GET', '/v2/integrations/detailed', { as: 'none', headers })
      return JSON.parse(body).providers.find((one: { provider: string }) => one.provider === 'GARMIN')?.types
    }
    const types = { activity: true, body: true, nutrition: false, daily: true, sleep: true, menstruation: true }
    assert.deepEqual(await offered(at), types)
    await using without = await testServer({ TELLUS_SANDBOX: 'off' })
    assert.equal(await offered(without), undefined)
  })

  test('what somebody who has just connected recorded before is asked for, and comes by itself', async () => {
    await forget()
    const user = await connect('newcomer')
    assert.equal(user.scopes, 'ACTIVITY_EXPORT,HEALTH_EXPORT,MCT_EXPORT,HISTORICAL_DATA_EXPORT,WORKOUT_IMPORT')
    assert.equal(await work(fetchDataTask, fetchData(hub)), 1)
    assert.deepEqual(await storedOf(hub, user.userId), [])
    const account = (await accessOf(hub, user, garmin)).account ?? ''
    const brought = await waitingOf(hub, garmin, account)
    const count = (type: string) => brought.filter((one) => one.type === type).length
    assert.ok(count('daily') >= 29 && count('sleep') >= 29 && count('body') >= 29, `${count('daily')} days`)
    assert.ok(count('activity') > 2)
    assert.deepEqual(await kindsOf(user), ['auth'])
  })

  test('a request for history asks for each kind once, by its own name, and a second one like it does no harm', async () => {
    await forget()
    const user = await connect('history')
    await forget()
    const access = watched(await accessOf(hub, user, garmin))
    const range = { first: daysAgo(3), last: daysAgo(1) }
    assert.equal(await garmin.resources.daily?.fetch(access, range), comesLater)
    const query = `?summaryStartTimeInSeconds=${Date.parse(range.first) / 1000}&summaryEndTimeInSeconds=${Date.parse(daysAgo(0)) / 1000}`
    assert.deepEqual(
      access.asked,
      ['dailies', 'epochs', 'stressDetails', 'pulseOx', 'userMetrics', 'hrv'].map(
        (kind) => `GET /wellness-api/rest/backfill/${kind}${query}`,
      ),
    )
    assert.ok((await heedAll(hub)) > 0)
    assert.equal(await garmin.resources.daily?.fetch(access, range), comesLater)
    assert.equal(await heedAll(hub), 0)
  })

  test('days before those that Garmin gives are refused, and so is a person who does not share history: that has none', async () => {
    const access = await accessOf(hub, await connect('far'), garmin)
    const far = { first: daysAgo(50), last: daysAgo(45) }
    const isRefused = (failure: string) => (error: unknown) =>
      error instanceof ProviderError && error.failure === failure
    await assert.rejects(async () => garmin.resources.sleep?.fetch(access, far), isRefused('refused'))
    const lately = { first: daysAgo(3), last: daysAgo(1) }
    const closed = await accessOf(hub, await connect('closed', ['HEALTH_EXPORT']), garmin)
    assert.equal(await garmin.resources.sleep?.fetch(closed, lately), comesLater)
    await assert.rejects(async () => garmin.resources.activity?.fetch(closed, lately), isRefused('forbidden'))
    assert.equal(await heedAll(hub), 0)
  })

  test('a backfill is through when its requests are taken, also by somebody who shares no history', async () => {
    for (const [person, granted] of [
      ['backfilled', undefined],
      ['reserved', ['HEALTH_EXPORT', 'ACTIVITY_EXPORT']],
    ] as const) {
      await forget()
      await hub.advance(64_000)
      const user = await connect(person, granted === undefined ? undefined : [...granted])
      await forget()
      const { id } = await startBackfill(hub, user, { from: null, to: null })
      for (let steps = 0; steps < 40 && (await work(backfillTask, backfillStep(hub))) > 0; steps++)
        await hub.advance(64_000)
      const done = await selectBackfill(hub.db, hub.environmentId, id)
      assert.deepEqual([done?.status, done?.failures], ['completed', 0], `${person}: ${done?.error}`)
      assert.equal((await jobsOf(hub, noticeTask)).length > 0, granted === undefined)
      assert.equal((await kindsOf(user)).includes('connection_error'), false)
    }
  })

  test('nobody is asked for what is new: a poll looks whether the person is still registered, and what they allow', async () => {
    await forget()
    const user = await connect('asked')
    await forget()
    await hub.advance(25 * 3_600_000)
    await pollDue(hub)
    await work(fetchDataTask, fetchData(hub))
    assert.equal(await heedAll(hub), 0)
    await hub.db`update sandbox_grants set scopes = '{HEALTH_EXPORT}' where lower(person) = 'asked'`
    await hub.advance(25 * 3_600_000)
    await pollDue(hub)
    await work(fetchDataTask, fetchData(hub))
    assert.equal((await userAs(hub, user.userId)).scopes, 'HEALTH_EXPORT')
    assert.ok((await kindsOf(user)).includes('permission_change'))
    await assert.rejects(() => fetchNow(hub, user, { days: 3 }), /may not be asked/)
    const range = parseRange(daysAgo(3), daysAgo(1))
    assert.deepEqual(await makeReady(hub, user, 'daily', range, { retryIfRateLimited: false }), { kind: 'ready' })
  })

  test('a consent that ended without a word is found out within a day or two', async () => {
    await forget()
    const user = await connect('silent')
    await forget()
    await revoke('silent')
    for (let days = 0; days < 2; days++) {
      await hub.advance(25 * 3_600_000)
      await pollDue(hub)
      await work(fetchDataTask, fetchData(hub))
    }
    assert.deepEqual(await kindsOf(user), ['auth', 'connection_error', 'access_revoked'])
  })

  test('permissions that grow have what they open asked for', async () => {
    await forget()
    const user = await connect('grows', ['HEALTH_EXPORT', 'HISTORICAL_DATA_EXPORT'])
    await forget()
    await hub.db`
      update sandbox_grants set scopes = '{HEALTH_EXPORT,HISTORICAL_DATA_EXPORT,ACTIVITY_EXPORT}' where lower(person) = 'grows'`
    const account = (await accessOf(hub, user, garmin)).account ?? ''
    const permissions = ['HEALTH_EXPORT', 'HISTORICAL_DATA_EXPORT', 'ACTIVITY_EXPORT']
    const told = await at.call('POST', `/hooks/GARMIN?secret=${await webhookSecretOf(hub, garmin)}`, {
      as: 'none',
      body: JSON.stringify({ userPermissionsChange: [{ userId: account, permissions }] }),
      headers: { [clientHeader]: standInClient.id },
    })
    assert.equal(told.statusCode, 200)
    await heedAll(hub)
    await work(fetchDataTask, fetchData(hub))
    assert.ok((await waitingOf(hub, garmin, account)).some(({ type }) => type === 'activity'))
    assert.ok((await kindsOf(user)).includes('permission_change'))
    await forget()
  })

  test('a limit stops a request for history until it is over, and a token that has ended is renewed', async () => {
    const user = await connect('limited')
    await forget()
    await order('limited', 'rate_limited', 40)
    const access = await accessOf(hub, user, garmin)
    const lately = { first: daysAgo(3), last: daysAgo(1) }
    await assert.rejects(
      async () => garmin.resources.sleep?.fetch(access, lately),
      (error: unknown) =>
        error instanceof ProviderError && error.failure === 'rate_limited' && error.retryAfterSeconds === 40,
    )
    await order('limited', null)
    await hub.advance(25 * 3_600_000)
    const renewed = await accessOf(hub, user, garmin)
    assert.notEqual(renewed.accessToken, access.accessToken)
    assert.equal(await garmin.resources.sleep?.fetch(renewed, lately), comesLater)
  })

  test('who is disconnected here is deregistered there', async () => {
    const user = await connect('leaves')
    assert.equal(await isAllowed('leaves'), true)
    await giveBack(hub, user)
    assert.equal(await isAllowed('leaves'), false)
  })

  test('the address that a developer enters is that of the hook with the secret behind it', async () => {
    const secret = await webhookSecretOf(hub, garmin)
    assert.match(secret, /^[\w-]{20,}$/)
    assert.equal(hookUrl(hub, garmin), `${hub.publicUrl()}/hooks/GARMIN`)
    assert.equal(garmin.setup?.webhook, 'address_and_secret')
    assert.ok(garmin.setup?.steps.some((step) => step.includes('?secret=')))
  })
})
