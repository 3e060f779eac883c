import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { longestWaitMs, nextWaitMs, retryAfterMs, schedules } from './schedule.ts'

const now = Date.UTC(2026, 6, 1, 12)
const wait = (options: Partial<Parameters<typeof nextWaitMs>[0]>) =>
  nextWaitMs({ retry: 'terra', deliveryId: 'd', attempt: 1, tries: 1, ...options })

test('the default waits are 30 s, doubling, ten times', () => {
  assert.deepEqual(
    [...schedules.terra],
    Array.from({ length: 10 }, (_, i) => 30 * 2 ** i),
  )
  assert.equal(wait({ tries: 11 }), null)
})

test('the long schedule goes on for three days', () => {
  const hours = schedules.long.reduce((sum, seconds) => sum + seconds, 0) / 3600
  assert.ok(hours > 72 && hours < 78)
  assert.ok(schedules.long.every((seconds) => seconds * 1000 <= longestWaitMs))
})

test('a wait is within 10 % of its place in the table, and always the same', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom('terra' as const, 'long' as const),
      (deliveryId, tries, retry) => {
        const ms = wait({ retry, deliveryId, attempt: tries, tries }) ?? 0
        const table = (schedules[retry][tries - 1] ?? 0) * 1000
        assert.ok(ms >= Math.floor(table * 0.9) && ms <= Math.ceil(table * 1.1))
        assert.ok(ms <= longestWaitMs)
        assert.equal(wait({ retry, deliveryId, attempt: tries, tries }), ms)
      },
    ),
  )
})

test('what failed together does not return together', () => {
  const waits = new Set(Array.from({ length: 100 }, (_, i) => wait({ deliveryId: `delivery ${i}` })))
  assert.ok(waits.size > 90)
})

test('explicit waits are kept to exactly, and an empty list means one attempt', () => {
  assert.equal(wait({ retry: [] }), null)
  assert.equal(wait({ retry: [1, 2] }), 1000)
  assert.equal(wait({ retry: [1, 2], tries: 2 }), 2000)
  assert.equal(wait({ retry: [1, 2], tries: 3 }), null)
  assert.equal(wait({ retry: [0.25] }), 250)
})

test('Retry-After lengthens a wait up to 8 h, never shortens one, never adds one', () => {
  assert.equal(wait({ retry: [10], retryAfterMs: 60_000 }), 60_000)
  assert.equal(wait({ retry: [10], retryAfterMs: 1_000 }), 10_000)
  assert.equal(wait({ retry: [10], retryAfterMs: 10 * longestWaitMs }), longestWaitMs)
  assert.equal(wait({ retry: [], retryAfterMs: 60_000 }), null)
})

test('reads Retry-After as seconds and in the three forms of an HTTP-date', () => {
  assert.equal(retryAfterMs('120', now), 120_000)
  assert.equal(retryAfterMs('0', now), 0)
  assert.equal(retryAfterMs('Wed, 01 Jul 2026 12:01:00 GMT', now), 60_000)
  assert.equal(retryAfterMs('Wednesday, 01-Jul-26 12:01:00 GMT', now), 60_000)
  assert.equal(retryAfterMs('Wed Jul  1 12:01:00 2026', now), 60_000)
  assert.equal(retryAfterMs('Wed, 01 Jul 2026 11:00:00 GMT', now), 0)
  assert.equal(retryAfterMs('Thu, 01 Jul 2027 12:00:00 GMT', now), longestWaitMs)
})

test('takes no nonsense for a Retry-After', () => {
  for (const text of [null, undefined, '', 'soon', '-5', '1.5', '2026-07-01', 'Mon, nonsense'])
    assert.equal(retryAfterMs(text, now), null)
  fc.assert(
    fc.property(fc.string(), (text) => {
      const ms = retryAfterMs(text, now)
      assert.ok(ms === null || (ms >= 0 && ms <= longestWaitMs))
    }),
  )
})
