import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { ProviderError } from '../../providers/provider-error.ts'
import { connectPerson, jobsOf, sandboxServer } from '../../testing/connected.ts'
import { aDaily } from '../../testing/records.ts'
import { becomes, runJobs, scripted } from '../../testing/scripted.ts'
import { findConnection, pollIntervalMs } from '../../users/connection/connection.ts'
import { addFetch, addResumed, fetchDataTask } from '../../users/connection/fetch-job.ts'
import { makeReady } from '../answer.ts'
import { parseRange } from '../range.ts'
import { plusDays, todayOf } from './days.ts'
import { heedNotice } from './notice.ts'
import { fetchData, pollDue } from './task.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const minute = 60_000
const hour = 60 * minute
const signal = new AbortController().signal
const today = () => todayOf(hub.clock.now(), null)
const runFetches = () => runJobs(hub, fetchDataTask, fetchData(hub))

beforeEach(async () => {
  // At noon: no poll of a test comes upon midnight, whatever time it is in the world.
  await hub.advance(24 * hour + ((36 * hour - (hub.clock.now() % (24 * hour))) % (24 * hour)))
  await hub.db`update connections set next_poll_at = null`
  await runJobs(hub, fetchDataTask, async () => undefined)
})

/** Connects somebody whose days a test decides, and does the first fetch. */
async function connected(person: string, steps: () => number, types: string[] = ['daily']) {
  const days = scripted({ windowDays: 31 })
  days.before = () => {
    for (let back = 0; back < 3; back++) days.there.set(`${back}`, aDaily(plusDays(today(), -back), steps() + back))
  }
  const sleep = scripted({ windowDays: 31 })
  const undo = becomes({ pollMinutes: 15, resources: { daily: days.resource, sleep: sleep.resource } })
  const user = await connectPerson(at, person, { granted: types })
  await runFetches()
  return { user, days, sleep, [Symbol.dispose]: () => undo[Symbol.dispose]() }
}
const minutesToPoll = async (userId: string) =>
  (((await findConnection(hub, userId))?.nextPollAt?.getTime() ?? Number.NaN) - hub.clock.now()) / minute
/** Moves to the next poll and has it made; gives after how many minutes the one after it is. */
async function poll(userId: string): Promise<number> {
  await hub.advance(Math.max(0, (await minutesToPoll(userId)) * minute) + 1000)
  await pollDue(hub)
  assert.equal(await runFetches(), 1)
  return minutesToPoll(userId)
}
const isAbout = (actual: number, minutes: number) =>
  assert.ok(actual <= minutes && actual >= minutes * 0.89, `${actual} minutes, not about ${minutes}`)

test('who has had nothing new for days is asked less often, and as often as ever at the first news', async () => {
  let steps = 100
  using at = await connected('idle', () => steps)
  const { userId } = at.user
  isAbout(await poll(userId), 15)
  const waits: [quietHours: number, minutes: number][] = [
    [70, 15],
    [73, 30],
    [97, 60],
    [121, 120],
    [170, 480],
    [30 * 24, 24 * 60],
  ]
  const quietSince = hub.clock.now()
  for (const [quietHours, minutes] of waits) {
    at.days.before = undefined
    await hub.advance(quietSince + quietHours * hour - hub.clock.now())
    await pollDue(hub)
    await runFetches()
    isAbout(await minutesToPoll(userId), minutes)
  }
  steps = 5000
  at.days.there.set('news', aDaily(today(), steps))
  isAbout(await poll(userId), 15)
})

test('a provider that is asked once a day anyway is asked so whatever there is', () => {
  const day = 24 * hour
  assert.deepEqual(
    [0, 3, 100].map((days) => pollIntervalMs(24 * 60, days * day)),
    [day, day, day],
  )
  assert.equal(pollIntervalMs(7 * 24 * 60, 300 * day), 7 * day)
})

test('a poll is noted once, whatever number of types it asks for, and polls of many do not come at one time', async () => {
  using at = await connected('several types', () => 1, ['daily', 'sleep'])
  const { userId } = at.user
  const written = async () => {
    await hub.db`select pg_stat_force_next_flush()`
    const [row] = await hub.db<{ n: number }>`
      select n_tup_upd::int as n from pg_stat_user_tables where relname = 'connections'`
    return row?.n ?? 0
  }
  await hub.advance(hour)
  await pollDue(hub)
  const before = await written()
  await runFetches()
  assert.deepEqual([at.days.asked.length > 0, at.sleep.asked.length > 0], [true, true])
  assert.equal((await written()) - before, 1)
  const times = new Set<number>()
  for (let i = 0; i < 5; i++) times.add(Math.round((await poll(userId)) * 1000))
  assert.ok(times.size > 1)
})

