import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { namesOf } from '../../scripts/new-provider/names.ts'
import { dataFolder } from '../../src/testing/tellus.ts'

const root = resolve(import.meta.dirname, '..', '..')

interface Ended {
  code: number
  text: string
}

/** Runs a program in a folder to its end. */
const run = (cwd: string, file: string, args: string[]): Promise<Ended> =>
  new Promise((done) => {
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined }
    execFile(file, args, { cwd, env, encoding: 'utf8', maxBuffer: 1e8 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, text: `${stdout}${stderr}` }),
    )
  })

/** What the tests of a provider say, by the spec reporter's marks. */
async function testsOf(copy: string, path: string, options: string[] = []) {
  const { text } = await run(copy, process.execPath, ['--test', '--test-reporter=tap', ...options, path])
  const lines = [...text.matchAll(/^ +(not )?ok \d+ - (.*)$/gm)]
  const named = (isBad: boolean) =>
    lines.filter(([, not]) => (not !== undefined) === isBad).map(([, , name = '']) => name)
  return { passed: named(false), failed: named(true), text }
}

/** A fresh checkout with only what a provider needs, so that nothing is written into this one. */
function checkout(folder: string): string {
  const copy = join(folder, 'checkout')
  mkdirSync(copy)
  for (const part of ['src', 'migrations', 'scripts', 'package.json', 'biome.json', 'tsconfig.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  // The style check takes what is ignored from git's own list.
  cpSync(join(root, '.gitignore'), join(copy, '.gitignore'))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

test('a new provider compiles, shows one red test that says what to fill in, and is green once that is done', async () => {
  using folder = dataFolder()
  const copy = checkout(folder.path)
  const made = await run(copy, process.execPath, ['scripts/new-provider/main.ts', 'Test Band', '--notifications'])
  assert.equal(made.code, 0, made.text)
  assert.match(made.text, /Test Band \(TEST_BAND\) is there/)
  assert.match(readFileSync(join(copy, 'tests/long/stories/test-band.test.ts'), 'utf8'), /tellStory\(testBand\)/)

  const tests = 'src/providers/test-band/test-band.test.ts'
  const shared = ['src/sandbox/doubles/test-band.ts', 'src/providers/registry.ts', 'src/sandbox/doubles/registry.ts']
  const config = {
    extends: './tsconfig.json',
    include: ['src/providers/test-band/*.ts', 'src/sandbox/doubles/test-band.ts'],
  }
  writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify(config))
  const [compiled, styled, red] = await Promise.all([
    run(copy, join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.new.json']),
    run(copy, join(root, 'node_modules', '.bin', 'biome'), ['check', 'src/providers/test-band', ...shared]),
    testsOf(copy, tests),
  ])
  // What it imports is checked with everything else.
  assert.doesNotMatch(compiled.text, /test-band/)
  assert.equal(styled.code, 0, styled.text)
  assert.deepEqual(red.failed, ['makes of each known answer exactly the records that it means'], red.text)
  assert.match(red.text, /write the record under `expected` in fixtures\/activity-run\.json/)
  assert.ok(red.passed.length >= 10, red.passed.join('\n'))

  // The step that was printed: 5.2 km in half an hour, and what the band says of it.
  const path = join(copy, 'src/providers/test-band/fixtures/activity-run.json')
  const fixture: object = JSON.parse(readFileSync(path, 'utf8'))
  const record = {
    metadata: {
      start_time: '2026-03-10T18:00:00.000000+01:00',
      end_time: '2026-03-10T18:30:00.000000+01:00',
      timestamp_localization: 1,
      summary_id: 'w-1',
      type: 8,
      upload_type: 1,
    },
    calories_data: { net_activity_calories: 312 },
    distance_data: { summary: { distance_meters: 5200 } },
    heart_rate_data: { summary: { avg_hr_bpm: 148, max_hr_bpm: 171 } },
  }
  writeFileSync(path, JSON.stringify({ ...fixture, name: 'a run of half an hour', expected: [record] }))
  // What goes over HTTP was green before, and has nothing to do with fixtures.
  const green = await testsOf(copy, tests, ['--test-skip-pattern=over HTTP'])
  assert.deepEqual(green.failed, [], green.text)
  assert.ok(green.passed.includes('makes of each known answer exactly the records that it means'))

  const again = await run(copy, process.execPath, ['scripts/new-provider/main.ts', 'test_band'])
  assert.equal(again.code, 1)
  assert.match(again.text, /src\/providers\/test-band is there already/)
})

test('a name may be written in any way, and none is made of what is no name', () => {
  const band = { kebab: 'acme-band', camel: 'acmeBand', slug: 'ACME_BAND', label: 'Acme Band' }
  for (const given of ['Acme Band', 'acme-band', 'ACME_BAND', ' acme  band ']) assert.deepEqual(namesOf(given), band)
  assert.deepEqual(namesOf('WHOOP'), { kebab: 'whoop', camel: 'whoop', slug: 'WHOOP', label: 'WHOOP' })
  for (const given of ['', '  ', '3d', '../../evil', 'a/b', 'é']) assert.equal(namesOf(given), null, given)
})
