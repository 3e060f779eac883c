import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { countDeliveries } from '../destinations/destination.ts'
import { reapDead } from '../jobs/liveness.ts'
import { aDestination, emit, inFreshEnvironment, startWorker } from '../testing/delivering.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'
import { releaseDeadLeases } from './leases.ts'
import { openAnnouncer } from './signal.ts'
import { acknowledge, claimDue, handBack } from './store.ts'
import type { Attempted, Claimed } from './types.ts'

/** Starts a worker in a process of its own. */
async function startProcess(hub: TestHub) {
  const script = fileURLToPath(new URL('../testing/worker-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, hub.database.url], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

const waitFor = async (condition: () => Promise<boolean>, what: string) => {
  const deadline = performance.now() + 10_000
  while (!(await condition())) {
    assert.ok(performance.now() < deadline, `Waited in vain until ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const allDelivered = async (hub: TestHub, destinationId: string, n: number) => {
  const counts = (await countDeliveries(hub, hub.environmentId, destinationId)).get(destinationId)
  return counts?.delivered === n && counts.pending === 0
}

for (const after of [1, 40, 190])
  test(`a worker killed after ${after} of 200 deliveries loses none, and repeats only what was under way`, async () => {
    await using hub = await testHub()
    // Long enough that results are saved between two rounds, also where the machine is busy with other tests.
    await using receiver = await openReceiver({ delayMs: 25 })
    const { id } = await aDestination(hub, receiver.url)
    const child = await startProcess(hub)
    await emit(hub, ...Array.from({ length: 200 }, (_, n) => ({ body: `{"n":${n}}` })))
    await receiver.take(after)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await waitFor(
      async () => (await reapDead(hub, async () => void (await releaseDeadLeases(hub)))) > 0,
      'it was found dead',
    )
    await using _worker = await startWorker(hub, { workerNo: 1_000 })
    await waitFor(() => allDelivered(hub, id, 200), 'all were delivered')
    const traces = receiver.received.map((one) => String(one.headers['x-terra-trace-id']))
    assert.equal(new Set(traces).size, 200)
    // 32 under way, and what was answered but not saved yet: some rounds of them at most.
    assert.ok(traces.length - 200 <= 160, `${traces.length - 200} were sent twice`)
    assert.equal(new Set(receiver.received.map((one) => one.body.toString())).size, 200)
  })

test('a worker outlives its database connections and saves what was finished meanwhile', async () => {
  await using hub = await testHub()
  await using receiver = await openReceiver({ delayMs: 5 })
  const { id } = await aDestination(hub, receiver.url)
  await using worker = await startWorker(hub)
  await emit(hub, ...Array.from({ length: 200 }, () => ({})))
  await receiver.take(20)
  const admin = new pg.Client({ connectionString: hub.database.url })
  await admin.connect()
  for (let i = 0; i < 3; i++)
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'tellus delivery'`)
  await admin.end()
  // A claim whose answer was lost on the way is found long before its lease runs out.
  await hub.advance(4_000)
  await waitFor(async () => {
    worker.wake()
    return allDelivered(hub, id, 200)
  }, 'all were delivered')
  assert.equal(new Set(receiver.received.map((one) => one.headers['x-terra-trace-id'])).size, 200)
})

test('a graceful stop hands back what was not started and lets what is under way finish', async () => {
  await using hub = await testHub()
  await using receiver = await openReceiver({ delayMs: 60 })
  await aDestination(hub, receiver.url, { max_in_flight: 4 })
  const worker = await startWorker(hub)
  await emit(hub, ...Array.from({ length: 30 }, () => ({})))
  await receiver.take(4)
  await worker.close()
  const rows = await hub.db<{
    attempt: number
    lease_owner: number | null
  }>`select attempt, lease_owner from deliveries`
  const sent = receiver.received.length
  assert.equal(rows.length, 30 - sent)
  assert.ok(rows.every((row) => row.attempt === 0 && row.lease_owner === null))
  await using _next = await startWorker(hub)
  await receiver.take(26)
})

test('a stop with a deadline breaks off what hangs and keeps its failure', async () => {
  await using hub = await testHub()
  await using receiver = await openReceiver({ respond: () => undefined })
  await aDestination(hub, receiver.url)
  const worker = await startWorker(hub)
  await emit(hub, {})
  await receiver.take(1)
  const began = performance.now()
  await worker.close({ deadlineMs: 50 })
  assert.ok(performance.now() - began < 1_500)
  const [row] = await hub.db<{ attempt: number; lease_owner: number | null; class: number }>`
    select attempt, lease_owner, class from deliveries`
  assert.deepEqual({ ...row }, { attempt: 1, lease_owner: null, class: 1 })
})

const shared = await testHub()
test.after(() => shared[Symbol.asyncDispose]())

const result = (claimed: Claimed, next: Attempted['next']): Attempted => ({
  claimed,
  startedAtMs: 0,
  reply: {
    kind: 'answered',
    status: next.kind === 'delivered' ? 200 : 500,
    body: 'a\0b',
    retryAfter: null,
    durationMs: 1,
    address: '::1',
  },
  next,
  gone: false,
})

test('a worker that lost its lease cannot overwrite the result of the next', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, 'http://127.0.0.1:8080/')
  await emit(hub, {})
  const [first] = (await claimDue(hub.db, 1, 10, [])).claimed
  assert.ok(first)
  assert.deepEqual((await claimDue(hub.db, 2, 10, [])).claimed, [], 'a lease keeps others off')
  await hub.advance(61_000)
  const [second] = (await claimDue(hub.db, 2, 10, [])).claimed
  assert.deepEqual([second?.id, second?.attempt], [first.id, 2])
  assert.ok(second)
  assert.equal((await acknowledge(hub.db, 1, [result(first, { kind: 'delivered' })])).size, 0)
  await handBack(hub.db, 1, [first])
  assert.equal((await acknowledge(hub.db, 2, [result(second, { kind: 'retry', waitMs: 1000 })])).size, 1)
  assert.equal((await acknowledge(hub.db, 2, [result(second, { kind: 'delivered' })])).size, 0, 'a result counts once')
  const attempts = await hub.db<{ number: number; response_body: string }>`
    select number, response_body from attempts where delivery_id = ${first.id} order by number`
  assert.deepEqual(
    attempts.map((row) => ({ ...row })),
    [
      { number: 1, response_body: 'a\ufffdb' },
      { number: 2, response_body: 'a\ufffdb' },
    ],
  )
})

test('a claim shares its rows between destinations, whatever the backlog of one', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, 'http://127.0.0.1:8080/', { event_types: ['a'], max_in_flight: 1000 })
  await emit(hub, ...Array.from({ length: 200 }, () => ({ type: 'a' })))
  await aDestination(hub, 'http://127.0.0.1:8081/', { event_types: ['b'] })
  await emit(hub, ...Array.from({ length: 5 }, () => ({ type: 'b' })))
  const { claimed } = await claimDue(hub.db, 1, 20, [])
  const counts = Map.groupBy(claimed, (one) => one.destinationId)
  assert.deepEqual([...counts.values()].map((rows) => rows.length).sort(), [10, 5].sort())
})

