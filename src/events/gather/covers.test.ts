import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergeSuperset } from '../../normalise/merge.ts'
import { covers, keysOf } from './covers.ts'

const day = (date: string, rest: object = {}) => ({
  metadata: { start_time: `${date}T00:00:00.000000+01:00`, end_time: `${date}T23:59:00.000000+01:00` },
  ...rest,
})
const daily = (...data: object[]) => JSON.stringify({ type: 'daily', user: { user_id: 'u' }, version: '1', data })

test('an event is known by the natural keys of its records', () => {
  assert.deepEqual(keysOf('daily', daily(day('2026-07-01'), day('2026-07-02'))), ['2026-07-01', '2026-07-02'])
  assert.deepEqual(keysOf('athlete', '{"type":"athlete","athlete":{"age":36}}'), ['athlete'])
  assert.deepEqual(keysOf('sleep', '{"data":[{"metadata":{"summary_id":"s-1"}}]}'), ['s-1'])
})

test('what cannot be told apart has no keys, and nothing stands for it', () => {
  for (const body of [
    daily(),
    daily({}),
    daily(day('2026-07-01'), day('2026-07-01')),
    '{"data":{}}',
    '{"data":[1]}',
    '[]',
    'no JSON',
  ]) {
    assert.equal(keysOf('daily', body), null, body)
    assert.equal(covers('daily', body, body), false, body)
  }
  assert.equal(keysOf('auth', '{"type":"auth"}'), null)
})

test('a version that grew stands for the older one', () => {
  const samples = (...n: number[]) => n.map((i) => ({ timestamp: `2026-07-01T0${i}:00:00.000000+01:00`, bpm: 60 + i }))
  const older = daily(
    day('2026-07-01', { distance_data: { steps: 10 }, heart: { samples: samples(1, 2) }, scores: null }),
  )
  const newer = daily(
    day('2026-07-01', { distance_data: { steps: 25, meters: 9 }, heart: { samples: samples(1, 2, 3) } }),
    day('2026-07-02'),
  )
  assert.equal(covers('daily', newer, older), true)
  assert.equal(covers('daily', older, newer), false)
})

test('a version that lacks a record, a value or a sample does not', () => {
  const older = daily(
    day('2026-07-01', { steps: 10, list: [{ timestamp: 'a' }, { timestamp: 'b' }] }),
    day('2026-07-02'),
  )
  const whole = { steps: 12, list: [{ timestamp: 'a' }, { timestamp: 'b' }] }
  assert.equal(covers('daily', daily(day('2026-07-01', whole), day('2026-07-02')), older), true)
  assert.equal(covers('daily', daily(day('2026-07-01', whole)), older), false, 'a record')
  for (const lacking of [
    { ...whole, steps: null },
    { ...whole, list: [{ timestamp: 'a' }, { timestamp: 'c' }] },
    { list: [] },
  ])
    assert.equal(covers('daily', daily(day('2026-07-01', lacking), day('2026-07-02')), older), false)
})

test('whatever a record is merged with, the result stands for it', () => {
  const value = fc.oneof(fc.integer(), fc.constant(null), fc.string())
  const sample = fc.record({
    timestamp: fc.integer({ min: 0, max: 9 }).map((n) => `2026-07-01T0${n}:00:00Z`),
    bpm: fc.integer(),
  })
  const record = fc.record({
    a: value,
    b: fc.record({ c: value, samples: fc.uniqueArray(sample, { selector: (s) => s.timestamp }) }),
  })
  fc.assert(
    fc.property(record, record, (stored, brought) => {
      const before = day('2026-07-01', stored)
      const after = mergeSuperset(before, day('2026-07-01', brought))
      assert.equal(covers('daily', daily(after), daily(before)), true)
    }),
  )
})
