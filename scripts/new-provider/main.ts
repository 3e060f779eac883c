import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { namesOf } from './names.ts'
import { scaffold } from './scaffold.ts'

/** `npm run new-provider -- NAME [--notifications]`: the files of a provider that signs in by OAuth 2.0, to be filled in. */
const root = resolve(import.meta.dirname, '..', '..')
const [given = '', ...options] = process.argv.slice(2)
const names = namesOf(given)

function fail(sentence: string): never {
  console.error(`tellus: ${sentence}`)
  process.exit(1)
}

if (names === null || options.some((option) => option !== '--notifications'))
  fail('give a name of letters and digits: npm run new-provider -- "Acme Band" [--notifications]')
const { kebab, slug, label } = names

/** Writes the files; what stands in the way is a sentence. */
function write(made: NonNullable<typeof names>): string[] {
  try {
    return scaffold(root, made, options.includes('--notifications'))
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}
const written = write(names)
const biome = join(root, 'node_modules', '.bin', 'biome')
const { status } = spawnSync(
  biome,
  ['check', '--write', '--log-level=error', ...written.filter((path) => path.endsWith('.ts'))],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
if (status !== 0) fail('the files are written, and the style check did not like them: see above.')

console.log(`${label} (${slug}) is there:

${written.map((path) => `  ${path}`).join('\n')}

It compiles, and one test is red. Go on so:

  1. npm test -- src/providers/${kebab}
     One test fails; what it says is the next step.
  2. src/providers/${kebab}/fixtures/activity-run.json: write under "expected" the record that the answer means, worked out
     by hand, and give the fixture a name. The test is green now, and everything is in place.
  3. Put in the provider's own facts, from its papers: addresses, scopes, limits and setup in index.ts, calls in client.ts, the
     fields that are used in activity.ts, every sport in sports.ts. Say in README.md where each comes from.
  4. src/sandbox/doubles/${kebab}.ts answers as the provider does; the tests talk to it, and so does whoever has no keys.
  5. One file for each further type, in resources and scopes of index.ts, each with fixtures for every hard case.
  6. npm run docs, npm test, npm run mutation -- ${kebab}
  7. npm test -- tests/long/stories/${kebab}.test.ts
     A person's life with it, from the sign-in over a year of history to its end, against the whole product.

CONTRIBUTING.md, "Add a provider", says more.`)
