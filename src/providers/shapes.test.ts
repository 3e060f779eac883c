import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayRecords, knownDays, onceEach, word } from './shapes.ts'

test('a text that is empty is as good as none; one that is no text is another shape', () => {
  assert.deepEqual(
    ['Forerunner', '', null, undefined].map((told) => word.parse(told)),
    ['Forerunner', null, null, null],
  )
  assert.equal(word.safeParse(7).success, false)
})

test('of those with one key the last counts, as they come or in an order that is asked for', () => {
  const told = [
    { id: 'a', at: 3 },
    { id: 'b', at: 1 },
    { id: 'a', at: 2 },
  ]
  const idOf = ({ id }: { id: string }) => id
  assert.deepEqual(onceEach(told, idOf), [
    { id: 'a', at: 2 },
    { id: 'b', at: 1 },
  ])
  assert.deepEqual(
    onceEach(told, idOf, (one, other) => one.at - other.at),
    [
      { id: 'b', at: 1 },
      { id: 'a', at: 3 },
    ],
  )
  assert.equal(told[0]?.at, 3)
})

test('a day of which nothing is known has no record, whatever device it is of', () => {
  const days = [
    { metadata: { start_time: '2026-03-10' }, device_data: { name: 'ring' }, scores: { sleep: null } },
    { metadata: { start_time: '2026-03-11' }, device_data: { name: 'ring' }, scores: { sleep: 0 } },
  ]
  assert.deepEqual(knownDays(days), [{ record: days[1] }])
})

test('dates have their records once, the oldest first', () => {
  const dates = ['2026-03-11', '2026-03-10', '2026-03-11', '2026-03-09']
  const recordOf = (date: string) => (date === '2026-03-09' ? { metadata: {} } : { scores: { date } })
  assert.deepEqual(dayRecords(dates, recordOf), [
    { record: { scores: { date: '2026-03-10' } } },
    { record: { scores: { date: '2026-03-11' } } },
  ])
})
