import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { dataFolder, startTellus } from '../../src/testing/tellus.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '..', '..')
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && !name.startsWith('TELLUS_')),
)

const checked = [
  '--strict',
  '--noEmit',
  '--module',
  'nodenext',
  '--target',
  'es2022',
  '--lib',
  'es2022,dom',
  '--types',
  '',
]

/** The files that a built module brings along, itself among them. */
async function reachedBy(path: string, seen: string[] = []): Promise<string[]> {
  seen.push(path)
  const text = await readFile(path, 'utf8')
  for (const [, specifier = ''] of text.matchAll(/\bfrom\s*['"]([^'"]+)['"]/g)) {
    assert.match(specifier, /^\.\//, `${path} needs ${specifier}`)
    const next = join(dirname(path), specifier)
    if (!seen.includes(next)) await reachedBy(next, seen)
  }
  return seen
}

test('the packed package works when it is installed in an empty folder', async () => {
  using folder = dataFolder()
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder.path], {
    cwd: root,
    env: environment,
    maxBuffer: 1e8,
  })
  const [packed]: { filename: string; files: { path: string }[]; unpackedSize: number }[] = JSON.parse(
    stdout.slice(stdout.indexOf('[\n')),
  )
  assert.ok(packed !== undefined)
  const paths = packed.files.map((file) => file.path)
  assert.ok(paths.includes('dist/main.js') && paths.includes('migrations/0001_initial.sql'))
  assert.deepEqual(
    paths.filter((path) => /\.test\.|\/testing\/|\/fixtures\/|^tests\/|^src\//.test(path)),
    [],
    'no test and no source is published',
  )

  const empty = join(folder.path, 'empty')
  mkdirSync(empty)
  await run(
    'npm',
    [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--prefix',
      empty,
      join(folder.path, packed.filename),
    ],
    { env: environment, maxBuffer: 1e8 },
  )
  const command = join(empty, 'node_modules', '.bin', 'tellus')
  assert.ok(existsSync(command))
  const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  assert.equal((await run(command, ['--version'], { env: environment })).stdout.trim(), version)
  assert.ok(!existsSync(join(empty, 'node_modules', 'typescript')), 'nothing of development is installed')

  const script = `import { jsonSchemas } from 'tellus/schema/json-schema'
    import { signatureHeader } from 'tellus/signature'
    console.log(Object.keys(jsonSchemas().records).length, typeof signatureHeader)`
  const node = join(empty, 'node_modules', '.bin', 'node')
  const said = await run(node, ['--input-type=module', '-e', script], { cwd: empty, env: environment })
  assert.match(said.stdout, /^1\d function$/m)

  const client = `import { createTellusClient } from 'tellus/client'
    const [baseUrl, devId, apiKey] = process.argv.slice(2)
    const tellus = createTellusClient({ baseUrl, devId, apiKey })
    console.log((await tellus.get('/inboxes')).items.length)
    console.log(await tellus.get('/users/{id}', { path: { id: 'nobody' } }).catch(({ name, detail }) => name + ': ' + detail))`
  const reached = await reachedBy(join(empty, 'node_modules', 'tellus', 'dist', 'client', 'client.js'))
  assert.deepEqual(
    reached.map((path) => basename(path)).sort(),
    ['address.js', 'client.js', 'error.js'],
    'the client brings nothing of the server',
  )

  const data = join(folder.path, 'data')
  await using tellus = await startTellus(data, {}, [command])
  const clientPath = join(empty, 'client.mjs')
  await writeFile(clientPath, client)
  const typed = join(empty, 'typed.mts')
  await writeFile(
    typed,
    `import { createTellusClient, type Destination } from 'tellus/client'
    const tellus = createTellusClient({ baseUrl: '', devId: '', apiKey: '' })
    export const made: Promise<Destination> = tellus.get('/destinations/{id}', { path: { id: 'dst_1' } })
    // @ts-expect-error there is no such path
    void tellus.get('/destination')`,
  )
  const called = await run(node, [clientPath, tellus.url, tellus.devId, tellus.apiKey], {
    cwd: empty,
    env: environment,
  })
  await run(join(root, 'node_modules', '.bin', 'tsc'), [...checked, typed], { cwd: empty, env: environment })
  assert.equal(called.stdout, '1\nTellusApiError: there is no user nobody\n')
  const answer = await tellus.call<{ payload: { type: string } }>('POST', '/admin/api/generate', {
    provider: 'GARMIN',
    type: 'daily',
    days: 1,
    send: true,
  })
  assert.equal(answer.status, 202)
  assert.equal(answer.body.payload.type, 'daily')
})
