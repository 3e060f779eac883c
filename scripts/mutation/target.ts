import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { registeredFolders } from '../../src/testing/registered-folders.ts'

/** The checkout that is measured. */
export const root = resolve(import.meta.dirname, '..', '..')

/** What is measured in one run: the pure files of one folder, by what shows their faults quickly. */
export interface Target {
  /** A folder of `src/providers`, `normalise` or `phones`. */
  name: string
  /** Below the root: what is changed. */
  files: string[]
  /** Folders of `src/providers` whose fixtures are worked out again. */
  fixturesOf: string[]
  /** Whether those of phones are. */
  hasPhones: boolean
  /** Below the root: test files that need no database and no server, run where no fixture has noticed. */
  tests: string[]
}

/** Files of a provider that talk to it, and are tested over HTTP. */
const talking = /^(account|client|limits|notification|tokens)\.ts$/
/** Says that a file asks the provider, whatever its name is. */
const asks = /from '\.\.\/call\.ts'|from 'node:crypto'/
/** Says that a test needs more than the code under it. */
const needsServer = /testing\/(server|connected|database|doubled|hub|visitor|provider-suite)\.ts'/
/** Wants more of node:test than we stand for. */
const wantsMore = /import \{[^}]*\b(?:before|after)/

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const sourcesOf = (folder: string) =>
  globSync(`${folder}/*.ts`, { cwd: root })
    .filter((path) => !path.endsWith('.test.ts'))
    .sort()
/** The files of a provider that make records, and those of its folder that they are made of. */
function mappersOf(folder: string): string[] {
  const found = new Set(sourcesOf(folder).filter((path) => /\bresource\(\{/.test(read(path))))
  // What is added while the set is walked is walked too.
  for (const path of found)
    for (const [, file = ''] of read(path).matchAll(/from '\.\/([\w-]+\.ts)'/g)) found.add(`${folder}/${file}`)
  return [...found].filter((path) => !talking.test(basename(path)) && !asks.test(read(path))).sort()
}

const quickTestsOf = (folder: string) =>
  globSync(`${folder}/*.test.ts`, { cwd: root })
    .filter((path) => !needsServer.test(read(path)) && !wantsMore.test(read(path)))
    .sort()

/** Whether a folder of a provider has answers to work out. */
const hasFixtures = (name: string): boolean =>
  globSync(`src/providers/${name}/fixtures/*.json`, { cwd: root }).length > 0

const providerNames = () => registeredFolders().filter(hasFixtures).sort()

/** Every target there is: the rules that all mappers share, what phones send, and each provider with fixtures. */
export const targetNames = (): string[] => ['normalise', 'phones', ...providerNames()]

/** What a target is made of; null where there is none of that name. */
export function targetOf(name: string): Target | null {
  if (name === 'normalise')
    return {
      name,
      files: sourcesOf('src/normalise'),
      // The fixtures of providers are theirs: a rule is held by its own tests.
      fixturesOf: [],
      hasPhones: false,
      tests: quickTestsOf('src/normalise'),
    }
  if (name === 'phones')
    return {
      name,
      files: sourcesOf('src/phone/map'),
      fixturesOf: [],
      hasPhones: true,
      // The others are the suite, which works the same fixtures out again and again.
      tests: ['src/phone/map/map.test.ts'],
    }
  const folder = `src/providers/${name}`
  if (!hasFixtures(name) || !existsSync(join(root, folder, 'index.ts'))) return null
  return {
    name,
    files: mappersOf(folder),
    fixturesOf: [name],
    hasPhones: false,
    tests: quickTestsOf(folder),
  }
}
