import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importKinds } from './importer.ts'
import { importerFor, importers } from './registry.ts'

test('has an importer for every kind, under its own name', () => {
  assert.deepEqual(Object.keys(importers).sort(), [...importKinds].sort())
  for (const kind of importKinds) assert.equal(importerFor(kind).kind, kind)
})

test('keeps one person’s activity files together, whatever their format', () => {
  assert.deepEqual(
    [importers.fit, importers.tcx, importers.gpx].map((importer) => importer.provider),
    ['FILE', 'FILE', 'FILE'],
  )
})
