import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { temporaryFolder } from '../fixtures/truth.ts'
import { createRows, endOffsetDifference, rowAt, withEndOffset } from './rows.ts'

const row = fc.record(
  {
    day: fc.integer({ min: -1, max: 49_711 }),
    seconds: fc.integer({ min: 0, max: 0xffffffff }),
    extra: fc.integer({ min: 0, max: 0xffffffff }),
    value: fc.double({ noNaN: true }),
    type: fc.nat({ max: 200 }),
    source: fc.nat({ max: 0xffff }),
    offsetMinutes: fc.integer({ min: -900, max: 900 }),
    flags: fc.nat({ max: 0xffff }),
  },
  { noNullPrototype: true },
)

test('gives back every row on its day, however many runs they were sorted in', async () => {
  await using folder = await temporaryFolder()
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (added, rowsPerRun) => {
      using rows = createRows(folder.path, rowsPerRun)
      for (const r of added) rows.add(r.day, r.seconds, r.extra, r.value, r.type, r.source, r.offsetMinutes, r.flags)
      const days = rows.finish()
      assert.deepEqual(
        days,
        [...new Set(added.map(({ day }) => day))].sort((a, b) => a - b),
      )
      for (const day of days) {
        const block = rows.take(day, 1000)
        const found = Array.from({ length: block.rows }, (_, i) => ({ day, ...rowAt(block, i) }))
        assert.deepEqual(
          found,
          added.filter((r) => r.day === day),
        )
      }
    }),
    { numRuns: 60 },
  )
})

test('bounds what it gives of a day and tells how much is left', async () => {
  await using folder = await temporaryFolder()
  using rows = createRows(folder.path, 3)
  for (let i = 0; i < 10; i++) rows.add(1, i, 0, i, 0, 0, 0, 0)
  rows.finish()
  const block = rows.take(1, 7)
  assert.deepEqual([block.rows, block.left], [7, 3])
})

test('keeps the clock change within a stretch beside the flags', () => {
  for (const minutes of [-660, -60, -15, 0, 60, 1020])
    assert.equal(endOffsetDifference(withEndOffset(3, minutes)), minutes)
  assert.equal(withEndOffset(3, -60) & 0xff, 3)
})
