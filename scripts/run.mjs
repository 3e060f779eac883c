// The npm scripts of a clone. Runs on any Node >= 20, also before anything is installed: it installs what is missing,
// then hands over to the Node that came with it. One line a step; what goes wrong is one sentence.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => join(root, ...parts)
const say = (text) => process.stderr.write(`tellus: ${text}\n`)

function fail(sentence) {
  say(sentence)
  process.exit(1)
}

/** Installs from the lockfile when it changed since the last install, or when nothing is installed yet. */
function install() {
  const stamp = at('node_modules', '.tellus-lock')
  const lock = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('installing packages from the lockfile (once)')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const options = {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: '' },
  }
  const { status, stderr, error } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, options)
  if (status !== 0)
    fail(`packages could not be installed: ${(stderr || String(error)).trim().split('\n').slice(0, 3).join(' ')}`)
  writeFileSync(stamp, lock)
}

const node = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
const tool = (name, ...args) =>
  spawnSync(at('node_modules', '.bin', name), args, { cwd: root, stdio: 'inherit' }).status ?? 1

function check() {
  say('checking types')
  for (const project of ['.', 'dashboard'])
    if (tool('tsc', '-p', project) !== 0) fail('the type check failed: the errors stand above.')
  say('checking style')
  if (tool('biome', 'check', '.') !== 0) fail('the style check failed: `npm run format` mends most of it.')
}

/** Builds the dashboard when what it is made of changed since the last time. */
function buildDashboard() {
  const stamp = at('dashboard', 'dist', '.built-from')
  const hash = createHash('sha256').update(readFileSync(at('package-lock.json')))
  for (const file of [...filesOf(at('dashboard')), ...filesOf(at('src', 'client'))])
    hash.update(file.slice(root.length)).update(readFileSync(file))
  const made = hash.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return
  say('building the dashboard (once)')
  const vite = at('node_modules', 'vite', 'bin', 'vite.js')
  const { status } = spawnSync(findNode(), [vite, 'build', 'dashboard', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) fail('the dashboard could not be built: the errors stand above.')
  writeFileSync(stamp, made)
}

const filesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()

function build() {
  buildDashboard()
  say('building dist/')
  node('-e', `require('fs').rmSync(${JSON.stringify(at('dist'))}, { recursive: true, force: true })`)
  if (tool('tsc', '-p', 'tsconfig.build.json') !== 0) fail('the build failed: the errors stand above.')
}

const [verb, ...args] = process.argv.slice(2)
install()
const { findNode, runOnWantedNode } = await import('./runtime.mjs')
try {
  if (verb === 'serve') {
    buildDashboard()
    await runOnWantedNode(at('src', 'main.ts'), ['serve', ...args])
  } else if (verb === 'tellus') await runOnWantedNode(at('src', 'main.ts'), args)
  else if (verb === 'bench') {
    if (args[0] === 'dashboard') buildDashboard()
    await runOnWantedNode(at('bench', 'main.ts'), args)
  } else if (verb === 'chaos') await runOnWantedNode(at('chaos', 'main.ts'), args)
  else if (verb === 'screenshots') {
    buildDashboard()
    await runOnWantedNode(at('scripts', 'screenshots', 'main.ts'), args)
  } else if (verb === 'client') await runOnWantedNode(at('scripts', 'client.ts'), args)
  else if (verb === 'docs') await runOnWantedNode(at('scripts', 'docs.ts'), args)
  else if (verb === 'new-provider') await runOnWantedNode(at('scripts', 'new-provider', 'main.ts'), args)
  else if (verb === 'mutation') await runOnWantedNode(at('scripts', 'mutation', 'main.ts'), args)
  else if (verb === 'fuzz') await runOnWantedNode(at('scripts', 'fuzz.ts'), args)
  else if (verb === 'test-clients') await runOnWantedNode(at('scripts', 'test-clients', 'main.ts'), args)
  else if (verb === 'check') check()
  else if (verb === 'build') build()
  else if (verb === 'test') {
    if (args.length === 0) check()
    // Rooms of the server need no pages.
    if (args.length === 0 || args.some((path) => path.startsWith('tests'))) buildDashboard()
    await runOnWantedNode(at('scripts', 'test.ts'), args)
  } else fail(`there is no script "${verb}".`)
} catch (error) {
  fail(error.message)
}
