import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { choice, flag, instant, integer, many, option, readFilters, text, writeFilters } from './filters.ts'

const schema = {
  q: text(),
  view: choice(['all', 'failed', 'retrying']),
  provider: option(['OURA', 'FITBIT']),
  type: many(),
  code: integer(100, 599),
  live: flag(),
  since: instant(),
}

test('an address without filters means all there is, and is written as nothing', () => {
  const filters = readFilters(schema, '')
  assert.deepEqual(filters, { q: '', view: 'all', provider: null, type: [], code: null, live: false, since: null })
  assert.equal(writeFilters(schema, '', filters), '')
})

test('nonsense in an address is as if it was not there', () => {
  const filters = readFilters(schema, '?view=bogus&provider=NONE&code=9999&live=1&since=yesterday')
  assert.deepEqual(filters, readFilters(schema, ''))
})

test('what is no filter of this page stays in the address', () => {
  assert.equal(writeFilters(schema, '?tab=raw&q=x', { ...readFilters(schema, ''), q: 'y' }), '?tab=raw&q=y')
})

test('whatever is written is read again', () => {
  const filters = fc.record(
    {
      q: fc.string().filter((q) => q.trim() !== '' || q === ''),
      view: fc.constantFrom('all' as const, 'failed' as const, 'retrying' as const),
      provider: fc.constantFrom('OURA' as const, 'FITBIT' as const, null),
      type: fc.uniqueArray(fc.string({ minLength: 1 })),
      code: fc.option(fc.integer({ min: 100, max: 599 })),
      live: fc.boolean(),
      since: fc.option(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((d) => d.toISOString()),
      ),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(filters, (chosen) => {
      assert.deepEqual(readFilters(schema, writeFilters(schema, '', chosen)), chosen)
    }),
  )
})
