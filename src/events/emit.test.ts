import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { countDeliveries, deleteDestination, patchDestination } from '../destinations/destination.ts'
import { newUuid } from '../lib/ids.ts'
import { aDestination, anEvent, emit, inFreshEnvironment } from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { emitEvent, emitEvents } from './emit.ts'
import { openPublisher } from './publish.ts'
import { forgetExpired, purgeUserEvents } from './purge.ts'
import { listEvents, readEvent } from './read.ts'
import { viewEvent } from './view.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const url = 'https://example.com/'

test('an event goes to the destinations that want its type', async () => {
  const hub = await inFreshEnvironment(shared)
  const all = await aDestination(hub, url)
  const sleep = await aDestination(hub, url, { event_types: ['sleep', 'daily'] })
  await aDestination(hub, url, { event_types: ['activity'] })
  const [emitted] = await emit(hub, { type: 'daily' })
  assert.equal(emitted?.deliveries, 2)
  const event = await readEvent(hub, hub.environmentId, emitted?.eventId ?? '')
  assert.deepEqual(
    event?.deliveries.map((one) => [one.destinationId, one.status]).sort(),
    [
      [all.id, 'pending'],
      [sleep.id, 'pending'],
    ].sort(),
  )
})

test('an event that nobody wants is stored', async () => {
  const hub = await inFreshEnvironment(shared)
  const [emitted] = await emit(hub, {})
  assert.equal(emitted?.deliveries, 0)
  assert.equal((await listEvents(hub, hub.environmentId)).items.length, 1)
})

test('another environment gets nothing', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url)
  const other = newUuid()
  await hub.db`insert into environments (id, dev_id, name) values (${other}, ${other}, 'other')`
  const [emitted] = await emit(hub, { environmentId: other })
  assert.equal(emitted?.deliveries, 0)
  assert.equal(await readEvent(hub, hub.environmentId, emitted?.eventId ?? ''), null)
})

test('saved and owed are committed together or not at all', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url)
  await assert.rejects(
    hub.db.transaction(async (sql) => {
      await emitEvent(hub, sql, anEvent(hub))
      throw new Error('no')
    }),
  )
  assert.equal((await listEvents(hub, hub.environmentId)).items.length, 0)
  const [queue] = await hub.db<{ n: number }>`select count(*) as n from deliveries`
  assert.equal(queue?.n, 0)
})

test('keeps every body exactly, small and large, in the order given', async () => {
  const hub = await inFreshEnvironment(shared)
  const bodies = ['{}', '[1,\n 2]', '{"a":"\\u0001 ü 雪 \\n \'quoted\' \\\\ $1"}', `{"long":"${'é'.repeat(100_000)}"}`]
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.json({ noUnicodeString: false }), fc.constantFrom(...bodies)), {
        minLength: 1,
        maxLength: 30,
      }),
      async (texts) => {
        const emitted = await emitEvents(
          hub,
          hub.db,
          texts.map((body) => anEvent(hub, { body })),
        )
        const stored = await Promise.all(emitted.map(({ eventId }) => readEvent(hub, hub.environmentId, eventId)))
        assert.deepEqual(
          stored.map((event) => event?.body),
          texts,
        )
      },
    ),
    { numRuns: 25 },
  )
})

test('an event of what is no JSON is refused', async () => {
  const hub = await inFreshEnvironment(shared)
  await assert.rejects(emitEvent(hub, hub.db, anEvent(hub, { body: '{"a":"\u0001"}' })), /control character/)
  await assert.rejects(emitEvent(hub, hub.db, anEvent(hub, { body: '{"a":"\0"}' })), /control character/)
})

test('keeps the reference, chunk and time it is given, and makes a reference of its own', async () => {
  const hub = await inFreshEnvironment(shared)
  const reference = newUuid()
  const [given, made] = await emit(hub, { reference, chunk: 3, orderingMs: 1_700_000_000_123 }, {})
  const event = await readEvent(hub, hub.environmentId, given?.eventId ?? '')
  assert.deepEqual([event?.reference, event?.chunk, event?.orderingMs], [reference, 3, 1_700_000_000_123])
  assert.match((await readEvent(hub, hub.environmentId, made?.eventId ?? ''))?.reference ?? '', /^[0-9a-f-]{36}$/)
})

