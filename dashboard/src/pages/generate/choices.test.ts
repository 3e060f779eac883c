import assert from 'node:assert/strict'
import { test } from 'node:test'
import { providerSlugs } from '../../../../src/schema/providers.ts'
import { dataTypes } from '../../../../src/schema/records.ts'
import { readFilters } from '../../routing/filters.ts'
import { bodyOf, choices, groupsOf, shownType, sources, typesOf } from './choices.ts'

test('every source of the catalogue can be chosen, and has a type to show', () => {
  assert.equal(sources.length, providerSlugs.length)
  for (const { value } of sources) assert.ok(typesOf(value).length > 0, value)
  assert.deepEqual(new Set(sources.flatMap(({ value }) => typesOf(value))), new Set(dataTypes))
})

test('the choices come from the address, and only what was said is asked', () => {
  assert.deepEqual(bodyOf(readFilters(choices, '')), { provider: 'GARMIN', type: 'sleep', days: 1, with_samples: true })
  const said = readFilters(choices, '?provider=OURA&type=daily&days=7&seed=42&no_samples=true&zone=Europe%2FRome')
  assert.deepEqual(bodyOf(said), {
    provider: 'OURA',
    type: 'daily',
    days: 7,
    with_samples: false,
    seed: '42',
    zone: 'Europe/Rome',
  })
})

test('a type that the source has not gives way to one that it has', () => {
  assert.equal(shownType({ provider: 'DEXCOM', type: 'sleep' }), 'body')
  assert.equal(shownType({ provider: 'CLUE', type: 'sleep' }), 'menstruation')
})

test('empty fields are gathered by their group', () => {
  assert.deepEqual(groupsOf(['a', 'b.c', 'b.d[].e', 'f[].g']), [
    { group: 'a', inside: [] },
    { group: 'b', inside: ['c', 'd[].e'] },
    { group: 'f', inside: ['g'] },
  ])
})
