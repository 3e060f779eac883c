import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bucketOf, type Histogram, merged, quantile } from './histogram.ts'

const histogramOf = (values: readonly number[]): Histogram => merged(values.map((value) => ({ [bucketOf(value)]: 1 })))

test('a quantile is within a bucket of the exact one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1 }), fc.constantFrom(0.5, 0.95), (values, share) => {
      const exact = [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0
      const found = quantile(histogramOf(values), share) ?? -1
      assert.ok(Math.abs(found - exact) <= exact * 0.11 + 1, `${found} for ${exact}`)
    }),
  )
})

test('a sum of histograms counts as if all had been counted at once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), fc.array(fc.nat(1000)), (a, b) => {
      assert.deepEqual(merged([histogramOf(a), histogramOf(b)]), histogramOf([...a, ...b]))
    }),
  )
})

test('nothing has no quantile', () => {
  assert.equal(quantile({}, 0.5), null)
})
