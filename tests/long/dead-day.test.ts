import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { resendTask } from '../../src/events/resend/task.ts'
import { startJobs } from '../../src/jobs/jobs.ts'
import { privateId } from '../../src/lib/ids.ts'
import { startWorker } from '../../src/testing/delivering.ts'
import { openReceiver, type Received } from '../../src/testing/receiver.ts'
import { testServer } from '../../src/testing/server.ts'
import { callAs, dataFolder, eventually } from '../../src/testing/tellus.ts'
import { connectUser } from '../../src/users/connect.ts'

const hourMs = 3_600_000
/** No breaker pauses longer. */
const longestPauseMs = 600_000
const lookEveryMs = 3
/** Past each wait of Terra's schedule, jitter and all: eleven attempts end within these ten steps. */
const throughSchedule = [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360].map((s) => s * 1100 + 500)
const mostInFlight = 8
/** A receiver that takes its time has as many requests open as it is sent at once. */
const answersAfterMs = 4

/**
 * What a receiver counts: how many requests it has open at each arrival, and how many it had answered by then. With the
 * arrival of number `stopsAt` it answers nothing more until `goOn`.
 */
function openGauge(stopsAt: number) {
  const arrivals: { answered: number; open: number }[] = []
  const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>()
  let open = 0
  let answered = 0
  const answer = (response: ServerResponse) => {
    open--
    answered++
    response.writeHead(200).end()
  }
  return {
    arrivals,
    goOn,
    respond(_: Received, response: ServerResponse) {
      arrivals.push({ answered, open: ++open })
      if (arrivals.length < stopsAt) setTimeout(answer, answersAfterMs, response)
      else void goesOn.then(() => setTimeout(answer, answersAfterMs, response))
    },
  }
}

const keyOf = ({ body }: Received): string => {
  const { type, n }: { type: string; n: number } = JSON.parse(body.toString('utf8'))
  return `${type} ${n}`
}
const traceOf = ({ headers }: Received): string => String(headers['x-terra-trace-id'])
const orderingOf = ({ headers }: Received): number => Number(headers['x-terra-ordering-timestamp'])

/**
 * The front door over real HTTP, with jobs and deliveries, and two destinations: one that answers 500, that is `ill` and
 * gathers the versions of a growing day for four hours, and one that is healthy.
 */