test('what comes while a destination is off is held', async () => {
  const hub = await inFreshEnvironment(shared)
  const destination = await aDestination(hub, url)
  const [before] = await emit(hub, {})
  await patchDestination(hub, hub.environmentId, destination.id, { enabled: false })
  const [meanwhile] = await emit(hub, {})
  assert.equal(meanwhile?.deliveries, 0)
  for (const one of [before, meanwhile]) {
    const event = await readEvent(hub, hub.environmentId, one?.eventId ?? '')
    assert.deepEqual(
      event?.deliveries.map(({ status, nextAttemptAt }) => [status, nextAttemptAt]),
      [['held', null]],
    )
  }
  assert.equal((await countDeliveries(hub, hub.environmentId)).get(destination.id)?.held, 2)
  await patchDestination(hub, hub.environmentId, destination.id, { enabled: true })
  assert.equal((await countDeliveries(hub, hub.environmentId)).get(destination.id)?.held, 2)
  await patchDestination(hub, hub.environmentId, destination.id, { enabled: true, deliver_missed: true })
  assert.deepEqual((await countDeliveries(hub, hub.environmentId)).get(destination.id), {
    pending: 2,
    held: 0,
    delivered: 0,
    failed: 0,
  })
})

test('pending deliveries go with a deleted destination', async () => {
  const hub = await inFreshEnvironment(shared)
  const destination = await aDestination(hub, url)
  const [emitted] = await emit(hub, {})
  await deleteDestination(hub, hub.environmentId, destination.id)
  assert.deepEqual((await readEvent(hub, hub.environmentId, emitted?.eventId ?? ''))?.deliveries, [])
})

test('updates within a minimum interval are gathered and sent together at its end', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url, { min_interval_seconds: { daily: 60 } })
  const userId = newUuid()
  /** Up to five seconds less count as none, as the database's own clock goes on meanwhile. */
  const dueIn = async (fields: object) => {
    const [emitted] = await emit(hub, fields)
    const [row] = await hub.db<{ s: number }>`
      select ceil(extract(epoch from due_at - clock()) / 5) * 5 as s from deliveries where event_id = ${emitted?.eventId ?? ''}`
    return Number(row?.s)
  }
  assert.equal(await dueIn({ userId }), 0)
  await hub.advance(10_000)
  assert.equal(await dueIn({ userId }), 50)
  await hub.advance(10_000)
  assert.equal(await dueIn({ userId }), 40)
  assert.equal(await dueIn({ userId, type: 'sleep' }), 0, 'another type')
  assert.equal(await dueIn({ userId: newUuid() }), 0, 'another user')
  await hub.advance(60_000)
  assert.equal(await dueIn({ userId }), 40, 'counted from the last that went out')
  await hub.advance(1_000_000)
  assert.equal(await dueIn({ userId }), 0)
})

test('lists are filtered, newest first, and paged without a shift when more arrives', async () => {
  const hub = await inFreshEnvironment(shared)
  const destination = await aDestination(hub, url, { event_types: ['sleep'] })
  const userId = newUuid()
  const start = hub.clock.now()
  const ids: string[] = []
  for (const fields of [{ type: 'sleep' }, { userId }, { type: 'sleep', userId }, {}, {}]) {
    hub.clock.advance(1000)
    ids.push((await emit(hub, fields))[0]?.eventId ?? '')
  }
  const list = async (query: object) =>
    (await listEvents(hub, hub.environmentId, query)).items.map((event) => ids.indexOf(event.id))
  assert.deepEqual(await list({}), [4, 3, 2, 1, 0])
  assert.deepEqual(await list({ type: 'sleep' }), [2, 0])
  assert.deepEqual(await list({ userId }), [2, 1])
  assert.deepEqual(await list({ destinationId: destination.id }), [2, 0])
  assert.deepEqual(await list({ status: 'pending' }), [2, 0])
  assert.deepEqual(await list({ status: 'pending', userId }), [2])
  assert.deepEqual(await list({ status: 'delivered' }), [])
  assert.deepEqual(await list({ sinceMs: start + 2000, untilMs: start + 4000 }), [2, 1])
  const first = await listEvents(hub, hub.environmentId, { limit: 2 })
  assert.deepEqual(
    first.items.map((event) => ids.indexOf(event.id)),
    [4, 3],
  )
  await emit(hub, {})
  const second = await listEvents(hub, hub.environmentId, { limit: 2, cursor: first.nextCursor ?? '' })
  assert.deepEqual(
    second.items.map((event) => ids.indexOf(event.id)),
    [2, 1],
  )
  assert.equal(
    (await listEvents(hub, hub.environmentId, { limit: 2, cursor: second.nextCursor ?? '' })).nextCursor,
    null,
  )
})

