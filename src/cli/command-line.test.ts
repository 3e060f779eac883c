import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runCommand } from '../testing/command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'tellus-cli-'))
after(() => rmSync(cwd, { recursive: true }))

/** Runs a command line and gives what it wrote. Port 2 is nobody's, and none of those that `fetch` does not call. */
async function tellus(words: string[], environment: Record<string, string> = { TELLUS_PORT: '2' }) {
  return runCommand({ environment, cwd }, words)
}

test('a command line that makes no sense exits with 2 and says why in one sentence', async () => {
  const cases: [string[], RegExp][] = [
    [['imprt'], /^tellus: there is no verb "imprt"\. Did you mean import\?\n$/],
    [['users', '--jsn'], /^tellus: there is no option --jsn here\. Did you mean --json\?\n$/],
    [['users', 'drop', 'x'], /^tellus: there is no verb "users drop": there is users delete\.\n$/],
    [['users', 'delete'], /^tellus: USER-ID is missing/],
    [['users', 'delete', 'a', 'b'], /expected 1 argument but got 2/],
    [['inbox', '--limit', 'many'], /--limit <n> cannot be "many": it must be a whole number/],
    [['inbox', '--url', 'here'], /must begin with http/],
    [['events', '--type'], /needs a value/],
    [['generate', 'OURA'], /TYPE is missing/],
    [['import'], /a FILE is missing/],
    [['import', 'absent.zip'], /there is no file .*absent\.zip\.\n$/],
    [['import', '.'], /is not a file/],
    [['import', 'a.fit', '--status', 'imp_1'], /stand alone/],
    [['import', 'a.fit', '--user-id', 'a', '--reference-id', 'b'], /cannot be used with/],
  ]
  for (const [words, sentence] of cases) {
    const { code, out, err } = await tellus(words)
    assert.match(err, sentence)
    assert.deepEqual([code, out], [2, ''], words.join(' '))
  }
})

test('without a server the verbs that need one say how to start it', async () => {
  writeFileSync(join(cwd, 'ride.fit'), 'x')
  for (const words of [['users'], ['inbox', '--json'], ['import', 'ride.fit'], ['resend', 'evt_1'], ['destinations']]) {
    const { code, out, err } = await tellus(words)
    assert.equal(
      err,
      'tellus: No Tellus answers at http://127.0.0.1:2: start it with `npm start` (or `tellus serve`).\n',
    )
    assert.deepEqual([code, out], [1, ''])
  }
})

test('a bad setting stops what would start something, with a sentence that names it', async () => {
  for (const verb of ['serve', 'worker', 'migrate']) {
    const { code, err } = await tellus([verb], { TELLUS_PROT: '4000' })
    assert.match(err, /^tellus: TELLUS_PROT is not a setting of Tellus.*\n$/)
    assert.equal(code, 1)
  }
})

test('a worker without a server or a database says what it needs', async () => {
  const { code, err } = await tellus(['worker'], {})
  assert.match(err, /^tellus: No Tellus serves .*start it first/)
  assert.equal(code, 1)
})

test('every verb has help with an example', async () => {
  const { out } = await tellus(['--help'])
  const verbs = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, verb = '']) => verb).filter((verb) => verb !== 'help')
  assert.ok(verbs.length >= 11, out)
  for (const verb of verbs) {
    const help = await tellus([verb, '--help'])
    assert.match(help.out, /Examples?:\n {2}\S/, verb)
    assert.deepEqual([help.code, help.err], [0, ''])
  }
  assert.match((await tellus(['--version'])).out, /^\d+\.\d+\.\d+/)
})

test('doctor finds nothing wrong on a fresh machine, and lists what is in force', async () => {
  const { code, out } = await tellus(['doctor', '--json'], { TELLUS_PORT: '0' })
  const report = JSON.parse(out)
  assert.deepEqual([code, report.ok, report.problems], [0, true, []])
  assert.equal(report.data_directory.path, join(cwd, '.tellus'))
  assert.ok(report.settings.length >= 14)
  assert.match(
    (await tellus(['doctor'], { TELLUS_PORT: '0' })).out,
    /TELLUS_HOST +127\.0\.0\.1 +default[\s\S]*Nothing is wrong/,
  )
})

test('doctor lists everything that is wrong with its remedy, whatever is broken', async () => {
  const dataDir = mkdtempSync(join(cwd, 'data-'))
  const credentials = join(dataDir, 'credentials.json')
  writeFileSync(credentials, JSON.stringify({ dev_id: 'a', api_key: 'b', dashboard_url: 'c' }))
  chmodSync(credentials, 0o644)
  const { code, out } = await tellus(['doctor', '--json'], {
    TELLUS_DATA_DIR: dataDir,
    TELLUS_PROT: 'x',
    DATABASE_URL: 'postgresql://tellus:hunter2@127.0.0.1:1/tellus',
    TELLUS_SECRET_KEY: 'x'.repeat(32),
  })
  const problems: { problem: string; remedy: string }[] = JSON.parse(out).problems
  const all = problems.map(({ problem, remedy }) => `${problem} ${remedy}`).join('\n')
  assert.match(all, /TELLUS_PROT[\s\S]*can be read by others[\s\S]*chmod 600[\s\S]*cannot be reached/)
  assert.ok(!out.includes('hunter2'))
  assert.equal(code, 1)
})
