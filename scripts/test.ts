import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { unpackChromium } from '../src/testing/chromium.ts'
import { openTestServer } from '../src/testing/database.ts'

/**
 * Runs the tests of the files and folders named (default: all but those that take many minutes) against one throw-away PostgreSQL,
 * several in one process, two processes at a time. The last line counts: `N passed, N failed`.
 */
const root = resolve(import.meta.dirname, '..')
const named = process.argv.slice(2)
const filesOf = (path: string) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.test.ts`) : [path])
/** So many files share a process: its start takes longer than most of them. */
const mostTogether = 8
/** How many processes are told that took longest: the whole suite is to stay a matter of minutes. */
const slowestShown = 15
/** Years at providers' limits, deaths by the dozen, and walks through pages: `npm run test:long`. */
const long = ['tests/long/', 'tests/browser/']
const isLong = (file: string): boolean => long.some((folder) => relative(root, file).startsWith(folder))
/** What takes long begins first, so that all else goes on beside it. */
const rank = (file: string): number => (/[/\\](stories|doubles)[/\\]/.test(file) ? 0 : 1)
const files = (
  named.length > 0
    ? named.flatMap((path) => filesOf(resolve(root, path)))
    : ['src', 'dashboard/src', 'tests'].flatMap((path) => filesOf(resolve(root, path))).filter((file) => !isLong(file))
).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
if (files.length === 0) {
  console.error(`tellus: there are no tests in ${named.join(', ')}.`)
  process.exit(1)
}

console.error(`tellus: starting a database for the tests`)
const server = await openTestServer()
process.env['TELLUS_TEST_POSTGRES'] = server.url('postgres')
for (const name of Object.keys(process.env))
  if (name.startsWith('TELLUS_') && name !== 'TELLUS_TEST_POSTGRES') delete process.env[name]
delete process.env['DATABASE_URL']

// Two files that unpack it at once would each start what the other still writes.
if (files.some((file) => file.includes('/browser/')) && process.env['CHROMIUM_PATH'] === undefined)
  await unpackChromium()

/** Hooks of a file as a whole are those of its process, and what starts servers is long anyway: these have one of their own. */
const isAlone = (file: string): boolean =>
  relative(root, file).startsWith('tests') || /^(before|beforeEach|afterEach)\(/m.test(readFileSync(file, 'utf8'))
const byProcess = Map.groupBy(files, isAlone)
const [alone, others] = [byProcess.get(true) ?? [], byProcess.get(false) ?? []]
const folder = mkdtempSync(join(tmpdir(), 'tellus-tests-'))
/** Modules that bring some test files each, one after the other. */
const together = Array.from({ length: Math.ceil(others.length / mostTogether) }, (_, n) => {
  const some = others.slice(n * mostTogether, (n + 1) * mostTogether)
  const name = relative(root, some[0] ?? '').replaceAll(/[/\\]/g, '.')
  const entry = join(folder, `${name} and ${some.length - 1} more.test.mjs`)
  writeFileSync(entry, some.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)})\n`).join(''))
  return entry
})

let passed = 0
let failed = 0
let skipped = 0
const failures: string[] = []
console.error(`tellus: running ${files.length} test files`)
const events = run({ files: [...alone, ...together], concurrency: 2, isolation: 'process', timeout: 600_000 })
events.on('test:pass', (test) => {
  if (test.details.type === 'suite') return
  if (test.skip !== undefined && test.skip !== false) {
    skipped++
    console.error(`tellus: skipped "${test.name}"${typeof test.skip === 'string' ? `: ${test.skip}` : ''}`)
  } else passed++
})
events.on('test:fail', (test) => {
  if (test.details.type === 'suite') return
  failed++
  failures.push(`${test.file === undefined ? '' : `${relative(root, test.file)}: `}${test.name}`)
})
const took: { named: string; seconds: number }[] = []
events.on('test:summary', ({ file, duration_ms }) => {
  if (file === undefined) return
  const named = file.startsWith(folder) ? basename(file, '.test.mjs') : relative(root, file)
  took.push({ named, seconds: duration_ms / 1000 })
})
await new Promise<void>((done, broken) => {
  events.compose(spec).on('error', broken).on('end', done).pipe(process.stdout, { end: false })
})
await server[Symbol.asyncDispose]()
rmSync(folder, { recursive: true })
const slowest = took.toSorted((a, b) => b.seconds - a.seconds).slice(0, slowestShown)
if (took.length > slowestShown)
  console.log(`\nSlowest:\n${slowest.map(({ named, seconds }) => `  ${seconds.toFixed(1)} s ${named}`).join('\n')}`)
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
