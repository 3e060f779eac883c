import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeText } from './text.ts'

test('gives back any text that was fed byte by byte', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aZ<’å\u00a0·🏃\u000b\u0000\u0080é中') }), (text) => {
      const wanted = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '')
      assert.equal(decodeText(Buffer.from(text).toString('latin1')), wanted)
    }),
  )
})

test('keeps characters from numeric entities beside UTF-8 bytes', () => {
  const raw = `${Buffer.from('Mira’s').toString('latin1')}\u00a0\u2019${Buffer.from('å').toString('latin1')}`
  assert.equal(decodeText(raw), 'Mira’s\u00a0\u2019å')
})
