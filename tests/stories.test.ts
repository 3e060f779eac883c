import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { doubles } from '../src/sandbox/doubles/registry.ts'

test('each double has a story of its own among the long tests', () => {
  const told = readdirSync('tests/long/stories').filter((file) => file.endsWith('.test.ts'))
  const wanted = doubles.map(({ provider }) => `${provider.toLowerCase().replaceAll('_', '-')}.test.ts`)
  assert.deepEqual(told.toSorted(), wanted.toSorted())
})
