import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { callProvider } from '../../providers/call.ts'
import type { Access, CloudProvider } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { connectPerson, eventsOf, jobsOf, sandboxProvider, sandboxServer } from '../../testing/connected.ts'
import { aDaily } from '../../testing/records.ts'
import { becomes, runJobs, scripted } from '../../testing/scripted.ts'
import { accessRevoked } from '../../users/connection/connection.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'
import type { User } from '../../users/user.ts'
import { plusDays, todayOf } from '../fetch/days.ts'
import { fetchData } from '../fetch/task.ts'
import { backfillTask } from './backfill.ts'
import { backfillStep } from './task.ts'

const server = await sandboxServer()
const { hub } = server
after(() => server[Symbol.asyncDispose]())

const hour = 3_600_000
// Ten past: nowhere is it about midnight while these tests move the clock a little.
await hub.advance(hour - (hub.clock.now() % hour) + hour / 6)
let zone: string | null = null
/** A day so long ago, for the person whom a test is about. */
const before = (days: number): string => plusDays(todayOf(hub.clock.now(), zone), -days)
beforeEach(() => runJobs(hub, backfillTask, async () => undefined))

/** Somebody with a day of data for each of so many days, at a provider of windows of a week. */
async function withHistory(person: string, days: number, part: Partial<CloudProvider> = {}) {
  const history = scripted({ windowDays: 7 })
  const undo = becomes({ resources: { daily: history.resource }, ...part })
  const user = await connectPerson(server, person)
  zone = user.zone
  for (let back = 0; back < days; back++) history.there.set(`${back}`, aDaily(before(back), 1000 + back))
  await runJobs(hub, fetchDataTask, async () => undefined)
  return { user, history, [Symbol.dispose]: () => undo[Symbol.dispose]() }
}
interface Shown {
  id: string
  status: string
  phase: string
  windows_done: number
  windows_total: number | null
  records: number
  oldest_day: string | null
  payloads_sent: number
  payloads_total: number | null
  waits_until: string | null
  error: string | null
  reference: string
}
const start = (user: User, body: object = {}) =>
  server.call('POST', `/admin/api/users/${user.userId}/backfill`, { body })
async function begin(user: User, body: object = {}): Promise<Shown> {
  const answer = await start(user, body)
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json()
}
const show = async (id: string): Promise<Shown> => (await server.call('GET', `/admin/api/backfills/${id}`)).json()
const call = (method: 'GET' | 'POST', path: string, as: 'first' | 'other' = 'first') =>
  server.call(method, `/admin/api${path}`, { as, ...(method === 'POST' ? { body: {} } : {}) })
const cancel = async (id: string): Promise<Shown> => (await call('POST', `/backfills/${id}/cancel`)).json()
const stepOnce = () => runJobs(hub, backfillTask, backfillStep(hub))
/** Runs what is owed until nothing is. */
async function finish(): Promise<number> {
  let steps = 0
  while ((await stepOnce()) > 0) {
    await hub.advance(1000)
    assert.ok(++steps < 500)
  }
  return steps
}
const told = async (user: User) => (await eventsOf(hub, user.userId)).filter(({ type }) => type !== 'auth')

test('a history is announced, fetched newest first, announced with its count and sent in chunks of ten', async () => {
  using at = await withHistory('all of it', 45)
  const made = await begin(at.user, { from: before(44) })
  assert.deepEqual([made.status, made.windows_done, made.windows_total, made.phase], ['queued', 0, 7, 'fetching'])
  assert.deepEqual(
    (await told(at.user)).map(({ type }) => type),
    ['large_request_processing'],
  )
  await stepOnce()
  const running = await show(made.id)
  assert.deepEqual(
    [running.status, running.windows_done, running.records, running.oldest_day],
    ['running', 1, 7, before(6)],
  )
  assert.equal((await told(at.user)).length, 1, 'nothing is sent window by window')
  await finish()
  assert.deepEqual(
    at.history.asked.map(({ last }) => last),
    [0, 7, 14, 21, 28, 35, 42].map(before),
  )
  const events = await told(at.user)
  assert.deepEqual(
    events.map(({ type, chunk }) => [type, chunk]),
    [['large_request_processing', null], ['large_request_sending', null], ...[0, 1, 2, 3, 4].map((n) => ['daily', n])],
  )
  assert.deepEqual(new Set(events.map(({ reference }) => reference)), new Set([made.reference]))
  assert.equal(events[1]?.body['expected_payloads'], 5)
  const sent = events.slice(2).flatMap(({ body }) => body['data'])
  assert.equal(sent.length, 45)
  const done = await show(made.id)
  assert.deepEqual(
    [done.status, done.windows_done, done.windows_total, done.records, done.oldest_day, done.payloads_sent],
    ['completed', 7, 7, 45, before(44), 5],
  )
})

