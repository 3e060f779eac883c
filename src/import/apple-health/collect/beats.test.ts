import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beatTime } from './beats.ts'

const at = (hours: number, minutes = 0, seconds = 0, ms = 0): number =>
  Date.UTC(2024, 2, 18, hours - 1, minutes, seconds, ms)
const start = (hours: number, minutes = 0) => ({ seconds: at(hours, minutes) / 1000, offsetMinutes: 60, day: 0 })

test('finds the beat near the start of its measurement, in any spelling of the time', () => {
  assert.equal(beatTime('7:03:01.53 AM', start(7, 3)), at(7, 3, 1, 530))
  assert.equal(beatTime('7:03:01.53 PM', start(19, 3)), at(19, 3, 1, 530))
  assert.equal(beatTime('19.03.01,53', start(19, 3)), at(19, 3, 1, 530))
  assert.equal(beatTime('下午7:03:01.53', start(19, 3)), at(19, 3, 1, 530))
  assert.equal(beatTime('12:00:01.00 AM', start(23, 59)), at(24, 0, 1))
  assert.equal(beatTime('00:00:01.00', start(23, 59)), at(24, 0, 1))
  assert.equal(beatTime('soon', start(7)), null)
})
