import * as fc from 'fast-check'

const nul = String.fromCharCode(0)

/** Texts that have broken servers before: control characters, other scripts, injections, names of prototypes. */
const nastyTexts = [
  '',
  ' ',
  '\ud800',
  'ﷺ'.repeat(20),
  '👩‍👩‍👧‍👦',
  'Ⅷ',
  '\u202e\u0000\u200b',
  "' or 1=1 --",
  '"; drop table users; --',
  '%00',
  '%zz',
  '../../etc/passwd',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-1',
  '1e309',
  '9'.repeat(400),
  '9223372036854775808',
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '-271821-04-20',
  '+275760-09-13T00:00:00Z',
  '2026-07-01T25:61:61Z',
  'a'.repeat(5000),
]

const nastyNumbers = [
  0,
  -0,
  -1,
  0.1,
  1e-320,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  Number.MAX_SAFE_INTEGER + 2,
  1e21,
  1.7976931348623157e308,
  Number.MIN_VALUE,
]

export const wildText: fc.Arbitrary<string> = fc.oneof(
  // What has been found most often.
  { weight: 2, arbitrary: fc.constantFrom(nul, `a${nul}b`) },
  { weight: 4, arbitrary: fc.constantFrom(...nastyTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)

/** Names that a careless merge of objects would fall for. */
const prototypeKey = fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toJSON', '')

const deep = (depth: number, kind: 'array' | 'object'): unknown => {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = kind === 'array' ? [value] : { a: value }
  return value
}

/** Any JSON value, the unlikely ones first. */
export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: wildText },
  { weight: 3, arbitrary: fc.constantFrom(...nastyNumbers) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(deep(50, 'array'), deep(50, 'object'), deep(2000, 'array')) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(1, 'a', null, {}), { minLength: 50, maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(prototypeKey, fc.jsonValue({ maxDepth: 1 }))
      .map(([key, value]) => Object.fromEntries([[key, value]])),
  },
)
