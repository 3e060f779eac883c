import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { disableDestination, getDestination, patchDestination } from '../destinations/destination.ts'
import { viewDestination } from '../destinations/view.ts'
import { listEvents, readEvent } from '../events/read.ts'
import { newUuid } from '../lib/ids.ts'
import { checkEventBody } from '../schema/events.ts'
import { aDestination, emit, inFreshEnvironment, startWorker } from '../testing/delivering.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'
import { Health } from './health.ts'
import type { Attempted } from './types.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const url = 'https://example.com/hook'
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const warnings = ['destination.failing', 'destination.disabled']

const attempted = (hub: TestHub, destinationId: string, status: number): Attempted => ({
  claimed: {
    id: newUuid(),
    eventId: newUuid(),
    destinationId,
    attempt: 1,
    attemptsBefore: 0,
    isFirst: true,
    trigger: null,
  },
  startedAtMs: hub.clock.now(),
  reply: { kind: 'answered', status, durationMs: 1, body: '', retryAfter: null, address: null },
  next: status < 300 ? { kind: 'delivered' } : { kind: 'retry', waitMs: 1 },
  gone: false,
})
/** A destination that is watched, one that wants to know, and one that takes every type a receiver of Terra knows. */
async function setUp(hub: TestHub) {
  const watched = await aDestination(hub, url, { name: 'Main' })
  const told = await aDestination(hub, url, { event_types: warnings })
  await aDestination(hub, url)
  const health = new Health(hub, hub.db)
  return {
    id: watched.id,
    toldId: told.id,
    health,
    async note(status: number, times = 1) {
      health.note(Array.from({ length: times }, () => attempted(hub, watched.id, status)))
      await health.settled()
    },
    async view() {
      const one = await getDestination(hub, hub.environmentId, watched.id)
      assert.ok(one)
      return viewDestination(one, { nowMs: hub.clock.now(), disableAfterDays: hub.config.disableAfterDays })
    },
  }
}
/** What was said of destinations, oldest first: type, percentage, and to whom. */
async function notices(hub: TestHub) {
  const { items } = await listEvents(hub, hub.environmentId)
  const events = await Promise.all(items.reverse().map((one) => readEvent(hub, hub.environmentId, one.id)))
  return events.flatMap((event) => {
    if (event === null || !event.type.startsWith('destination.')) return []
    const body = JSON.parse(event.body)
    assert.deepEqual(checkEventBody(body), { ok: true })
    return [
      {
        type: event.type,
        percent: body.percent,
        name: body.destination.name,
        to: event.deliveries.map((d) => d.destinationId),
      },
    ]
  })
}

test('a destination that fails is warned of at 50, 70 and 90 % of five days, each once, and then switched off', async () => {
  const hub = await inFreshEnvironment(shared)
  const { note, view, toldId } = await setUp(hub)
  await note(500, 10)
  const { failing_since, disables_at, status } = await view()
  assert.equal(Date.parse(disables_at ?? '') - Date.parse(failing_since ?? ''), 5 * dayMs)
  assert.equal(status, 'failing')
  for (const [day, percent] of [
    [1, 0],
    [1.5, 50],
    [0.4, 50],
    [0.6, 70],
    [0.9, 70],
    [0.2, 90],
    [0.2, 90],
  ] as const) {
    await hub.advance(day * dayMs)
    await note(500, 2)
    assert.equal((await view()).warned_percent, percent)
  }
  assert.equal((await view()).enabled, true)
  await hub.advance(0.5 * dayMs)
  await note(500)
  const off = await view()
  assert.deepEqual(
    [off.status, off.disabled_reason, off.disables_at],
    ['disabled', 'Every attempt failed for 5 days.', null],
  )
  await note(500)
  assert.deepEqual(
    (await notices(hub)).map(({ type, percent, name, to }) => [type, percent, name, to.join()]),
    [
      ['destination.failing', 50, 'Main', toldId],
      ['destination.failing', 70, 'Main', toldId],
      ['destination.failing', 90, 'Main', toldId],
      ['destination.disabled', undefined, 'Main', toldId],
    ],
  )
})

