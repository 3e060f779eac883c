import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SleepLevel } from '../schema/enums.ts'
import { unionMs } from './interval-sweep.ts'
import { isNap, joinSegments, partsMismatchSeconds, type SleepSegment, sleepDay, sleepSummary } from './sleep.ts'
import { formatTimestamp, offsetOfZone } from './time.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)
const minute = 60_000
const hour = 60 * minute

/** A segment by minutes. */
const segment = (from: number, to: number, level: SleepLevel): SleepSegment => ({
  startMs: from * minute,
  endMs: to * minute,
  level,
})

test('joins segments of one source over gaps up to 60 minutes, in any order', () => {
  const from = (source: string, start: number, end: number) => ({ ...segment(start, end, 4), source })
  const joined = joinSegments([
    from('watch', 460, 500),
    from('watch', 0, 100),
    from('watch', 160, 400),
    from('app', 100, 160),
  ])
  assert.deepEqual(
    joined.map(({ source, startMs, endMs, segments }) => [source, startMs / minute, endMs / minute, segments.length]),
    [
      ['watch', 0, 500, 3],
      ['app', 100, 160, 1],
    ],
  )
  assert.equal(joinSegments([from('watch', 0, 100), from('watch', 161, 400)]).length, 2)
})

test('a short segment inside a long one does not shorten the sleep', () => {
  const from = (start: number, end: number) => ({ ...segment(start, end, 2), source: 'watch' })
  assert.deepEqual(
    joinSegments([from(0, 400), from(10, 20), from(450, 460)]).map(({ startMs, endMs }) => [startMs, endMs]),
    [[0, 460 * minute]],
  )
})

test('a night belongs to the date of waking', () => {
  assert.equal(sleepDay({ endMs: utc('2026-07-01T04:40:00'), offsetMinutes: 120 }), '2026-07-01')
  assert.equal(sleepDay({ endMs: utc('2026-06-30T22:30:00'), offsetMinutes: 120 }), '2026-07-01')
  assert.equal(sleepDay({ endMs: utc('2026-06-30T20:30:00'), offsetMinutes: 60 }), '2026-06-30')
  assert.equal(sleepDay({ endMs: utc('2026-06-30T14:00:00'), offsetMinutes: 840 }), '2026-07-01')
})

test('a night over a clock change has its true length and both offsets', () => {
  const night = { startMs: utc('2026-03-28T22:00:00'), endMs: utc('2026-03-29T05:00:00'), level: 2 as const }
  const { durations } = sleepSummary([night])
  assert.equal(durations.asleep?.duration_asleep_state_seconds, 7 * 3600)
  const stamp = (ms: number): string => formatTimestamp(ms, offsetOfZone('Europe/Oslo', ms))
  assert.equal(stamp(night.startMs), '2026-03-28T23:00:00.000000+01:00')
  assert.equal(stamp(night.endMs), '2026-03-29T07:00:00.000000+02:00')
  assert.equal(sleepDay({ endMs: night.endMs, offsetMinutes: 120 }), '2026-03-29')
})

test('a night of stages', () => {
  const { startMs, endMs, durations, hypnogram } = sleepSummary([
    segment(0, 10, 1),
    segment(10, 100, 4),
    segment(100, 150, 5),
    segment(150, 155, 1),
    segment(155, 200, 6),
    segment(200, 260, 4),
    segment(260, 280, 6),
    segment(280, 300, 1),
  ])
  assert.deepEqual([startMs, endMs], [0, 300 * minute])
  assert.deepEqual(durations, {
    asleep: {
      duration_asleep_state_seconds: 265 * 60,
      duration_deep_sleep_state_seconds: 50 * 60,
      duration_light_sleep_state_seconds: 150 * 60,
      duration_REM_sleep_state_seconds: 65 * 60,
      num_REM_events: 2,
    },
    awake: {
      duration_awake_state_seconds: 35 * 60,
      duration_long_interruption_seconds: null,
      duration_short_interruption_seconds: null,
      num_out_of_bed_events: null,
      num_wakeup_events: 1,
      sleep_latency_seconds: 600,
      wake_up_latency_seconds: 1200,
    },
    other: { duration_in_bed_seconds: 300 * 60, duration_unmeasurable_sleep_seconds: 0 },
    sleep_efficiency: (265 / 300) * 100,
  })
  assert.deepEqual(
    hypnogram.map(({ level }) => level),
    [1, 4, 5, 1, 6, 4, 6, 1],
  )
  assert.equal(partsMismatchSeconds(durations), null)
})

