import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Daily, dailySchema } from '../schema/daily.ts'
import { fillCalories } from './calories.ts'
import { clearUnworn, isFinal, isNotWorn } from './day-state.ts'
import { dayMetadata, dayMetadataOfZone } from './time.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)

const day = (parts: Omit<Daily, 'metadata'>): Daily => ({
  metadata: { ...dayMetadata('2026-07-01', 120), upload_type: 1 },
  ...parts,
})

const inTheDrawer = day({
  calories_data: { BMR_calories: 1612, total_burned_calories: 1612, net_activity_calories: 0 },
  distance_data: { steps: 0, distance_meters: 0 },
  heart_rate_data: { summary: { avg_hr_bpm: null, user_max_hr_bpm: 186 }, detailed: { hr_samples: [] } },
  MET_data: { avg_level: 1 },
  active_durations_data: { inactivity_seconds: 86_400, rest_seconds: 86_400, activity_seconds: 0 },
  oxygen_data: { vo2max_ml_per_min_per_kg: 44 },
})

test('a day may change until 24 hours after its local end', () => {
  const oslo = { metadata: dayMetadataOfZone('2026-03-29', 'Europe/Oslo') }
  // The day ends at 22:00 UTC, for the clock has been set forward.
  assert.equal(isFinal(oslo, utc('2026-03-30T21:59:59.999')), false)
  assert.equal(isFinal(oslo, utc('2026-03-30T22:00:00')), true)
  const kiritimati = { metadata: dayMetadata('2026-07-01', 840) }
  assert.equal(isFinal(kiritimati, utc('2026-07-02T09:59:59.999')), false)
  assert.equal(isFinal(kiritimati, utc('2026-07-02T10:00:00')), true)
})

test('a day with BMR calories only was not worn', () => {
  assert.equal(isNotWorn(inTheDrawer), true)
  assert.equal(isNotWorn(day({ calories_data: { BMR_calories: 1612 } })), true)
  assert.equal(isNotWorn(day({ calories_data: { BMR_calories: 1612.4, total_burned_calories: 1613 } })), true)
})

test('one step, one pulse or one active calorie says that it was worn', () => {
  const signs: Omit<Daily, 'metadata'>[] = [
    { distance_data: { steps: 1 } },
    { distance_data: { detailed: { step_samples: [{ steps: 3 }] } } },
    { heart_rate_data: { summary: { resting_hr_bpm: 52 } } },
    { heart_rate_data: { detailed: { hr_samples: [{ bpm: 61 }] } } },
    { heart_rate_data: { detailed: { hrv_samples_sdnn: [{ hrv_sdnn: 40 }] } } },
    { calories_data: { BMR_calories: 1612, net_activity_calories: 5 } },
    { calories_data: { BMR_calories: 1612, total_burned_calories: 1700 } },
    { active_durations_data: { activity_seconds: 60 } },
    { oxygen_data: { saturation_samples: [{ percentage: 97 }] } },
    { stress_data: { avg_stress_level: 20 } },
  ]
  for (const sign of signs) {
    const worn = { ...inTheDrawer, ...sign }
    assert.equal(isNotWorn(worn), false, JSON.stringify(sign))
    assert.equal(clearUnworn(worn), worn)
  }
})

test('a day without BMR calories is empty, not unworn', () => {
  assert.equal(isNotWorn(day({})), false)
  assert.equal(isNotWorn(day({ calories_data: { BMR_calories: 0 }, distance_data: { steps: 0 } })), false)
})

test('an unworn day is passed on with null instead of zeros nobody measured, and what needs no wearing stays', () => {
  const passedOn = clearUnworn(inTheDrawer)
  assert.deepEqual(passedOn, {
    metadata: inTheDrawer.metadata,
    calories_data: { BMR_calories: 1612, total_burned_calories: 1612, net_activity_calories: null },
    distance_data: null,
    heart_rate_data: null,
    MET_data: null,
    active_durations_data: null,
    strain_data: null,
    stress_data: null,
    oxygen_data: { vo2max_ml_per_min_per_kg: 44, avg_saturation_percentage: null, saturation_samples: null },
  })
  assert.ok(dailySchema.safeParse(passedOn).success)
  assert.deepEqual(clearUnworn(passedOn), passedOn)
})

test('zero active calories that were derived for an unworn day do not make it worn', () => {
  const derived = day({ calories_data: fillCalories({ BMR_calories: 1612, total_burned_calories: 1612 }) })
  assert.equal(derived.calories_data?.net_activity_calories, 0)
  assert.equal(clearUnworn(derived).calories_data?.net_activity_calories, null)
})
