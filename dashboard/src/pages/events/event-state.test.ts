import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterAttempt, countsOf, stateWords } from './event-state.ts'

type Statuses = Parameters<typeof countsOf>[0]
const rowOf = (statuses: Statuses) => ({ deliveries: countsOf(statuses), delivery_statuses: [...statuses] })
const word = (status: string) => status

test('an attempt changes the dot of an event that waited', () => {
  assert.deepEqual(afterAttempt(rowOf(['pending']), 'delivered'), rowOf(['delivered']))
  assert.deepEqual(afterAttempt(rowOf(['delivered', 'pending']), 'failed'), rowOf(['delivered', 'failed']))
})

test('the only delivery of an event takes whatever an attempt says, also when it was over', () => {
  assert.deepEqual(afterAttempt(rowOf(['failed']), 'delivered'), rowOf(['delivered']))
})

test('an attempt that changes nothing, or nothing known, leaves the row as it is', () => {
  for (const statuses of [['pending'], [], ['delivered', 'failed']] satisfies Statuses[]) {
    const row = rowOf(statuses)
    assert.equal(afterAttempt(row, 'pending'), row)
  }
})

test('states are told in words, the worst first, and one word where all are alike', () => {
  assert.equal(stateWords(countsOf(['delivered', 'delivered']), word), 'delivered')
  assert.equal(
    stateWords(countsOf(['delivered', 'pending', 'failed', 'delivered']), word),
    '1 failed, 1 pending, 2 delivered',
  )
  assert.equal(stateWords(countsOf([]), word), '')
})
