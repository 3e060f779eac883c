import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Fixture } from '../../providers/coverage.ts'
import { registry } from '../../providers/registry.ts'
import { connectedPhones } from './connected-phones.ts'
import { connectedProviders } from './connected-providers.ts'
import { coveragePaper } from './coverage-paper.ts'
import { madePapers } from './papers.ts'
import { withProviderTable } from './provider-table.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', '..', '..', path), 'utf8')

test('the papers and the table of fields are those that the code and the fixtures make', async () => {
  for (const [path, text] of await madePapers(read))
    assert.ok(read(path) === text, `${path} is not what the code makes: run \`npm run docs\``)
})

test('every provider of the registry has a folder with fixtures, and a line in the README', async () => {
  const all = await connectedProviders()
  const slugs = all.map(({ provider }) => provider.name)
  assert.ok(slugs.includes('OURA') && slugs.includes('WHOOP') && !slugs.includes('SANDBOX'), slugs.join())
  for (const { provider } of all) assert.match(read('README.md'), new RegExp(`\\| \`${provider.name}\` +\\|`))
})

test('every phone has fixtures, and a line in the README with the types that they show', () => {
  const phones = connectedPhones()
  assert.deepEqual(
    phones.map(({ provider }) => provider.name),
    registry.flatMap(({ kind, name }) => (kind === 'phone' ? [name] : [])),
  )
  for (const { provider, fixtures } of phones) {
    const [, types = ''] = new RegExp(`\\| \`${provider.name}\` +\\| ([a-z_, ]+) \\|`).exec(read('README.md')) ?? []
    for (const type of ['activity', 'body', 'daily', 'sleep']) {
      assert.ok(types.trim().split(', ').includes(type), `${provider.name} ${type}`)
      assert.ok(
        fixtures.some((fixture) => fixture.type === type),
        `${provider.name} ${type}`,
      )
    }
  }
})

test('a list of which a provider fills less than another is marked as a half', async () => {
  const [one] = await connectedProviders()
  assert.ok(one)
  const of = (name: string, label: string, sample: object) => {
    const night = { heart_rate_data: { detailed: { hr_samples: [sample] } } }
    const fixture: Fixture = { name, type: 'sleep', zone: null, raw: null, expected: [night] }
    return { ...one, provider: { ...one.provider, name, label }, fixtures: [fixture] }
  }
  const paper = coveragePaper([
    of('FULL', 'Full', { timestamp: '2026-01-01T00:00:00.000000+00:00', bpm: 60 }),
    of('HALF', 'Half', { bpm: 60 }),
  ])
  assert.match(paper, /## Sleep\n\n\| +\| Full +\| Half +\|/)
  assert.match(paper, /\| `detailed\.hr_samples\[\]` +\| ● +\| ◐ +\|/)
  assert.equal([...paper.matchAll(/^## /gm)].length, 1)
})

test('a README that lost its marks is not written over', () => {
  assert.throws(() => withProviderTable('# Tellus', [], []), /README.md has no <!-- providers/)
})
