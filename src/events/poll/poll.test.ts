import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId, newUuid } from '../../lib/ids.ts'
import { anEvent, emit, inFreshEnvironment } from '../../testing/delivering.ts'
import { type TestHub, testHub } from '../../testing/hub.ts'
import { storeEvents } from '../emit.ts'
import { type PollQuery, pollEvents } from './poll.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const start = { kind: 'time', epochMs: 0 } as const
/** Without the safety lag, which covers a race of microseconds that a test does not run into. */
const poll = (hub: TestHub, query: Partial<PollQuery> = {}) =>
  pollEvents(hub, hub.environmentId, { start, limit: 50, ...query }, 0)
const from = (cursor: string) => ({ kind: 'cursor', cursor }) as const
const idsOf = ({ items }: { items: { id: string }[] }) => items.map((one) => one.id)

test('an event whose transaction commits late holds back those after it, and none is left out or given twice', async () => {
  const hub = await inFreshEnvironment(shared)
  const [before] = await emit(hub, {})
  const lateId = newId(hub.clock.now())
  const begun = Promise.withResolvers<void>()
  const mayCommit = Promise.withResolvers<void>()
  const late = hub.db.transaction(async (sql) => {
    await storeEvents(hub, sql, [anEvent(hub, { id: lateId })])
    begun.resolve()
    await mayCommit.promise
  })
  await begun.promise
  hub.clock.advance(5)
  const [quick] = await emit(hub, {})
  const first = await poll(hub)
  assert.deepEqual(idsOf(first), [before?.eventId], 'what committed since waits')
  assert.deepEqual(idsOf(await poll(hub, { start: from(first.nextCursor) })), [])
  mayCommit.resolve()
  await late
  const second = await poll(hub, { start: from(first.nextCursor) })
  assert.deepEqual(idsOf(second), [lateId, quick?.eventId])
  assert.deepEqual(idsOf(await poll(hub, { start: from(second.nextCursor) })), [])
})

test('ids made long before their commit, or by a clock that is behind, are not missed', async () => {
  const hub = await inFreshEnvironment(shared)
  await emit(hub, {})
  const first = await poll(hub)
  const [old] = await emit(hub, { id: newId(hub.clock.now() - 3_600_000) })
  assert.deepEqual(idsOf(await poll(hub, { start: from(first.nextCursor) })), [old?.eventId])
})

test('whatever commits in whatever order, one caller gets each event once', async () => {
  const hub = await inFreshEnvironment(shared)
  const ids = Array.from({ length: 40 }, (_, i) => newId(hub.clock.now() + ((i * 7) % 11)))
  const seen: string[] = []
  let cursor = (await poll(hub, { start: { kind: 'now' } })).nextCursor
  const look = async () => {
    for (;;) {
      const page = await poll(hub, { start: from(cursor), limit: 3 })
      seen.push(...idsOf(page))
      cursor = page.nextCursor
      if (!page.hasMore) return
    }
  }
  const gates = ids.map(() => Promise.withResolvers<void>())
  const writers: Promise<void>[] = []
  // Four at a time, the later of each four commits first.
  for (let i = 0; i < ids.length; i += 4) {
    const group = ids.slice(i, i + 4)
    const stored: Promise<void>[] = []
    for (const [n, id] of group.entries()) {
      const one = Promise.withResolvers<void>()
      stored.push(one.promise)
      writers.push(
        hub.db.transaction(async (sql) => {
          await storeEvents(hub, sql, [anEvent(hub, { id })])
          one.resolve()
          await gates[i + n]?.promise
        }),
      )
    }
    await Promise.all(stored)
    for (const n of [3, 1, 0, 2]) {
      gates[i + n]?.resolve()
      await writers[i + n]
      await look()
    }
  }
  await Promise.all(writers)
  await look()
  assert.deepEqual([...seen].sort(), [...ids].sort())
})

test('begins now, at a time or at the beginning, and finds by type and user', async () => {
  const hub = await inFreshEnvironment(shared)
  const userId = newUuid()
  const [a] = await emit(hub, { type: 'sleep', userId, body: '{"type":"sleep","é":1}' })
  const now = await poll(hub, { start: { kind: 'now' } })
  assert.deepEqual([now.items, now.hasMore], [[], false])
  const [b] = await emit(hub, {})
  assert.deepEqual(idsOf(await poll(hub, { start: from(now.nextCursor) })), [b?.eventId])
  assert.deepEqual(idsOf(await poll(hub)), [a?.eventId, b?.eventId])
  assert.deepEqual(idsOf(await poll(hub, { type: 'sleep' })), [a?.eventId])
  assert.deepEqual(idsOf(await poll(hub, { userId })), [a?.eventId])
  assert.deepEqual(idsOf(await poll(hub, { start: { kind: 'time', epochMs: Date.now() + 60_000 } })), [])
  assert.ok((await poll(hub)).completeUntil.getTime() <= Date.now())
})

test('a page ends where its bodies become too many', async () => {
  const hub = await inFreshEnvironment(shared)
  const body = JSON.stringify('x'.repeat(5_000_000))
  const [a] = await emit(hub, { body })
  const [b] = await emit(hub, { body })
  const first = await poll(hub)
  assert.deepEqual([idsOf(first), first.hasMore], [[a?.eventId], true])
  const second = await poll(hub, { start: from(first.nextCursor) })
  assert.deepEqual([idsOf(second), second.hasMore], [[b?.eventId], false])
})

test('a cursor that is none is refused', async () => {
  for (const cursor of ['x', Buffer.from('1 2').toString('base64url')])
    await assert.rejects(poll(shared, { start: from(cursor) }), /invalid since_cursor/)
})