test('what the provider told lately is not polled, and what it did not tell of is; a read changes nothing of that', async () => {
  using at = await connected('told and read', () => 7, ['daily', 'sleep'])
  const { user, days, sleep } = at
  await poll(user.userId)
  await hub.advance(10 * minute)
  const before = await minutesToPoll(user.userId)
  assert.ok(before <= 5)
  const range = parseRange(plusDays(today(), -40), today())
  assert.equal((await makeReady(hub, user, 'daily', range, { retryIfRateLimited: false })).kind, 'ready')
  assert.equal(await minutesToPoll(user.userId), before)
  await tell('told and read', ['daily'], daysBack(0, 0))
  await runFetches()
  assert.equal(await minutesToPoll(user.userId), before)
  const [daysAsked, nightsAsked] = [days.asked.length, sleep.asked.length]
  isAbout(await poll(user.userId), 15)
  assert.deepEqual([days.asked.slice(daysAsked), sleep.asked.slice(nightsAsked)], [[], [daysBack(2, 0)]])
})

test('days of which a notification was lost are polled, though later ones were told', async () => {
  using at = await connected('lost', () => 7)
  const { user, days } = at
  await poll(user.userId)
  await hub.advance(48 * hour)
  await tell('lost', ['daily'], daysBack(0, 0))
  await runFetches()
  const asked = days.asked.length
  await poll(user.userId)
  assert.deepEqual(days.asked.slice(asked), [daysBack(2, 1)])
})

test('while a connection fails it is asked whatever was told', async () => {
  using at = await connected('told and failing', () => 7)
  const { user, days } = at
  await poll(user.userId)
  days.before = () => {
    throw new ProviderError('unavailable', 'a test says no')
  }
  await tell('told and failing', ['daily'], daysBack(0, 0))
  await runFetches()
  const asked = days.asked.length
  await poll(user.userId)
  assert.equal(days.asked.length, asked + 1)
})

test('what a read finds of the last days is news too', async () => {
  let steps = 1
  using at = await connected('only read', () => steps)
  const { user } = at
  await hub.advance(80 * hour)
  steps = 2
  await makeReady(hub, user, 'daily', parseRange(today(), plusDays(today(), 1)), { retryIfRateLimited: false })
  at.days.before = undefined
  isAbout(await poll(user.userId), 15)
})

test('where the provider asks to wait, only what is left is asked for afterwards, and later than it said', async () => {
  using at = await connected('put off', () => 3, ['daily', 'sleep'])
  at.days.before = () => {
    throw new ProviderError('rate_limited', 'a test says wait', { retryAfterSeconds: 100 })
  }
  await hub.advance(hour)
  await pollDue(hub)
  const asked = at.sleep.asked.length
  await runFetches()
  assert.equal(at.sleep.asked.length, asked + 1)
  const [job] = await jobsOf(hub, fetchDataTask)
  assert.deepEqual(Reflect.get(job?.payload ?? {}, 'types'), ['daily'])
  const seconds = ((job?.run_at.getTime() ?? 0) - Date.now()) / 1000
  assert.ok(seconds > 90 && seconds <= 150, `${seconds} s`)
  at.days.before = undefined
  await hub.advance(2 * minute)
  await runFetches()
  assert.equal(at.sleep.asked.length, asked + 1)
  isAbout(await minutesToPoll(at.user.userId), 15)
})

test('first data that a limit cut off go on where they were, those of a provider one after the other', async () => {
  const days = scripted({ windowDays: 7 })
  using _ = becomes({ pollMinutes: 15, resources: { daily: days.resource } })
  let left = 2
  days.before = () => {
    if (left-- <= 0) throw new ProviderError('rate_limited', 'a test says wait', { retryAfterSeconds: 100 })
  }
  const user = await connectPerson(at, 'cut off', { granted: ['daily'] })
  await runFetches()
  const before = days.asked.slice(0, 2)
  const queues = await hub.db`
    select q.queue_name
    from graphile_worker._private_jobs j
    join graphile_worker._private_job_queues q on q.id = j.job_queue_id`
  assert.deepEqual(queues, [{ queue_name: 'limited SANDBOX' }])
  days.before = undefined
  const asked = days.asked.length
  await runFetches()
  const first = plusDays(today(), -29)
  const after = days.asked.slice(asked)
  // Days that may still grow are asked for again.
  assert.deepEqual(
    after.flatMap(({ first, last }) => (last < (before.at(-1)?.first ?? '') ? [] : [[first, last]])),
    [[plusDays(today(), -1), today()]],
  )
  assert.equal(after.map(({ first }) => first).sort()[0], first)
  assert.equal((await findConnection(hub, user.userId))?.failingSince, null)
})

/** Which of several waiting fetches goes first after one has met the limit, by the kind of limit. */
async function afterLimit(per: 'app' | 'user'): Promise<string[]> {
  const days = scripted({ windowDays: 7 })
  using _ = becomes({
    pollMinutes: 15,
    resources: { daily: days.resource },
    rates: [{ per, calls: 1000, seconds: 60 }],
  })
  const names = ['one', 'two', 'three'].map((name) => `${name} of many ${per}`)
  const users = new Map<string, string>()
  for (const name of names) users.set((await connectPerson(at, name, { granted: ['daily'] })).userId, name)
  await runFetches()
  for (const userId of users.keys())
    await addResumed(hub.db, 'SANDBOX', { userId, environmentId: hub.environmentId, purpose: 'poll' }, 5)
  days.before = () => {
    throw new ProviderError('rate_limited', 'a test says wait', { retryAfterSeconds: 100 })
  }
  await hub.advance(hour)
  const [first] = await jobsOf(hub, fetchDataTask)
  const [userId = ''] = users.keys()
  await hub.db`delete from graphile_worker._private_jobs where payload ->> 'userId' = ${userId}::text`
  await fetchData(hub)(first?.payload, { signal, attempt: 1 })
  const rows = await hub.db<{ user: string }>`
    select payload ->> 'userId' as user from graphile_worker._private_jobs order by priority, run_at, id`
  await runJobs(hub, fetchDataTask, async () => undefined)
  return rows.map(({ user }) => users.get(user)?.split(' ')[0] ?? '')
}

