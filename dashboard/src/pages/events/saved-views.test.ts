import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readViews } from './saved-views.ts'

test('views that were kept come back, each set of filters once, in one order', () => {
  const kept = [
    { name: 'Old', query: '?type=sleep&status=failed' },
    { name: 'New', query: '?status=failed&type=sleep' },
    { name: 'Rides', query: '?type=activity' },
  ]
  assert.deepEqual(readViews(JSON.stringify(kept)), [
    { name: 'New', query: '?status=failed&type=sleep' },
    { name: 'Rides', query: '?type=activity' },
  ])
})

test('what is no view, or one that everybody has, is left out', () => {
  for (const kept of [null, '', '{', '7', '[1, null, {"name": "x"}]', '[{"name":"Failed","query":"?status=failed"}]'])
    assert.deepEqual(readViews(kept), [])
})