async function openHub() {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(dataFolder())
  const server = opening.use(await testServer({ TELLUS_DATA_DIR: folder.path }))
  const { hub, credentials } = server
  const ask = callAs(await server.listen(), credentials['dev-id'] ?? '', credentials['x-api-key'] ?? '')
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await ask<T>(method, `/admin/api${path}`, body)
    assert.ok(answer.status < 300, `${method} ${path} was answered ${answer.status}`)
    return answer.body
  }
  const { user } = await hub.db.transaction((sql) =>
    connectUser(hub, sql, {
      environmentId: hub.environmentId,
      provider: 'GARMIN',
      providerAccount: 'someone',
      referenceId: null,
    }),
  )
  const ill = opening.use(await openReceiver({ status: 500 }))
  const healthy = opening.use(await openReceiver())
  const destination = (url: string, fields: object) =>
    call<{ id: string }>('POST', '/destinations', { kind: 'webhook', url, event_types: ['order', 'daily'], ...fields })
  const { id } = await destination(ill.url, {
    max_in_flight: mostInFlight,
    min_interval_seconds: { daily: (4 * hourMs) / 1000 },
  })
  const uuid = privateId('destination', id)
  await destination(healthy.url, {})
  opening.use(await startWorker(hub))
  const options = { concurrency: 1, cron: [], onLockId: async () => undefined }
  opening.use(await startJobs(hub, { resend: resendTask(hub) }, options))

  /** Ids of events by key. */
  const published = new Map<string, string>()
  const look = async () => {
    const [row] = await hub.db<Looked>`
      select count(*) filter (where due_at <= clock() or lease_owner is not null) as due,
        count(*) filter (where lease_owner is not null) as leased, count(*) filter (where attempt = 0) as untried,
        (select count(*) from attempts where destination_id = ${uuid}::uuid) as tried
      from deliveries
      where destination_id = ${uuid}::uuid`
    assert.ok(row)
    return row
  }
  const until = (what: string, is: (looked: Looked) => boolean) =>
    eventually(what, async () => is(await look()), 10_000, lookEveryMs)
  const allSaved = async () => {
    const [row] = await hub.db<{ n: number }>`select count(*) as n from deliveries where lease_owner is not null`
    return row?.n === 0
  }
  const closing = opening.move()
  return {
    id,
    ill,
    healthy,
    published,
    call,
    look,
    until,
    settled: () => until('all that is due was tried', ({ due }) => due === 0),
    now: () => hub.clock.now(),
    state: () => call<DestinationState>('GET', `/destinations/${id}`),
    /** Events that have a delivery of this status to the one that is ill. */
    listed: async (status: string) =>
      (await call<{ items: { id: string }[] }>('GET', `/events?status=${status}&destination_id=${id}&limit=200`)).items,
    /** Trace ids of what was ever sent there. */
    tracesTried: async () =>
      new Set(
        (await hub.db<{ id: string }>`select delivery_id as id from attempts where destination_id = ${uuid}::uuid`).map(
          (row) => row.id,
        ),
      ),
    /** Publishes orders and the day as it is now; the healthy destination has them all before the clock moves on. */
    async publish(orders: number) {
      const n = published.size
      const day = { metadata: { start_time: '2026-07-01T00:00:00.000000+00:00' }, distance_data: { steps: n } }
      const bodies = [
        ...Array.from({ length: orders }, (_, i) => ({ type: 'order', n: n + i })),
        { type: 'daily', n: n + orders, data: [day] },
      ]
      for (const body of bodies) {
        const event = { event_id: `${body.type} ${body.n}`, type: body.type, user_id: user.userId, body }
        const { event_ids } = await call<{ event_ids: string[] }>('POST', '/events', event)
        published.set(event.event_id, event_ids[0] ?? '')
      }
      await healthy.take(bodies.length)
    },
    /** Moves the clock once all results are saved: a lease that runs out before its result is saved is sent again. */
    async move(ms: number) {
      await eventually('all results were saved', allSaved, 10_000, lookEveryMs)
      await hub.advance(ms)
      hub.wake()
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

type Opened = Awaited<ReturnType<typeof openHub>>

/** Nine hours of 500: what came first is tried to the end of its schedule. */
async function answersErrors({ publish, settled, move, listed }: Opened) {
  await publish(20)
  for (const ms of throughSchedule) {
    await settled()
    await move(ms)
    await publish(1)
  }
  await settled()
  const failed = await listed('failed')
  assert.ok(failed.length >= 20, `${failed.length} were given up`)
}

/** Then nothing listens, until a day is over: ten failures and it is left alone; a probe each half hour burns an attempt. */
async function isGone({ ill, look, publish, until, move, now }: Opened, endsAtMs: number) {
  await ill.close()
  const { tried } = await look()
  await publish(12)
  await until('ten connections were refused', (looked) => looked.tried >= tried + 10 && looked.leased === 0)
  let probes = 0
  for (; now() < endsAtMs; probes++) {
    const before = (await look()).tried
    await move(hourMs / 2)
    await publish(4)
    await until('a probe', (looked) => looked.tried > before && looked.leased === 0)
  }
  const after = await look()
  assert.ok(after.tried - tried <= 10 + mostInFlight + probes, `${after.tried - tried} attempts, ${probes} probes`)
  assert.ok(after.untried > 4 * probes * 0.7, `${after.untried} wait with all their attempts`)
}

/** Asks for what was given up since a time; a dry run first says how much that is. */
async function recover({ id, call, listed }: Opened, sinceMs: number) {
  const asked = { since: new Date(sinceMs).toISOString(), include: 'failed' }
  const count = (await listed('failed')).length
  assert.deepEqual(await call('POST', `/destinations/${id}/recover?dry_run=true`, asked), { count })
  const { job_id } = await call<{ job_id: string }>('POST', `/destinations/${id}/recover`, asked)
  await eventually('the recovery was through', async () => {
    const { status } = await call<{ status: string }>('GET', `/jobs/${job_id}`)
    return status === 'completed'
  })
}

/** Until nothing waits there any more, also for a retry that is hours away. */
async function catchUp({ state, move, settled }: Opened) {
  await settled()
  for (let hours = 0; (await state()).counts.pending > 0 && hours < 9; hours++) {
    await move(hourMs)
    await settled()
  }
}

/**
 * A destination answers 500 for nine hours, long enough for what came first to be given up, then nothing listens there for
 * fifteen more, while events keep arriving, a growing daily record among them. Then it is back.
 */
test('a destination that was dead for a day comes back to a complete, ordered, gently ramped catch-up', async () => {
  await using opened = await openHub()
  const { ill, healthy, published, publish, look, move, listed, state } = opened
  const startedAtMs = opened.now()
  await answersErrors(opened)
  await isGone(opened, startedAtMs + 24 * hourMs)
  const { enabled, status, warned_percent } = await state()
  assert.deepEqual({ enabled, status, warned_percent }, { enabled: true, status: 'failing', warned_percent: 0 })
  const triedBefore = await opened.tracesTried()

  // It is back, which the next probe will find. New events come in before and during the catch-up.
  const gauge = openGauge(40)
  await using back = await openReceiver({ respond: gauge.respond }, ill.port)
  await publish(10)
  await recover(opened, startedAtMs)
  assert.equal(back.received.length, 0)
  await move(longestPauseMs)
  await back.take(40)
  await publish(10)
  assert.ok((await look()).due > 60, 'the healthy one has the newest long before the other has caught up')
  const newest = [...published.keys()].filter((key) => key.startsWith('order')).at(-1)
  gauge.goOn()
  await catchUp(opened)

  // Gently: one, and more only as answers come, up to what it takes at once.
  for (const { answered, open } of gauge.arrivals)
    assert.ok(open <= 1 + Math.sqrt(2 * answered), `${open} at once after ${answered} answers`)
  assert.equal(Math.max(...gauge.arrivals.map(({ open }) => open)), mostInFlight)

  // By need: what it never saw goes before what failed there, which has one start in four meanwhile.
  const isRetry = back.received.map((one) => triedBefore.has(traceOf(one)))
  const before = back.received.findIndex((one) => keyOf(one) === newest)
  const retriesBefore = isRetry.slice(0, before).filter(Boolean).length
  assert.ok(retriesBefore < before * 0.35, `${retriesBefore} retries among the ${before} before the newest`)
  assert.ok(isRetry.slice(before).filter(Boolean).length >= 5, 'the rest of the retries came after it')

  // Complete: each once, under the trace id it had when it was refused, and the last version of the day.
  const superseded = new Set((await listed('superseded')).map((event) => event.id))
  const owed = [...published].filter(([, eventId]) => !superseded.has(eventId)).map(([key]) => key)
  assert.deepEqual(back.received.map(keyOf).sort(), owed.sort())
  const traces = new Map(back.received.map((one) => [keyOf(one), traceOf(one)]))
  assert.equal(new Set(traces.values()).size, owed.length)
  for (const one of ill.received) assert.equal(traceOf(one), traces.get(keyOf(one)), keyOf(one))
  const days = back.received.filter((one) => keyOf(one).startsWith('daily'))
  assert.ok(days.length < 12 && superseded.size > 20, `${days.length} versions of the day`)
  const lastDay = days.reduce((a, b) => (orderingOf(b) >= orderingOf(a) ? b : a))
  assert.equal(keyOf(lastDay), [...published.keys()].at(-1))
  assert.deepEqual(await listed('pending'), [])
  const { status: atLast, failing_since } = await state()
  assert.deepEqual({ atLast, failing_since }, { atLast: 'active', failing_since: null })
  assert.deepEqual(healthy.received.map(keyOf).sort(), [...published.keys()].sort())
})

interface Looked {
  /** Due or under way. */
  due: number
  leased: number
  /** Waiting with all their attempts. */
  untried: number
  /** Attempts there, ever. */
  tried: number
}

interface DestinationState {
  status: string
  enabled: boolean
  warned_percent: number
  failing_since: string | null
  counts: { pending: number; held: number; delivered: number; failed: number }
}
