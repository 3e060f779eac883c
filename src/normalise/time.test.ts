import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from '../lib/errors.ts'
import { timestamp } from '../schema/fields.ts'
import { formatTimestamp, localDate, parseInstant, tryParseInstant } from './time.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)

test('reads the offset that stands in the text, in ISO and in Apple form', () => {
  const expected = { epochMs: utc('2026-07-01T06:04:11'), offsetMinutes: 60, offsetKnown: true }
  assert.deepEqual(parseInstant('2026-07-01T07:04:11+01:00'), expected)
  assert.deepEqual(parseInstant('2026-07-01T07:04:11.000000+01:00'), expected)
  assert.deepEqual(parseInstant('2026-07-01 07:04:11 +0100'), expected)
  assert.deepEqual(parseInstant('2026-07-01T07:04:11+01', 'Asia/Tokyo'), expected)
  assert.equal(parseInstant('2024-01-02 07:03:01 -0330').offsetMinutes, -210)
})

test('golden offsets: India, Kiribati, Nepal, Marquesas', () => {
  assert.equal(parseInstant('2026-07-01T00:00:00+05:30').epochMs, utc('2026-06-30T18:30:00'))
  assert.equal(parseInstant('2026-07-01T00:00:00+14:00').epochMs, utc('2026-06-30T10:00:00'))
  assert.equal(parseInstant('2026-07-01T00:00:00+05:45').epochMs, utc('2026-06-30T18:15:00'))
  assert.equal(parseInstant('2026-07-01T00:00:00-09:30').epochMs, utc('2026-07-01T09:30:00'))
  assert.equal(formatTimestamp(utc('2026-06-30T18:30:00'), 330), '2026-07-01T00:00:00.000000+05:30')
  assert.equal(formatTimestamp(utc('2026-06-30T10:00:00'), 840), '2026-07-01T00:00:00.000000+14:00')
  assert.equal(formatTimestamp(utc('2026-07-01T09:30:00'), -570), '2026-07-01T00:00:00.000000-09:30')
})

test('a bare Z says when, not where: the offset comes from the fallback zone at that instant', () => {
  const summer = parseInstant('2026-07-01T06:04:11Z', 'Europe/Oslo')
  assert.deepEqual(summer, { epochMs: utc('2026-07-01T06:04:11'), offsetMinutes: 120, offsetKnown: true })
  assert.equal(parseInstant('2026-01-01T06:04:11Z', 'Europe/Oslo').offsetMinutes, 60)
  assert.equal(parseInstant('2026-01-01T06:04:11Z', '+05:30').offsetMinutes, 330)
  assert.equal(parseInstant('2026-01-01T06:04:11-00:00', '+05:30').offsetMinutes, 330)
})

test('without offset and zone the time is UTC for want of better, and says so', () => {
  const expected = { epochMs: utc('2026-07-01T06:04:11'), offsetMinutes: 0, offsetKnown: false }
  assert.deepEqual(parseInstant('2026-07-01T06:04:11'), expected)
  assert.deepEqual(parseInstant('2026-07-01T06:04:11Z'), expected)
  assert.deepEqual(parseInstant('2026-07-01T06:04:11Z', 'UTC'), expected)
})

test('a wall time is read in the fallback zone; one that happens twice is the first, one that never happens moves on', () => {
  const oslo = (text: string) => parseInstant(text, 'Europe/Oslo')
  assert.equal(oslo('2026-03-29T01:59:59').epochMs, utc('2026-03-29T00:59:59'))
  assert.deepEqual(oslo('2026-03-29T02:30:00'), {
    epochMs: utc('2026-03-29T01:30:00'),
    offsetMinutes: 120,
    offsetKnown: true,
  })
  assert.equal(oslo('2026-03-29T03:00:00').epochMs, utc('2026-03-29T01:00:00'))
  assert.deepEqual(oslo('2026-10-25T02:30:00'), {
    epochMs: utc('2026-10-25T00:30:00'),
    offsetMinutes: 120,
    offsetKnown: true,
  })
  assert.equal(oslo('2026-10-25T03:00:00').epochMs, utc('2026-10-25T02:00:00'))
  assert.equal(oslo('2026-10-25').epochMs, utc('2026-10-24T22:00:00'))
})

