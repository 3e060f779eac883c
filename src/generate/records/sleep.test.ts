import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sleep } from '../../schema/records.ts'
import { generateRecords } from '../generate.ts'

const seeds = fc.string({ minLength: 1, maxLength: 6 })

const nights = (seed: string, endDate = '2026-07-07', zone?: string, days = 7): Sleep[] =>
  generateRecords({ provider: 'GARMIN', type: 'sleep', endDate, days, seed, zone })

const secondsOf = ({ metadata }: Sleep): number =>
  (Date.parse(metadata.end_time) - Date.parse(metadata.start_time)) / 1000

test('stages sum to the sleep, and with time awake and unmeasured to the time in bed', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const sleep of nights(seed)) {
        const { asleep, awake, other, sleep_efficiency } = sleep.sleep_durations_data ?? {}
        const asleepSeconds = asleep?.duration_asleep_state_seconds ?? 0
        const stages =
          (asleep?.duration_deep_sleep_state_seconds ?? 0) +
          (asleep?.duration_light_sleep_state_seconds ?? 0) +
          (asleep?.duration_REM_sleep_state_seconds ?? 0)
        assert.equal(stages, asleepSeconds)
        const inBed = other?.duration_in_bed_seconds ?? 0
        const parts = asleepSeconds + (awake?.duration_awake_state_seconds ?? 0)
        assert.equal(parts + (other?.duration_unmeasurable_sleep_seconds ?? 0), inBed)
        assert.equal(inBed, secondsOf(sleep))
        assert.ok(Math.abs((sleep_efficiency ?? 0) - (100 * asleepSeconds) / inBed) < 0.06)
      }
    }),
    { numRuns: 25 },
  )
})

test('the hypnogram runs without gaps from bed to rising and gives the same durations', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const sleep of nights(seed)) {
        const samples = sleep.sleep_durations_data?.hypnogram_samples ?? []
        assert.equal(samples[0]?.timestamp, sleep.metadata.start_time)
        const totals = new Map<number, number>()
        samples.forEach(({ timestamp, level }, i) => {
          const until = Date.parse(samples[i + 1]?.timestamp ?? sleep.metadata.end_time)
          const seconds = (until - Date.parse(timestamp ?? '')) / 1000
          assert.ok(seconds > 0)
          assert.notEqual(level, samples[i + 1]?.level)
          totals.set(level ?? -1, (totals.get(level ?? -1) ?? 0) + seconds)
        })
        const { asleep, awake } = sleep.sleep_durations_data ?? {}
        assert.equal(totals.get(5) ?? 0, asleep?.duration_deep_sleep_state_seconds)
        assert.equal(totals.get(6) ?? 0, asleep?.duration_REM_sleep_state_seconds)
        assert.equal(totals.get(1) ?? 0, awake?.duration_awake_state_seconds)
      }
    }),
    { numRuns: 15 },
  )
})

test('deep sleep comes early and REM late', () => {
  let deepEarly = 0
  let remLate = 0
  let count = 0
  for (const sleep of ['a', 'b', 'c', 'd'].flatMap((seed) => nights(seed))) {
    if (sleep.metadata.is_nap) continue
    const samples = sleep.sleep_durations_data?.hypnogram_samples ?? []
    const middle = (Date.parse(sleep.metadata.start_time) + Date.parse(sleep.metadata.end_time)) / 2
    const at = (level: number) => samples.filter((s) => s.level === level).map((s) => Date.parse(s.timestamp ?? ''))
    const mean = (times: number[]) => times.reduce((a, b) => a + b, 0) / times.length
    count++
    if (mean(at(5)) < middle) deepEarly++
    if (mean(at(6)) > middle - 1_800_000) remLate++
  }
  assert.ok(deepEarly > 0.9 * count && remLate > 0.8 * count, `${deepEarly} and ${remLate} of ${count}`)
})

test('a night ends on its day and is one of several hours; a nap is short, by day and never the only sleep', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const sleeps = nights(seed)
      const main = sleeps.filter((sleep) => !sleep.metadata.is_nap)
      assert.deepEqual(
        main.map((sleep) => sleep.metadata.end_time.slice(0, 10)),
        ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-07-${day}`),
      )
      for (const sleep of main) assert.ok(secondsOf(sleep) > 5.5 * 3600 && secondsOf(sleep) < 11 * 3600)
      for (const nap of sleeps.filter((sleep) => sleep.metadata.is_nap)) {
        assert.ok(secondsOf(nap) < 3 * 3600)
        const hour = Number(nap.metadata.start_time.slice(11, 13))
        assert.ok(hour >= 9 && hour < 21)
      }
    }),
    { numRuns: 25 },
  )
})

test('naps happen, and only where the provider tells them apart', () => {
  const isNap = (sleep: Sleep): boolean => sleep.metadata.is_nap === true
  assert.ok(nights('naps', '2026-07-31', undefined, 31).some(isNap))
  const withings = generateRecords({
    provider: 'WITHINGS',
    type: 'sleep',
    endDate: '2026-07-31',
    days: 31,
    seed: 'naps',
  })
  assert.equal(withings.length, 31)
  assert.ok(!withings.some(isNap))
})

test('the clock changes in the night and the sleep keeps its true length', () => {
  // Summer time begins on 29 March 2026 in Berlin and ends on 25 October.
  for (const [date, before, after] of [
    ['2026-03-29', '+01:00', '+02:00'],
    ['2026-10-25', '+02:00', '+01:00'],
  ] as const) {
    for (const seed of ['a', 'b', 'c']) {
      const night = nights(seed, date, 'Europe/Berlin', 1)[0]
      assert.ok(night)
      assert.ok(night.metadata.start_time.endsWith(before))
      assert.ok(night.metadata.end_time.endsWith(after))
      assert.equal(secondsOf(night), night.sleep_durations_data?.other?.duration_in_bed_seconds)
      const samples = night.heart_rate_data?.detailed?.hr_samples ?? []
      const times = samples.map((s) => Date.parse(s.timestamp ?? ''))
      times.slice(1).forEach((time, i) => {
        assert.equal(time - (times[i] ?? 0), 300_000)
      })
    }
  }
})

test('the heart slows below its waking rate and the means are those of the samples', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { heart_rate_data, respiration_data } of nights(seed)) {
        const bpm = (heart_rate_data?.detailed?.hr_samples ?? []).map((s) => s.bpm ?? 0)
        const { avg_hr_bpm, min_hr_bpm, max_hr_bpm, resting_hr_bpm } = heart_rate_data?.summary ?? {}
        assert.equal(Math.min(...bpm), min_hr_bpm)
        assert.equal(Math.max(...bpm), max_hr_bpm)
        assert.ok(Math.abs(bpm.reduce((a, b) => a + b, 0) / bpm.length - (avg_hr_bpm ?? 0)) < 0.06)
        assert.ok((min_hr_bpm ?? 0) < (resting_hr_bpm ?? 0) + 4)
        for (const { percentage } of respiration_data?.oxygen_saturation_data?.samples ?? []) {
          assert.ok((percentage ?? 0) >= 90 && (percentage ?? 0) <= 100)
        }
      }
    }),
    { numRuns: 15 },
  )
})