test('a month or less is one event a type, without announcements; nothing at all is said too', async () => {
  using at = await withHistory('a month', 20)
  await begin(at.user, { from: before(19), to: before(3) })
  await finish()
  const events = await told(at.user)
  assert.deepEqual(
    events.map(({ type, chunk }) => [type, chunk]),
    [['daily', null]],
  )
  assert.equal(Reflect.get(events[0]?.body['data'] ?? {}, 'length'), 17)
  await begin(at.user, { from: before(400), to: before(300) })
  await finish()
  const [processing, sending, data] = (await told(at.user)).slice(1)
  assert.deepEqual(
    [processing?.type, sending?.body['expected_payloads'], data?.body['data']],
    ['large_request_processing', 1, []],
  )
})

test('a step that is done again after its commit does nothing twice', async () => {
  using at = await withHistory('twice', 45)
  const made = await begin(at.user, { from: before(44) })
  const [job] = await jobsOf(hub, backfillTask)
  const step = (signal = new AbortController().signal) => backfillStep(hub)(job?.payload, { signal, attempt: 1 })
  // Both have read the same place, and the second fetches while the first commits.
  let isFirst = true
  at.history.before = async () => {
    if (!isFirst) return
    isFirst = false
    await step()
  }
  await step()
  at.history.before = undefined
  assert.deepEqual([(await show(made.id)).windows_done, (await show(made.id)).records], [1, 7])
  assert.equal((await jobsOf(hub, backfillTask)).length, 1)
  await finish()
  assert.deepEqual([(await show(made.id)).windows_done, (await show(made.id)).records], [7, 45])
  assert.equal((await told(at.user)).filter(({ type }) => type === 'daily').length, 5)
})

test('a step that was broken off is as if it had not been', async () => {
  using at = await withHistory('broken off', 45)
  const made = await begin(at.user, { from: before(44) })
  const [job] = await jobsOf(hub, backfillTask)
  const stop = new AbortController()
  at.history.before = () => {
    stop.abort(new Error('stopping'))
    throw new ProviderError('unavailable', 'broken off')
  }
  await assert.rejects(backfillStep(hub)(job?.payload, { signal: stop.signal, attempt: 1 }))
  at.history.before = undefined
  assert.deepEqual([(await show(made.id)).windows_done, (await show(made.id)).error], [0, null])
  await finish()
  assert.equal((await show(made.id)).status, 'completed')
})

test('a limit puts the window off, and half of it is tried then', async () => {
  using at = await withHistory('limited', 45)
  const made = await begin(at.user, { from: before(44) })
  at.history.before = () => {
    throw new ProviderError('rate_limited', 'a test says wait', { retryAfterSeconds: 120 })
  }
  await stepOnce()
  const waiting = await show(made.id)
  assert.equal(Date.parse(waiting.waits_until ?? '') - hub.clock.now(), 120_000)
  assert.deepEqual([waiting.status, waiting.windows_done, waiting.error], ['running', 0, null])
  const [job] = await jobsOf(hub, backfillTask)
  assert.ok((job?.run_at.getTime() ?? 0) - Date.now() > 110_000)
  await stepOnce()
  assert.equal(Date.parse((await show(made.id)).waits_until ?? '') - hub.clock.now(), 240_000)
  at.history.before = undefined
  at.history.asked.length = 0
  await finish()
  assert.deepEqual(at.history.asked[0], { first: before(1), last: before(0) })
  const done = await show(made.id)
  assert.deepEqual([done.status, done.records, done.waits_until], ['completed', 45, null])
})