test('those that wait for a limit of the whole app wait as long as the one that met it, and come after it', async () => {
  assert.deepEqual(await afterLimit('app'), ['one', 'two', 'three'])
  assert.deepEqual(await afterLimit('user'), ['two', 'three', 'one'], 'a limit of one user stops nobody else')
})

test('news go before polls, and polls before history, whatever was there first', async () => {
  const { userId, environmentId } = await connectPerson(at, 'in order')
  await runJobs(hub, fetchDataTask, async () => undefined)
  for (const purpose of ['poll', 'asked', 'told'] as const) await addFetch(hub.db, { userId, environmentId, purpose })
  const jobs = await hub.db<{ purpose: string }>`
    select payload ->> 'purpose' as purpose from graphile_worker._private_jobs order by priority, run_at, id`
  assert.deepEqual(
    jobs.map(({ purpose }) => purpose),
    ['asked', 'told', 'poll'],
  )
})

const tell = (account: string, types: string[], range: { first: string; last: string }) =>
  heedNotice(hub)({ provider: 'SANDBOX', notice: { kind: 'data', account, types, range } }, { signal, attempt: 1 })
const daysBack = (first: number, last: number) => ({ first: plusDays(today(), -first), last: plusDays(today(), -last) })

test('what is told many times over before it is fetched, or while it is, is fetched together', async () => {
  using at = await connected('told at once', () => 9, ['daily', 'sleep'])
  const { days, sleep } = at
  const asked = { daily: days.asked.length, sleep: sleep.asked.length }
  for (let quarter = 0; quarter < 5; quarter++) await tell('told at once', ['daily'], daysBack(0, 0))
  await tell('told at once', ['daily', 'sleep'], daysBack(1, 1))
  assert.equal(await runFetches(), 1)
  assert.deepEqual(days.asked.slice(asked.daily), [daysBack(1, 0)])
  assert.deepEqual(sleep.asked.slice(asked.sleep), [daysBack(1, 1)])
  assert.deepEqual(await hub.db`select id from provider_news where user_id = ${at.user.userId}`, [])
  assert.equal(await runFetches(), 0)
})

test('news that could not be fetched come with the next news, or with the next poll', async () => {
  using at = await connected('told in vain', () => 4)
  const { days, user } = at
  const isDown = () => {
    throw new ProviderError('unavailable', 'a test says no')
  }
  for (const next of ['news', 'poll'] as const) {
    days.before = isDown
    await tell('told in vain', ['daily'], daysBack(12, 11))
    await runFetches()
    days.before = undefined
    const asked = days.asked.length
    if (next === 'news') {
      await tell('told in vain', ['daily'], daysBack(0, 0))
      await runFetches()
    } else await poll(user.userId)
    const since = days.asked.slice(asked)
    assert.deepEqual(
      since.find(({ first }) => first === daysBack(12, 11).first),
      daysBack(12, 11),
      next,
    )
    assert.deepEqual(await hub.db`select id from provider_news where user_id = ${user.userId}`, [])
  }
})

test('a poll fetches the days that were missed while the provider was out of order for longer than it looks back', async () => {
  using at = await connected('long away', () => 6)
  const { days, user } = at
  days.before = () => {
    throw new ProviderError('unavailable', 'a test says no')
  }
  for (let day = 0; day < 6; day++) {
    await hub.advance(24 * hour)
    await pollDue(hub)
    await runFetches()
  }
  days.before = undefined
  const asked = days.asked.length
  await poll(user.userId)
  await poll(user.userId)
  const lengths = days.asked
    .slice(asked)
    .map(({ first, last }) => (Date.parse(last) - Date.parse(first)) / (24 * hour) + 1)
  assert.deepEqual(lengths, [7, 3])
})

test('a poll that comes back for some types leaves the news of the others alone', async () => {
  using at = await connected('told beside a poll', () => 5, ['daily', 'sleep'])
  const { userId, environmentId } = at.user
  const asked = at.sleep.asked.length
  await tell('told beside a poll', ['sleep'], daysBack(1, 1))
  await fetchData(hub)({ userId, environmentId, purpose: 'poll', types: ['daily'] }, { signal, attempt: 1 })
  assert.equal(at.sleep.asked.length, asked)
  await runFetches()
  assert.deepEqual(at.sleep.asked.slice(asked), [daysBack(1, 1)])
})
