import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answers, modeOf, sendsTo } from './answers.ts'

const inbox = {
  id: 'inb_01jc0000000000000000000000',
  name: 'Inbox',
  url: 'http://127.0.0.1:4000/inbox/inb_01jc0000000000000000000000',
  respond_status: 200,
  respond_delay_ms: 0,
  created_at: '2026-07-01T06:04:11.000Z',
}

test('an inbox is in one of three modes, or answers in a way of its own', () => {
  assert.equal(modeOf(inbox), 'ok')
  assert.equal(modeOf({ ...inbox, ...answers.error }), 'error')
  assert.equal(modeOf({ ...inbox, ...answers.slow }), 'slow')
  assert.equal(modeOf({ ...inbox, respond_status: 410 }), null)
})

test('a destination sends to an inbox by its id or by its address', () => {
  assert.ok(sendsTo(inbox, { inbox_id: inbox.id, url: null }))
  assert.ok(sendsTo(inbox, { inbox_id: null, url: inbox.url }))
  assert.ok(!sendsTo(inbox, { inbox_id: null, url: 'https://api.example.com/hook' }))
  assert.ok(!sendsTo(inbox, { inbox_id: null, url: 'no address' }))
})
