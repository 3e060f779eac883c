import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allPages } from './pages.ts'
import { ProviderError, unlessForbidden } from './provider-error.ts'

test('reads pages to the end, also past an empty one', async () => {
  const pages = [
    { items: [1, 2], next: 'b' },
    { items: [], next: 'c' },
    { items: [3], next: '' },
  ]
  const asked: (string | null)[] = []
  const all = await allPages('/list', async (next) => {
    asked.push(next)
    return pages[asked.length - 1] ?? { items: [9] }
  })
  assert.deepEqual(all, [1, 2, 3])
  assert.deepEqual(asked, [null, 'b', 'c'])
})

test('goes on from a number too, which may be 0, and ends where nothing is named', async () => {
  const asked: (number | null)[] = []
  const all = await allPages<string, number>('/list', async (next) => {
    asked.push(next)
    return { items: [`from ${next}`], next: next === null ? 0 : null }
  })
  assert.deepEqual(all, ['from null', 'from 0'])
})

test('a list without an end is an answer of no use', async () => {
  await assert.rejects(
    allPages('/round', async () => ({ items: [], next: 'again' })),
    (error) => error instanceof ProviderError && error.failure === 'unavailable' && error.message.startsWith('/round '),
  )
})

test('what the person does not allow is nothing, and whatever else goes wrong stays so', async () => {
  assert.equal(await unlessForbidden(Promise.resolve(4)), 4)
  assert.equal(await unlessForbidden(Promise.reject(new ProviderError('forbidden', 'no'))), null)
  for (const error of [new ProviderError('unavailable', 'no'), new TypeError('no')])
    await assert.rejects(unlessForbidden(Promise.reject(error)), error)
})
