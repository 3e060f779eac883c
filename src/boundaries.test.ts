import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'

/**
 * Who may import whom. A room may import itself and what stands behind its arrow; arrows never point back. `hub` and
 * `config` are types to the rooms. ARCHITECTURE.md draws this table.
 */
const arrows: Record<string, string> = {
  schema: '',
  lib: '',
  client: '',
  normalise: 'schema lib',
  import: 'normalise schema lib',
  generate: 'normalise schema lib',
  db: 'lib',
  jobs: 'db lib hub',
  config: 'lib',
  hub: 'db lib config events/types',
  accounts: 'db lib hub',
  environments: 'db lib hub',
  destinations: 'db lib hub schema',
  events: 'destinations jobs db lib hub schema',
  delivery: 'events destinations db lib hub schema version',
  providers: 'import/fit/read import/tcx/read normalise schema lib',
  connect: 'lib',
  sandbox: 'generate providers normalise jobs db lib schema hub',
  users: 'providers events jobs normalise schema db lib hub config',
  ingest: 'users providers events import normalise schema jobs db lib hub config',
  phone: 'ingest users providers import normalise schema jobs db lib hub',
  person: 'ingest users providers events jobs normalise schema db lib hub',
  mcp: 'person ingest/read users normalise schema db lib hub version',
  writes: 'ingest users providers normalise schema lib',
  workouts: 'writes ingest users normalise schema db lib hub',
  inbox: 'delivery destinations schema db lib hub',
  overview: 'users providers import events destinations schema db lib hub',
  stream: 'schema db lib hub',
  live: 'schema db lib hub',
  watch: 'db lib hub',
  backup: 'db jobs lib version',
  export: 'ingest/read users/user generate/fit/encode generate/fit/profile normalise schema lib hub',
  http: 'export mcp phone person accounts workouts writes overview stream live connect sandbox users providers ingest events destinations delivery generate import inbox watch environments normalise schema lib hub config db/sql db/readiness version',
  cli: 'client accounts backup export/format export/read-me providers config data-dir app db prepare-database delivery/signature lib schema version',
  'prepare-database': 'db jobs',
  'data-dir': 'lib',
  'first-start': 'accounts data-dir destinations environments hub inbox lib',
  version: '',
}

/** Rooms that see everything and are seen by nobody but themselves and `main`. */
const everything = new Set(['app', 'main', 'testing'])

const root = join(import.meta.dirname)
const room = (path: string): string => {
  const [first = ''] = relative(root, path).split('/')
  return first.replace(/\.ts$/, '')
}
const importsOf = (file: string): string[] => {
  const text = readFileSync(file, 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?\bfrom\s*'(\.[^']+)'|import\(\s*'(\.[^']+)'\s*\)|(?:^|\n)import '(\.[^']+)'/g,
  )
  return [...found].flatMap(([, a, b, c]) => a ?? b ?? c ?? [])
}
const sources = globSync(`${root}/**/*.ts`).filter((file) => !file.endsWith('.test.ts'))

test('every import follows an arrow of the table', () => {
  const broken: string[] = []
  for (const file of sources) {
    const from = room(file)
    if (everything.has(from)) continue
    const allowed = arrows[from]
    assert.notEqual(allowed, undefined, `the room of ${relative(root, file)} is not in the table`)
    for (const path of importsOf(file)) {
      const target = join(dirname(file), path)
      const to = room(target)
      const exact = relative(root, target).replace(/\.ts$/, '')
      const words = (allowed ?? '').split(' ')
      if (to !== from && !words.includes(to) && !words.includes(exact))
        broken.push(`${relative(root, file)} imports ${path}, but ${from} → ${allowed || 'nothing of ours'}`)
    }
  }
  assert.deepEqual(broken, [])
})

test('the test reads imports as they are written', () => {
  const all = sources.flatMap(importsOf)
  assert.ok(all.length > 200, `only ${all.length} imports were found`)
})

test('SQL stands in store files and the database room only', () => {
  const statement = /\b(sql|db|sqlText)(\.named\([^)]*\))?(<[^`]*>)?`/
  const outside = sources.filter((file) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    if (['db', 'jobs', 'testing'].includes(room(file)) || name === 'store.ts' || name.endsWith('-store.ts'))
      return false
    return statement.test(readFileSync(file, 'utf8'))
  })
  assert.deepEqual(
    outside.map((file) => relative(root, file)),
    [],
  )
})

test('only config.ts, the CLI and the test tools read the environment', () => {
  const readers = sources.filter((file) => /process\.env\b/.test(readFileSync(file, 'utf8')))
  const unexpected = readers.filter((file) => !['config', 'cli', 'main', 'testing', 'db'].includes(room(file)))
  assert.deepEqual(
    unexpected.map((file) => relative(root, file)),
    [],
  )
})

test('no file passes 400 lines, but for the one that is made by `npm run client`', () => {
  const long = globSync(`${root}/**/*.ts`).filter(
    (file) => relative(root, file) !== 'client/operations.ts' && readFileSync(file, 'utf8').split('\n').length > 400,
  )
  assert.deepEqual(
    long.map((file) => relative(root, file)),
    [],
  )
})

test('the dashboard takes nothing from the server but the names of its schema and of its client', () => {
  const folder = join(root, '..', 'dashboard', 'src')
  const files = globSync(`${folder}/**/*.{ts,tsx}`).filter((file) => !/\.test\.tsx?$/.test(file))
  assert.ok(files.length > 100, `only ${files.length} files were found`)
  const broken = files.flatMap((file) =>
    importsOf(file)
      .map((path) => relative(root, join(dirname(file), path)))
      .filter((target) => !/^(\.\.|schema\/|client\/)/.test(target))
      .map((target) => `${relative(folder, file)} imports src/${target}`),
  )
  assert.deepEqual(broken, [])
})
