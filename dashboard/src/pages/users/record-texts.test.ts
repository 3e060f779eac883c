import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayAfter, neighboursOf } from './presence.ts'
import { firstDayOf, recordTexts } from './record-texts.ts'

test('the texts of an answer are its records, byte for byte, whatever stands in them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      fc.constantFrom(undefined, 1),
      (records, space) => {
        const texts = records.map((record) => JSON.stringify(record, null, space))
        assert.deepEqual(recordTexts(`{"items":[${texts.join(',')}],"next_cursor":null}`), texts)
      },
    ),
  )
  assert.deepEqual(recordTexts('{"items":[{"a":1.0},{"b":[2e3]}],"next_cursor":null}'), ['{"a":1.0}', '{"b":[2e3]}'])
  assert.deepEqual(recordTexts(''), [])
})

test('a record begins on its own local day', () => {
  assert.equal(firstDayOf({ metadata: { start_time: '2026-07-01T23:40:00.000000+02:00' } }), '2026-07-01')
  assert.equal(firstDayOf({ timestamp: '2026-07-02T08:00:00.000000+00:00' }), '2026-07-02')
  assert.equal(firstDayOf({ first_name: 'Ada' }), null)
})

test('neighbours of a day are the nearest that have data', () => {
  const presence = {
    type: 'sleep',
    days: new Map([
      ['2026-07-01', 1],
      ['2026-07-02', 0],
      ['2026-07-03', 2],
      ['2026-07-04', 1],
    ]),
  }
  assert.deepEqual(neighboursOf(presence, '2026-07-03'), ['2026-07-01', '2026-07-04'])
  assert.deepEqual(neighboursOf(presence, '2026-07-01'), [null, '2026-07-03'])
  assert.deepEqual(neighboursOf(undefined, '2026-07-01'), [null, null])
  assert.equal(dayAfter('2026-02-28'), '2026-03-01')
  assert.equal(dayAfter('2026-07-30', -29), '2026-07-01')
})
