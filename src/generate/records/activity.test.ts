import assert from 'node:assert/strict'
import { test } from 'node:test'
import polyline from '@mapbox/polyline'
import fc from 'fast-check'
import type { Activity } from '../../schema/records.ts'
import { generateRecords } from '../generate.ts'

const seeds = fc.string({ minLength: 1, maxLength: 6 })
const runs = { numRuns: 7 }

const week = (provider: 'GARMIN' | 'STRAVA' | 'WHOOP' | 'WAHOO', seed: string): Activity[] =>
  generateRecords({ provider, type: 'activity', endDate: '2026-07-05', days: 5, seed })

const seconds = (activity: Activity): number =>
  (Date.parse(activity.metadata.end_time) - Date.parse(activity.metadata.start_time)) / 1000

const sum = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`)

const deg = Math.PI / 180

function haversine([lat1, lng1]: readonly number[], [lat2, lng2]: readonly number[]): number {
  assert.ok(lat1 !== undefined && lng1 !== undefined && lat2 !== undefined && lng2 !== undefined)
  const a =
    Math.sin(((lat2 - lat1) * deg) / 2) ** 2 +
    Math.cos(lat1 * deg) * Math.cos(lat2 * deg) * Math.sin(((lng2 - lng1) * deg) / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.sqrt(a))
}

test('samples lead to the figures of the summary', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const activity of week('GARMIN', seed)) {
        const { distance_data, calories_data, heart_rate_data, active_durations_data } = activity
        const summary = distance_data?.summary
        assert.equal(distance_data?.detailed?.distance_samples?.at(-1)?.distance_meters, summary?.distance_meters)
        if (summary?.steps) assert.equal(distance_data?.detailed?.step_samples?.at(-1)?.steps, summary.steps)
        near(
          sum((calories_data?.calorie_samples ?? []).map((s) => s.calories)),
          calories_data?.total_burned_calories ?? 0,
          0.01,
        )
        assert.ok((calories_data?.net_activity_calories ?? 0) < (calories_data?.total_burned_calories ?? 0))
        const bpm = (heart_rate_data?.detailed?.hr_samples ?? []).map((s) => s.bpm ?? 0)
        assert.equal(Math.max(...bpm), heart_rate_data?.summary?.max_hr_bpm)
        assert.equal(Math.min(...bpm), heart_rate_data?.summary?.min_hr_bpm)
        near(sum(bpm) / bpm.length, heart_rate_data?.summary?.avg_hr_bpm ?? 0, 0.06)
        assert.equal(active_durations_data?.activity_seconds, seconds(activity))
        const times = (heart_rate_data?.detailed?.hr_samples ?? []).map((s) => s.timestamp)
        assert.equal(times[0], activity.metadata.start_time)
        assert.equal(times.at(-1), activity.metadata.end_time)
      }
    }),
    runs,
  )
})

test('sums never go back, and the gain is that of all climbs', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { distance_data } of week('STRAVA', seed)) {
        const meters = (distance_data?.detailed?.distance_samples ?? []).map((s) => s.distance_meters ?? 0)
        meters.forEach((value, i) => {
          assert.ok(value >= (meters[i - 1] ?? 0))
        })
        const heights = (distance_data?.detailed?.elevation_samples ?? []).map((s) => s.elev_meters ?? 0)
        const elevation = distance_data?.summary?.elevation
        if (!elevation) continue
        const rises = heights.slice(1).map((height, i) => height - (heights[i] ?? 0))
        near(sum(rises.filter((rise) => rise > 0)), elevation.gain_actual_meters ?? 0, 0.06)
        near(sum(rises.filter((rise) => rise < 0)), -(elevation.loss_actual_meters ?? 0), 0.06)
      }
    }),
    runs,
  )
})

test('the course is as long as the distance, and closes where it began', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const activity of week('STRAVA', seed)) {
        const places = (activity.position_data?.position_samples ?? []).map((s) =>
          (s.coords_lat_lng_deg ?? []).map((d) => d ?? 0),
        )
        if (places.length === 0) continue
        const length = sum(places.slice(1).map((place, i) => haversine(places[i] ?? [], place)))
        const meters = activity.distance_data?.summary?.distance_meters ?? 0
        near(length, meters, 0.02 * meters + 5)
        near(haversine(places[0] ?? [], places.at(-1) ?? []), 0, 5)
        const map = polyline.decode(activity.polyline_map_data?.summary_polyline ?? '')
        near(haversine(map[0] ?? [], places[0] ?? []), 0, 2)
        assert.ok(map.length >= 60 && map.length <= 122)
      }
    }),
    runs,
  )
})

test('laps and heart rate zones divide the session without rest', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const activity of week('STRAVA', seed)) {
        const laps = activity.lap_data?.laps ?? []
        if (laps.length > 0) {
          near(sum(laps.map((lap) => lap.distance_meters)), activity.distance_data?.summary?.distance_meters ?? 0, 0.5)
          assert.equal(sum(laps.map((lap) => lap.active_duration_seconds)), seconds(activity))
          assert.equal(laps.at(-1)?.trigger_method, 'SESSION_END')
          laps.slice(1).forEach((lap, i) => {
            assert.equal(lap.start_time, laps[i]?.end_time)
          })
        }
        const zones = activity.heart_rate_data?.summary?.hr_zone_data ?? []
        assert.equal(sum(zones.map((zone) => zone.duration_seconds)), seconds(activity))
      }
    }),
    runs,
  )
})

test('the heart starts calm, works hardest in the middle and never beats faster than it can', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { heart_rate_data } of week('STRAVA', seed)) {
        const bpm = (heart_rate_data?.detailed?.hr_samples ?? []).map((s) => s.bpm ?? 0)
        const max = heart_rate_data?.summary?.max_hr_bpm ?? 0
        assert.ok((bpm[0] ?? 0) < max - 3)
        assert.ok((bpm.at(-1) ?? 0) < max)
        assert.ok(max <= (heart_rate_data?.summary?.user_max_hr_bpm ?? 0))
      }
    }),
    runs,
  )
})

test('rides with a meter have power whose work is its mean over time', () => {
  for (const activity of week('WAHOO', 'ride')) {
    const watts = activity.power_data?.avg_watts ?? 0
    assert.ok(watts > 50 && watts < 350)
    near(activity.work_data?.work_kilojoules ?? 0, (watts * seconds(activity)) / 1000, 0.2 + seconds(activity) / 10_000)
  }
})

test('a provider that gives summaries alone has no samples, and a session total is not called active', () => {
  for (const activity of week('WHOOP', 'w')) {
    assert.equal(activity.heart_rate_data?.detailed, undefined)
    assert.equal(activity.distance_data?.detailed, undefined)
    assert.equal(activity.position_data, undefined)
    const kcal = activity.calories_data?.total_burned_calories ?? 0
    near(activity.energy_data?.energy_kilojoules ?? 0, kcal * 4.184, 4)
  }
})
