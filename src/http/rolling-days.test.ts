import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDayBook } from './rolling-days.ts'

const limit = 6000
const hourMs = 3_600_000
const start = Date.UTC(2026, 0, 1)

const calls = fc.array(
  fc.record({
    user: fc.constantFrom('ada', 'ben'),
    days: fc.integer({ min: 1, max: 1825 }),
    waitMs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: hourMs })),
  }),
  { maxLength: 60 },
)

test('no sixty minutes hold more days of a user than the limit, and nobody pays for another', () => {
  fc.assert(
    fc.property(calls, (asked) => {
      const book = openDayBook(limit)
      const accepted: { user: string; days: number; atMs: number }[] = []
      let atMs = start
      for (const { user, days, waitMs } of asked) {
        atMs += waitMs
        const inWindow = (of: number) =>
          accepted.filter((one) => one.user === user && one.atMs > of - hourMs).reduce((sum, one) => sum + one.days, 0)
        const verdict = book.spend(user, days, atMs)
        if (verdict.isAccepted) {
          accepted.push({ user, days, atMs })
          assert.ok(inWindow(atMs) <= limit)
          assert.ok(verdict.remaining <= limit - inWindow(atMs))
        }
        // Figures of fifteen seconds leave together, so a refusal may hold that much longer and no more.
        else assert.ok(inWindow(atMs - 15_000) + days > limit)
      }
    }),
  )
})

test('a refused call does after the seconds that it was told, when nothing else is asked meanwhile', () => {
  fc.assert(
    fc.property(calls, (asked) => {
      const book = openDayBook(limit)
      let atMs = start
      for (const { user, days, waitMs } of asked) {
        atMs += waitMs
        const verdict = book.spend(user, days, atMs)
        if (verdict.isAccepted) continue
        assert.ok(verdict.retryAfterSeconds >= 1 && verdict.retryAfterSeconds <= hourMs / 1000)
        const early = book.spend(user, days, atMs + (verdict.retryAfterSeconds - 1) * 1000 - 1)
        assert.equal(early.isAccepted, false, 'it was told to wait longer than needed')
        atMs += verdict.retryAfterSeconds * 1000
        assert.ok(book.spend(user, days, atMs).isAccepted)
      }
    }),
  )
})

test('what remains and when it is back are told', () => {
  const book = openDayBook(limit)
  assert.deepEqual(book.spend('ada', 1825, start), { isAccepted: true, remaining: 4175, resetAfterSeconds: 3600 })
  assert.deepEqual(book.spend('ada', 1825, start + 600_000), {
    isAccepted: true,
    remaining: 2350,
    resetAfterSeconds: 3600,
  })
  assert.deepEqual(book.spend('ada', 1825, start + 900_000), {
    isAccepted: true,
    remaining: 525,
    resetAfterSeconds: 3600,
  })
  // The first call leaves an hour after it was made: 50 minutes from now.
  assert.deepEqual(book.spend('ada', 526, start + 600_000 + 300_000), { isAccepted: false, retryAfterSeconds: 2700 })
  assert.deepEqual(book.spend('ada', 525, start + 900_000), { isAccepted: true, remaining: 0, resetAfterSeconds: 3600 })
})

test('a clock that is set back frees nothing', () => {
  const book = openDayBook(10)
  assert.ok(book.spend('ada', 10, start).isAccepted)
  assert.deepEqual(book.spend('ada', 1, start - 2 * hourMs), { isAccepted: false, retryAfterSeconds: 3600 })
})

test('a book stays as large as it may, and forgets whoever was not asked for longest', () => {
  const book = openDayBook(10, 100)
  assert.ok(book.spend('ada', 10, start).isAccepted)
  for (let n = 0; n < 5000; n++) {
    book.spend(`user ${n % 1000}`, 1, start + n * 20_000)
    assert.ok(book.size() <= 100, `${book.size()} figures are kept`)
  }
  assert.ok(book.spend('ada', 10, start + 1).isAccepted, 'ada is not known any more')
})
