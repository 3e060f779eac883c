import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventDetail } from '../../api/events.ts'
import { railOf } from './rail.ts'

type Delivery = EventDetail['deliveries'][number]
const at = (ms: number) => new Date(Date.UTC(2026, 10, 3, 8, 41, 2) + ms).toISOString()
const timeline: EventDetail['timeline'] = {
  received_at: at(0),
  normalised_at: at(310),
  stored_at: at(314),
  first_sent_at: at(355),
  first_delivered_at: at(355),
}
const delivery = (status: Delivery['status'], ...answers: [number, number | null][]): Delivery => ({
  id: 'dlv_1',
  trace_id: 'trace',
  destination_id: 'dst_1',
  destination: null,
  status,
  next_attempt_at: null,
  next_attempt: null,
  attempts_allowed: null,
  superseded_by: null,
  headers_sent: null,
  attempts: answers.map(([ms, code], i) => ({
    number: i + 1,
    trigger: null,
    at: at(ms),
    status_code: code,
    duration_ms: 5,
    address: null,
    error: null,
    response_body: null,
  })),
})

test('the rail has four steps and the milliseconds between', () => {
  const rail = railOf({ timeline, deliveries: [delivery('delivered', [355, 200])] })
  assert.deepEqual(
    rail.steps.map(({ name, tookMs }) => [name, tookMs]),
    [
      ['received', null],
      ['normalised', 310],
      ['stored', 4],
      ['sent', 41],
    ],
  )
  assert.deepEqual([rail.sent, rail.code, rail.laterMs], ['delivered', 200, null])
})

test('of a published event only what is known is told', () => {
  const published = {
    ...timeline,
    received_at: null,
    normalised_at: null,
    first_sent_at: null,
    first_delivered_at: null,
  }
  const rail = railOf({ timeline: published, deliveries: [] })
  assert.deepEqual(
    rail.steps.map(({ tookMs }) => tookMs),
    [null, null, null, null],
  )
  assert.deepEqual([rail.sent, rail.code], ['none', null])
})

test('the last step stands as the worst of the deliveries, with the latest code', () => {
  const sentOf = (...deliveries: Delivery[]) => railOf({ timeline, deliveries }).sent
  assert.equal(sentOf(delivery('delivered', [355, 200]), delivery('failed', [355, 404])), 'failed')
  assert.equal(sentOf(delivery('delivered', [355, 200]), delivery('pending', [355, 503])), 'retrying')
  assert.equal(sentOf(delivery('pending')), 'pending')
  assert.equal(sentOf(delivery('held'), delivery('delivered', [355, 200])), 'held')
  assert.equal(sentOf(delivery('superseded')), 'superseded')
  const rail = railOf({ timeline, deliveries: [delivery('pending', [355, 503], [900, null])] })
  assert.equal(rail.code, null)
})

test('a first success that came after a failure says how much later', () => {
  const later = { ...timeline, first_delivered_at: at(40_355) }
  const rail = railOf({ timeline: later, deliveries: [delivery('delivered', [355, 503], [40_300, 200])] })
  assert.equal(rail.laterMs, 40_000)
  assert.equal(rail.code, 200)
})

test('a step is never before the one that led to it, whatever the clocks say', () => {
  const rail = railOf({ timeline: { ...timeline, stored_at: at(309) }, deliveries: [] })
  assert.deepEqual([rail.steps[2]?.tookMs, rail.steps[2]?.atMs], [0, rail.steps[1]?.atMs])
  assert.equal(rail.steps[3]?.tookMs, 45)
})
