import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWithin, places } from './places.ts'

const within = (path: string) => places.filter((place) => isWithin(path, place)).map((place) => place.id)

test('every address belongs to one place at most', () => {
  assert.deepEqual(within('/'), ['home'])
  assert.deepEqual(within('/users/4f1c'), ['users'])
  assert.deepEqual(within('/people/alex'), ['users'])
  assert.deepEqual(within('/connections/destinations/dst_1/edit'), ['destinations'])
  assert.deepEqual(within('/settings/team'), ['settings'])
  assert.deepEqual(within('/userspace'), [])
})

test('no two places are reached by the same keys', () => {
  const keys = places.flatMap((place) => place.keys ?? [])
  assert.equal(new Set(keys).size, keys.length)
})
