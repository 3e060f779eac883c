import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { patchDestination } from '../../destinations/destination.ts'
import { newUuid } from '../../lib/ids.ts'
import {
  aDestination,
  delivered,
  emit,
  inFreshEnvironment,
  read,
  runToEnd,
  startWorker,
} from '../../testing/delivering.ts'
import { type TestHub, testHub } from '../../testing/hub.ts'
import { openReceiver } from '../../testing/receiver.ts'
import { purgeUserEvents } from '../purge.ts'
import { listEvents } from '../read.ts'
import { countResends, resendEvent } from '../resend/resend.ts'
import { viewEvent } from '../view.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const url = 'https://example.com/hook'
const daily = (steps: number, ...days: string[]) =>
  JSON.stringify({
    type: 'daily',
    data: days.map((day) => ({ metadata: { start_time: `${day}T00:00:00.000000+00:00` }, distance_data: { steps } })),
  })
const update = async (hub: TestHub, fields: object) => {
  hub.clock.advance(1)
  const [emitted] = await emit(hub, fields)
  return emitted
}
const statusOf = async (hub: TestHub, emitted: Parameters<typeof read>[1]) =>
  (await read(hub, emitted)).deliveries.map((one) => one.status)

test('of a day that grows within a window the latest version is sent, and the older ones say what stands for them', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url, { min_interval_seconds: { daily: 60 } })
  await using _worker = await startWorker(hub)
  const userId = newUuid()
  const first = await update(hub, { userId, body: daily(1, '2026-07-01') })
  await receiver.take(1)
  const second = await update(hub, { userId, body: daily(2, '2026-07-01') })
  const third = await update(hub, { userId, body: daily(3, '2026-07-01') })
  const other = await update(hub, { userId, body: daily(9, '2026-07-02') })
  const last = await update(hub, { userId, body: daily(4, '2026-07-01', '2026-07-03') })
  assert.deepEqual(await Promise.all([second, third, other, last].map((one) => statusOf(hub, one))), [
    ['superseded'],
    ['superseded'],
    ['pending'],
    ['pending'],
  ])
  await hub.advance(60_000)
  hub.wake()
  const received = await receiver.take(2)
  assert.deepEqual(
    received.map((one) => one.body.toString()).sort(),
    [daily(4, '2026-07-01', '2026-07-03'), daily(9, '2026-07-02')].sort(),
  )
  await Promise.all([first, other, last].map((one) => delivered(hub, one)))
  const [delivery] = viewEvent(await read(hub, third)).deliveries
  assert.deepEqual(
    [delivery?.status, delivery?.superseded_by, delivery?.attempts],
    ['superseded', viewEvent(await read(hub, last)).id, []],
  )
  const { items } = await listEvents(hub, hub.environmentId, { status: 'superseded' })
  assert.deepEqual(
    items.map((one) => one.id),
    [third?.eventId, second?.eventId],
  )
  assert.deepEqual(items[0]?.deliveries, { pending: 0, held: 0, delivered: 0, failed: 0, superseded: 1 })
})

test('nothing is superseded that a newer event does not hold whole, or that is of another user, type or destination', async () => {
  const hub = await inFreshEnvironment(shared)
  const seconds = { daily: 60, body: 60 }
  await aDestination(hub, url, { min_interval_seconds: seconds })
  await aDestination(hub, url)
  const userId = newUuid()
  await update(hub, { userId, body: daily(1, '2026-06-01') })
  const two = await update(hub, { userId, body: daily(2, '2026-07-01', '2026-07-02') })
  const one = await update(hub, { userId, body: daily(3, '2026-07-01') })
  await update(hub, { userId: newUuid(), body: daily(4, '2026-07-01', '2026-07-02') })
  await update(hub, { userId, type: 'body', body: daily(5, '2026-07-01', '2026-07-02') })
  await update(hub, { userId, body: daily(6, '2026-07-01').replace('"steps"', '"floors"') })
  for (const emitted of [two, one]) assert.deepEqual(await statusOf(hub, emitted), ['pending', 'pending'])
  const whole = await update(hub, { userId, body: daily(7, '2026-07-01', '2026-07-02') })
  for (const emitted of [two, one])
    assert.deepEqual((await statusOf(hub, emitted)).sort(), ['pending', 'superseded'], 'the other destination gets all')
  assert.deepEqual(await statusOf(hub, whole), ['pending', 'pending'])
})

