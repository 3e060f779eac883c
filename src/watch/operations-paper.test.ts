import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openMetrics } from '../lib/metrics.ts'

const paper = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8')
const metrics = openMetrics().registry.getMetricsAsArray()
const names = new Set(metrics.map(({ name }) => name))

test('every metric is explained in docs/operations.md', () => {
  assert.ok(names.size > 30)
  const explained = new Set([...paper.matchAll(/^\| `(tellus_\w+)`/gm)].map(([, name]) => name))
  assert.deepEqual(
    [...names].filter((name) => !explained.has(name)),
    [],
  )
})

test('every metric that docs/operations.md names exists', () => {
  const named = new Set([...paper.matchAll(/\btellus_[a-z_]+/g)].map(([name]) => name))
  assert.deepEqual(
    [...named].filter((name) => !names.has(name)),
    [],
  )
})
