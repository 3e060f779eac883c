import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkRecord } from '../../schema/events.ts'
import { providerSlug, providers } from '../../schema/providers.ts'
import type { Daily } from '../../schema/records.ts'
import { generateRecords, offers } from '../generate.ts'
import { localDay } from '../local-day.ts'
import { sceneOf } from '../scene.ts'
import { daily } from './daily.ts'

const seeds = fc.string({ minLength: 1, maxLength: 6 })

const days = (seed: string, endDate = '2026-07-03', zone?: string, count = 3): Daily[] =>
  generateRecords({ provider: 'GARMIN', type: 'daily', endDate, days: count, seed, zone })

const hours = ({ metadata }: Daily): number =>
  (Date.parse(metadata.end_time) - Date.parse(metadata.start_time)) / 3_600_000

test('the four numbers of energy agree, and the quarter hours sum to the total', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { calories_data } of days(seed)) {
        const { BMR_calories, net_activity_calories, total_burned_calories, calorie_samples } = calories_data ?? {}
        assert.equal(total_burned_calories, (BMR_calories ?? 0) + (net_activity_calories ?? 0))
        assert.ok((BMR_calories ?? 0) > 900 && (BMR_calories ?? 0) < 2600)
        const sum = (calorie_samples ?? []).reduce((total, sample) => total + (sample.calories ?? 0), 0)
        assert.ok(Math.abs(sum - (total_burned_calories ?? 0)) < 2)
      }
    }),
    { numRuns: 7 },
  )
})

test('step samples end at the steps of the day and distance goes with them', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { distance_data } of days(seed)) {
        const { steps, distance_meters, floors_climbed, detailed } = distance_data ?? {}
        assert.equal(detailed?.step_samples?.at(-1)?.steps, steps)
        assert.equal(detailed?.distance_samples?.at(-1)?.distance_meters, distance_meters)
        assert.equal(detailed?.floors_climbed_samples?.at(-1)?.floors_climbed, floors_climbed)
        const counts = (detailed?.step_samples ?? []).map((s) => s.steps ?? 0)
        counts.slice(1).forEach((count, i) => {
          assert.ok(count >= (counts[i] ?? 0))
        })
        const stride = (distance_meters ?? 0) / (steps ?? 1)
        assert.ok(stride > 0.55 && stride < 1.3, `${stride}`)
      }
    }),
    { numRuns: 7 },
  )
})

test('every second of the day is spent once', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const day of days(seed)) {
        const t = day.active_durations_data
        const active =
          (t?.low_intensity_seconds ?? 0) + (t?.moderate_intensity_seconds ?? 0) + (t?.vigorous_intensity_seconds ?? 0)
        assert.equal(active, t?.activity_seconds)
        assert.equal(active + (t?.inactivity_seconds ?? 0) + (t?.rest_seconds ?? 0), hours(day) * 3600)
        const s = day.stress_data
        const stressed =
          (s?.rest_stress_duration_seconds ?? 0) +
          (s?.stress_duration_seconds ?? 0) +
          (s?.activity_stress_duration_seconds ?? 0)
        assert.equal(stressed, hours(day) * 3600)
      }
    }),
    { numRuns: 7 },
  )
})

test('the heart beats slowest at night, within its summary, with a sample every five minutes', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const day of days(seed)) {
        const { summary, detailed } = day.heart_rate_data ?? {}
        const samples = (detailed?.hr_samples ?? []).map((s) => ({
          bpm: s.bpm ?? 0,
          hour: Number(s.timestamp?.slice(11, 13)),
        }))
        assert.equal(samples.length, 288)
        for (const { bpm } of samples) {
          assert.ok(bpm >= (summary?.min_hr_bpm ?? 0) && bpm <= (summary?.max_hr_bpm ?? 0))
        }
        const mean = (from: number, to: number) => {
          const part = samples.filter(({ hour }) => hour >= from && hour < to)
          return part.reduce((sum, { bpm }) => sum + bpm, 0) / part.length
        }
        assert.ok(mean(2, 5) + 5 < mean(12, 18))
      }
    }),
    { numRuns: 7 },
  )
})

