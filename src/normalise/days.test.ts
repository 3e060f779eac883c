import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from '../lib/errors.ts'
import { civilFromDays, daysFromCivil } from './civil.ts'
import {
  dayMetadata,
  dayMetadataOfZone,
  isZone,
  localDate,
  nextDate,
  offsetOfZone,
  parseInstant,
  startOfLocalDay,
} from './time.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)
const hours = (date: string, zone: string): number =>
  (startOfLocalDay(nextDate(date), zone) - startOfLocalDay(date, zone)) / 3_600_000

test('both sides of both clock changes', () => {
  assert.equal(offsetOfZone('Europe/Oslo', utc('2026-03-29T00:59:59.999')), 60)
  assert.equal(offsetOfZone('Europe/Oslo', utc('2026-03-29T01:00:00')), 120)
  assert.equal(offsetOfZone('Europe/Oslo', utc('2026-10-25T00:59:59.999')), 120)
  assert.equal(offsetOfZone('Europe/Oslo', utc('2026-10-25T01:00:00')), 60)
  assert.equal(offsetOfZone('America/St_Johns', utc('2026-03-08T05:29:59')), -210)
  assert.equal(offsetOfZone('America/St_Johns', utc('2026-03-08T05:30:00')), -150)
  assert.equal(offsetOfZone('Australia/Lord_Howe', utc('2026-04-04T14:59:59')), 660)
  assert.equal(offsetOfZone('Australia/Lord_Howe', utc('2026-04-04T15:00:00')), 630)
})

test('zones without a clock change, and fixed offsets', () => {
  assert.equal(offsetOfZone('Asia/Kolkata', utc('2026-07-01T00:00:00')), 330)
  assert.equal(offsetOfZone('Pacific/Kiritimati', utc('2026-07-01T00:00:00')), 840)
  assert.equal(offsetOfZone('UTC', 0), 0)
  assert.equal(offsetOfZone('+05:30', 0), 330)
  assert.equal(offsetOfZone('-0330', 0), -210)
  assert.ok(Object.is(offsetOfZone('-00:00', 0), 0))
})

test('an unknown zone is named in the error', () => {
  for (const zone of ['Europe/Atlantis', '+25:00', '+05:75', '']) {
    assert.equal(isZone(zone), false)
    assert.throws(
      () => offsetOfZone(zone, 0),
      (error) => error instanceof TellusError && error.message.includes(`"${zone}"`),
    )
  }
  assert.ok(isZone('Europe/Oslo') && isZone('+14:00'))
})

test('a local day lasts 23, 24 or 25 hours', () => {
  assert.equal(hours('2026-03-28', 'Europe/Oslo'), 24)
  assert.equal(hours('2026-03-29', 'Europe/Oslo'), 23)
  assert.equal(hours('2026-10-25', 'Europe/Oslo'), 25)
  assert.equal(hours('2026-04-05', 'Australia/Lord_Howe'), 24.5)
  assert.equal(hours('2026-03-29', 'Asia/Kolkata'), 24)
})

test('a day whose midnight is skipped begins when the clock jumps', () => {
  // Egypt goes from 00:00 to 01:00 on the last Friday of April, and back from 00:00 to 23:00 in October.
  assert.equal(startOfLocalDay('2024-04-26', 'Africa/Cairo'), utc('2024-04-25T22:00:00'))
  assert.equal(hours('2024-04-26', 'Africa/Cairo'), 23)
  assert.equal(startOfLocalDay('2024-11-01', 'Africa/Cairo'), utc('2024-10-31T22:00:00'))
  assert.equal(hours('2024-10-31', 'Africa/Cairo'), 25)
  // Toronto jumped at 23:30 to 00:30 in 1919, so the skipped hour lies around midnight.
  assert.equal(startOfLocalDay('1919-03-31', 'America/Toronto'), utc('1919-03-31T04:30:00'))
  // Samoa crossed the date line: 30 December 2011 was no day at all.
  assert.equal(hours('2011-12-30', 'Pacific/Apia'), 0)
})

test('the midnight that happens twice is the first', () => {
  // Cuba sets 01:00 back to 00:00.
  assert.equal(startOfLocalDay('2024-11-03', 'America/Havana'), utc('2024-11-03T04:00:00'))
  assert.equal(hours('2024-11-03', 'America/Havana'), 25)
})

test('a day record runs from local midnight to the next, each with its own offset', () => {
  assert.deepEqual(dayMetadata('2026-07-01', 330), {
    start_time: '2026-07-01T00:00:00.000000+05:30',
    end_time: '2026-07-02T00:00:00.000000+05:30',
    timestamp_localization: 1,
  })
  const spring = dayMetadataOfZone('2026-03-29', 'Europe/Oslo')
  assert.deepEqual(spring, {
    start_time: '2026-03-29T00:00:00.000000+01:00',
    end_time: '2026-03-30T00:00:00.000000+02:00',
    timestamp_localization: 1,
  })
  assert.equal(parseInstant(spring.end_time).epochMs - parseInstant(spring.start_time).epochMs, 23 * 3_600_000)
  assert.deepEqual(dayMetadata('2026-12-31', 0, 0, false), {
    start_time: '2026-12-31T00:00:00.000000+00:00',
    end_time: '2027-01-01T00:00:00.000000+00:00',
    timestamp_localization: 0,
  })
  assert.equal(dayMetadataOfZone('2026-12-31', 'UTC').timestamp_localization, 0)
})

test('the next date knows months and leap years', () => {
  assert.equal(nextDate('2024-02-28'), '2024-02-29')
  assert.equal(nextDate('2026-02-28'), '2026-03-01')
  assert.equal(nextDate('2026-12-31'), '2027-01-01')
  assert.throws(() => nextDate('2026-02-30'), TellusError)
  assert.throws(() => nextDate('2026-02-28T00:00:00'), TellusError)
})

test('day numbers and dates are each other’s inverse, as Date has them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
      const text = civilFromDays(days)
      const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
      assert.equal(text, new Date(days * 86_400_000).toISOString().slice(0, 10))
      assert.equal(daysFromCivil(year, month, day), days)
    }),
  )
})

const zones = fc.constantFrom(
  'Europe/Oslo',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Asia/Tehran',
  'Pacific/Apia',
)

test('every instant lies inside the local day it is dated', () => {
  const instants = fc.integer({ min: utc('2000-01-01T00:00:00'), max: utc('2030-01-01T00:00:00') })
  fc.assert(
    fc.property(zones, instants, (zone, epochMs) => {
      const date = localDate(epochMs, offsetOfZone(zone, epochMs))
      assert.ok(startOfLocalDay(date, zone) <= epochMs)
      assert.ok(epochMs < startOfLocalDay(nextDate(date), zone))
    }),
    { numRuns: 200 },
  )
})
