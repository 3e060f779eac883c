import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, clockOf, dateOf, sessionTimes, stampOf } from './clock.ts'
import { parseInstant } from './time.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)
const hourMs = 3_600_000

// Tokyo, where clocks never change; Berlin, where they go forward on 29 March 2026 and back on 25 October.
const tokyo = parseInstant('2026-03-10T08:00+09:00')
const berlin = 'Europe/Berlin'

test('what was recorded within 48 hours, before or after, shows the clock', () => {
  const clock = clockOf([tokyo], null)
  for (const hours of [-48, -1, 0, 1, 48])
    assert.deepEqual(clock.of(tokyo.epochMs + hours * hourMs), {
      epochMs: tokyo.epochMs + hours * hourMs,
      offsetMinutes: 540,
      offsetKnown: true,
    })
  for (const away of [-48 * hourMs - 1, 48 * hourMs + 1])
    assert.deepEqual(clock.of(tokyo.epochMs + away), {
      epochMs: tokyo.epochMs + away,
      offsetMinutes: 0,
      offsetKnown: false,
    })
  const nineHours = { epochMs: utc('2026-03-11T23:00'), offsetMinutes: 540, offsetKnown: true }
  assert.deepEqual(clock.at('2026-03-12T08:00'), nineHours)
  assert.deepEqual(clock.at('2026-03-12T08:00:30'), { ...nineHours, epochMs: nineHours.epochMs + 30_000 })
  assert.deepEqual(clock.at('2026-03-12T09:00'), {
    epochMs: utc('2026-03-12T09:00'),
    offsetMinutes: 0,
    offsetKnown: false,
  })
})

test('farther away than that, the zone of the person counts', () => {
  const clock = clockOf([tokyo], berlin)
  assert.equal(clock.at('2026-03-12T08:00').offsetMinutes, 540)
  assert.deepEqual(clock.at('2026-03-12T09:00'), {
    epochMs: utc('2026-03-12T08:00'),
    offsetMinutes: 60,
    offsetKnown: true,
  })
  assert.equal(clock.of(tokyo.epochMs + 48 * hourMs + 1).offsetMinutes, 60)
})

test('a zone that agrees with what was recorded knows of a change of clocks too; one that does not, does not count', () => {
  const before = parseInstant('2026-03-28T23:00+01:00')
  const morning = '2026-03-29T08:00'
  assert.equal(stampOf(clockOf([before], berlin).at(morning)), '2026-03-29T08:00:00.000000+02:00')
  assert.equal(clockOf([before], berlin).stamp(utc('2026-03-29T06:00')), '2026-03-29T08:00:00.000000+02:00')
  for (const zone of [null, 'America/New_York']) {
    assert.equal(stampOf(clockOf([before], zone).at(morning)), '2026-03-29T08:00:00.000000+01:00')
    assert.equal(clockOf([before], zone).stamp(utc('2026-03-29T06:00')), '2026-03-29T07:00:00.000000+01:00')
  }
})

test('without anything recorded the zone counts; without a zone it is UTC, which is not known', () => {
  const zoned = clockOf([], 'Asia/Kolkata')
  assert.equal(stampOf(zoned.at('2026-03-10T08:01')), '2026-03-10T08:01:00.000000+05:30')
  assert.equal(zoned.of(tokyo.epochMs).offsetKnown, true)
  const unknown = { ...tokyo, offsetMinutes: 0, offsetKnown: false }
  for (const [witnesses, zone] of [[[], null] as const, [[unknown], null] as const, [[], 'Europe/Atlantis'] as const]) {
    const clock = clockOf(witnesses, zone)
    assert.equal(clock.at('2026-03-10T08:01').offsetKnown, false)
    assert.equal(clock.of(tokyo.epochMs).offsetKnown, false)
    assert.equal(clock.stamp(tokyo.epochMs), '2026-03-09T23:00:00.000000+00:00')
    assert.deepEqual(clock.metadataOf('2026-03-10'), {
      start_time: '2026-03-10T00:00:00.000000+00:00',
      end_time: '2026-03-11T00:00:00.000000+00:00',
      timestamp_localization: 0,
    })
  }
})

