import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenHour } from './delivery-filters.ts'
import { localFieldOf, rateOf, sinceOf } from './recovery.ts'

const now = Date.parse('2026-07-01T12:00:00.000Z')

test('a preset is so long ago', () => {
  assert.equal(sinceOf('hour', '', now), '2026-07-01T11:00:00.000Z')
  assert.equal(sinceOf('week', '', now), '2026-06-24T12:00:00.000Z')
})

test('an exact moment comes back from the field it was put into', () => {
  assert.equal(sinceOf('exact', localFieldOf(now), now), '2026-07-01T12:00:00.000Z')
  assert.equal(sinceOf('exact', localFieldOf(now + 60_000), now), null)
  assert.equal(sinceOf('exact', '', now), null)
})

test('a rate is a number, none, or nonsense', () => {
  assert.deepEqual(['', '5', '0,5', '0', 'fast'].map(rateOf), [undefined, 5, 0.5, null, null])
})

test('an hour is chosen when the time is exactly one', () => {
  const since = '2026-07-01T11:00:00.000Z'
  assert.equal(chosenHour({ since, until: '2026-07-01T12:00:00.000Z' }), Date.parse(since))
  assert.equal(chosenHour({ since, until: '2026-07-01T13:00:00.000Z' }), null)
  assert.equal(chosenHour({ since, until: null }), null)
})
