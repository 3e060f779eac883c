import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { observed, recordedAt } from './observed-at.ts'

test('lets the richer format of a ride win, however the formats round its end', () => {
  const end = fc.integer({ min: 0, max: 4_000_000_000_000 })
  const jitter = fc.double({ min: -20_000, max: 20_000, noNaN: true })
  fc.assert(
    fc.property(end, jitter, jitter, jitter, (endMs, a, b, c) => {
      const [fit, tcx, gpx] = [recordedAt(endMs + a, 'fit'), recordedAt(endMs + b, 'tcx'), recordedAt(endMs + c, 'gpx')]
      assert.ok(fit > tcx && tcx > gpx)
      assert.ok([fit, tcx, gpx].every(Number.isSafeInteger))
    }),
  )
})

test('leaves open what is not known', () => {
  const athlete = { type: 'athlete', record: { sex: 'female' } } as const
  assert.deepEqual(observed(athlete, null), athlete)
  assert.deepEqual(observed(athlete, 0), { ...athlete, observedAtMs: 0 })
})
