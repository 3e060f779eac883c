import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from './errors.ts'
import { type JsonOutline, outlineOf } from './json-outline.ts'

const limits = { depth: 12, elements: 1000 }
const outline = (json: string, with_: Partial<typeof limits> = {}): JsonOutline =>
  outlineOf(Buffer.from(json), { ...limits, ...with_ })
const refuses = (read: () => unknown, code: string, words: RegExp) =>
  assert.throws(read, (error) => {
    assert.ok(error instanceof TellusError)
    assert.equal(error.code, code)
    assert.match(error.message, words)
    return true
  })
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The whole value, put together again. */
function whole({ value, elementOf }: JsonOutline): unknown {
  const filled = (inner: unknown): unknown => (Array.isArray(inner) ? inner.map((one) => elementOf(one).value) : inner)
  if (Array.isArray(value)) return filled(value.map(filled))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)]))
}

test('what stands in the lists of a body is read when it is asked for, everything else at once', () => {
  const { value, elementOf } = outline(
    '{ "id" : "a}]\\"", "list": [ {"n" : [1, {"m":"]"}]} , 7, "[0]", [[2]], null ], "own": {"list": [{"x": 1}]}, "none": [] }',
  )
  assert.deepEqual(value, {
    id: 'a}]"',
    list: [[0], 7, '[0]', [1], null],
    own: { list: [{ x: 1 }] },
    none: [],
  })
  const list: unknown[] = isObject(value) && 'list' in value && Array.isArray(value.list) ? value.list : []
  assert.deepEqual(
    list.map((one) => elementOf(one).value),
    [{ n: [1, { m: ']' }] }, 7, '[0]', [[2]], null],
  )
  assert.deepEqual(
    list.map((one) => elementOf(one).json?.toString()),
    ['{"n" : [1, {"m":"]"}]}', undefined, undefined, '[[2]]', undefined],
  )
})

test('of lists of one name the last counts, as for JSON.parse', () => {
  assert.deepEqual(whole(outline('{"a":[{"n":1},{"n":2}],"\\u0061":[{"n":3}]}')), { a: [{ n: 3 }] })
})

test('every object comes out as it would have been parsed', () => {
  const body = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 }))
  fc.assert(
    fc.property(body, fc.constantFrom(undefined, 2), (object, indent) => {
      const json = JSON.stringify(object, null, indent)
      assert.deepEqual(whole(outline(json)), JSON.parse(json))
    }),
  )
})

test('what is no JSON is refused, in an element when that is read', () => {
  const broken = [
    '',
    '{',
    '}',
    ']',
    '[{]',
    '{"a":[{}',
    '{"a":[{}}',
    '{"a":[{}],}',
    '{"a":[{} {}]}',
    '{"a":[{"b":"}]}',
    '{"a"',
  ]
  for (const json of broken) refuses(() => outline(json), 'bad_request', /^invalid JSON body$/)
  for (const json of ['{"a":[{"b":}]}', '{"a":[{]]}', '{"a":[{"b":[}]}]}', '{"a":[{b:1}]}'])
    refuses(() => whole(outline(json)), 'bad_request', /^invalid JSON body$/)
  refuses(() => outlineOf(Buffer.from([0x22, 0xff, 0x22]), limits), 'bad_request', /UTF-8/)
})

test('no broken text is taken for whole', () => {
  const body = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }))
  fc.assert(
    fc.property(body, fc.nat(), fc.constantFrom('', '{', '}', '[', ']', '"', ',', '\\', '0'), (object, at, put) => {
      const json = JSON.stringify(object)
      const place = at % json.length
      const changed = `${json.slice(0, place)}${put}${json.slice(place + 1)}`
      const parsed = attempt(() => JSON.parse(changed))
      assert.deepEqual(
        attempt(() => whole(outline(changed))),
        parsed,
      )
    }),
    { numRuns: 1000 },
  )
})

/** What something gives, in a list; null where it throws. */
function attempt(read: () => unknown): unknown[] | null {
  try {
    return [read()]
  } catch {
    return null
  }
}

test('what is too deep or too much is refused before it is read', () => {
  const deep = `${'['.repeat(12)}"[[["${']'.repeat(12)}`
  assert.deepEqual(whole(outline(deep)), JSON.parse(deep))
  refuses(() => outline(`[${deep}]`), 'bad_request', /nested more than 12 deep/)
  refuses(() => outline('['.repeat(100_000)), 'bad_request', /nested more than 12 deep/)
  assert.deepEqual(whole(outline('{"a":[{},[]],"b":[1,2,3]}', { elements: 2 })), { a: [{}, []], b: [1, 2, 3] })
  refuses(() => outline('{"a":[{},[]],"b":[{}]}', { elements: 2 }), 'too_large', /at most 2 items/)
})
