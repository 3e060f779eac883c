import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { type Counted, mutationPaper, readResults, resultsOf } from '../scripts/mutation/paper.ts'
import { targetNames, targetOf } from '../scripts/mutation/target.ts'

const wantedShare = 0.8

/** The share of changes that were noticed. */
function shareOf(files: readonly Counted[]): number {
  const sum = (of: (one: Counted) => number) => files.reduce((all, one) => all + of(one), 0)
  return sum((one) => one.noticed) / sum((one) => one.noticed + one.missed + one.unseen)
}

test('docs/mutation.md is made of the results that are kept, of which each has the wanted share', () => {
  const results = readResults()
  const paper = readFileSync(join(import.meta.dirname, '..', 'docs', 'mutation.md'), 'utf8')
  assert.ok(paper === mutationPaper(results), 'docs/mutation.md is not what the results make: run `npm run mutation`')
  assert.ok(results.length >= 2)
  for (const [name, files] of results) assert.ok(shareOf(files) >= wantedShare, `${name}: ${shareOf(files)}`)
})

test('of a provider its mappers are changed and what they are made of, and not what talks to it', () => {
  assert.ok(targetNames().includes('oura') && targetNames().includes('normalise'))
  const files = targetOf('oura')?.files.map((path) => basename(path)) ?? []
  for (const file of ['sleep.ts', 'daily.ts', 'shapes.ts', 'sports.ts']) assert.ok(files.includes(file), file)
  for (const file of ['index.ts', 'client.ts', 'notification.ts', 'tokens.ts']) assert.ok(!files.includes(file), file)
  assert.equal(targetOf('nobody'), null)
})

test('what is left out counts for nothing, and what never ends is noticed', () => {
  const mutant = (status: string) => ({ fileName: '/src/a.ts', status })
  const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored']
  assert.deepEqual(resultsOf(statuses.map(mutant)), [{ file: 'a.ts', noticed: 2, missed: 1, unseen: 1 }])
  assert.match(mutationPaper([['oura', resultsOf(statuses.map(mutant))]]), /## oura\n\n50\.0 % noticed\./)
})