test('versions stored in one transaction are gathered too, and one that is rolled back supersedes nothing', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url, { min_interval_seconds: { daily: 60 } })
  const userId = newUuid()
  await update(hub, { userId, body: daily(1, '2026-07-01') })
  hub.clock.advance(1)
  const [older, newer] = await emit(
    hub,
    { userId, body: daily(2, '2026-07-01') },
    { userId, body: daily(3, '2026-07-01') },
  )
  assert.deepEqual([await statusOf(hub, older), await statusOf(hub, newer)], [['superseded'], ['pending']])
  await assert.rejects(emit(hub, { userId, body: daily(4, '2026-07-01') }, { body: 'a raw \u0001' }))
  assert.deepEqual(await statusOf(hub, newer), ['pending'])
})

test('what somebody asked for is neither delayed nor left out', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url, { min_interval_seconds: { daily: 60 } })
  const userId = newUuid()
  await update(hub, { userId, body: daily(1, '2026-07-01') })
  const asked = await update(hub, { userId, body: daily(1, '2026-07-01'), reference: newUuid() })
  const next = (await read(hub, asked)).deliveries[0]?.nextAttemptAt
  const [row] = await hub.db<{ due: boolean }>`select ${next ?? null}::timestamptz <= clock() as due`
  assert.equal(row?.due, true)
  await update(hub, { userId, body: daily(2, '2026-07-01') })
  assert.deepEqual(await statusOf(hub, asked), ['pending'])
})

test('a superseded event is sent again by hand, and by a job only when it asks for those', async () => {
  const hub = await inFreshEnvironment(shared)
  const sinceMs = hub.clock.now()
  const { id } = await aDestination(hub, url, { min_interval_seconds: { daily: 60 } })
  const userId = newUuid()
  await update(hub, { userId, body: daily(1, '2026-07-01') })
  const older = await update(hub, { userId, body: daily(2, '2026-07-01') })
  await update(hub, { userId, body: daily(3, '2026-07-01') })
  const untilMs = hub.clock.now() + 1
  const asked = { kind: 'resend', untilMs } as const
  assert.equal(await countResends(hub, hub.environmentId, { ...asked, userId }), 0, 'the others are pending')
  assert.equal(
    await countResends(hub, hub.environmentId, {
      kind: 'recover',
      destinationId: id,
      include: 'all',
      sinceMs,
      untilMs,
    }),
    0,
  )
  assert.equal((await runToEnd(hub, { ...asked, status: 'superseded' })).done, 1)
  assert.deepEqual(await statusOf(hub, older), ['pending'])
  assert.equal(await resendEvent(hub, hub.environmentId, older?.eventId ?? ''), 0)
})

test('what was gathered is held with the rest when its destination is switched off, and erased with its user', async () => {
  const hub = await inFreshEnvironment(shared)
  const { id } = await aDestination(hub, url, { min_interval_seconds: { daily: 60 } })
  const userId = newUuid()
  await update(hub, { userId, body: daily(1, '2026-07-01') })
  const older = await update(hub, { userId, body: daily(2, '2026-07-01') })
  const newer = await update(hub, { userId, body: daily(3, '2026-07-01') })
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  assert.deepEqual(await statusOf(hub, newer), ['held'])
  await hub.db.transaction((sql) => purgeUserEvents(sql, userId))
  const [left] = await hub.db<{ n: number }>`
    select (select count(*) from outcomes where event_id = ${older?.eventId ?? ''})
      + (select count(*) from deliveries where destination_id = ${id}) as n`
  assert.equal(left?.n, 0)
})
