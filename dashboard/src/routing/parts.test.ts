import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readParts } from './parts.ts'

test('whatever an id holds, a page gets it as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (id) => {
      assert.deepEqual(readParts({ id: encodeURIComponent(id), tab: undefined }), { id, tab: undefined })
    }),
  )
  assert.deepEqual(readParts({ id: encodeURIComponent('a%2Fb/c d') }), { id: 'a%2Fb/c d' })
})

test('a percent sign that was written by hand stands for itself', () => {
  assert.deepEqual(readParts({ id: '100%' }), { id: '100%' })
})