test('what is not ready is waited for as long as the provider says', async () => {
  using at = await withHistory('not ready', 10)
  const made = await begin(at.user, { from: before(9) })
  at.history.before = () => {
    throw new ProviderError('not_ready', 'a test says later', { retryAfterSeconds: 30 })
  }
  await stepOnce()
  await stepOnce()
  assert.equal(Date.parse((await show(made.id)).waits_until ?? '') - hub.clock.now(), 30_000)
  at.history.before = undefined
  at.history.asked.length = 0
  await finish()
  assert.deepEqual(at.history.asked[0], { first: before(6), last: before(0) })
})

test('a window that the provider cannot give is tried eight times, and the connection is not blamed for it', async () => {
  using at = await withHistory('a bad year', 45)
  const made = await begin(at.user, { from: before(44) })
  at.history.before = ({ last }) => {
    if (last <= before(14)) throw new ProviderError('unavailable', 'a test is out of order')
  }
  await finish()
  const failed = await show(made.id)
  assert.deepEqual([failed.status, failed.windows_done, failed.oldest_day], ['failed', 2, before(13)])
  assert.match(failed.error ?? '', /failed 8 times in a row, last with: a test is out of order/)
  const [row] = await hub.db`select failures, failing_since from connections where user_id = ${at.user.userId}`
  assert.deepEqual(row, { failures: 0, failing_since: null })
  assert.equal((await begin(at.user, { from: before(44), to: before(14) })).status, 'queued')
})

test('access that is taken back ends it with the reason, and nothing is sent', async () => {
  using at = await withHistory('revoking', 45)
  const made = await begin(at.user, { from: before(44) })
  await stepOnce()
  at.history.before = async () => {
    throw new ProviderError('retired', 'switched off')
  }
  await finish()
  const ended = await show(made.id)
  assert.deepEqual([ended.status, ended.windows_done], ['failed', 1])
  assert.match(ended.error ?? '', /switched this service off/)
  assert.deepEqual(
    (await told(at.user)).map(({ type }) => type),
    ['large_request_processing', 'access_revoked'],
  )
})

test('access that is taken back before the sending ends it too', async () => {
  using at = await withHistory('late revoking', 40)
  const made = await begin(at.user, { from: before(39) })
  while ((await show(made.id)).payloads_total === null) await stepOnce()
  await accessRevoked(hub, at.user, sandboxProvider())
  await finish()
  const ended = await show(made.id)
  assert.equal(ended.status, 'failed')
  assert.match(ended.error ?? '', /not connected to Sandbox any more/)
  assert.equal((await told(at.user)).filter(({ type }) => type === 'daily').length, 0)
  assert.deepEqual(await hub.db`select 1 from backfill_chunks`, [])
})

test('one is cancelled where it is: what was fetched stays, and nothing is sent', async () => {
  using at = await withHistory('cancelling', 45)
  const made = await begin(at.user, { from: before(44) })
  await stepOnce()
  const cancelled = await cancel(made.id)
  assert.deepEqual([cancelled.status, cancelled.windows_done], ['cancelled', 1])
  await finish()
  assert.equal((await show(made.id)).windows_done, 1)
  assert.equal((await hub.db`select 1 from records where user_id = ${at.user.userId}`).length, 7)
  assert.equal((await cancel(made.id)).status, 'cancelled')
  // While a window is being fetched.
  const second = await begin(at.user, { from: before(44) })
  at.history.before = async () => void (await cancel(second.id))
  await stepOnce()
  assert.deepEqual([(await show(second.id)).status, (await show(second.id)).windows_done], ['cancelled', 0])
})

test('a user has one at a time, and what a provider has not is a clear refusal', async () => {
  const limited = scripted({ windowDays: 7, historyDays: 90 })
  using at = await withHistory('asking wrong', 5, { resources: { daily: limited.resource } })
  const refused = async (body: object) => {
    const answer = await start(at.user, body)
    return [answer.statusCode, answer.json().detail]
  }
  const made = await begin(at.user, { from: before(10) })
  assert.deepEqual(await refused({}), [
    409,
    `a backfill of this user runs already (${made.id}): wait for its end, or cancel it`,
  ])
  await cancel(made.id)
  assert.deepEqual(await refused({ from: before(300), to: before(100) }), [
    400,
    `invalid to: Sandbox has nothing before ${before(89)}`,
  ])
  assert.equal((await refused({ from: before(1), to: before(3) }))[0], 400)
  assert.equal((await refused({ types: ['sleep'] }))[0], 400)
  assert.deepEqual(await refused({ from: 'yesterday' }), [400, 'invalid from: expected a date such as 2024-01-31'])
  const clipped = await begin(at.user, { from: before(300) })
  assert.equal(clipped.windows_total, 13)
  await cancel(clipped.id)
  await hub.db`update users set active = false where user_id = ${at.user.userId}`
  assert.equal((await refused({}))[0], 409)
})

