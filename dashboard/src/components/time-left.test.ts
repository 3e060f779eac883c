import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timeLeftMs } from './time-left.ts'

test('time left follows the pace kept so far', () => {
  assert.equal(timeLeftMs(12, 30, 60_000), 90_000)
})

test('no time is told before the pace is known, nor at the end', () => {
  assert.equal(timeLeftMs(0, 30, 60_000), null)
  assert.equal(timeLeftMs(1, 100, 60_000), null)
  assert.equal(timeLeftMs(12, 30, 1999), null)
  assert.equal(timeLeftMs(30, 30, 60_000), null)
})
