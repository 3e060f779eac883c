import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moved, placeAt } from './order.ts'

test('what is moved takes its new place, and all else keeps its order', () => {
  const list = ['a', 'b', 'c', 'd']
  assert.deepEqual(moved(list, 0, 2), ['b', 'c', 'a', 'd'])
  assert.deepEqual(moved(list, 3, 1), ['a', 'd', 'b', 'c'])
  assert.deepEqual(moved(list, 2, 2), list)
})

test('nothing is moved out of the list', () => {
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b'])
  assert.deepEqual(moved(['a', 'b'], 0, 7), ['b', 'a'])
  assert.deepEqual(moved([], 0, 1), [])
})

test('a pointer is over the row that began last above it', () => {
  assert.equal(placeAt([100, 140, 180], 150), 1)
  assert.equal(placeAt([100, 140, 180], 20), 0)
  assert.equal(placeAt([100, 140, 180], 900), 2)
})
