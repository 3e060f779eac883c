import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../lib/ids.ts'
import { isNewer, madeAnewBy, madeBy, type Provenance, saidAgain, unitedWith } from './provenance.ts'

const mapper = 'OURA@1'
const source = (rawId: string | null, by = mapper) => ({ rawId, mapper: by })
const known = (rawIds: string[], isWhole = true): Provenance => ({ rawIds, isWhole, mapper })

test('what an input alone makes names it, and is wholly known where the input is kept', () => {
  assert.deepEqual(madeBy(source('a')), known(['a']))
  assert.deepEqual(madeBy(source(null)), { rawIds: [], isWhole: false, mapper })
  assert.deepEqual(madeBy(undefined), { rawIds: [], isWhole: false, mapper: null })
})

test('inputs are named in the order in which they spoke, each once', () => {
  assert.deepEqual(unitedWith(known(['a', 'b']), source('c'), false), known(['a', 'b', 'c']))
  assert.deepEqual(unitedWith(known(['a', 'b']), source('a'), false), known(['b', 'a']))
  assert.deepEqual(unitedWith(known(['a', 'b']), source('c'), true), known(['c', 'a', 'b']))
  assert.deepEqual(saidAgain(known(['a', 'b']), source('c')), known(['a', 'c']))
})

test('of what came from elsewhere a record is not wholly known any more', () => {
  assert.deepEqual(unitedWith(known(['a']), undefined, false), known(['a'], false))
  assert.deepEqual(unitedWith(known(['a']), source(null), false), known(['a'], false))
  assert.deepEqual(unitedWith(known([], false), source('a'), false), known(['a'], false))
})

test('no more than twenty inputs are named: the record is not wholly known then', () => {
  let made = madeBy(source('0'))
  for (let i = 1; i < 20; i++) made = unitedWith(made, source(`${i}`), false)
  assert.deepEqual([made.rawIds.length, made.isWhole], [20, true])
  made = unitedWith(made, source('20'), false)
  assert.deepEqual([made.rawIds[0], made.rawIds.at(-1), made.isWhole], ['1', '20', false])
})

test('of a record that one file tells of twice, neither telling is the whole', () => {
  const file = source('f', 'gpx@1')
  const once = madeBy(file)
  assert.equal(once.isWhole, true)
  assert.equal(unitedWith(once, file, false).isWhole, false)
  assert.equal(madeAnewBy(once, file).isWhole, false)
  assert.equal(madeAnewBy(once, source('g', 'gpx@1')).isWhole, true)
})

test('an unchanged record names another input when that is a day newer', () => {
  const dayMs = 86_400_000
  const [old, later, next] = [newId(1_000 * dayMs), newId(1_000.9 * dayMs), newId(1_001.1 * dayMs)]
  assert.deepEqual(
    [later, next, null].map((id) => isNewer(source(id), known([old]))),
    [false, true, false],
  )
  assert.equal(isNewer(source(later), known([])), true)
})
