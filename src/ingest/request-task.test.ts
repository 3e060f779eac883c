import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Task } from '../jobs/jobs.ts'
import { connectPerson, eventsOf, jobsOf, sandboxServer, userAs } from '../testing/connected.ts'
import { closeBucket } from '../users/limits/store.ts'
import type { User } from '../users/user.ts'
import { plusDays, todayOf } from './fetch/days.ts'
import { fetchData } from './fetch/task.ts'
import { webhookRequestTask } from './request.ts'
import { webhookRequest } from './request-task.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const signal = new AbortController().signal
const run = (task: Task, payload: object) => task(payload, { signal, attempt: 1 })

/** Runs the jobs of requests that are due, each once. */
async function runRequests(): Promise<void> {
  const jobs = await jobsOf(hub, webhookRequestTask)
  await hub.db`delete from graphile_worker._private_jobs`
  for (const { payload } of jobs) await run(webhookRequest(hub), payload)
}
const today = (user: User) => todayOf(hub.clock.now(), user.zone)
async function ask(user: User, type: string, from: number, to: number, query = '') {
  const [start, end] = [plusDays(today(user), from), plusDays(today(user), to)]
  const answer = await at.call('GET', `/v2/${type}?user_id=${user.userId}&start_date=${start}&end_date=${end}${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}
const under = async (user: User, reference: string) =>
  (await eventsOf(hub, user.userId)).filter((event) => event.reference === reference)

test('a read to the webhook asks the provider first for what is missing, and then answers from what is stored', async () => {
  const user = await connectPerson(at, 'read')
  const first = await ask(user, 'daily', -40, -30)
  assert.equal(first.message, 'Data sent to webhook')
  assert.deepEqual(await under(user, first.reference), [])
  await runRequests()
  const [sent, ...others] = await under(user, first.reference)
  assert.deepEqual([sent?.type, others], ['daily', []])
  assert.equal(Object(sent?.body['data']).length, 10)
  const pushed = (await eventsOf(hub, user.userId)).filter(({ type }) => type === 'daily')
  assert.equal(pushed.length, 1, 'history that was asked for is not pushed beside its answer')
  const second = await ask(user, 'daily', -40, -30)
  const [again] = await under(user, second.reference)
  assert.deepEqual(again?.body['data'], sent?.body['data'], 'nothing is missing any more: it is answered at once')
})

test('an inline read fetches what is missing and gives it', async () => {
  const user = await connectPerson(at, 'inline')
  const { data, message } = await ask(user, 'sleep', -12, -2, '&to_webhook=false')
  assert.ok(data.length >= 8, `${data.length} nights`)
  assert.equal(message, undefined)
  const { athlete } = (await at.call('GET', `/v2/athlete?user_id=${user.userId}&to_webhook=false`)).json()
  assert.ok(Object.keys(athlete).length > 0)
  const none = await ask(user, 'menstruation', -12, -2, '&to_webhook=false')
  assert.deepEqual([none.data, none.message], [[], 'Data type requested not available from provider'])
})

test('two that ask for the same at the same time ask the provider once', async () => {
  const user = await connectPerson(at, 'twice')
  const calls = () =>
    hub.db<{ n: number }>`
      select (select sum(n)::int from unnest(slots) as n) as n from provider_buckets where name like ${`%${user.userId}`}`
  const [before] = await calls()
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(user, 'body', -9, -3, '&to_webhook=false')))
  assert.equal(new Set(answers.map(({ data }) => JSON.stringify(data))).size, 1)
  const [bucket] = await calls()
  assert.equal(bucket?.n, (before?.n ?? 0) + 1)
})

test('a large request is announced at once, fetched, announced again with its count, and sent in chunks', async () => {
  const user = await connectPerson(at, 'large')
  const { reference, message } = await ask(user, 'daily', -45, 0)
  assert.match(message, /^Large request submitted/)
  await runRequests()
  const events = await under(user, reference)
  const count = events.filter(({ type }) => type === 'daily').length
  assert.deepEqual(
    events.map(({ type, chunk }) => [type, chunk]),
    [
      ['large_request_processing', null],
      ['large_request_sending', null],
      ...Array.from({ length: count }, (_, n) => ['daily', n]),
    ],
  )
  assert.equal(events[1]?.body['expected_payloads'], count)
  assert.equal(count, 5)
  const records = events.flatMap(({ body }) => (Array.isArray(body['data']) ? body['data'] : []))
  assert.equal(records.length, 45)
})

test('what a job has sent is not sent again when it runs twice', async () => {
  const user = await connectPerson(at, 'once')
  for (const [from, to] of [
    [-20, -10],
    [-45, 0],
  ] as const) {
    const { reference } = await ask(user, 'daily', from, to)
    const [job] = await jobsOf(hub, webhookRequestTask)
    assert.ok(job)
    await run(webhookRequest(hub), job.payload)
    const before = await under(user, reference)
    await run(webhookRequest(hub), job.payload)
    assert.deepEqual(await under(user, reference), before)
    await hub.db`delete from graphile_worker._private_jobs`
  }
})

test('at a provider’s limit a request is told to be tried again where that was asked for, else what is stored goes out', async () => {
  const user = await connectPerson(at, 'limits')
  await closeBucket(hub.db, { name: `SANDBOX 60s ${user.userId}`, calls: 600, seconds: 60 }, 90)
  const patient = await ask(user, 'daily', -12, -6, '&retry_if_rate_limited=true')
  const hasty = await ask(user, 'daily', -13, -6)
  await runRequests()
  assert.deepEqual(
    (await under(user, hasty.reference)).map(({ type, body }) => [type, body['data']]),
    [['daily', []]],
  )
  const [hit, ...others] = await under(user, patient.reference)
  assert.deepEqual([hit?.type, others], ['rate_limit_hit', []])
  assert.deepEqual(
    [hit?.body['start_date'], hit?.body['end_date']],
    [plusDays(today(user), -12), plusDays(today(user), -6)],
  )
  const waitMs = Date.parse(String(hit?.body['retrying_at'])) - hub.clock.now()
  assert.ok(Math.abs(waitMs - 90_000) <= 1000, `${waitMs} ms`)
  const inline = await ask(user, 'daily', -11, -7, '&to_webhook=false')
  assert.deepEqual(inline.data, [])
  assert.match(inline.message, /rate limit of the provider is reached: what is stored is returned/)
  const waiting = await ask(user, 'daily', -11, -7, '&to_webhook=false&retry_if_rate_limited=true')
  assert.equal(waiting.type, 'processing')
  assert.ok(waiting.retry_after_seconds > 80)
  await hub.advance(91_000)
  await runRequests()
  const [, sent] = await under(user, patient.reference)
  assert.equal(Object(sent?.body['data']).length, 6)
})

test('a user who takes access back while a request runs gets nothing more', async () => {
  const user = await connectPerson(at, 'leaving')
  await ask(user, 'daily', -12, -6)
  await hub.db`update users set active = false where user_id = ${user.userId}`
  const before = (await eventsOf(hub, user.userId)).length
  await runRequests()
  assert.equal((await eventsOf(hub, user.userId)).length, before)
})

test('what is new in the last days is pushed although it was fetched for a request', async () => {
  const user = await connectPerson(at, 'recent')
  const { reference } = await ask(user, 'sleep', -4, 1)
  await runRequests()
  const others = (await eventsOf(hub, user.userId)).filter(
    (event) => event.type === 'sleep' && event.reference !== reference,
  )
  assert.ok(others.length > 0)
  await run(fetchData(hub), { environmentId: hub.environmentId, userId: user.userId, types: ['sleep'] })
  assert.ok((await userAs(hub, user.userId)).lastDataAt !== null)
})