test('gaps stay gaps: unmeasured, level 0, and no sleep', () => {
  const { durations, hypnogram } = sleepSummary([segment(0, 60, 4), segment(90, 120, 5)])
  assert.equal(durations.asleep?.duration_asleep_state_seconds, 90 * 60)
  assert.equal(durations.other?.duration_unmeasurable_sleep_seconds, 30 * 60)
  assert.equal(durations.awake?.duration_awake_state_seconds, 0)
  assert.equal(durations.awake?.num_wakeup_events, 0)
  assert.equal(durations.sleep_efficiency, 75)
  assert.deepEqual(hypnogram, [
    { startMs: 0, level: 4 },
    { startMs: 60 * minute, level: 0 },
    { startMs: 90 * minute, level: 5 },
  ])
})

test('sleep without stages is level 2, and says nothing of stages or of waking', () => {
  const { durations } = sleepSummary([segment(0, 400, 2)])
  assert.equal(durations.asleep?.duration_asleep_state_seconds, 400 * 60)
  assert.equal(durations.asleep?.duration_light_sleep_state_seconds, null)
  assert.equal(durations.asleep?.num_REM_events, null)
  assert.equal(durations.awake?.duration_awake_state_seconds, null)
  assert.equal(durations.awake?.num_wakeup_events, null)
  assert.equal(durations.awake?.sleep_latency_seconds, null)
})

test('time in bed from another source widens the night only when it overlaps', () => {
  const stages = [segment(100, 400, 4)]
  const bed = [
    { startMs: 85 * minute, endMs: 410 * minute },
    { startMs: 700 * minute, endMs: 800 * minute },
  ]
  const { startMs, endMs, durations, hypnogram } = sleepSummary(stages, bed)
  assert.deepEqual([startMs, endMs], [85 * minute, 410 * minute])
  assert.equal(durations.other?.duration_in_bed_seconds, 325 * 60)
  assert.equal(durations.awake?.sleep_latency_seconds, 15 * 60)
  assert.equal(durations.awake?.wake_up_latency_seconds, 10 * 60)
  assert.deepEqual(
    hypnogram.map(({ level }) => level),
    [0, 4, 0],
  )
  assert.equal(
    sleepSummary(stages, [{ startMs: 100 * minute, endMs: 390 * minute }]).durations.awake?.sleep_latency_seconds,
    0,
  )
})

test('a night only spent in bed has no sleep, not zero sleep', () => {
  const { durations } = sleepSummary([segment(0, 400, 0)])
  assert.equal(durations.other?.duration_in_bed_seconds, 400 * 60)
  assert.equal(durations.asleep?.duration_asleep_state_seconds, null)
  assert.equal(durations.sleep_efficiency, null)
  assert.equal(durations.awake?.sleep_latency_seconds, null)
})

test('where segments overlap, stages beat awake and awake beats sleep without stage', () => {
  const { durations } = sleepSummary([segment(0, 300, 2), segment(100, 120, 1), segment(110, 200, 5)])
  assert.equal(durations.asleep?.duration_asleep_state_seconds, 290 * 60)
  assert.equal(durations.asleep?.duration_deep_sleep_state_seconds, 90 * 60)
  assert.equal(durations.awake?.duration_awake_state_seconds, 10 * 60)
})

test('waking up and leaving the bed is one wake-up', () => {
  const { durations } = sleepSummary([
    segment(0, 60, 4),
    segment(60, 65, 1),
    segment(65, 70, 3),
    segment(70, 72, 1),
    segment(72, 200, 4),
    segment(200, 210, 1),
  ])
  assert.equal(durations.awake?.num_wakeup_events, 1)
  assert.equal(durations.awake?.num_out_of_bed_events, 1)
  assert.equal(durations.awake?.duration_awake_state_seconds, 22 * 60)
})

test('a sleep without segments is a mistake of the caller', () => {
  assert.throws(() => sleepSummary([]), RangeError)
})