test('a claim leaves alone what has no room, is off, is held or not due yet', async () => {
  const hub = await inFreshEnvironment(shared)
  const a = await aDestination(hub, 'http://127.0.0.1:8080/')
  await emit(hub, {}, {}, {})
  assert.equal((await claimDue(hub.db, 1, 10, [{ id: a.id, room: 0 }])).claimed.length, 0)
  assert.equal((await claimDue(hub.db, 1, 10, [{ id: a.id, room: 2 }])).claimed.length, 2)
  assert.equal((await claimDue(hub.db, 1, 0, [])).claimed.length, 0)
  await hub.db`update deliveries set due_at = clock() + interval '1 s', lease_until = null`
  assert.equal((await claimDue(hub.db, 1, 10, [])).claimed.length, 0)
  await hub.db`update deliveries set due_at = 'infinity'`
  await hub.advance(1e9)
  assert.equal((await claimDue(hub.db, 1, 10, [])).claimed.length, 0)
  await hub.db`update deliveries set due_at = clock()`
  await hub.db`update destinations set enabled = false where id = ${a.id}`
  assert.equal((await claimDue(hub.db, 1, 10, [])).claimed.length, 0)
})

test('two workers never claim the same row', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, 'http://127.0.0.1:8080/', { max_in_flight: 1000 })
  await emit(hub, ...Array.from({ length: 300 }, () => ({})))
  const claims = await Promise.all(Array.from({ length: 8 }, (_, owner) => claimDue(hub.db, owner, 100, [])))
  const ids = claims.flatMap(({ claimed }) => claimed.map((one) => one.id))
  assert.equal(new Set(ids).size, ids.length)
})

test('an announcement of another process wakes a worker', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  hub.wake = () => undefined
  const announcer = openAnnouncer(hub.db)
  const waits: number[] = []
  for (let i = 0; i < 4; i++) {
    await emit(hub, {})
    const began = performance.now()
    announcer.announce()
    await receiver.take(1)
    waits.push(performance.now() - began)
  }
  announcer.close()
  assert.ok(Math.max(...waits) < 600, `${waits}`)
})

test('a destination where every attempt failed for five days is switched off, one that answers is not', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 500 })
  const { id } = await aDestination(hub, receiver.url, { retry: [] })
  await using _worker = await startWorker(hub)
  const row = async () => {
    const [found] = await hub.db<{ enabled: boolean; failing_attempts: number; failing: boolean }>`
      select enabled, failing_attempts, failing_since is not null as failing from destinations where id = ${id}`
    assert.ok(found)
    return found
  }
  await emit(hub, ...Array.from({ length: 15 }, () => ({})))
  await waitFor(async () => (await row()).failing_attempts === 15, 'failures were noted')
  receiver.set({})
  await emit(hub, {})
  await waitFor(async () => !(await row()).failing, 'a success cleared them')
  receiver.set({ status: 500 })
  await emit(hub, ...Array.from({ length: 25 }, () => ({})))
  await waitFor(async () => (await row()).failing_attempts === 25, 'failures were noted again')
  assert.equal((await row()).enabled, true)
  await hub.advance(5 * 86_400_000 + 1000)
  await emit(hub, {})
  await waitFor(async () => !(await row()).enabled, 'it was switched off')
})
