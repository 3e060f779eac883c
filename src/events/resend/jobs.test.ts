import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deleteDestination, patchDestination } from '../../destinations/destination.ts'
import { newId, newUuid } from '../../lib/ids.ts'
import { aDestination, emit, inFreshEnvironment, read, runToEnd } from '../../testing/delivering.ts'
import { type TestHub, testHub } from '../../testing/hub.ts'
import { forgetExpired } from '../purge.ts'
import { cancelJob, createJob, getJob, listJobs, viewJob } from './jobs.ts'
import { type BulkResend, countResends, type Recovery } from './resend.ts'
import { resendTask, runJob } from './task.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const url = 'https://example.com/hook'
const recovery = (hub: TestHub, destinationId: string, fields: Partial<Recovery> = {}): Recovery => ({
  kind: 'recover',
  destinationId,
  include: 'all',
  sinceMs: hub.clock.now() - 1000,
  untilMs: hub.clock.now() + 1,
  ...fields,
})
const jobOf = async (hub: TestHub, id: string) => {
  const job = await getJob(hub, hub.environmentId, id)
  assert.ok(job)
  return viewJob(job)
}
/** Ends every pending delivery of an environment, as a worker would. */
const endAll = (hub: TestHub, status: string) => hub.db`
  with gone as (
    delete from deliveries q using events e
    where e.id = q.event_id and e.environment_id = ${hub.environmentId}
    returning q.*
  )
  insert into outcomes (event_id, delivery_id, destination_id, attempt, status, at)
  select event_id, id, destination_id, attempt + 1, ${status}, clock() from gone`
/** How often each event is in the queue, and how many there are. */
const queue = async (hub: TestHub) => {
  const rows = await hub.db<{ n: number }>`
    select count(*) as n from deliveries q join events e on e.id = q.event_id
    where e.environment_id = ${hub.environmentId}
    group by q.event_id, q.destination_id`
  return { deliveries: rows.length, most: Math.max(0, ...rows.map((row) => row.n)) }
}
const many = (hub: TestHub, n: number, fields: object = {}) => emit(hub, ...Array.from({ length: n }, () => fields))
/** Runs a job until it has done something, as if the process then stopped. */
const runOnce = async (hub: TestHub, id: string) => {
  const stop = new AbortController()
  return runJob({ ...hub, wake: () => stop.abort() }, id, stop.signal)
}

test('a job that is interrupted goes on where it was, and puts nothing into the queue twice', async () => {
  const hub = await inFreshEnvironment(shared)
  await many(hub, 1200)
  const { id: destination } = await aDestination(hub, url)
  const id = await createJob(hub, hub.environmentId, recovery(hub, destination), null)
  assert.deepEqual([(await jobOf(hub, id)).status, (await jobOf(hub, id)).total], ['queued', null])
  assert.equal(await runOnce(hub, id), false)
  const { status, done, total } = await jobOf(hub, id)
  assert.deepEqual({ status, done, total }, { status: 'running', done: 500, total: 1200 })
  await endAll(hub, 'failed')
  assert.equal(await runOnce(hub, id), false)
  assert.deepEqual(await queue(hub), { deliveries: 500, most: 1 }, 'the first page is not sent once more')
  assert.equal(await runJob(hub, id, new AbortController().signal), true)
  const end = await jobOf(hub, id)
  assert.deepEqual([end.status, end.done, end.total, end.error], ['completed', 1200, 1200, null])
  assert.ok(end.started_at !== null && end.finished_at !== null)
})

test('a page is committed with its place or not at all', async () => {
  const hub = await inFreshEnvironment(shared)
  await many(hub, 3)
  const { id: destination } = await aDestination(hub, url)
  const id = await createJob(hub, hub.environmentId, recovery(hub, destination), null)
  // The process dies after the page was written and before its transaction ends.
  const dying = {
    ...hub,
    db: Object.assign(hub.db.bind(null), hub.db, {
      transaction: <T>(work: Parameters<typeof hub.db.transaction<T>>[0]) =>
        hub.db.transaction<T>(async (sql) => {
          await work(sql)
          throw new Error('killed')
        }),
    }),
  }
  await assert.rejects(runJob(dying, id, new AbortController().signal), /killed/)
  assert.deepEqual([await queue(hub), (await jobOf(hub, id)).done], [{ deliveries: 0, most: 0 }, 0])
  await Promise.all([1, 2].map(() => runJob(hub, id, new AbortController().signal)))
  assert.deepEqual(await queue(hub), { deliveries: 3, most: 1 }, 'two that run the same job take turns')
  assert.equal((await jobOf(hub, id)).done, 3)
})

