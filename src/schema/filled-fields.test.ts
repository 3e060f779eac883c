import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateRecords } from '../generate/generate.ts'
import { emptyFields, filledFields } from './filled-fields.ts'
import { dataTypes } from './records.ts'

const day = { provider: 'WHOOP', type: 'sleep', endDate: '2026-07-02', seed: 1 } as const

test('the fields that say nothing are named, a group that is empty as a whole by itself', () => {
  const empty = emptyFields('sleep', generateRecords(day))
  assert.ok(empty.includes('respiration_data.snoring_data'), empty.join(' '))
  assert.ok(!empty.some((path) => path.startsWith('respiration_data.snoring_data.')))
  assert.ok(!empty.includes('sleep_durations_data'))
  assert.ok(!empty.some((path) => path.startsWith('metadata.start_time')))
})

test('fields of samples are behind the list, null and what is empty inside say nothing', () => {
  const sample = { timestamp: '2026-07-01T07:04:11.000000+01:00', bpm: 50 }
  const heart = { summary: { avg_hr_bpm: null }, detailed: { hr_samples: [sample], hrv_samples_sdnn: [] } }
  const empty = emptyFields('sleep', [{ heart_rate_data: heart }])
  assert.ok(empty.includes('heart_rate_data.summary'))
  assert.ok(empty.includes('heart_rate_data.detailed.hr_samples[].context'))
  assert.ok(empty.includes('heart_rate_data.detailed.hrv_samples_sdnn'))
  assert.ok(!empty.includes('heart_rate_data.detailed.hr_samples[].bpm'))
})

test('without records every part is empty', () => {
  for (const type of dataTypes) assert.ok(emptyFields(type, []).length > 1, type)
})

test('a part that holds itself is followed as deep as there are values', () => {
  const inner = { type: 'STEP', order: 1 }
  const empty = emptyFields('planned_workout', [{ details: { steps: [{ steps: [inner] }] } }])
  assert.ok(empty.includes('details.steps[].steps[].steps'), empty.join(' '))
})

test('what says something is named to the single field, and no field is both filled and empty', () => {
  const records = generateRecords(day)
  const filled = filledFields('sleep', records)
  assert.ok(filled.includes('metadata.start_time') && filled.includes('heart_rate_data.summary.avg_hr_bpm'))
  assert.ok(!filled.includes('heart_rate_data'))
  assert.deepEqual(
    emptyFields('sleep', records).filter((path) => filled.includes(path)),
    [],
  )
})
