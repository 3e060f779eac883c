import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { redirectOf, routes } from './routes.ts'

test('the addresses of Terra’s documentation lead to our places', () => {
  assert.equal(redirectOf('/dashboard/connections'), '/connections/destinations')
  assert.equal(redirectOf('/dashboard/generate'), '/tools/generate')
  assert.equal(redirectOf('/dashboard/users'), '/users')
  assert.equal(redirectOf('/dashboard/'), '/')
})

test('an address with a slash at its end is the same without, and a place without a page leads to its first', () => {
  assert.equal(redirectOf('/users/'), '/users')
  assert.equal(redirectOf('/settings'), '/settings/environments')
})

test('an address that is nothing leads nowhere', () => {
  assert.equal(redirectOf('/nowhere'), null)
  assert.equal(redirectOf('/'), null)
})

test('no address stands twice, and every page is a file with a default export', () => {
  assert.equal(new Set(routes.map((route) => route.path)).size, routes.length)
  const table = readFileSync(join(import.meta.dirname, 'routes.ts'), 'utf8')
  const files = [...table.matchAll(/import\('(\.\.\/pages\/[^']+)'\)/g)].map(([, file = '']) =>
    join(import.meta.dirname, file),
  )
  assert.equal(files.length, routes.length)
  for (const file of files) {
    assert.ok(existsSync(file), `${file} is missing`)
    assert.match(readFileSync(file, 'utf8'), /export default function/, dirname(file))
  }
})