test('a job keeps to its rate, over interruptions too', async () => {
  const hub = await inFreshEnvironment(shared)
  await many(hub, 25)
  const { id: destination } = await aDestination(hub, url)
  const id = await createJob(hub, hub.environmentId, recovery(hub, destination), 10)
  const done = async () => (await jobOf(hub, id)).done
  await runJob(hub, id, AbortSignal.timeout(50))
  assert.equal(await done(), 10)
  await runJob(hub, id, AbortSignal.timeout(20))
  assert.equal(await done(), 10)
  await hub.advance(1000)
  await runJob(hub, id, AbortSignal.timeout(50))
  assert.equal(await done(), 20)
  await hub.advance(1000)
  assert.equal(await runJob(hub, id, new AbortController().signal), true)
  assert.deepEqual([await done(), (await jobOf(hub, id)).rate_per_second], [25, 10])
})

test('a cancelled job stops with its page, and what it sent stays sent', async () => {
  const hub = await inFreshEnvironment(shared)
  await many(hub, 600)
  const { id: destination } = await aDestination(hub, url)
  const id = await createJob(hub, hub.environmentId, recovery(hub, destination), null)
  await runOnce(hub, id)
  const cancelled = await cancelJob(hub, hub.environmentId, id)
  assert.equal(cancelled?.status, 'cancelled')
  assert.equal(await runJob(hub, id, new AbortController().signal), true)
  const { status, done } = await jobOf(hub, id)
  assert.deepEqual([status, done, (await queue(hub)).deliveries], ['cancelled', 500, 500])
  assert.equal((await cancelJob(hub, hub.environmentId, id))?.status, 'cancelled')
  assert.equal(await cancelJob(hub, newUuid(), id), null, 'not of another environment')
})

test('a recovery sends what failed, was held, or never matched, and nothing that is pending or arrived', async () => {
  const hub = await inFreshEnvironment(shared)
  const [before] = await emit(hub, {})
  const unwanted = await emit(hub, { type: 'sleep' }, { type: 'destination.failing' })
  const { id } = await aDestination(hub, url, { event_types: ['daily'] })
  const [failed] = await emit(hub, {})
  await endAll(hub, 'failed')
  await emit(hub, {})
  await endAll(hub, 'delivered')
  hub.clock.advance(5)
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  const [held] = await emit(hub, {})
  const asked = recovery(hub, id)
  await assert.rejects(createJob(hub, hub.environmentId, asked, null), /is switched off/)
  assert.equal(await countResends(hub, hub.environmentId, asked), 3, 'counted while it is off')
  const { missed } = await patchDestination(hub, hub.environmentId, id, { enabled: true })
  assert.deepEqual([missed?.held, missed?.failed], [1, 0])
  await emit(hub, {})
  const job = await runToEnd(hub, { ...asked, sinceMs: hub.clock.now() - 1000, untilMs: hub.clock.now() + 1 })
  assert.deepEqual([job.done, job.total], [3, 3])
  for (const emitted of [before, failed, held])
    assert.deepEqual(
      (await read(hub, emitted)).deliveries.map((one) => one.status),
      ['pending'],
    )
  for (const emitted of unwanted) assert.deepEqual((await read(hub, emitted)).deliveries, [])
})

