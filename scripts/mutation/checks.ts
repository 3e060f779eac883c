import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { platforms } from '../../src/phone/wire/batch.ts'
import { comparisonOf, phoneFixturesIn } from '../../src/testing/phone-suite.ts'
import { fixturesIn } from '../../src/testing/provider-fixtures.ts'
import { collectedBy } from './collected-tests.ts'
import type { Target } from './target.ts'

/** One thing that may notice a change. */
export interface Check {
  id: string
  /** Null when all is well, else what is not. */
  run(): Promise<string | null>
}

interface Normaliser {
  normalise(raw: unknown, context: { zone: string | null }): { record: object }[]
}
interface Definition {
  resources: Record<string, Normaliser | undefined>
}

const collector = pathToFileURL(join(import.meta.dirname, 'collected-tests.ts')).href
/** The rooms of which files are measured. */
const measured = ['providers', 'normalise', 'phone']
const generation = /[?&]generation=(\d+)/

/** Has every file that is measured, and those that import it, loaded anew for each generation of the entry that is asked for. */
export function loadByGeneration(): void {
  const room = `file://${process.cwd()}/src/`
  registerHooks({
    resolve(specifier, context, next) {
      const [, number] = generation.exec(context.parentURL ?? '') ?? []
      // A test file gives its tests to us, who run them when and as often as they are wanted.
      if (specifier === 'node:test' && number !== undefined) return { url: collector, shortCircuit: true }
      const found = next(specifier, context)
      const isMeasured = measured.some((name) => found.url.startsWith(`${room}${name}/`))
      return number === undefined || !isMeasured || generation.test(found.url)
        ? found
        : { ...found, url: `${found.url}?generation=${number}` }
    },
  })
}

/** The checks of a target over a freshly loaded copy of the code in this folder. Throws what loading it throws. */
export async function loadChecks(target: Target, number: number): Promise<Check[]> {
  const fresh = (path: string) => `file://${process.cwd()}/${path}?generation=${number}`
  const checks: Check[] = []
  for (const name of target.fixturesOf)
    checks.push(...fixtureChecks(name, definitionIn(await import(fresh(`src/providers/${name}/index.ts`)), name)))
  if (target.hasPhones) checks.push(...phoneChecks(await import(fresh('src/phone/map/map.ts'))))
  for (const path of target.tests) {
    const tests = await collectedBy(() => import(fresh(path)))
    checks.push(...tests.map(({ name, run }) => ({ id: `${path}: ${name}`, run: () => failureOf(run) })))
  }
  return checks
}

const fixtureChecks = (folder: string, definition: Definition): Check[] =>
  fixturesIn(join(process.cwd(), 'src', 'providers', folder, 'fixtures')).map(
    ({ name, type, raw, zone, expected }) => ({
      id: `${folder}: ${name}`,
      async run() {
        const records = definition.resources[type]?.normalise(structuredClone(raw), { zone }) ?? []
        // As they are sent: what is undefined is not there.
        const sent: unknown = JSON.parse(JSON.stringify(records.map(({ record }) => record)))
        return isDeepStrictEqual(sent, expected) ? null : 'other records than the fixture has'
      },
    }),
  )

const phoneChecks = ({ recordsOf }: { recordsOf: Parameters<typeof comparisonOf>[1] }): Check[] =>
  platforms
    .flatMap((platform) => phoneFixturesIn(join(process.cwd(), 'src', 'phone', 'fixtures'), platform))
    .map((fixture) => ({
      id: `${fixture.platform}: ${fixture.name}`,
      async run() {
        const { given, wanted } = comparisonOf(fixture, recordsOf)
        return isDeepStrictEqual(given, wanted) ? null : 'other records than the fixture has'
      },
    }))

const failureOf = async (run: () => unknown): Promise<string | null> => {
  await run()
  return null
}

function definitionIn(module: object, name: string): Definition {
  const found = Object.values(module).find((one): one is Definition => one?.kind === 'cloud')
  if (found === undefined) throw new Error(`src/providers/${name}/index.ts has no definition of a provider.`)
  return found
}
