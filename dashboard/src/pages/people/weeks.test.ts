import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysTo, isDay, laterPage, pageWith, readersDay } from './weeks.ts'

test('a page has seven days, the newest first', () => {
  assert.deepEqual(daysTo('2026-03-02'), [
    '2026-03-02',
    '2026-03-01',
    '2026-02-28',
    '2026-02-27',
    '2026-02-26',
    '2026-02-25',
    '2026-02-24',
  ])
})

test('pages go on to tomorrow, which it is somewhere already, and no further', () => {
  assert.equal(laterPage('2026-11-10', '2026-11-29'), '2026-11-17')
  assert.equal(laterPage('2026-11-27', '2026-11-29'), '2026-11-30')
  assert.equal(laterPage('2026-11-29', '2026-11-29'), '2026-11-30')
  assert.equal(laterPage('2026-11-30', '2026-11-29'), null)
})

test('a day that the page shows leaves it where it is', () => {
  assert.equal(pageWith('2026-11-23', '2026-11-29'), '2026-11-29')
  assert.equal(pageWith('2026-11-22', '2026-11-29'), '2026-11-22')
  assert.equal(pageWith('2026-12-01', '2026-11-29'), '2026-12-01')
})

test('only a day that there is, is one', () => {
  assert.deepEqual(['2026-02-28', '2026-02-30', '2026-2-1', '', 'today'].map(isDay), [true, false, false, false, false])
})

test('the reader’s day is that of their own clock', () => {
  assert.equal(readersDay(new Date(2026, 0, 5, 23, 59)), '2026-01-05')
})
