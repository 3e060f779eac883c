import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/** The most lines of code of a provider that is only asked, and of one that has everything. */
const most = { asked: 400, whole: 900 }
/** A table of sports is as long as the provider's list, and what writes back is the other way round. Imports are none of its doing. */
const uncounted = /(?:\.test|\/sports|\/writes|\/plan|\/points)\.ts$/

const imports = /^import\b[^']*'[^']+'$/gm
const isCode = (line: string): boolean => !/^\s*(?:\/\/|\/?\*|$)/.test(line)

const linesOf = (folder: string): number =>
  globSync(join(import.meta.dirname, folder, '**/*.ts'))
    .filter((file) => !uncounted.test(file))
    .reduce(
      (sum, file) => sum + readFileSync(file, 'utf8').replaceAll(imports, '').split('\n').filter(isCode).length,
      0,
    )

const folders = globSync(join(import.meta.dirname, '*', 'index.ts')).map((file) => file.split('/').at(-2) ?? '')

test('a provider stays small: what many would say stands in src/normalise and src/providers', () => {
  assert.ok(folders.length >= 12, `only ${folders.length} folders were found`)
  const isAsked = (folder: string) => globSync(join(import.meta.dirname, folder, 'notification.ts')).length === 0
  const large = folders
    .map((folder) => ({ folder, lines: linesOf(folder), limit: isAsked(folder) ? most.asked : most.whole }))
    .filter(({ lines, limit }) => lines > limit)
    .map(({ folder, lines, limit }) => `${folder}: ${lines} lines of code, and at most ${limit} are meant`)
  assert.deepEqual(large, [])
})
