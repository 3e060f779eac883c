import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { progressText } from './progress.ts'
import { formatBytes, formatDuration, openRate } from './quantity.ts'

test('sizes have three digits and the unit that fits', () => {
  const sizes = [0, 831, 999, 1000, 12_345, 99_960, 999_600, 5_203_000_000, 20 * 1024 ** 3]
  assert.deepEqual(sizes.map(formatBytes), [
    '0 B',
    '831 B',
    '999 B',
    '1.00 kB',
    '12.3 kB',
    '100 kB',
    '1.00 MB',
    '5.20 GB',
    '21.5 GB',
  ])
})

test('a size never has four digits before its unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e14 }), (bytes) =>
      assert.match(formatBytes(bytes), /^\d{1,3}(\.\d+)? \w+$/),
    ),
  )
})

test('durations have their two largest parts', () => {
  const durations = [0.2, 4, 60, 125, 3600, 3840, 3725, 93_600]
  assert.deepEqual(durations.map(formatDuration), [
    '0 s',
    '4 s',
    '1 min',
    '2 min 5 s',
    '1 h',
    '1 h 4 min',
    '1 h 2 min',
    '1 d 2 h',
  ])
})

test('speed is that of the last seconds, not of the whole', () => {
  const rate = openRate(5000)
  assert.equal(rate(0, 0), null)
  assert.equal(rate(1000, 1000), 1000)
  for (let second = 2; second <= 20; second++) rate(1000, second * 1000)
  assert.equal(rate(1000, 21_000), 0)
})

test('progress says speed and time left once they are known', () => {
  assert.equal(progressText(0, 2_000_000, null), '0 B of 2.00 MB')
  assert.equal(progressText(1_000_000, 2_000_000, 100_000), '1.00 MB of 2.00 MB, 100 kB/s, 10 s left')
  assert.equal(progressText(2_000_000, 2_000_000, 100_000), '2.00 MB of 2.00 MB, 100 kB/s')
})
