import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backoffMs, streamReader } from './event-stream.ts'

const stream =
  ': hello\n\nevent: event\nid: 7\ndata: {"a":1}\n\ndata: one\ndata: two\n\nevent: attempt\nid: 8\ndata:{}\n\n'
const whole = [
  { event: 'event', id: '7', data: '{"a":1}' },
  { event: 'message', id: '7', data: 'one\ntwo' },
  { event: 'attempt', id: '8', data: '{}' },
]

test('a stream gives the same messages however it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length]
      const { read } = streamReader()
      const messages = at.slice(1).flatMap((end, i) => read(stream.slice(at[i], end)))
      assert.deepEqual(messages, whole)
    }),
  )
})

test('a message that is not complete is not given', () => {
  const { read } = streamReader()
  assert.deepEqual(read('data: half'), [])
  assert.deepEqual(read('\n'), [])
  assert.equal(read('\n')[0]?.data, 'half')
})

test('lines may end the way of any system', () => {
  assert.deepEqual(
    streamReader()
      .read('event: a\r\ndata: 1\r\n\r\n')
      .map((m) => m.data),
    ['1'],
  )
})

test('tries to reach the stream again come ever later, up to half a minute', () => {
  assert.equal(backoffMs(1, 0.5), 500)
  assert.equal(backoffMs(3, 0.5), 2_000)
  assert.equal(backoffMs(50, 0.5), 30_000)
  assert.ok(backoffMs(50, 1) <= 36_000)
})

test('an id without data says where to go on, and is no message', () => {
  const { read, lastId } = streamReader()
  assert.equal(lastId(), null)
  assert.deepEqual(read('retry: 1000\nid: a.7\n: listening\n\n'), [])
  assert.equal(lastId(), 'a.7')
})