test('a day with a clock change has 23 or 25 hours, all of them told', () => {
  for (const [date, expected, start, end] of [
    ['2026-03-29', 23, '+01:00', '+02:00'],
    ['2026-10-25', 25, '+02:00', '+01:00'],
  ] as const) {
    const day = days('dst', date, 'Europe/Berlin', 1)[0]
    assert.ok(day)
    assert.equal(hours(day), expected)
    assert.equal(day.metadata.start_time, `${date}T00:00:00.000000${start}`)
    assert.ok(day.metadata.end_time.endsWith(`T00:00:00.000000${end}`))
    const times = (day.heart_rate_data?.detailed?.hr_samples ?? []).map((s) => s.timestamp ?? '')
    assert.equal(times.length, expected * 12)
    assert.ok(times[0]?.endsWith(start) && times.at(-1)?.endsWith(end))
    const { activity_seconds, inactivity_seconds, rest_seconds } = day.active_durations_data ?? {}
    assert.equal((activity_seconds ?? 0) + (inactivity_seconds ?? 0) + (rest_seconds ?? 0), expected * 3600)
  }
})

test('the day tells of the same sessions and the same night as the other types', () => {
  const args = { provider: 'GARMIN', endDate: '2026-07-05', days: 7, seed: 'same' } as const
  const sessions = generateRecords({ ...args, type: 'activity' })
  const dailies = generateRecords({ ...args, type: 'daily' })
  const nights = generateRecords({ ...args, type: 'sleep' }).filter((sleep) => !sleep.metadata.is_nap)
  dailies.forEach((day, i) => {
    const date = day.metadata.start_time.slice(0, 10)
    const own = sessions.filter((session) => session.metadata.start_time.startsWith(date))
    const walked = own.reduce((sum, session) => sum + (session.distance_data?.summary?.steps ?? 0), 0)
    const burned = own.reduce((sum, session) => sum + (session.calories_data?.net_activity_calories ?? 0), 0)
    assert.ok(own.length > 0)
    assert.ok((day.distance_data?.steps ?? 0) >= walked)
    assert.ok((day.calories_data?.net_activity_calories ?? 0) >= burned - 1)
    for (const session of own) {
      assert.ok((day.heart_rate_data?.summary?.max_hr_bpm ?? 0) >= (session.heart_rate_data?.summary?.max_hr_bpm ?? 0))
    }
    assert.equal(day.heart_rate_data?.summary?.resting_hr_bpm, nights[i]?.heart_rate_data?.summary?.resting_hr_bpm)
    assert.equal(day.scores?.sleep, nights[i]?.scores?.sleep)
  })
})

test('weight and resting heart rate drift from day to day without jumping', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const args = { provider: 'WITHINGS', endDate: '2026-07-31', days: 31, seed } as const
      const weights = generateRecords({ ...args, type: 'body' }).map((r) => r.measurements_data?.day_avg_weight_kg ?? 0)
      const pulses = generateRecords({ ...args, type: 'sleep' }).map(
        (r) => r.heart_rate_data?.summary?.resting_hr_bpm ?? 0,
      )
      for (const [values, step, range] of [
        [weights, 1.6, 6],
        [pulses, 6, 14],
      ] as const) {
        values.slice(1).forEach((value, i) => {
          assert.ok(Math.abs(value - (values[i] ?? 0)) <= step)
        })
        assert.ok(Math.max(...values) - Math.min(...values) <= range)
        assert.ok(new Set(values).size > 1)
      }
    }),
    { numRuns: 8 },
  )
})

test('a day that is not over fits the schema whoever records it, and ends as the whole', () => {
  const slugs = Object.keys(providers).flatMap((name) => providerSlug(name) ?? [])
  const own = slugs.filter((slug) => offers(slug, 'daily'))
  assert.ok(own.length > 10, `only ${own.length}`)
  for (const slug of own) {
    const scene = sceneOf(slug, 'half a day', {})
    const day = localDay('2026-07-03', scene.person.zone)
    for (const hour of [0.25, 3, 9.1, 17]) {
      const record = daily(scene, day, day.startMs + hour * 3_600_000)
      assert.deepEqual(checkRecord('daily', record), { ok: true }, `${slug} at ${hour}`)
    }
    assert.deepEqual(daily(scene, day, day.endMs), daily(scene, day))
  }
})
