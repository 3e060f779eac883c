import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from '../lib/errors.ts'
import { chooseOffset, type OffsetCandidates, type OffsetWitness, reresolve, resolveTime } from './record-offset.ts'
import { formatTimestamp, localDate } from './time.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)
const hour = 3_600_000
const noon = utc('2026-07-01T12:00:00')

const witness = (epochMs: number, offsetMinutes: number): OffsetWitness => ({
  epochMs,
  offsetMinutes,
  source: 'record',
})

const all: Required<OffsetCandidates> = {
  recordOffsetMinutes: 330,
  recordZone: 'Asia/Tokyo',
  sameProvider: [witness(noon - hour, -180)],
  profileZone: 'America/New_York',
  userZone: 'Europe/Oslo',
}

test('the order of trust: each source counts when all before it are silent', () => {
  const choose = (candidates: OffsetCandidates) => chooseOffset(noon, candidates)
  const local = (offsetMinutes: number, source: string) => ({ offsetMinutes, source, timestampLocalization: 1 })
  const { recordOffsetMinutes: _1, ...withoutOffset } = all
  const { recordZone: _2, ...withoutZone } = withoutOffset
  const { sameProvider: _3, ...withoutOthers } = withoutZone
  const { profileZone: _4, ...userOnly } = withoutOthers
  assert.deepEqual(choose(all), local(330, 'record'))
  assert.deepEqual(choose(withoutOffset), local(540, 'record_zone'))
  assert.deepEqual(choose(withoutZone), local(-180, 'nearest_record'))
  assert.deepEqual(choose(withoutOthers), local(-240, 'profile_zone'))
  assert.deepEqual(choose(userOnly), local(120, 'user_zone'))
  assert.deepEqual(choose({}), { offsetMinutes: 0, source: 'utc', timestampLocalization: 0 })
})

test('offset 0 on the record is an offset, and London in winter is local time', () => {
  const london = { offsetMinutes: 0, source: 'record', timestampLocalization: 1 }
  assert.deepEqual(chooseOffset(noon, { ...all, recordOffsetMinutes: 0 }), london)
  assert.equal(chooseOffset(utc('2026-01-01T00:00:00'), { userZone: 'Europe/London' }).timestampLocalization, 1)
})

test('what is no offset and no place is passed over, not believed', () => {
  for (const recordOffsetMinutes of [null, Number.NaN, 19_800, 330.5]) {
    assert.equal(chooseOffset(noon, { ...all, recordOffsetMinutes }).source, 'record_zone')
  }
  for (const zone of [null, '', 'Europe/Atlantis', 'UTC', 'Etc/UTC']) {
    assert.equal(
      chooseOffset(noon, { recordZone: zone, profileZone: zone, userZone: 'Europe/Oslo' }).source,
      'user_zone',
    )
  }
  assert.equal(chooseOffset(noon, { userZone: 'UTC' }).timestampLocalization, 0)
})

test('golden: a zone is resolved at the instant, on both sides of both clock changes', () => {
  const oslo = (text: string) => chooseOffset(utc(text), { recordZone: 'Europe/Oslo' }).offsetMinutes
  assert.equal(oslo('2026-03-29T00:59:59.999'), 60)
  assert.equal(oslo('2026-03-29T01:00:00'), 120)
  assert.equal(oslo('2026-10-25T00:59:59.999'), 120)
  assert.equal(oslo('2026-10-25T01:00:00'), 60)
})

test('golden: India and Kiribati', () => {
  for (const [zone, offsetMinutes, text] of [
    ['Asia/Kolkata', 330, '2026-07-01T17:30:00.000000+05:30'],
    ['Pacific/Kiritimati', 840, '2026-07-02T02:00:00.000000+14:00'],
  ] as const) {
    assert.equal(chooseOffset(noon, { profileZone: zone }).offsetMinutes, offsetMinutes)
    assert.equal(formatTimestamp(noon, chooseOffset(noon, { recordOffsetMinutes: offsetMinutes }).offsetMinutes), text)
  }
})

test('golden: on a flight east or west over midnight the nearest record tells the offset, the home zone does not', () => {
  // Oslo to Tokyo: the watch is set to Tokyo's time on landing.
  const east = [witness(utc('2026-05-02T20:30:00'), 120), witness(utc('2026-05-03T08:15:00'), 540)]
  const eastOffset = (text: string) => chooseOffset(utc(text), { sameProvider: east, userZone: 'Europe/Oslo' })
  assert.equal(localDate(utc('2026-05-02T21:30:00'), eastOffset('2026-05-02T21:30:00').offsetMinutes), '2026-05-02')
  assert.deepEqual(eastOffset('2026-05-03T15:30:00'), {
    offsetMinutes: 540,
    source: 'nearest_record',
    timestampLocalization: 1,
  })
  assert.equal(localDate(utc('2026-05-03T15:30:00'), 540), '2026-05-04')
  // Tokyo to Los Angeles: landing is earlier on the clock, and a date earlier, than take-off.
  const west = [witness(utc('2026-05-09T15:30:00'), 540), witness(utc('2026-05-10T01:30:00'), -420)]
  const westDate = (text: string) =>
    localDate(utc(text), chooseOffset(utc(text), { sameProvider: west, userZone: 'Asia/Tokyo' }).offsetMinutes)
  assert.equal(westDate('2026-05-09T16:00:00'), '2026-05-10')
  assert.equal(westDate('2026-05-10T02:00:00'), '2026-05-09')
})

