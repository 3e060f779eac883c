import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayAfter } from '../../charts/presence.ts'
import { idTimeMs } from './id-time.ts'
import { neighboursOf } from './presence.ts'
import { firstClockOf, firstDayOf, madeRecords, placeIn, recordTexts } from './record-texts.ts'

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

test('each record knows what it was made of, in the order of the answer', () => {
  const made = { raw_id: 'raw_01kweb2a3vereryde28nhjernx', mapper: 'OURA@1' }
  const answer = `{"items":[{"a":1.0},{"a":[2]}],"provenance":[${JSON.stringify(made)}],"next_cursor":null}`
  assert.deepEqual(madeRecords(answer), [
    { place: 1, text: '{"a":1.0}', made },
    { place: 2, text: '{"a":[2]}', made: { raw_id: null, mapper: null } },
  ])
  assert.deepEqual(madeRecords(''), [])
})

test('a record is found in the answer of its days by its id, else by its beginning', () => {
  const record = { metadata: { summary_id: 'n1', start_time: '2026-07-01T23:40:00.000000+02:00' } }
  assert.equal(placeIn('[{"id":"n0"},{"id":"n1"}]', record), 'n1')
  assert.equal(placeIn('[{"at":"2026-07-01T23:40:00+02:00"}]', record), '2026-07-01T23:40')
  assert.equal(placeIn('[{"day":"2026-07-01"}]', record), '2026-07-01')
  assert.equal(placeIn('[]', record), undefined)
  assert.equal(placeIn('[]', { first_name: 'Ada' }), undefined)
})

test('an id tells when its thing was made', () => {
  assert.equal(idTimeMs('raw_01kweb2a3vereryde28nhjernx'), Date.parse('2026-07-01T08:00:00.123Z'))
  assert.equal(idTimeMs('raw_short'), null)
})

test('a record says at what time of its own day it begins', () => {
  assert.equal(firstClockOf({ metadata: { start_time: '2026-07-01T23:40:00.000000+02:00' } }), '23:40')
  assert.equal(firstClockOf({ planned_date: '2026-07-01' }), null)
  assert.equal(firstClockOf({ first_name: 'Ada' }), null)
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
