import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HeartRateData } from '../schema/records.ts'
import { fillCalories } from './calories.ts'
import { rmssdData, sdnnData } from './hrv.ts'

test('derives the third of total = BMR + active', () => {
  assert.deepEqual(fillCalories({ BMR_calories: 1500.1, net_activity_calories: 600.2 }), {
    BMR_calories: 1500.1,
    net_activity_calories: 600.2,
    total_burned_calories: 2100.3,
  })
  assert.equal(fillCalories({ BMR_calories: 1500, total_burned_calories: 2100 }).net_activity_calories, 600)
  assert.equal(fillCalories({ net_activity_calories: 600, total_burned_calories: 2100 }).BMR_calories, 1500)
  assert.equal(fillCalories({ BMR_calories: 1500, total_burned_calories: 1500 }).net_activity_calories, 0)
})

test('derives nothing from one number, repairs nothing, and invents no negative energy', () => {
  for (const calories of [
    {},
    { total_burned_calories: 500 },
    { net_activity_calories: 500, net_intake_calories: 1800 },
    { BMR_calories: 1500, net_activity_calories: 600, total_burned_calories: 9999 },
    { BMR_calories: 1500, total_burned_calories: 900 },
    { net_activity_calories: null, total_burned_calories: 900, BMR_calories: null },
  ]) {
    assert.deepEqual(fillCalories(calories), calories)
  }
})

test('filling twice is filling once, and intake and samples stay', () => {
  const energy = fc.option(fc.double({ min: 0, max: 5000, noNaN: true }))
  fc.assert(
    fc.property(energy, energy, energy, energy, (bmr, active, total, intake) => {
      const filled = fillCalories({
        BMR_calories: bmr,
        net_activity_calories: active,
        total_burned_calories: total,
        net_intake_calories: intake,
        calorie_samples: [],
      })
      assert.deepEqual(fillCalories(filled), filled)
      assert.equal(filled.net_intake_calories, intake)
      assert.deepEqual(filled.calorie_samples, [])
    }),
  )
})

test('RMSSD and SDNN go to their own fields', () => {
  const timestamp = '2026-07-01T03:00:00.000000+02:00'
  const rmssd: HeartRateData = rmssdData([
    { timestamp, rmssdMs: 42 },
    { timestamp, rmssdMs: 44 },
  ])
  assert.deepEqual(rmssd, {
    detailed: {
      hrv_samples_rmssd: [
        { timestamp, hrv_rmssd: 42 },
        { timestamp, hrv_rmssd: 44 },
      ],
    },
    summary: { avg_hrv_rmssd: 43 },
  })
  const sdnn: HeartRateData = sdnnData([{ timestamp, sdnnMs: 50.1 }])
  assert.deepEqual(sdnn, {
    detailed: { hrv_samples_sdnn: [{ timestamp, hrv_sdnn: 50.1 }] },
    summary: { avg_hrv_sdnn: 50.1 },
  })
  assert.equal(sdnnData([]).summary.avg_hrv_sdnn, null)
})

test('the types keep RMSSD and SDNN apart', () => {
  const timestamp = '2026-07-01T03:00:00.000000+02:00'
  // @ts-expect-error an SDNN reading is no RMSSD reading
  const mixed = rmssdData([{ timestamp, sdnnMs: 50 }])
  // @ts-expect-error RMSSD data have no SDNN average
  assert.equal(mixed.summary.avg_hrv_sdnn, undefined)
})