test('a bulk resend sends what its filter finds: of an event only the deliveries that have the status', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url)
  const userId = newUuid()
  const [fine] = await emit(hub, { userId })
  await endAll(hub, 'delivered')
  const b = await aDestination(hub, url)
  const [mixed] = await emit(hub, { userId, type: 'sleep' })
  await hub.db`
    insert into outcomes (event_id, delivery_id, destination_id, attempt, status, at)
    select event_id, id, destination_id, 1, case when destination_id = ${b.id} then 'failed' else 'delivered' end, clock()
    from deliveries where event_id = ${mixed?.eventId ?? ''}`
  await hub.db`delete from deliveries where event_id = ${mixed?.eventId ?? ''}`
  const untilMs = hub.clock.now() + 1
  const count = (asked: Omit<BulkResend, 'kind' | 'untilMs'>) =>
    countResends(hub, hub.environmentId, { kind: 'resend', untilMs, ...asked })
  assert.equal(await count({ userId }), 3)
  assert.equal(await count({ userId, type: 'daily' }), 1)
  assert.equal(await count({ status: 'failed' }), 1)
  assert.equal(await count({ status: 'delivered' }), 2)
  assert.equal(await count({ destinationId: b.id }), 1)
  assert.equal(await count({ status: 'pending' }), 0)
  assert.equal(await count({ userId, sinceMs: untilMs }), 0)
  const { done } = await runToEnd(hub, { kind: 'resend', untilMs, status: 'failed' })
  assert.equal(done, 1)
  const states = (await read(hub, mixed)).deliveries.map((one) => [one.destinationId === b.id, one.status])
  assert.deepEqual(states.sort(), [
    [false, 'delivered'],
    [true, 'pending'],
  ])
  assert.equal((await read(hub, fine)).deliveries[0]?.status, 'delivered')
  await assert.rejects(count({ destinationId: newId() }), /There is no destination/)
})

test('a recovery ends with a sentence when its destination is switched off or deleted meanwhile', async () => {
  const hub = await inFreshEnvironment(shared)
  await many(hub, 600)
  const { id: destination } = await aDestination(hub, url)
  const first = await createJob(hub, hub.environmentId, recovery(hub, destination), null)
  const second = await createJob(hub, hub.environmentId, recovery(hub, destination, { include: 'missed' }), null)
  await runOnce(hub, first)
  await patchDestination(hub, hub.environmentId, destination, { enabled: false })
  assert.equal(await runJob(hub, first, new AbortController().signal), true)
  assert.deepEqual(
    [(await jobOf(hub, first)).status, (await jobOf(hub, first)).error],
    ['failed', 'The destination was switched off: switch it on and recover the rest.'],
  )
  await deleteDestination(hub, hub.environmentId, destination)
  await runJob(hub, second, new AbortController().signal)
  assert.equal((await jobOf(hub, second)).error, 'The destination was deleted.')
})

test('a job that keeps failing ends with what went wrong', async () => {
  const hub = await inFreshEnvironment(shared)
  const { id: destination } = await aDestination(hub, url)
  const id = await createJob(hub, hub.environmentId, recovery(hub, destination), null)
  await hub.db`update jobs set request = '{"include":"none"}' where id = ${id}`
  const context = { signal: new AbortController().signal, attempt: 1 }
  await resendTask(hub)({ jobId: id, failures: 6 }, context)
  const status = async () => (await hub.db<{ status: string }>`select status from jobs where id = ${id}`)[0]?.status
  assert.equal(await status(), 'running', 'tried again')
  await resendTask(hub)({ jobId: id, failures: 7 }, context)
  assert.equal(await status(), 'failed')
})

test('jobs are listed newest first and in pages, and forgotten with the events they were about', async () => {
  const hub = await inFreshEnvironment(shared)
  const { id: destination } = await aDestination(hub, url)
  const ids: string[] = []
  for (let i = 0; i < 3; i++) ids.unshift((await runToEnd(hub, recovery(hub, destination))).id)
  const first = await listJobs(hub, hub.environmentId, { limit: 2, cursor: null })
  assert.deepEqual(
    first.items.map((job) => job.id),
    ids.slice(0, 2),
  )
  const second = await listJobs(hub, hub.environmentId, { limit: 2, cursor: first.nextCursor })
  assert.deepEqual([second.items.map((job) => job.id), second.nextCursor], [ids.slice(2), null])
  await forgetExpired(hub, hub.clock.now() + 1)
  assert.deepEqual((await listJobs(hub, hub.environmentId, { limit: 9, cursor: null })).items, [])
})