test('lists are of the environment, and of one user', async () => {
  using at = await withHistory('listed', 3)
  // Later than those of the tests before.
  await hub.advance(1000)
  const made = await begin(at.user, { from: before(1) })
  await cancel(made.id)
  const ids = async (path: string, as: 'first' | 'other' = 'first') =>
    (await call('GET', path, as)).json().items.map(({ id }: { id: string }) => id)
  assert.deepEqual(await ids(`/users/${at.user.userId}/backfills`), [made.id])
  const all = await ids('/backfills?limit=2')
  assert.deepEqual([all[0], all.length], [made.id, 2])
  assert.deepEqual(await ids('/backfills', 'other'), [])
  assert.equal((await call('GET', `/backfills/${made.id}`, 'other')).statusCode, 404)
  assert.equal((await call('POST', `/backfills/${made.id}/cancel`, 'other')).statusCode, 404)
})

test('the history of who connects is fetched where the setting says so, from before the first days', async () => {
  const config = { ...hub.config, backfillOnConnect: 60 }
  using at = await withHistory('newcomer', 0)
  const connecting = async () => {
    const user = await connectPerson(server, 'newcomer on connect')
    zone = user.zone
    await runJobs(hub, fetchDataTask, fetchData({ ...hub, config }))
    const [row] = await hub.db<{ first_day: string; last_day: string }>`
      select first_day, last_day from backfills where user_id = ${user.userId}`
    return { user, row }
  }
  assert.equal(at.history.asked.length, 0)
  const { row } = await connecting()
  assert.deepEqual(row, { first_day: before(59), last_day: before(30) })
  await runJobs(hub, backfillTask, async () => undefined)
  await hub.db`update backfills set status = 'completed' where status in ('queued', 'running')`
  // The same person again has what they had.
  const again = await connecting()
  const count = await hub.db`select 1 from backfills where user_id = ${again.user.userId}`
  assert.equal(count.length, 1)
  await runJobs(hub, fetchDataTask, fetchData(hub))
  const off = await connectPerson(server, 'newcomer without')
  await runJobs(hub, fetchDataTask, fetchData(hub))
  assert.deepEqual(await hub.db`select 1 from backfills where user_id = ${off.userId}`, [])
})

test('who connects anew meanwhile keeps the backfill, under the new id', async () => {
  using at = await withHistory('anew', 20)
  const made = await begin(at.user, { from: before(19) })
  await stepOnce()
  let again: User | null = null
  at.history.before = async () => {
    at.history.before = undefined
    again = await connectPerson(server, 'anew')
  }
  await finish()
  const done = await show(made.id)
  assert.deepEqual([done.status, done.records], ['completed', 20])
  assert.equal(Reflect.get(done, 'user_id'), Reflect.get(again ?? {}, 'userId'))
})

test('it leaves half of the limits to what is new', async () => {
  const daily = { ...scripted({ windowDays: 7 }).resource, fetch: (access: Access) => callProvider(access, '/healthz') }
  const part = { resources: { daily }, rates: [{ per: 'user', calls: 7, seconds: 6000 }] } as const
  using at = await withHistory('half', 45, part)
  // Of seven calls the sign-in took one.
  const made = await begin(at.user, { from: before(44) })
  for (let i = 0; i < 4; i++) await stepOnce()
  const limited = await show(made.id)
  assert.deepEqual([limited.windows_done, limited.status], [3, 'running'])
  assert.ok(Date.parse(limited.waits_until ?? '') > hub.clock.now())
  const fetched = await call('POST', `/users/${at.user.userId}/fetch`)
  assert.equal(fetched.json().status, 'done', fetched.body)
})
