import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clockOf, clockText, clockTicks, dateText, readInstant } from './clock.ts'

test('reads an instant with its offset, and a time without one as an unknown offset', () => {
  assert.deepEqual(readInstant('2026-07-01T07:04:11.000000+01:00'), {
    ms: Date.UTC(2026, 6, 1, 6, 4, 11),
    offsetMinutes: 60,
  })
  assert.deepEqual(readInstant('2026-07-01T07:04:11.250000'), {
    ms: Date.UTC(2026, 6, 1, 7, 4, 11, 250),
    offsetMinutes: null,
  })
  assert.equal(readInstant('yesterday'), null)
  assert.equal(readInstant(null), null)
})

test('shows the clock of the record whatever the offset', () => {
  fc.assert(
    fc.property(fc.integer({ min: -840, max: 840 }), fc.integer({ min: 0, max: 1439 }), (offset, minute) => {
      const sign = offset < 0 ? '-' : '+'
      const two = (value: number) => `${value}`.padStart(2, '0')
      const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
      const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
      const text = `2026-07-01T${time}:00.000000${zone}`
      const ms = readInstant(text)?.ms ?? 0
      assert.equal(clockText(ms, clockOf([text])), time)
      assert.equal(dateText(ms, clockOf([text])), '2026-07-01')
    }),
  )
})

test('an hour stands twice in the night the clocks go back', () => {
  const night = [
    '2026-10-25T00:00:00.000000+02:00',
    '2026-10-25T02:00:00.000000+01:00',
    '2026-10-25T05:00:00.000000+01:00',
  ]
  const [from, to] = [readInstant(night[0])?.ms ?? 0, readInstant(night[2])?.ms ?? 0]
  assert.deepEqual(
    clockTicks(from, to, 8, clockOf(night)).map((tick) => tick.text),
    ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00', '05:00'],
  )
})

test('an hour is left out in the night the clocks go forward', () => {
  const night = [
    '2026-03-29T00:00:00.000000+01:00',
    '2026-03-29T03:00:00.000000+02:00',
    '2026-03-29T05:00:00.000000+02:00',
  ]
  const [from, to] = [readInstant(night[0])?.ms ?? 0, readInstant(night[2])?.ms ?? 0]
  assert.deepEqual(
    clockTicks(from, to, 4, clockOf(night)).map((tick) => tick.text),
    ['00:00', '01:00', '03:00', '04:00', '05:00'],
  )
})

test('never gives many more marks than asked, and all inside the stretch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 2, max: 12 }), (minutes, most) => {
      const ticks = clockTicks(0, minutes * 60_000, most, () => 345)
      assert.ok(ticks.length <= most + 1)
      assert.ok(ticks.every((tick) => tick.ms >= 0 && tick.ms <= minutes * 60_000))
    }),
  )
})
