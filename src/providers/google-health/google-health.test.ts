import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { heedNotice, noticeTask } from '../../ingest/fetch/notice.ts'
import { selectSubscription } from '../../ingest/fetch/store.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import type { Task } from '../../jobs/jobs.ts'
import { ActivityType } from '../../schema/enums.ts'
import { jobsOf, recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { googleHealth } from './index.ts'
import { authorizationOf, notification } from './notification.ts'
import { sportOf, sports } from './sports.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

/** A notice of a type over some hours, as Google writes it. */
const noticeOf = (dataType: string, startTime: string, endTime: string, operation = 'UPSERT') => ({
  data: {
    version: '1',
    clientProvidedSubscriptionName: 'tellus',
    healthUserId: 'hu-7Q2mK4d9',
    operation,
    dataType,
    intervals: [{ physicalTimeInterval: { startTime, endTime } }],
  },
})
const night = noticeOf('sleep', '2026-03-09T21:58:00Z', '2026-03-10T05:24:00Z')

const posted = (body: unknown, authorization?: string) => ({
  method: 'POST',
  query: new URLSearchParams(),
  headers: authorization === undefined ? {} : { authorization },
  body: Buffer.from(JSON.stringify(body)),
})

providerSuite({
  provider: googleHealth,
  fixtures,
  notification: () => posted([night], authorizationOf('subscription secret')),
  proof: 'secret',
  double: () => doubled('GOOGLE_HEALTH'),
})

/** An answer whose lists are turned round. */
const reversed = (raw: unknown): unknown =>
  typeof raw === 'object' && raw !== null
    ? Object.fromEntries(
        Object.entries(raw).map(([key, part]) => [key, Array.isArray(part) ? part.toReversed() : part]),
      )
    : raw

describe('what is peculiar to Google Health', () => {
  test('the order in which Google lists what it knows changes nothing', () => {
    for (const { name, type, raw, zone, expected } of fixtures) {
      const turned = googleHealth.resources[type]?.normalise(reversed(raw), { zone }).map(({ record }) => record)
      assert.deepEqual(turned, expected, name)
    }
  })

  test('every sport that Google names has a type of the wire, and one that comes some day is another', () => {
    assert.ok(sports.size >= 170, `${sports.size} sports`)
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    for (const [name, type] of sports) {
      assert.match(name, /^[A-Z]+(_[A-Z]+)*$/)
      assert.ok(types.has(type), name)
    }
    const published = ['RUNNING', 'WALKING', 'BIKING', 'SWIMMING', 'HIKING', 'YOGA', 'PILATES', 'HIIT', 'WEIGHTLIFTING']
    assert.deepEqual(
      published.map((name) => sportOf(name).type),
      [8, 7, 1, 82, 35, 100, 49, 114, 97],
    )
    assert.deepEqual(sportOf('WORKOUT'), { type: 108, rawName: null })
    assert.deepEqual(sportOf('QUIDDITCH'), { type: 108, rawName: 'QUIDDITCH' })
  })

  test('the address is proved twice: with the secret by 201, without it by 401', () => {
    const asked = (authorization?: string) =>
      notification.challenge?.(posted({ type: 'verification' }, authorization), { secret: 'a secret' })?.status
    assert.equal(asked('Bearer a secret'), 201)
    for (const wrong of [undefined, '', 'Bearer', 'Bearer another', 'bearer a secret', 'a secret'])
      assert.equal(asked(wrong), 401)
    assert.equal(notification.challenge?.(posted([night], 'Bearer a secret'), { secret: 'a secret' }), null)
  })

  test('a notice names what to fetch, and the days around: one alone or many, changed or deleted', () => {
    const read = (said: unknown) => notification.read(Buffer.from(JSON.stringify(said)))
    const range = { first: '2026-03-08', last: '2026-03-11' }
    const told = [{ kind: 'data', account: 'hu-7Q2mK4d9', types: ['sleep', 'daily'], range }]
    assert.deepEqual(read([night]), told)
    assert.deepEqual(read(night), told)
    assert.deepEqual(read(noticeOf('sleep', '2026-03-09T21:58:00Z', '2026-03-10T05:24:00Z', 'DELETE')), told)
    assert.deepEqual(read([noticeOf('moon-phase', '2026-03-09T21:58:00Z', '2026-03-10T05:24:00Z')]), [])
    assert.deepEqual(read({ data: { healthUserId: 'hu-1', dataType: 'weight', operation: 'UPSERT' } }), [
      { kind: 'data', account: 'hu-1', types: ['body'], range: null },
    ])
  })

  test('the many notices of a day’s steps come to one', () => {
    const types = ['steps', 'distance', 'floors', 'heart-rate']
    const quarters = ['07:00', '07:15', '07:30', '23:45']
    const all = types.flatMap((type) =>
      quarters.map((time) => noticeOf(type, `2026-03-10T${time}:00Z`, `2026-03-10T${time}:59Z`)),
    )
    assert.deepEqual(notification.read(Buffer.from(JSON.stringify(all))), [
      { kind: 'data', account: 'hu-7Q2mK4d9', types: ['daily'], range: { first: '2026-03-09', last: '2026-03-11' } },
    ])
  })
})

describe('what is peculiar to Google Health, over HTTP', async () => {
  const { at, connect } = await doubled('GOOGLE_HEALTH')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())
  const signal = new AbortController().signal
  const daysAgo = (days: number) => new Date(hub.clock.now() - days * 86_400_000).toISOString().slice(0, 10)
  const scope = (name: string) => `https://www.googleapis.com/auth/googlehealth.${name}.readonly`

  /** An access that keeps what it was asked. */
  async function watched(person: string, granted?: string[]): Promise<{ access: Access; asked: string[] }> {
    const access = await accessOf(hub, await connect(person, granted), googleHealth)
    const asked: string[] = []
    const fetch: Access['fetch'] = (url, outgoing) => {
      asked.push(`${outgoing?.method ?? 'GET'} ${decodeURIComponent(url)}`)
      return access.fetch(url, outgoing)
    }
    return { access: { ...access, fetch }, asked }
  }

  const work = async (name: string, task: Task) => {
    const jobs = await jobsOf(hub, name)
    await hub.db`
      delete from graphile_worker._private_jobs
      where task_id = (select id from graphile_worker._private_tasks where identifier = ${name})`
    for (const { payload } of jobs) await task(payload, { signal, attempt: 1 })
    return jobs.length
  }

  test('sessions come in pages of 25 with holes between, and are read to the end', async () => {
    const { access, asked } = await watched('pages', [scope('sleep')])
    const raw = await googleHealth.resources.sleep?.fetch(access, { first: daysAgo(60), last: daysAgo(1) })
    const nights = googleHealth.resources.sleep?.normalise(raw, { zone: null }) ?? []
    assert.ok(nights.length >= 60, `${nights.length} nights`)
    const pages = asked.filter((call) => call.includes('/dataTypes/sleep/dataPoints'))
    assert.ok(pages.length >= 5, `${pages.length} pages`)
    assert.ok(pages.every((call) => call.includes('pageSize=25')))
    assert.ok(pages[0]?.includes('sleep.interval.civil_end_time+>=+'), pages[0])
  })

  test('nothing is asked for in a way that Google refuses, over the longest windows', async () => {
    const { access } = await watched('windows')
    for (const [type, { windowDays, fetch }] of Object.entries(googleHealth.resources))
      await assert.doesNotReject(fetch(access, { first: daysAgo(windowDays), last: daysAgo(1) }), type)
  })

  test('a day without heart rates, and a workout without them, come where only movement is shown', async () => {
    const { access } = await watched('mover', [scope('activity_and_fitness')])
    const range = { first: daysAgo(12), last: daysAgo(2) }
    const days = await recordsMade(googleHealth, 'daily', access, range)
    assert.ok(days.length >= 10 && days.every((day) => day.distance_data.steps > 0))
    assert.ok(days.every((day) => day.heart_rate_data?.summary?.avg_hr_bpm === undefined))
    const workouts = await recordsMade(googleHealth, 'activity', access, range)
    assert.ok(workouts.every((one) => one.heart_rate_data?.detailed === undefined))
    await assert.rejects(
      async () => googleHealth.resources.nutrition?.fetch(access, range),
      (error) => error instanceof ProviderError && error.failure === 'forbidden',
    )
  })

  test('the zone of the person’s settings is known, and not where they do not show them', async () => {
    const { access } = await watched('zoned')
    assert.match((await googleHealth.account(access, {})).zone ?? '', /\/|[+-]\d\d:\d\d/)
    const shy = await watched('shy', [scope('sleep')])
    assert.equal((await googleHealth.account(shy.access, {})).zone, null)
  })

  test('who comes with the refresh token again gets tokens again, and none once consent is given back', async () => {
    const user = await connect('tokens')
    const first = await accessOf(hub, user, googleHealth)
    await hub.advance(3600_000)
    const second = await accessOf(hub, user, googleHealth)
    await hub.advance(3600_000)
    const third = await accessOf(hub, user, googleHealth)
    assert.equal(new Set([first.accessToken, second.accessToken, third.accessToken]).size, 3)
    const { statusCode } = await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    await assert.rejects(
      async () => googleHealth.account(third, {}),
      (error) => error instanceof ProviderError && error.failure === 'unauthorized',
    )
  })

  test('at the door: the address is proved, a notice is taken, and many of one day are one fetch', async () => {
    const user = await connect('told')
    await keepSubscriptions(hub)
    await hub.db`delete from graphile_worker._private_jobs where true`
    const secret = hub.vault.open((await selectSubscription(hub.db, 'GOOGLE_HEALTH'))?.secret ?? '')
    const account = (await googleHealth.account(await accessOf(hub, user, googleHealth), {})).id
    const tell = (body: unknown, authorization?: string) =>
      at.call('POST', '/hooks/GOOGLE_HEALTH', {
        as: 'none',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      })
    assert.equal((await tell({ type: 'verification' }, `Bearer ${secret}`)).statusCode, 201)
    assert.equal((await tell({ type: 'verification' })).statusCode, 401)
    const steps = (time: string) => {
      const notice = noticeOf('steps', `${daysAgo(1)}T${time}:00Z`, `${daysAgo(1)}T${time}:30Z`)
      return { data: { ...notice.data, healthUserId: account } }
    }
    assert.equal((await tell(steps('07:00'), 'Bearer another')).statusCode, 401)
    for (const time of ['07:00', '07:15', '09:30'])
      assert.equal((await tell([steps(time)], `Bearer ${secret}`)).statusCode, 200)
    assert.equal(await work(noticeTask, heedNotice(hub)), 1)
    assert.equal((await jobsOf(hub, fetchDataTask)).length, 1)
  })
})
