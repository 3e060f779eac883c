import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactText, handToVerify, signatureOf, takeHanded } from './signature.ts'

test('a header is taken apart, with one signature or with both of a rotation', () => {
  assert.deepEqual(signatureOf('t=1723808700,v1=ab'), { t: 1723808700, signatures: ['ab'] })
  assert.deepEqual(signatureOf(' t=1723808700, v1=ab,v1=cd'), { t: 1723808700, signatures: ['ab', 'cd'] })
  assert.deepEqual(signatureOf('v1,abc='), { t: null, signatures: [] })
  assert.deepEqual(signatureOf('t=soon,v1='), { t: null, signatures: [] })
})

test('a file keeps its byte order mark and its line ends, and what is no UTF-8 is no text', () => {
  const bytes = (text: string) => new TextEncoder().encode(text).buffer
  assert.equal(exactText(bytes('\ufeff{"a":1}\r\n')), '\ufeff{"a":1}\r\n')
  assert.equal(exactText(new Uint8Array([0xff, 0xfe]).buffer), null)
})

test('what is handed over is taken once', () => {
  handToVerify({ header: 't=1,v1=ab', body: '{}' })
  assert.deepEqual(takeHanded(), { header: 't=1,v1=ab', body: '{}' })
  assert.equal(takeHanded(), null)
})
