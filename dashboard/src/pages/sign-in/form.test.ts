import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrongIn } from './form.ts'

test('signing in takes any password, a new one must be long enough', () => {
  const fields = { email: 'ada@example.com', name: '', password: 'short' }
  assert.deepEqual(wrongIn(fields, ['email', 'password'], false), {})
  assert.match(wrongIn(fields, ['email', 'password'], true).password ?? '', /at least 10/)
})

test('what is missing or misshapen is said by field, and what is not asked is not judged', () => {
  const fields = { email: 'ada', name: '', password: '' }
  const wrong = wrongIn(fields, ['email', 'name', 'password'], true)
  assert.deepEqual(Object.keys(wrong), ['email', 'password'])
  assert.deepEqual(Object.keys(wrongIn(fields, ['password'], true)), ['password'])
})
