import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from '../lib/errors.ts'
import { daysOf, filterOf, parseRange } from './range.ts'

const refusal = (start: string | undefined, end?: string) => {
  try {
    parseRange(start, end)
  } catch (error) {
    if (error instanceof TellusError) return [error.status, error.message]
    throw error
  }
  return null
}

test('a start alone is one day, and so is an end equal to it', () => {
  for (const end of [undefined, '', '2026-07-01']) {
    const range = parseRange('2026-07-01', end)
    assert.deepEqual([range.startDay, range.endDay, daysOf(range)], ['2026-07-01', '2026-07-02', 1])
  }
})

test('the end is exclusive', () => {
  const range = parseRange('2026-07-01', '2026-07-08')
  assert.deepEqual([range.startDay, range.endDay, daysOf(range)], ['2026-07-01', '2026-07-08', 7])
})

test('ten digits are unix seconds, whose days are begun ones counted whole', () => {
  const range = parseRange('1782907200', '1782993600') // 2026-07-01T12:00Z to 2026-07-02T12:00Z
  assert.deepEqual([range.startDay, range.endDay, range.exact], ['2026-07-01', '2026-07-03', true])
  assert.notEqual(filterOf('sleep', range).span, null)
  assert.equal(filterOf('daily', range).span, null)
})

test('other ISO times are taken leniently', () => {
  assert.equal(parseRange('2026-07-01T05:30:00+05:30', undefined).startMs, Date.parse('2026-07-01T00:00:00Z'))
  assert.equal(
    parseRange('2026-07-01T05:30:00 05:30', undefined).startMs,
    Date.parse('2026-07-01T00:00:00Z'),
    'a + that a client did not encode',
  )
  assert.equal(parseRange('2026-07-01T00:00:00', undefined).startMs, Date.parse('2026-07-01T00:00:00Z'))
})

test('an end in the future is fine', () => {
  assert.equal(refusal('2026-07-01', '2026-07-31'), null)
})

test('what cannot be read is refused in the words of the contract', () => {
  assert.deepEqual(refusal(undefined), [400, 'start_date is required'])
  assert.deepEqual(refusal('yesterday'), [400, 'invalid start_date'])
  assert.deepEqual(refusal('2026-02-30'), [400, 'invalid start_date'])
  assert.deepEqual(refusal('178290720000'), [400, 'invalid start_date'])
  assert.deepEqual(refusal('2026-07-01', '2026-7-2'), [400, 'invalid end_date'])
  assert.deepEqual(refusal('2026-07-02', '2026-07-01'), [400, 'end_date is before start_date'])
})

test('1,825 days are served and one more is rule r1', () => {
  assert.equal(refusal('2020-01-01', '2024-12-30'), null)
  assert.deepEqual(refusal('2020-01-01', '2024-12-31'), [429, 'rate limit exceeded'])
})

test('no text makes it throw anything but a sentence', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (start, end) => {
      refusal(start, end)
    }),
  )
})
