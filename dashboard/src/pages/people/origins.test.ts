import assert from 'node:assert/strict'
import { test } from 'node:test'
import { originsOf } from './origins.ts'

const ring = {
  metadata: { start_time: '2026-07-01T00:00:00+02:00' },
  heart_rate_data: { summary: { resting_hr_bpm: 51, avg_hr_bpm: 66 } },
  distance_data: { steps: 8000, distance_meters: 6000, floors_climbed: null },
}
const phone = {
  metadata: { start_time: '2026-07-01T00:00:00+02:00' },
  heart_rate_data: {},
  distance_data: { steps: 5000, distance_meters: 3900, floors_climbed: 7 },
  calories_data: { total_burned_calories: 2200 },
}
const told = [
  { userId: 'ring', record: ring },
  { userId: 'phone', record: phone },
]

test('a section is of the first account that told it just so', () => {
  const merged = { metadata: {}, calories_data: phone.calories_data, distance_data: ring.distance_data }
  assert.deepEqual(originsOf(merged, told), [
    { name: 'calories', userIds: ['phone'] },
    { name: 'distance', userIds: ['ring'] },
  ])
})

test('the order of fields, and what is empty, make no difference', () => {
  const merged = { heart_rate_data: { summary: { avg_hr_bpm: 66, resting_hr_bpm: 51 } }, stress_data: { samples: [] } }
  assert.deepEqual(originsOf(merged, told), [{ name: 'heart rate', userIds: ['ring'] }])
})

test('figures that were put together are of all that have some, the others of who told them', () => {
  const merged = { distance_data: { steps: 9200, distance_meters: 6000, floors_climbed: 7 } }
  assert.deepEqual(originsOf(merged, told), [
    { name: 'steps', userIds: ['ring', 'phone'] },
    { name: 'distance', userIds: ['ring'] },
    { name: 'floors climbed', userIds: ['phone'] },
  ])
})
