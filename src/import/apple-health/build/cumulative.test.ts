import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RowFlag } from '../collect/rows.ts'
import { anonymousSource, type Source } from '../collect/sources.ts'
import { countOnce } from './cumulative.ts'
import type { Sample } from './days.ts'

const sources: readonly Source[] = [0, 1, 2].map((rank) => ({
  ...anonymousSource,
  name: `source ${rank}`,
  rank,
  place: rank,
}))
const [best = anonymousSource, second = anonymousSource] = sources

const sample = (source: Source, start: number, length: number, value: number, flags = 0): Sample => ({
  source,
  start,
  length,
  value,
  offsetMinutes: 0,
  flags,
})

const total = (samples: readonly Sample[], before?: readonly Sample[]): number =>
  countOnce(samples, before).reduce((sum, { value }) => sum + value, 0)

test('counts of a lesser source only what the better one does not cover', () => {
  assert.equal(total([sample(best, 0, 600, 100), sample(second, 300, 600, 60)]), 130)
  assert.equal(total([sample(best, 200, 100, 10), sample(second, 0, 600, 60)]), 60)
  assert.equal(total([sample(best, 0, 600, 100), sample(second, 100, 100, 60)]), 100)
})

test('adds all samples of one source, also those that overlap', () => {
  assert.equal(total([sample(best, 0, 120, 1), sample(best, 60, 120, 1), sample(best, 60, 120, 1)]), 3)
})

test('lets a sample of the day before cover what it reaches into', () => {
  assert.equal(total([sample(second, 0, 600, 60)], [sample(best, -300, 600, 5)]), 30)
})

test('counts typed-in amounts only where nothing was measured', () => {
  assert.equal(total([sample(best, 0, 600, 1000, RowFlag.USER_ENTERED), sample(second, 300, 300, 40)]), 540)
})

test('counts an amount without length once for all sources that tell it', () => {
  assert.equal(total([sample(best, 10, 0, 250), sample(second, 10, 0, 250), sample(second, 11, 0, 250)]), 500)
  assert.equal(total([sample(best, 0, 60, 250), sample(second, 10, 0, 250)]), 250)
})

const anySample = fc.record({
  source: fc.constantFrom(...sources),
  start: fc.nat({ max: 40 }),
  length: fc.nat({ max: 15 }),
  value: fc.integer({ min: 1, max: 20 }),
  offsetMinutes: fc.constant(0),
  flags: fc.constant(0),
})

test('agrees with counting second by second', () => {
  fc.assert(
    fc.property(fc.array(anySample, { maxLength: 12 }), (samples) => {
      const inOrder = samples.filter(({ length }) => length > 0).sort((a, b) => a.start - b.start)
      let expected = 0
      for (const { source, start, length, value } of inOrder) {
        for (let second = start; second < start + length; second++) {
          const isCovered = inOrder.some(
            (other) => other.source.rank < source.rank && other.start <= second && second < other.start + other.length,
          )
          if (!isCovered) expected += value / length
        }
      }
      assert.ok(Math.abs(total(inOrder) - expected) < 1e-9)
    }),
  )
})