test('the nearest record counts up to 48 hours away, before or after', () => {
  for (const sign of [-1, 1]) {
    const at = (awayMs: number) => ({ sameProvider: [witness(noon + sign * awayMs, 330)], userZone: 'Europe/Oslo' })
    assert.equal(chooseOffset(noon, at(48 * hour)).source, 'nearest_record')
    assert.equal(chooseOffset(noon, at(48 * hour + 1)).source, 'user_zone')
  }
})

test('of two records equally near the earlier counts', () => {
  const sameProvider = [witness(noon + hour, 60), witness(noon - hour, 120)]
  assert.equal(chooseOffset(noon, { sameProvider }).offsetMinutes, 120)
})

test('a record whose offset was inferred itself does not pass it on', () => {
  for (const source of ['nearest_record', 'profile_zone', 'user_zone', 'utc'] as const) {
    const sameProvider: OffsetWitness[] = [
      { epochMs: noon, offsetMinutes: 0, source },
      { epochMs: noon + hour, offsetMinutes: 330, source: 'record_zone' },
    ]
    assert.equal(chooseOffset(noon, { sameProvider }).offsetMinutes, 330)
  }
})

test('a text with an offset is the record’s own; a bare Z says when, not where', () => {
  assert.deepEqual(resolveTime('2026-07-01T07:04:11+05:30', { userZone: 'Europe/Oslo' }), {
    epochMs: utc('2026-07-01T01:34:11'),
    offsetMinutes: 330,
    source: 'record',
    timestampLocalization: 1,
    wallTime: null,
  })
  assert.deepEqual(resolveTime('2026-07-01T07:04:11Z', { recordOffsetMinutes: 120 }), {
    epochMs: utc('2026-07-01T07:04:11'),
    offsetMinutes: 120,
    source: 'record',
    timestampLocalization: 1,
    wallTime: null,
  })
  assert.throws(() => resolveTime('soon', {}), TellusError)
})

test('floating time keeps its wall time and is resolved anew when the zone is known', () => {
  const unknown = resolveTime('2026-07-01T07:04:11', {})
  assert.deepEqual(unknown, {
    epochMs: utc('2026-07-01T07:04:11'),
    offsetMinutes: 0,
    source: 'utc',
    timestampLocalization: 0,
    wallTime: '2026-07-01T07:04:11',
  })
  const inOslo = reresolve(unknown, { userZone: 'Europe/Oslo' })
  assert.deepEqual(inOslo, {
    epochMs: utc('2026-07-01T05:04:11'),
    offsetMinutes: 120,
    source: 'user_zone',
    timestampLocalization: 1,
    wallTime: '2026-07-01T07:04:11',
  })
  assert.equal(reresolve(inOslo, { userZone: 'Asia/Kolkata' }).epochMs, utc('2026-07-01T01:34:11'))
  assert.equal(reresolve(inOslo, {}), inOslo)
})

test('re-resolving a time whose instant is known moves its clock, never the instant, and never a better source', () => {
  const inUtc = resolveTime('2026-07-01T22:30:00Z', {})
  const inTokyo = reresolve(inUtc, { profileZone: 'Asia/Tokyo' })
  assert.deepEqual([inTokyo.epochMs, inTokyo.offsetMinutes], [inUtc.epochMs, 540])
  const own = resolveTime('2026-07-01T22:30:00+01:00', {})
  assert.equal(reresolve(own, { profileZone: 'Asia/Tokyo' }), own)
})

test('floating time at a clock change: twice is the first, unless a record nearby knows better; never moves on', () => {
  const twice = '2026-10-25T02:30:00'
  assert.equal(resolveTime(twice, { userZone: 'Europe/Oslo' }).epochMs, utc('2026-10-25T00:30:00'))
  const after = { userZone: 'Europe/Oslo', sameProvider: [witness(utc('2026-10-25T01:31:00'), 60)] }
  assert.equal(resolveTime(twice, after).epochMs, utc('2026-10-25T01:30:00'))
  const never = resolveTime('2026-03-29T02:30:00', { userZone: 'Europe/Oslo' })
  assert.equal(formatTimestamp(never.epochMs, never.offsetMinutes), '2026-03-29T03:30:00.000000+02:00')
  assert.equal(never.wallTime, '2026-03-29T02:30:00')
})

const instants = fc.integer({ min: utc('2000-01-01T00:00:00'), max: utc('2030-01-01T00:00:00') })
const offsets = fc.integer({ min: -56, max: 56 }).map((quarters) => quarters * 15)

test('the order of the other records does not matter', () => {
  const near = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), offsets), { maxLength: 8 })
  const both = near.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  )
  fc.assert(
    fc.property(both, ([list, shuffled]) => {
      const choose = (items: readonly [number, number][]) =>
        chooseOffset(noon, { sameProvider: items.map(([hours, offset]) => witness(noon + hours * hour, offset)) })
      assert.deepEqual(choose(shuffled), choose(list))
    }),
  )
})

test('floating time shows its wall time wherever it is resolved, outside of skipped hours', () => {
  const zones = fc.constantFrom('Asia/Kolkata', 'Pacific/Kiritimati', 'Asia/Tokyo', '+05:45', '-09:30')
  fc.assert(
    fc.property(instants, zones, zones, (wallMs, profileZone, userZone) => {
      const wallTime = new Date(wallMs).toISOString().slice(0, 23)
      const first = resolveTime(wallTime, { userZone })
      const again = reresolve(first, { profileZone, userZone })
      for (const { epochMs, offsetMinutes } of [first, again]) {
        assert.equal(formatTimestamp(epochMs, offsetMinutes).slice(0, 23), wallTime)
      }
      assert.equal(again.source, 'profile_zone')
      assert.deepEqual(reresolve(again, { profileZone, userZone }), again)
    }),
  )
})