test('on a journey the nearer of two counts, whatever their order, and the day between has a midnight of each', () => {
  const left = parseInstant('2026-03-10T22:00+01:00')
  const arrived = parseInstant('2026-03-12T08:00+09:00')
  for (const witnesses of [
    [left, arrived],
    [arrived, left],
  ])
    for (const zone of [null, berlin]) {
      const clock = clockOf(witnesses, zone)
      // By what the clocks showed, the middle is 15:00.
      assert.equal(clock.at('2026-03-11T14:00').offsetMinutes, 60)
      assert.equal(clock.at('2026-03-11T16:00').offsetMinutes, 540)
      // By the instants, from 21:00 to 23:00 of the next day, it is 10:00.
      assert.equal(clock.stamp(utc('2026-03-11T09:59')), '2026-03-11T10:59:00.000000+01:00')
      assert.equal(clock.stamp(utc('2026-03-11T10:01')), '2026-03-11T19:01:00.000000+09:00')
      assert.deepEqual(clock.metadataOf('2026-03-11'), {
        start_time: '2026-03-11T00:00:00.000000+01:00',
        end_time: '2026-03-12T00:00:00.000000+09:00',
        timestamp_localization: 1,
      })
    }
})

test('the minutes of one hour are at one place, whichever is asked for first', () => {
  // The middle, 14:30, lies within an hour.
  const witnesses = [parseInstant('2026-03-10T22:00+01:00'), parseInstant('2026-03-12T07:00+09:00')]
  for (const minutes of [
    ['14:01', '14:59'],
    ['14:59', '14:01'],
  ]) {
    const clock = clockOf(witnesses, null)
    for (const minute of minutes) assert.equal(clock.at(`2026-03-11T${minute}`).offsetMinutes, 60)
  }
})

test('the date of an instant is that of the clock', () => {
  const lateMs = utc('2026-03-10T23:30')
  assert.equal(clockOf([tokyo], null).dateOf(lateMs), '2026-03-11')
  assert.equal(clockOf([], berlin).dateOf(lateMs), '2026-03-11')
  assert.equal(clockOf([], 'America/New_York').dateOf(lateMs), '2026-03-10')
  assert.equal(clockOf([], null).dateOf(lateMs), '2026-03-10')
  assert.equal(dateOf(parseInstant('2026-03-11T00:30+09:00')), '2026-03-11')
})

test('days on which clocks change have 23 and 25 hours, as far as the zone is that of the clock', () => {
  const hoursOf = ({ start_time, end_time }: { start_time: string; end_time: string }) =>
    (parseInstant(end_time).epochMs - parseInstant(start_time).epochMs) / hourMs
  const evenings = [parseInstant('2026-03-28T23:00+01:00'), parseInstant('2026-10-24T23:00+02:00')]
  for (const witnesses of [[], evenings]) {
    const clock = clockOf(witnesses, berlin)
    assert.deepEqual(clock.metadataOf('2026-03-29'), {
      start_time: '2026-03-29T00:00:00.000000+01:00',
      end_time: '2026-03-30T00:00:00.000000+02:00',
      timestamp_localization: 1,
    })
    assert.equal(hoursOf(clock.metadataOf('2026-03-29')), 23)
    assert.equal(clock.metadataOf('2026-10-25').end_time, '2026-10-26T00:00:00.000000+01:00')
    assert.equal(hoursOf(clock.metadataOf('2026-10-25')), 25)
    assert.equal(hoursOf(clock.metadataOf('2026-10-26')), 24)
  }
  const morning = parseInstant('2026-03-29T08:00+02:00')
  const seen = clockOf([...evenings, morning], null)
  assert.equal(hoursOf(seen.metadataOf('2026-03-29')), 23, 'who has no zone, but was seen before and after it')
  assert.equal(hoursOf(clockOf(evenings, null).metadataOf('2026-03-29')), 24)
})

test('a zone agrees where its clocks showed everything that was seen', () => {
  const [winter, summer] = [parseInstant('2026-03-28T23:00+01:00'), parseInstant('2026-03-29T08:00+02:00')]
  assert.equal(agrees(berlin, [winter, summer]), true)
  assert.equal(agrees('Africa/Lagos', [winter, summer]), false)
  assert.equal(agrees(berlin, []), true)
  assert.equal(agrees(null, []), false)
})

test('the times of a session say whether its clock was known', () => {
  const [start, end] = [parseInstant('2026-10-24T23:30+02:00'), parseInstant('2026-10-25T07:00+01:00')]
  const times = { start_time: '2026-10-24T23:30:00.000000+02:00', end_time: '2026-10-25T07:00:00.000000+01:00' }
  assert.deepEqual(sessionTimes(start, end), { ...times, timestamp_localization: 1 })
  assert.equal(sessionTimes({ ...start, offsetKnown: false }, end).timestamp_localization, 0)
})