test('erasing a user erases their events and what is owed, and of nobody else', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url, { min_interval_seconds: { daily: 60 } })
  const [userId, other] = [newUuid(), newUuid()]
  await emit(hub, { userId }, { userId, type: 'sleep' }, { userId: other })
  await hub.db.transaction((sql) => purgeUserEvents(sql, userId))
  const { items } = await listEvents(hub, hub.environmentId)
  assert.deepEqual(
    items.map((event) => event.userId),
    [other],
  )
  const [rows] = await hub.db<{ queue: number; windows: number }>`
    select (select count(*) from deliveries) as queue, (select count(*) from delivery_windows) as windows`
  assert.deepEqual({ ...rows }, { queue: 1, windows: 1 })
})

test('an event of an app is stored once for each key', async () => {
  const hub = await inFreshEnvironment(shared)
  const publisher = openPublisher(hub)
  const publish = (...keys: (string | null)[]) =>
    publisher.publish(
      hub.environmentId,
      keys.map((key) => ({ key, type: 'order.paid', userId: null, body: `{"key":${JSON.stringify(key)}}` })),
    )
  const first = await publish('a', 'b', 'a', null)
  assert.equal(first.accepted, 3)
  assert.equal(first.duplicates, 1)
  assert.equal(first.eventIds[0], first.eventIds[2])
  const again = await publish('b', 'c')
  assert.deepEqual([again.accepted, again.duplicates], [1, 1])
  assert.equal(again.eventIds[0], first.eventIds[1])
  const both = await Promise.all([publish('d'), publish('d')])
  assert.equal(both[0].eventIds[0], both[1].eventIds[0])
  assert.equal((await listEvents(hub, hub.environmentId)).items.length, 5)
  await forgetExpired(hub, hub.clock.now() + 1)
  assert.equal((await publish('a')).accepted, 1)
})

test('a commit whose answer was lost is not made again: what came together fails together', async () => {
  const hub = await inFreshEnvironment(shared)
  const transaction: typeof hub.db.transaction = async (work) => {
    await hub.db.transaction(work)
    throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
  }
  const db = new Proxy(hub.db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  })
  const publisher = openPublisher({ ...hub, db })
  const event = { key: null, type: 'order.paid', userId: null, body: '{}' }
  const both = await Promise.allSettled([1, 2].map(() => publisher.publish(hub.environmentId, [event])))
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal((await listEvents(hub, hub.environmentId)).items.length, 2)
})

test('the view of an event is what scripts rely on', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, url)
  const [emitted] = await emit(hub, {})
  const event = await readEvent(hub, hub.environmentId, emitted?.eventId ?? '')
  assert.ok(event)
  const view = viewEvent(event)
  assert.match(view.id, /^evt_/)
  assert.equal(typeof view.body, 'string')
  const [delivery] = view.deliveries
  assert.match(delivery?.destination_id ?? '', /^dst_/)
  assert.equal(delivery?.status, 'pending')
  assert.match(delivery?.next_attempt_at ?? '', /Z$/)
  assert.deepEqual(delivery?.attempts, [])
})
