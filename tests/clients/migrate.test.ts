import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { testServer } from '../../src/testing/server.ts'
import { dataFolder } from '../../src/testing/tellus.ts'

/** The programs that docs/migrate-from-terra.md shows, run as they stand there. */
const root = join(import.meta.dirname, '..', '..')
const paper = readFileSync(join(root, 'docs', 'migrate-from-terra.md'), 'utf8')
const at = await testServer()
const folder = dataFolder()
let address: string

before(async () => {
  address = await at.listen()
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'))
  for (const provider of ['GARMIN', 'OURA'])
    for (const reference_id of ['ada', 'ben'])
      await at.call('POST', '/admin/api/generate', { body: { provider, type: 'daily', reference_id, send: true } })
})
after(async () => {
  await at[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

/** Writes a program of the paper, named in its first line, into the folder; gives its path. */
function programOf(name: string): string {
  const text = paper.split('```js\n').find((block) => block.startsWith(`// ${name} `))
  assert.ok(text !== undefined, `the paper shows no ${name}`)
  const path = join(folder.path, name)
  writeFileSync(path, (text.split('```')[0] ?? '').replaceAll('http://127.0.0.1:4000', address))
  return path
}
const keys = { DEV_ID: at.credentials['dev-id'] ?? '', API_KEY: at.credentials['x-api-key'] ?? '' }
const run = async (args: string[], env: Record<string, string>): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder.path,
    env: { PATH: process.env['PATH'], ...keys, ...env },
  })
  return stdout
}

test('the export prints a line for each connection, over as many pages as there are', async () => {
  const path = programOf('export.mjs')
  writeFileSync(path, readFileSync(path, 'utf8').replace('per_page=500', 'per_page=3'))
  const lines = (await run([path], { BASE_URL: `${address}/v2` })).trim().split('\n')
  const people = lines.map((line): { reference_id: string; provider: string; user_id: string } => JSON.parse(line))
  assert.deepEqual(people.map(({ reference_id, provider }) => `${reference_id} ${provider}`).sort(), [
    'ada GARMIN',
    'ada OURA',
    'ben GARMIN',
    'ben OURA',
  ])
  assert.equal(new Set(people.map(({ user_id }) => user_id)).size, 4)
})

test('the reroute leads the 1.x client here', async () => {
  const app = join(folder.path, 'app.mjs')
  writeFileSync(
    app,
    `import v1 from 'terra-api-v1'
    const terra = new v1.Terra(process.env.DEV_ID, process.env.API_KEY, 'no secret')
    console.log((await terra.getUsers()).users.length)`,
  )
  assert.equal(await run(['--require', programOf('reroute.cjs'), app], {}), '4\n')
})