test('the parts always add up to the time in bed, and asleep is the union of sleep', () => {
  const segments = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 90 }), fc.constantFrom(0, 1, 2, 3, 4, 5, 6))
      .map(([from, length, level]) => segment(from, from + length, level as SleepLevel)),
    { minLength: 1, maxLength: 30 },
  )
  fc.assert(
    fc.property(segments, (list) => {
      const { startMs, endMs, durations, hypnogram } = sleepSummary(list)
      const asleep = durations.asleep?.duration_asleep_state_seconds ?? 0
      const awake = durations.awake?.duration_awake_state_seconds ?? 0
      const unmeasured = durations.other?.duration_unmeasurable_sleep_seconds ?? 0
      assert.equal(asleep + awake + unmeasured, (endMs - startMs) / 1000)
      assert.equal(partsMismatchSeconds(durations), null)
      assert.ok(asleep * 1000 <= unionMs(list.filter(({ level }) => level === 2 || level >= 4)))
      assert.ok((durations.sleep_efficiency ?? 0) <= 100)
      for (const [index, { level }] of hypnogram.entries()) assert.notEqual(level, hypnogram[index - 1]?.level)
      assert.deepEqual(sleepSummary(list.toReversed()), sleepSummary(list))
    }),
  )
})

test('a provider’s parts that do not fit its time in bed are reported beyond a minute', () => {
  const durations = (inBed: number) => ({
    asleep: { duration_asleep_state_seconds: 25_000 },
    awake: { duration_awake_state_seconds: 1000 },
    other: { duration_in_bed_seconds: inBed },
  })
  assert.equal(partsMismatchSeconds(durations(26_060)), null)
  assert.equal(partsMismatchSeconds(durations(22_040)), 3960)
  assert.equal(partsMismatchSeconds(durations(26_061)), -61)
  assert.equal(partsMismatchSeconds({ other: { duration_in_bed_seconds: 26_061 } }), null)
})

const sleepFrom = (start: string, hours: number, offsetMinutes = 120) => ({
  startMs: utc(start) - offsetMinutes * minute,
  endMs: utc(start) - offsetMinutes * minute + hours * hour,
  offsetMinutes,
})

test('the provider’s flag decides about naps', () => {
  const night = sleepFrom('2026-06-30T23:00:00', 8)
  assert.equal(isNap(night, [night], true), true)
  assert.equal(isNap(sleepFrom('2026-07-01T14:00:00', 1), [night], false), false)
  assert.equal(isNap(night, [night], null), false)
})

test('without a flag: the longest is the night, a short sleep by day a nap, and the rest unknown', () => {
  const night = sleepFrom('2026-06-30T23:00:00', 6)
  const nap = sleepFrom('2026-07-01T14:00:00', 1)
  const early = sleepFrom('2026-07-01T07:30:00', 1)
  const long = sleepFrom('2026-07-01T13:00:00', 3)
  const day = [nap, night, early, long]
  assert.equal(isNap(night, day), false)
  assert.equal(isNap(nap, day), true)
  assert.equal(isNap(early, day), null)
  assert.equal(isNap(long, day), null)
  assert.equal(isNap(sleepFrom('2026-07-01T09:00:00', 2), day), true)
  assert.equal(isNap(sleepFrom('2026-07-01T08:59:00', 2), day), null)
  assert.equal(isNap(sleepFrom('2026-07-01T20:59:00', 2), day), true)
  assert.equal(isNap(sleepFrom('2026-07-01T21:00:00', 2), day), null)
})

test('the nap rule looks at the clock of the place', () => {
  const night = sleepFrom('2026-06-30T23:00:00', 6, 840)
  assert.equal(isNap(sleepFrom('2026-07-01T14:00:00', 1, 840), [night]), true)
  assert.equal(isNap(sleepFrom('2026-07-01T14:00:00', 1, -570), [night]), true)
})

test('of two equally long sleeps the earlier is the main one', () => {
  const first = sleepFrom('2026-07-01T01:00:00', 2)
  const second = sleepFrom('2026-07-01T13:00:00', 2)
  assert.equal(isNap(first, [first, second]), false)
  assert.equal(isNap(second, [first, second]), true)
})
