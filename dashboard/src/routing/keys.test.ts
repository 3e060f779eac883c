import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comboReader, isPlain, nameOf } from './keys.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})
const bound = new Set(['g h', 'g e', 'j', '?', 'mod+k'])

test('the same combination is ⌘K on a Mac and Ctrl K elsewhere', () => {
  assert.equal(nameOf(press('k', { metaKey: true }), true), 'mod+k')
  assert.equal(nameOf(press('K', { ctrlKey: true }), false), 'mod+k')
  assert.equal(nameOf(press('k', { ctrlKey: true }), true), '')
  assert.equal(nameOf(press('j', { altKey: true }), false), '')
})

test('two keys in a row are one combination', () => {
  const read = comboReader()
  assert.equal(read('g', 0, bound), null)
  assert.equal(read('h', 300, bound), 'g h')
  assert.equal(read('h', 400, bound), null)
})

test('the second key may not come too late', () => {
  const read = comboReader()
  read('g', 0, bound)
  assert.equal(read('h', 5_000, bound), null)
})

test('a key that does not go on with the combination means what it means alone', () => {
  const read = comboReader()
  read('g', 0, bound)
  assert.equal(read('j', 100, bound), 'j')
})

test('single keys can be told from the rest', () => {
  assert.deepEqual(['j', 'g h', '?', 'mod+k', 'Escape'].map(isPlain), [true, true, true, false, false])
})
