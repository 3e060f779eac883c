import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ProviderSlug } from '../../schema/providers.ts'
import type { Body } from '../../schema/records.ts'
import { generateRecords } from '../generate.ts'

const seeds = fc.string({ minLength: 1, maxLength: 6 })

const bodies = (provider: ProviderSlug, seed: string, days = 5): Body[] =>
  generateRecords({ provider, type: 'body', endDate: '2026-07-05', days, seed })

test('fat and lean mass are the weight, bone and muscle the lean mass, and the index fits the height', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { measurements_data } of bodies('WITHINGS', seed)) {
        const m = measurements_data?.measurements?.[0]
        const weight = m?.weight_kg ?? 0
        const fat = (weight * (m?.bodyfat_percentage ?? 0)) / 100
        assert.ok(Math.abs(fat * 1000 + (m?.lean_mass_g ?? 0) - weight * 1000) <= 1)
        assert.equal((m?.bone_mass_g ?? 0) + (m?.muscle_mass_g ?? 0), m?.lean_mass_g)
        assert.ok(Math.abs((m?.BMI ?? 0) - weight / ((m?.height_cm ?? 0) / 100) ** 2) < 0.06)
        assert.equal(measurements_data?.day_avg_weight_kg, weight)
      }
    }),
    { numRuns: 30 },
  )
})

test('blood pressure comes in pairs with the upper well above the lower', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { blood_pressure_data } of bodies('OMRON', seed)) {
        for (const { systolic_bp, diastolic_bp } of blood_pressure_data?.blood_pressure_samples ?? []) {
          const difference = (systolic_bp ?? 0) - (diastolic_bp ?? 0)
          assert.ok(difference >= 28 && difference <= 60)
          assert.ok((systolic_bp ?? 0) > 87 && (systolic_bp ?? 0) < 166)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('a glucose sensor reads every five minutes, flags what is out of range and sums up what it read', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { glucose_data } of bodies('DEXCOM_EU', seed)) {
        const samples = glucose_data?.detailed_blood_glucose_samples ?? []
        assert.ok(samples.length > 250 && samples.length <= 288)
        const times = samples.map((s) => Date.parse(s.timestamp ?? ''))
        times.slice(1).forEach((time, i) => {
          assert.equal((time - (times[i] ?? 0)) % 300_000, 0)
        })
        const levels = samples.map((s) => s.blood_glucose_mg_per_dL ?? 0)
        const mean = levels.reduce((a, b) => a + b, 0) / levels.length
        assert.ok(Math.abs(mean - (glucose_data?.day_avg_detailed_blood_glucose_mg_per_dL ?? 0)) < 0.06)
        assert.ok(Math.abs((glucose_data?.gmi ?? 0) - (3.31 + 0.02392 * mean)) < 0.01)
        const inRange = levels.filter((level) => level >= 70 && level <= 180).length
        assert.ok(Math.abs((glucose_data?.time_in_range ?? 0) - (100 * inRange) / levels.length) < 0.06)
        for (const { blood_glucose_mg_per_dL: level = 0, glucose_level_flag } of samples) {
          assert.equal(glucose_level_flag, (level ?? 0) > 180 ? 1 : (level ?? 0) < 70 ? 2 : 0)
        }
        assert.equal(glucose_data?.day_avg_blood_glucose_mg_per_dl, glucose_data?.day_avg_blood_glucose_mg_per_dL)
      }
    }),
    { numRuns: 20 },
  )
})

test('glucose rises after meals, and arrows point the way it goes', () => {
  const samples = bodies('FREESTYLELIBRE', 'arrows', 20).flatMap(
    (r) => r.glucose_data?.detailed_blood_glucose_samples ?? [],
  )
  const arrows = new Set(samples.map((s) => s.trend_arrow))
  assert.ok(arrows.has(3) && (arrows.has(4) || arrows.has(5)))
  samples.slice(2).forEach((sample, i) => {
    const change = (sample.blood_glucose_mg_per_dL ?? 0) - (samples[i]?.blood_glucose_mg_per_dL ?? 0)
    const minutes = (Date.parse(sample.timestamp ?? '') - Date.parse(samples[i]?.timestamp ?? '')) / 60_000
    if (minutes !== 10) return
    if (sample.trend_arrow === 5) assert.ok(change > 17)
    if (sample.trend_arrow === 4) assert.ok(change > 8)
    if (sample.trend_arrow === 2) assert.ok(change < -8)
  })
})

test('ketones are blood readings of a possible size', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const { ketone_data } of bodies('KETOMOJOUS', seed)) {
        for (const { ketone_mg_per_dL, sample_type } of ketone_data?.ketone_samples ?? []) {
          assert.equal(sample_type, 1)
          assert.ok((ketone_mg_per_dL ?? 0) > 0.5 && (ketone_mg_per_dL ?? 0) < 60)
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('an electrocardiogram is ten seconds at an even rate', () => {
  const readings = bodies('WITHINGS', 'ecg', 20).flatMap((record) => record.heart_data?.ecg_signal ?? [])
  assert.ok(readings.length > 0)
  for (const { raw_signal, start_timestamp } of readings) {
    const times = (raw_signal ?? []).map((s) => s.timestamp ?? '')
    assert.equal(times[0], start_timestamp)
    assert.equal(times.length, 1250)
    assert.ok(times.every((time, i) => i === 0 || time > (times[i - 1] ?? '')))
  }
})
