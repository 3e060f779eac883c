import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { verifySignature } from '../delivery/signature.ts'
import { thisProcess } from '../lib/lock-file.ts'
import { forwardedHeaders, type Passed } from './listen-forward.ts'
import { isLeftover } from './listen-inbox.ts'
import { readSince } from './listen-replay.ts'
import { userOf } from './listen-show.ts'

const nowMs = Date.parse('2026-11-24T10:00:00Z')
const body = Buffer.from('{"type":"daily"}')
const message = (headers: Record<string, string | string[]>): Passed => ({
  headers,
  body: body.toString(),
  encoding: 'utf8',
})
const headersOf = (
  headers: Record<string, string | string[]>,
  target: Partial<Parameters<typeof forwardedHeaders>[2]> = {},
) => {
  const flat = forwardedHeaders(
    message(headers),
    body,
    { secret: 'the secret', isSignedWithIt: true, headers: {}, ...target },
    nowMs,
  )
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]]] : []))
}
const signatureOf = (headers: (string | undefined)[][]) => headers.find(([name]) => name === 'terra-signature')?.[1]
const verifies = (header: string | undefined) =>
  verifySignature({ header, body, secrets: ['the secret'], nowSeconds: nowMs / 1000 }).ok

test('headers are passed on but for those of the connection', () => {
  const fresh = `t=${nowMs / 1000 - 59},v1=${'a'.repeat(64)}`
  const passed = headersOf({
    host: 'tellus:4000',
    connection: 'keep-alive',
    'content-length': '16',
    'content-type': 'application/json',
    'terra-signature': fresh,
    'x-many': ['1', '2'],
  })
  assert.deepEqual(passed, [
    ['content-type', 'application/json'],
    ['terra-signature', fresh],
    ['x-many', '1'],
    ['x-many', '2'],
  ])
})

test('a signature that a receiver would find too old, or ahead of its clock, is made anew', () => {
  for (const offset of [-61, -3600, 61, 3600]) {
    const old = `t=${nowMs / 1000 + offset},v1=${'a'.repeat(64)}`
    const passed = headersOf({ 'terra-signature': old, 'x-terra-signature': old })
    assert.ok(verifies(signatureOf(passed)), String(offset))
    assert.equal(passed[0]?.[1], passed[1]?.[1])
  }
})

test('where the receiver knows another secret every signature is made with that, and what has none gets none', () => {
  const fresh = `t=${nowMs / 1000},v1=${'a'.repeat(64)}`
  assert.ok(verifies(signatureOf(headersOf({ 'terra-signature': fresh }, { isSignedWithIt: false }))))
  assert.equal(signatureOf(headersOf({}, { isSignedWithIt: false })), undefined)
  const standard = headersOf({ 'terra-signature': fresh, 'webhook-id': 'evt_1' }, { isSignedWithIt: false })
  assert.deepEqual(
    standard.map(([name]) => name),
    ['terra-signature', 'webhook-id', 'x-terra-signature', 'webhook-timestamp', 'webhook-signature'],
  )
})

test('custom headers of the destination that is stood in for replace what was masked of them', () => {
  const passed = headersOf({ authorization: '[masked]' }, { headers: { Authorization: 'Bearer abc' } })
  assert.deepEqual(passed, [['authorization', 'Bearer abc']])
})

test('a replay begins a span ago, at a time, or so many events back', () => {
  const span = readSince('90m')
  assert.ok('sinceMs' in span && Math.abs(Date.now() - 5_400_000 - span.sinceMs) < 5000)
  assert.deepEqual(readSince('25'), { last: 25 })
  assert.deepEqual(readSince('2026-11-24T10:00:00Z'), { sinceMs: nowMs })
  assert.deepEqual(readSince('2026-11-24T10:00'), { sinceMs: new Date(2026, 10, 24, 10).getTime() })
  assert.deepEqual(readSince('2026-11-24'), { sinceMs: new Date(2026, 10, 24).getTime() })
  for (const nonsense of ['', '0', '10001', '1w', '-1h', 'yesterday', '2026-13-24', '2026-11-24T25:00', '1.5h'])
    assert.throws(() => readSince(nonsense), /It must be/, nonsense)
})

test('the user of a body is its reference, else its id, and nothing that steers a terminal', () => {
  const of = (value: unknown) => userOf({ body: JSON.stringify(value), encoding: 'utf8' })
  assert.equal(of({ user: { reference_id: 'ada', user_id: 'u1' } }), 'ada')
  assert.equal(of({ user: { reference_id: null, user_id: 'u1' } }), 'u1')
  assert.equal(of({ user: { reference_id: '\u001b[2Ja\nb' } }), 'a b')
  for (const none of [{}, { user: 5 }, [], null, 'x']) assert.equal(of(none), '-')
  assert.equal(userOf({ body: 'no json', encoding: 'utf8' }), '-')
})

test('what a listener set up is a leftover once its process has ended, on this machine only', () => {
  const host = hostname().replaceAll(/\s/g, '-').slice(0, 60)
  const { pid, start } = thisProcess()
  const ended = spawnSync('true').pid
  assert.equal(isLeftover(`listen on ${host} (pid ${pid} ${start})`), false)
  assert.equal(isLeftover(`listen on ${host} (pid ${ended} ${start})`), true)
  assert.equal(isLeftover(`listen on another-${host} (pid ${ended} ${start})`), false)
  for (const name of ['Inbox', 'listen on', `listen on ${host}`, `my listen on ${host} (pid ${ended})`])
    assert.equal(isLeftover(name), false, name)
})
