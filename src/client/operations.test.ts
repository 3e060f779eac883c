import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { operationsOf } from '../testing/operations.ts'
import { testServer } from '../testing/server.ts'

test('the types of the client are those of the routes: `npm run client` makes them anew', async () => {
  await using server = await testServer()
  const { body } = await server.call('GET', '/admin/api/openapi.json', { as: 'none' })
  const made = await operationsOf(JSON.parse(body))
  const kept = readFileSync(join(import.meta.dirname, 'operations.ts'), 'utf8')
  const lines = new Set(kept.split('\n'))
  assert.deepEqual(
    made.split('\n').filter((line) => !lines.has(line)),
    [],
    'a route was changed: run `npm run client`',
  )
  assert.equal(kept, made, 'a route was changed: run `npm run client`')
})

test('every call that answers JSON or nothing is among the types, with what it takes', async () => {
  await using server = await testServer()
  const text = readFileSync(join(import.meta.dirname, 'operations.ts'), 'utf8')
  const missing = server.server.described
    .filter(({ answer, answerType }) => answer === undefined || answerType === 'application/json')
    .map(({ method, url }) => `'${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}': {`)
    .filter((line) => !text.includes(line))
  assert.deepEqual(missing, [])
  assert.doesNotMatch(text, /^ {4}(query|body): unknown$/m, 'a call whose input nobody describes')
})
