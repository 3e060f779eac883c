import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder } from '../fixtures/truth.ts'
import { createDocuments } from './documents.ts'

test('gives back what a day has, in an order of its own and without repetitions', async () => {
  await using folder = await temporaryFolder()
  using documents = createDocuments(folder.path)
  for (const name of ['b', 'å', 'a', 'b']) documents.add(7, { name })
  documents.add(8, { name: 'c' })
  assert.deepEqual(documents.take(7), [{ name: 'a' }, { name: 'b' }, { name: 'å' }])
  assert.deepEqual(documents.take(9), [])
  assert.deepEqual([...documents.days()], [7, 8])
})

test('takes no more than memory has room for', async () => {
  await using folder = await temporaryFolder()
  using documents = createDocuments(folder.path, { maxDocuments: 3, maxPerDay: 2 })
  assert.deepEqual(
    [1, 1, 1, 2, 3].map((day, n) => documents.add(day, { n })),
    [true, true, false, true, false],
  )
})
