import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cumulate, dedupeInstants, increments, max, mean, min, sum } from './samples.ts'

test('statistics skip what is missing and are null when all is', () => {
  assert.equal(mean([60, null, 70, undefined]), 65)
  assert.equal(min([60, null, -3]), -3)
  assert.equal(max([60, undefined, 61]), 61)
  assert.equal(sum([1, null, 2]), 3)
  for (const statistic of [mean, min, max, sum]) {
    assert.equal(statistic([]), null)
    assert.equal(statistic([null, undefined]), null)
    assert.equal(statistic([0]), 0)
  }
})

test('statistics take lists too long to spread into a call', () => {
  const values = Array.from({ length: 500_000 }, (_, i) => i)
  assert.equal(max(values), 499_999)
  assert.equal(min(values), 0)
  assert.equal(mean(values), 249_999.5)
})

test('exact repetitions of a reading go, differing readings of one instant stay', () => {
  const readings = [
    { epochMs: 2, value: 61, from: 'app' },
    { epochMs: 1, value: 60, from: 'watch' },
    { epochMs: 2, value: 61, from: 'watch' },
    { epochMs: 2, value: 64, from: 'strap' },
  ]
  assert.deepEqual(
    dedupeInstants(readings).map(({ epochMs, value }) => [epochMs, value]),
    [
      [1, 60],
      [2, 61],
      [2, 64],
    ],
  )
})

test('amounts become running totals at the end of their interval', () => {
  const amounts = [
    { endMs: 10, value: 5 },
    { endMs: 20, value: 0 },
    { endMs: 20, value: 2 },
    { endMs: 30, value: 3 },
  ]
  assert.deepEqual(cumulate(amounts), [
    { epochMs: 10, value: 5 },
    { epochMs: 20, value: 7 },
    { epochMs: 30, value: 10 },
  ])
})

test('a counter that falls has begun again at zero', () => {
  assert.deepEqual(increments([100, 250, 30, 80]), [100, 150, 30, 50])
  assert.deepEqual(increments([]), [])
})

test('increments of running totals are the amounts again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), (values) => {
      const totals = cumulate(values.map((value, endMs) => ({ endMs, value })))
      assert.deepEqual(increments(totals.map(({ value }) => value)), values)
    }),
  )
})
