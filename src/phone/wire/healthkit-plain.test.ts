import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aWatch } from '../../testing/phone.ts'
import { sampleShape } from './healthkit.ts'
import { isPlainSample } from './healthkit-plain.ts'

const sample = {
  id: 'a',
  type: 'HKQuantityTypeIdentifierHeartRate',
  start: '2026-07-01T08:00:00Z',
  end: '2026-07-01T08:00:05Z',
  value: 61,
  unit: 'count/min',
  tz: 'Europe/Oslo',
  ...aWatch,
}

test('a sample as most are is plain, and is read as the shape reads it', () => {
  for (const plain of [
    sample,
    { id: 'a', type: 'b' },
    { ...sample, source: null, device: {}, meta: null, value: '1' },
  ]) {
    assert.ok(isPlainSample(plain))
    assert.deepEqual(sampleShape.parse(plain), plain)
  }
})

test('a sample with a series or metadata is left to the shape', () => {
  for (const more of [{ series: [[1, 60]] }, { meta: { HKWasUserEntered: 1 } }]) {
    assert.ok(!isPlainSample({ ...sample, ...more }))
    assert.ok(sampleShape.safeParse({ ...sample, ...more }).success)
  }
})

test('nothing is plain that the shape would refuse, whatever stands wherever', () => {
  const wrong: unknown[] = [null, true, 0, '', 'x', 'a\u0000', 'y'.repeat(301), [], {}, [1], Number.POSITIVE_INFINITY]
  const placed = (field: string, inner: string, value: unknown): object => {
    const own = field === 'source' || field === 'device' ? { ...aWatch[field], [inner]: value } : value
    return { ...sample, [field]: inner === '' ? value : own }
  }
  const fields = [...Object.keys(sample), 'meta', 'series', 'other']
  const names = ['', ...Object.keys(aWatch.source), ...Object.keys(aWatch.device)]
  let plain = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...fields),
      fc.constantFrom(...names),
      fc.oneof(fc.constantFrom(...wrong), fc.anything()),
      (field, inner, value) => {
        const raw = placed(field, inner, value)
        if (!isPlainSample(raw)) return
        plain++
        assert.ok(sampleShape.safeParse(raw).success, `${field} ${inner}`)
      },
    ),
    { numRuns: 5000 },
  )
  assert.ok(plain > 100)
})
