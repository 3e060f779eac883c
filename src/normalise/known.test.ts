import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownOnly } from './known.ts'

test('what nobody knows is left out with what is empty without it; zero, false and text stay', () => {
  const record = {
    metadata: { name: null, is_nap: false },
    calories_data: { total_burned_calories: undefined },
    heart_rate_data: {
      summary: { avg_hr_bpm: null, hr_zone_data: [{ zone: 0, duration_seconds: null }, { zone: null }] },
    },
    distance_data: { summary: { distance_meters: 0 } },
    scores: {},
    laps: [],
  }
  const before = structuredClone(record)
  assert.deepEqual(knownOnly(record), {
    metadata: { is_nap: false },
    heart_rate_data: { summary: { hr_zone_data: [{ zone: 0 }] } },
    distance_data: { summary: { distance_meters: 0 } },
  })
  assert.deepEqual(record, before)
  assert.deepEqual(knownOnly({ scores: { sleep: null } }), {})
})
