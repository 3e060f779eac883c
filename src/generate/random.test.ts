import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomStream, smoothNoise } from './random.ts'

const draw = (count: number, ...key: (string | number)[]) => {
  const random = randomStream(...key)
  return Array.from({ length: count }, () => random.next())
}

test('a stream repeats for its key and differs for another, also when the parts only move', () => {
  assert.deepEqual(draw(20, 'seed', 'meals', 3), draw(20, 'seed', 'meals', 3))
  assert.notDeepEqual(draw(5, 'seed', 'meals', 3), draw(5, 'seed', 'meals', 4))
  assert.notDeepEqual(draw(5, 'a', 'bc'), draw(5, 'ab', 'c'))
})

test('a stream fills its range evenly', () => {
  const values = draw(4000, 'even')
  const buckets = Array.from({ length: 8 }, (_, i) => values.filter((v) => Math.floor(v * 8) === i).length)
  for (const count of buckets) assert.ok(count > 400 && count < 600, `${count}`)
})

test('integers include both ends, and bell-shaped draws stay within two and a half deviations', () => {
  const random = randomStream('range')
  const seen = new Set(Array.from({ length: 200 }, () => random.integer(3, 6)))
  assert.deepEqual([...seen].sort(), [3, 4, 5, 6])
  for (let i = 0; i < 2000; i++) assert.ok(Math.abs(random.normal(10, 2) - 10) <= 5)
})

test('picks only what has weight, and refuses to pick from nothing', () => {
  const random = randomStream('pick')
  for (let i = 0; i < 50; i++)
    assert.equal(
      random.pick(['a', 'b'], (item) => (item === 'b' ? 1 : 0)),
      'b',
    )
  assert.throws(() => random.pick([]), RangeError)
})

test('smooth noise stays within one and changes little over a small step', () => {
  const noise = smoothNoise('noise')
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (at) => {
      assert.ok(Math.abs(noise(at)) <= 1)
      assert.ok(Math.abs(noise(at + 0.01) - noise(at)) < 0.05)
    }),
  )
})
