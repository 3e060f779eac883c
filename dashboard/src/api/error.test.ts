import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSentence, errorOfAnswer, retryAfterOf } from './error.ts'

test('an error carries the server’s own sentence, its reference and how long to wait', () => {
  const headers = new Headers({ 'terra-reference': 'req_1', 'retry-after': '12' })
  const error = errorOfAnswer(429, headers, JSON.stringify({ detail: 'too many attempts for a@b.c' }), 0)
  assert.equal(error.sentence, 'Too many attempts for a@b.c.')
  assert.equal(error.status, 429)
  assert.equal(error.reference, 'req_1')
  assert.equal(error.retryAfter, 12)
})

test('an answer without a reason still says something useful', () => {
  assert.match(errorOfAnswer(404, new Headers(), '', 0).sentence, /does not exist/)
  assert.match(errorOfAnswer(502, new Headers(), '<html>Bad gateway</html>', 0).sentence, /answered 502/)
})

test('Retry-After may be seconds or a date, and nonsense is no wait', () => {
  assert.equal(retryAfterOf('3', 0), 3)
  assert.equal(retryAfterOf('Thu, 01 Jan 1970 00:00:09 GMT', 4_000), 5)
  assert.equal(retryAfterOf('Thu, 01 Jan 1970 00:00:01 GMT', 4_000), 0)
  assert.equal(retryAfterOf('soon', 0), null)
  assert.equal(retryAfterOf(null, 0), null)
})

test('a sentence begins with a capital and ends once', () => {
  assert.equal(asSentence('invalid url'), 'Invalid url.')
  assert.equal(asSentence('Try again!'), 'Try again!')
})
