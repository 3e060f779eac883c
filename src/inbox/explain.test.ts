import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { signatureHeader } from '../delivery/signature.ts'
import { explainSignature } from './explain.ts'

const secret = 'a signing secret'
const at = 1_790_000_000
const sent = '{"type":"sleep","user":{"user_id":"u","name":"Åsa"},"data":[{"url":"https://a.b/c"}],"version":"1"}'
const header = signatureHeader(sent, [secret], at)
const explain = (given: { header?: string; body?: string; secret?: string; now?: number }) =>
  explainSignature({
    header: given.header ?? header,
    body: given.body ?? sent,
    secrets: [given.secret ?? secret],
    nowSeconds: given.now ?? at + 5,
  })

test('what was signed and not touched is right in all its parts', () => {
  const found = explain({})
  assert.equal(found.ok, true)
  assert.equal(found.problem, null)
  assert.equal(found.age_seconds, 5)
  assert.deepEqual(
    Object.values(found.parts).map(({ ok }) => ok),
    [true, true, true],
  )
})

test('any body verifies as it was sent, with one of several secrets', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      (body, one, other) => {
        const signed = signatureHeader(body, [one], at)
        assert.ok(explainSignature({ header: signed, body, secrets: [other, one], nowSeconds: at }).ok)
      },
    ),
  )
})

const changed: [string, string][] = [
  ['reserialised', JSON.stringify(JSON.parse(sent), null, 2)],
  [
    'keys_sorted',
    '{"data":[{"url":"https://a.b/c"}],"type":"sleep","user":{"user_id":"u","name":"Åsa"},"version":"1"}',
  ],
  ['newline_added', `${sent}\n`],
  ['whitespace_added', `  ${sent}  `],
  ['byte_order_mark_added', `\ufeff${sent}`],
  ['slashes_escaped', sent.replaceAll('/', '\\/')],
  ['non_ascii_escaped', sent.replace('Å', '\\u00c5')],
]
for (const [change, body] of changed)
  test(`a body that was changed is told from a wrong secret: ${change}`, () => {
    const found = explain({ body })
    assert.equal(found.problem, 'body_changed')
    assert.equal(found.body_change, change)
    assert.deepEqual([found.parts.body.ok, found.parts.secret.ok], [false, true])
  })

test('line ends are found out in both directions', () => {
  const body = '{\n"a": 1\n}'
  const signed = signatureHeader(body, [secret], at)
  assert.equal(explain({ header: signed, body: body.replaceAll('\n', '\r\n') }).body_change, 'line_ends_changed')
  const withEnd = signatureHeader(`${sent}\n`, [secret], at)
  assert.equal(explain({ header: withEnd }).body_change, 'newline_removed')
})

test('each broken rule has its own name', () => {
  assert.equal(explain({ header: ' ' }).problem, 'missing_header')
  assert.equal(explain({ header: `v1,${Buffer.from('x').toString('base64')}` }).problem, 'other_scheme')
  assert.equal(explain({ header: `v1,${Buffer.from('x').toString('base64')}` }).scheme, 'standard_webhooks')
  assert.equal(explain({ header: 'sha256=abc' }).problem, 'other_scheme')
  assert.equal(explain({ header: header.replace(/^t=\d+,/, '') }).problem, 'no_time')
  assert.equal(explain({ header: `t=${at}` }).problem, 'no_signature')
  assert.equal(explain({ header: `t=${at},v1=AbC+/=` }).problem, 'not_hex')
  assert.equal(explain({ secret: 'another' }).problem, 'wrong_secret')
  assert.equal(explain({ body: sent.replace('sleep', 'daily') }).problem, 'wrong_secret')
  assert.equal(explain({ now: at + 301 }).problem, 'stale')
  assert.equal(explain({ now: at - 301 }).problem, 'stale')
})

test('a time that is too old is told only of what was signed here', () => {
  const found = explain({ now: at + 9_999, secret: 'another' })
  assert.equal(found.problem, 'wrong_secret')
  assert.equal(found.parts.t.ok, false)
})

test('the name of the header may be pasted with it', () => {
  assert.equal(explain({ header: `Terra-Signature: ${header}` }).ok, true)
})