test('keeps fractions to the microsecond', () => {
  assert.equal(parseInstant('2026-07-01T07:04:11.5Z').epochMs, utc('2026-07-01T07:04:11.500'))
  assert.equal(parseInstant('2026-07-01T07:04:11,25Z').epochMs, utc('2026-07-01T07:04:11.250'))
  const text = '2026-07-01T07:04:11.123456+01:00'
  assert.equal(formatTimestamp(parseInstant(text).epochMs, 60), text)
  assert.equal(
    formatTimestamp(parseInstant('2026-07-01T07:04:11.123456789Z').epochMs, 0),
    '2026-07-01T07:04:11.123456+00:00',
  )
  assert.equal(
    formatTimestamp(parseInstant('1969-12-31T23:59:59.999999Z').epochMs, 0),
    '1969-12-31T23:59:59.999999+00:00',
  )
})

test('refuses what is not a time, with a sentence', () => {
  const nonsense = [
    '',
    'yesterday',
    '2026-7-1T07:04:11Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10',
    '2026-04-31',
    '2026-07-01T24:00:00Z',
    '2026-07-01T07:60:00Z',
    '2026-07-01T07:04:60Z',
    '2026-07-01T07:04:11.Z',
    '2026-07-01T07:04:11+15:00',
    '2026-07-01T07:04:11+01:60',
    '2026-07-01T07:04:11+01:00x',
    '2026-07-01T07:04:11+010',
    '2026-07-01T07:04:11 ',
    '2026-07-01_07:04:11',
    '2026-07-01T07-04-11',
    '-026-07-01T07:04:11Z',
    '1719817451',
  ]
  for (const text of nonsense) {
    assert.equal(tryParseInstant(text), null, text)
    assert.throws(
      () => parseInstant(text),
      (error) => error instanceof TellusError && error.code === 'unprocessable' && error.message.includes('not a time'),
    )
  }
  assert.equal(parseInstant('2024-02-29T07:04Z').epochMs, utc('2024-02-29T07:04:00'))
})

test('never writes a time that is no number', () => {
  assert.throws(() => formatTimestamp(Number.NaN, 0), RangeError)
  assert.throws(() => localDate(Number.POSITIVE_INFINITY, 0), RangeError)
})

test('a flight east over midnight: start and end carry the offset of their place', () => {
  const takeOff = utc('2026-05-02T20:30:00')
  const landing = utc('2026-05-03T08:15:00')
  assert.equal(formatTimestamp(takeOff, 120), '2026-05-02T22:30:00.000000+02:00')
  assert.equal(formatTimestamp(landing, 540), '2026-05-03T17:15:00.000000+09:00')
  assert.equal(localDate(takeOff, 120), '2026-05-02')
  assert.equal(localDate(landing, 540), '2026-05-03')
})

test('a flight west over midnight: the clock goes back, the instants do not', () => {
  const takeOff = utc('2026-05-02T22:30:00')
  const landing = utc('2026-05-03T07:00:00')
  assert.equal(formatTimestamp(takeOff, 120), '2026-05-03T00:30:00.000000+02:00')
  assert.equal(formatTimestamp(landing, -420), '2026-05-03T00:00:00.000000-07:00')
  assert.equal(localDate(landing - 1, -420), '2026-05-02')
  const [from, to] = [formatTimestamp(takeOff, 120), formatTimestamp(landing, -420)]
  assert.equal(parseInstant(to).epochMs - parseInstant(from).epochMs, 8.5 * 3_600_000)
})

const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 })
const instants = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9000, 0, 1) })

test('parsing what was formatted gives the instant and the offset again', () => {
  fc.assert(
    fc.property(instants, offsets, (epochMs, offsetMinutes) => {
      const text = formatTimestamp(epochMs, offsetMinutes)
      assert.ok(timestamp.safeParse(text).success, text)
      assert.deepEqual(parseInstant(text, 'Asia/Tokyo'), { epochMs, offsetMinutes, offsetKnown: true })
    }),
  )
})

test('formatting agrees with Date', () => {
  fc.assert(
    fc.property(instants, offsets, (epochMs, offsetMinutes) => {
      const iso = new Date(epochMs + offsetMinutes * 60_000).toISOString()
      assert.equal(formatTimestamp(epochMs, offsetMinutes).slice(0, 23), iso.slice(0, 23))
      assert.equal(localDate(epochMs, offsetMinutes), iso.slice(0, 10))
    }),
  )
})

test('microseconds of this century survive a round trip', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 }),
      fc.integer({ min: 0, max: 999_999 }),
      offsets,
      (second, micros, offsetMinutes) => {
        const whole = formatTimestamp(second * 1000, offsetMinutes)
        const text = whole.replace('.000000', `.${`${micros}`.padStart(6, '0')}`)
        assert.equal(formatTimestamp(parseInstant(text).epochMs, offsetMinutes), text)
      },
    ),
  )
})

test('no text makes the parser throw anything but its own error', () => {
  fc.assert(fc.property(fc.string(), (text) => tryParseInstant(text, 'Europe/Oslo') === null || text.length >= 10))
})
