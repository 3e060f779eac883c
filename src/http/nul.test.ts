import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { testServer } from '../testing/server.ts'
import { placeOfNul } from './nul.ts'

test('a text with U+0000 is found wherever it is, and nothing else is', () => {
  assert.equal(placeOfNul({ a: 1, b: ['x', { c: 'y\u0000' }] }), 'b.1.c')
  assert.equal(placeOfNul('\u0000'), '')
  assert.equal(placeOfNul({ 'a\u0000': 1 }), '')
  for (const clean of [{ a: '0', b: [null, true, 'é'] }, 'text', 0, null, undefined, new Date()])
    assert.equal(placeOfNul(clean), null)
})

test('a value nested deeper than calls can be is looked through', () => {
  let value: unknown = 'a\u0000'
  for (let i = 0; i < 100_000; i++) value = [value]
  assert.notEqual(placeOfNul(value), null)
})

test('a text that no database takes is the fault of who sent it', async () => {
  await using at = await testServer({ TELLUS_DATA_DIR: tmpdir() })
  const asked = [
    await at.call('GET', '/admin/api/search?q=a%00'),
    await at.call('GET', '/v2/userInfo?reference_id=%00'),
    await at.call('POST', '/admin/api/inboxes', { body: { name: 'a\u0000' } }),
    await at.call('POST', '/admin/api/events', { body: { type: 'note', event_id: 'a\u0000', body: {} } }),
  ]
  assert.deepEqual(
    asked.map((answer) => [answer.statusCode, answer.json().detail]),
    [
      [400, 'invalid q: it holds the character U+0000'],
      [400, 'invalid reference_id: it holds the character U+0000'],
      [400, 'invalid name: it holds the character U+0000'],
      [400, 'invalid event_id: it holds the character U+0000'],
    ],
  )
  // The body of an event is kept as it was written, escapes and all.
  const kept = await at.call('POST', '/admin/api/events', { body: { type: 'note', body: { a: '\u0000' } } })
  assert.equal(kept.statusCode, 202, kept.body)
})
