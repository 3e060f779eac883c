import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findAll, foldsAround, formattedLines, type JsonLines, lineAt, rawLines, visibleLines } from './json-lines.ts'
import { piecesOf, tokensOf } from './json-tokens.ts'

const shown = (lines: JsonLines) =>
  Array.from({ length: lines.count }, (_, at) => {
    const tokens = tokensOf(lines.text, lines.start[at] ?? 0, lines.end[at] ?? 0)
    const text = tokens
      .map((token) => (token.kind === 'space' ? ' ' : lines.text.slice(token.start, token.end)))
      .join('')
    return '  '.repeat(lines.depth[at] ?? 0) + text
  }).join('\n')

test('every JSON text is laid out as JSON.stringify would, whatever its own blanks are', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, 4, '\t', '\r\n'.slice(1)), (json, blanks) => {
      const value: unknown = JSON.parse(json)
      const lines = formattedLines(JSON.stringify(value, null, blanks))
      assert.ok(lines)
      assert.equal(shown(lines), JSON.stringify(value, null, 2))
    }),
  )
})

test('numbers, escapes and repeated keys stay as they came', () => {
  const text = '{"a":1.0,"a":1e5, "b" : 12345678901234567890,"c":"\\u00e9\\/\\"","d":[ ]}'
  const lines = formattedLines(text)
  assert.ok(lines)
  assert.equal(
    shown(lines),
    '{\n  "a": 1.0,\n  "a": 1e5,\n  "b": 12345678901234567890,\n  "c": "\\u00e9\\/\\"",\n  "d": []\n}'.replace(
      '[]',
      '[]',
    ),
  )
})

test('what is not JSON is not laid out', () => {
  for (const text of ['', '  ', '{', '{"a":1', ']', '[1}', '"open', '[,1]', '[1,]', '{"a":1}{"b":2}', ':', 'a,b']) {
    assert.equal(formattedLines(text), null, text)
  }
})

test('a line that opens knows where it closes and how many entries it has', () => {
  const lines = formattedLines('{"user":{"a":1,"b":2},"data":[1,2,3],"none":{}}')
  assert.ok(lines)
  assert.deepEqual([...lines.closes], [11, 4, -1, -1, -1, 9, -1, -1, -1, -1, -1, -1])
  assert.deepEqual([lines.entries[0], lines.entries[1], lines.entries[5]], [3, 2, 3])
})

test('folding hides what is between, and what lies around a line can be found', () => {
  const lines = formattedLines('{"user":{"a":1,"b":2},"c":3}')
  assert.ok(lines)
  assert.deepEqual([...visibleLines(lines, new Set([1]))], [0, 1, 5, 6])
  assert.deepEqual([...visibleLines(lines, new Set([0]))], [0])
  assert.deepEqual(foldsAround(lines, 2, new Set([0, 1])), [0, 1])
  assert.deepEqual(foldsAround(lines, 5, new Set([0, 1])), [0])
})

test('a raw text is the same text in pieces, pairs of surrogates kept together', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), (text, longest) => {
      const lines = rawLines(text, longest)
      let joined = ''
      let end = 0
      for (let at = 0; at < lines.count; at++) {
        joined += text.slice(end, lines.start[at]) + text.slice(lines.start[at], lines.end[at])
        end = lines.end[at] ?? 0
        assert.ok(!/[\ud800-\udbff]$/.test(text.slice(lines.start[at], end)) || end === text.length)
      }
      assert.equal(joined, text)
    }),
  )
})

test('pieces of one long raw line carry one number', () => {
  assert.deepEqual([...rawLines('abcdef\n\ngh', 3).number], [1, 0, 2, 3])
})

test('finding disregards case, takes signs literally and marks exactly what was found', () => {
  const text = '{"Type":"a.b","n":[true,1]}'
  assert.deepEqual(findAll(text, 'type'), [2])
  assert.deepEqual(findAll(text, '.'), [10])
  assert.deepEqual(findAll(text, ''), [])
  const places = findAll(text, '":"')
  const pieces = piecesOf(text, tokensOf(text, 1, 13), places, 3)
  assert.equal(
    pieces
      .filter((piece) => piece.match === 0)
      .map((piece) => piece.text)
      .join(''),
    '":"',
  )
  const lines = formattedLines(text)
  assert.ok(lines)
  assert.equal(lineAt(lines, places[0] ?? 0), 1)
})

test('five megabytes are laid out without a noticeable wait', () => {
  const record = '{"timestamp":"2026-07-01T07:04:11.000000+01:00","bpm":61,"context":0},'
  const text = `[${record.repeat(Math.ceil(5_000_000 / record.length)).slice(0, -1)}]`
  const before = performance.now()
  const lines = formattedLines(text)
  const took = performance.now() - before
  assert.ok(lines && lines.count > 300_000)
  assert.ok(took < 1500, `took ${took.toFixed(0)} ms`)
})
