import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compatibilityPaper } from './paper.ts'

test('docs/terra-compatibility.md is made from the table as it stands', () => {
  const paper = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'terra-compatibility.md'), 'utf8')
  assert.ok(paper === compatibilityPaper(), 'the page is not the one the table makes: run `npm run docs`')
})
