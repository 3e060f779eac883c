import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDaily, aSleep } from '../testing/records.ts'
import { placeOf } from './keys.ts'

test('a day record is known by its local date and lies on that one day', () => {
  const place = placeOf('daily', aDaily('2026-07-01', 5))
  assert.deepEqual([place.key, place.firstDay, place.lastDay], ['2026-07-01', '2026-07-01', '2026-07-01'])
})

test('a night is known by its summary_id and touches both of its dates', () => {
  const place = placeOf('sleep', aSleep('2026-07-01', 'night-1'))
  assert.deepEqual([place.key, place.firstDay, place.lastDay], ['night-1', '2026-06-30', '2026-07-01'])
  assert.equal(place.startAt?.toISOString(), '2026-06-30T22:00:00.000Z')
})

test('there is one athlete, and a hormone is known by its timestamp', () => {
  assert.equal(placeOf('athlete', { city: 'Oslo' }).key, 'athlete')
  assert.equal(
    placeOf('hormone', { timestamp: '2026-07-01T08:00:00.000000+02:00' }).key,
    '2026-07-01T08:00:00.000000+02:00',
  )
})

test('a time without an offset is indexed as UTC', () => {
  const place = placeOf('activity', {
    metadata: { summary_id: 'a', start_time: '2026-07-01T08:00:00.000000', end_time: '2026-07-01T09:00:00.000000' },
  })
  assert.equal(place.startAt?.toISOString(), '2026-07-01T08:00:00.000Z')
})