test('any success resets it', async () => {
  const hub = await inFreshEnvironment(shared)
  const { note, view } = await setUp(hub)
  await note(500, 30)
  await hub.advance(4.6 * dayMs)
  await note(500)
  assert.equal((await view()).warned_percent, 90)
  await note(200)
  const { failing_since, warned_percent, disables_at, status } = await view()
  assert.deepEqual([failing_since, warned_percent, disables_at, status], [null, 0, null, 'active'])
  await hub.advance(dayMs)
  await note(500, 30)
  assert.equal((await view()).enabled, true)
})

test('fewer than twenty failures switch nothing off, however long they took', async () => {
  const hub = await inFreshEnvironment(shared)
  const { note, view } = await setUp(hub)
  await note(500, 18)
  await hub.advance(9 * dayMs)
  await note(500)
  assert.equal((await view()).enabled, true)
  await note(500)
  assert.equal((await view()).enabled, false)
})

test('the time is a setting, and 0 switches nothing off', async () => {
  const hub = await inFreshEnvironment(shared)
  const quick = { ...hub, config: { ...hub.config, disableAfterDays: 0.5 } }
  const one = await setUp(quick)
  await one.note(500, 40)
  await hub.advance(11 * hourMs)
  await one.note(500)
  assert.equal((await one.view()).enabled, true)
  await hub.advance(hourMs)
  await one.note(500)
  assert.equal((await one.view()).enabled, false)
  const never = { ...(await inFreshEnvironment(shared)), config: { ...hub.config, disableAfterDays: null } }
  const other = await setUp(never)
  await other.note(500, 40)
  await hub.advance(400 * dayMs)
  await other.note(500)
  assert.deepEqual([(await other.view()).enabled, (await other.view()).disables_at], [true, null])
})

test('two processes that see the same failure warn once', async () => {
  const hub = await inFreshEnvironment(shared)
  const { note, id } = await setUp(hub)
  await note(500)
  await hub.advance(3 * dayMs)
  const processes = [new Health(hub, hub.db), new Health(hub, hub.db), new Health(hub, hub.db)]
  for (const health of processes) health.note([attempted(hub, id, 500)])
  await Promise.all(processes.map((health) => health.settled()))
  assert.equal((await notices(hub)).length, 1)
})

test('an answer of 410 is told to the others, and so is what a process that died left untold', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 410 })
  await aDestination(hub, receiver.url, { name: 'Gone', event_types: ['daily'] })
  await using told = await openReceiver()
  await aDestination(hub, told.url, { event_types: warnings })
  await using _worker = await startWorker(hub)
  await emit(hub, {})
  const [notice] = await told.take(1)
  const body = JSON.parse(String(notice?.body))
  assert.deepEqual(
    [body.type, body.destination.name, body.reason],
    ['destination.disabled', 'Gone', 'It answered 410 Gone.'],
  )

  const { id, health } = await setUp(hub)
  await disableDestination(hub, id, 'Dead.')
  health.forget()
  await health.settled()
  assert.equal((await notices(hub)).filter((one) => one.name === 'Main').length, 1)
})

test('switching off and on by hand is nobody else’s business, and switching on says what was missed', async () => {
  const hub = await inFreshEnvironment(shared)
  const { id, note, health } = await setUp(hub)
  await note(500, 3)
  const since = (await getDestination(hub, hub.environmentId, id))?.failingSince
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  await emit(hub, {}, {})
  health.forget()
  await health.settled()
  assert.deepEqual(await notices(hub), [])
  const on = await patchDestination(hub, hub.environmentId, id, { enabled: true })
  assert.equal(on.missed?.held, 2)
  assert.ok((on.missed?.since.getTime() ?? Infinity) <= (since?.getTime() ?? 0))
  assert.equal((await patchDestination(hub, hub.environmentId, id, { enabled: true })).missed, null)
})
