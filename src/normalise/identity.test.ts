import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contentHash, startMinute, summaryId } from './identity.ts'

test('the same parts give the same id on every machine and in every version', () => {
  assert.equal(summaryId('OURA', 'user-7', 'sleep', 'abc'), 'a67ea311-7491-510c-95a5-add06bd3fe71')
  assert.match(summaryId('OURA', 'x'), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('every part counts, and so do the borders between parts', () => {
  const ids = [
    summaryId('OURA', 'user', 'sleep', 'abc'),
    summaryId('WHOOP', 'user', 'sleep', 'abc'),
    summaryId('OURA', 'other', 'sleep', 'abc'),
    summaryId('OURA', 'user', 'activity', 'abc'),
    summaryId('OURA', 'user', 'sleep', 'abd'),
    summaryId('OURA', 'user', 'sleepa', 'bc'),
    summaryId('OURA', 'user', 'sleep', 'a', 'bc'),
    summaryId('OURA', 'user', 'sleep', 1),
    summaryId('OURA', 'user', 'sleep', '1'),
  ]
  assert.equal(new Set(ids).size, ids.length)
})

test('without an id of the provider the start decides, to the minute', () => {
  const start = Date.parse('2026-07-01T07:04:00Z')
  const id = (ms: number): string => summaryId('APPLE', 'watch', 'activity', startMinute(ms))
  assert.equal(id(start + 29_000), id(start - 30_000))
  assert.notEqual(id(start + 60_000), id(start))
})

test('the order of keys and the spelling of unknown do not change the hash', () => {
  assert.equal(contentHash({ a: 1, b: { c: [1, 2], d: 'x' } }), contentHash({ b: { d: 'x', c: [1, 2] }, a: 1 }))
  assert.equal(contentHash({ a: 1, b: null, c: undefined }), contentHash({ a: 1 }))
})

test('contents do', () => {
  const hashes = [
    {},
    { a: 1 },
    { a: '1' },
    { a: [1] },
    { a: [] },
    { a: {} },
    { a: 0 },
    { a: false },
    { a: '' },
    { a: [1, 2] },
    { a: [2, 1] },
    { a: [null, 1] },
    { b: 1 },
    { a: 'x","b":"y' },
    { a: 'x', b: 'y' },
    { a: '\u00e9' },
    { a: 'line\nline' },
  ].map((record) => contentHash(record))
  assert.equal(new Set(hashes).size, hashes.length)
  assert.match(hashes[0] ?? '', /^[0-9a-f]{64}$/)
})

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

test('any record hashes as its copy with all keys turned round, and as its copy through JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
      const hash = contentHash(record)
      assert.equal(contentHash(Object(reversed(record))), hash)
      assert.equal(contentHash(JSON.parse(JSON.stringify(record))), hash)
    }),
  )
})
