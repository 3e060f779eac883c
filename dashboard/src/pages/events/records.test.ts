import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordsOf } from './records.ts'

test('the records of a payload are found under data, and the athlete under its own name', () => {
  assert.equal(recordsOf('sleep', '{"data":[{"metadata":{}},{"metadata":{}}]}')?.length, 2)
  assert.deepEqual(recordsOf('athlete', '{"athlete":{"city":"Oslo"}}'), [{ city: 'Oslo' }])
  assert.deepEqual(recordsOf('sleep', '{"data":[]}'), [])
})

test('what an app published under a type without its shape is no record', () => {
  for (const body of ['', '7', 'null', '[]', '{}', '{"data":{}}', '{"data":[1]}', '{"data":[{"n":1}]}'])
    assert.equal(recordsOf('sleep', body), null, body)
})
