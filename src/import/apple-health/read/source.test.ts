import assert from 'node:assert/strict'
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { TellusError } from '../../../lib/errors.ts'
import { zipOf } from '../../../testing/import-run.ts'
import { importedOf, importFile, makeExport, temporaryFolder } from '../fixtures/truth.ts'
import { healthData, importXml, record } from '../fixtures/xml.ts'
import { openExport } from './source.ts'

const refuses = (what: Promise<unknown>, sentence: RegExp) =>
  assert.rejects(what, (error) => {
    assert.ok(error instanceof TellusError)
    assert.equal(error.code, 'unprocessable')
    assert.match(error.message, sentence)
    return true
  })

async function zip(
  path: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  compress = true,
): Promise<string> {
  await writeFile(path, await zipOf(files, compress))
  return path
}

suite('a zipped export', () => {
  test('is found by what its members are, with routes and electrocardiograms', async () => {
    await using folder = await temporaryFolder()
    const made = await makeExport(folder.path, '--days', '3', '--density', '0.1')
    const members: Record<string, Buffer | string> = {
      'apple_health_export/导出_cda.xml': `<?xml version="1.0"?><ClinicalDocument>${'x'.repeat(100_000)}</ClinicalDocument>`,
      'apple_health_export/导出.xml': await readFile(made.path),
    }
    for (const kind of ['workout-routes', 'electrocardiograms']) {
      for (const name of await readdir(join(folder.path, kind))) {
        members[`apple_health_export/${kind}/${name}`] = await readFile(join(folder.path, kind, name))
      }
    }
    const imported = await importFile(await zip(join(folder.path, 'Export.zip'), members))
    assert.deepEqual(imported.warnings, [])
    const [run] = importedOf(imported, 'activity').map(({ record }) => record)
    assert.ok((run?.position_data?.position_samples?.length ?? 0) > 500)
    assert.deepEqual(run?.position_data?.start_pos_lat_lng_deg, [59.9139, 10.7522])
    assert.match(run?.polyline_map_data?.summary_polyline ?? '', /^\{\|tlJg`s`A/)
    assert.equal(run?.distance_data?.summary?.elevation?.gain_actual_meters, 42)
    const ecgs = importedOf(imported, 'body').flatMap(({ record }) => record.heart_data?.ecg_signal ?? [])
    assert.equal(ecgs.length, 1)
    assert.equal(ecgs[0]?.raw_signal?.length, 15_360)
    const bare = await importFile(made.path)
    assert.equal(bare.records.length, imported.records.length)
    assert.equal(imported.progress.at(-1), (await readFile(join(folder.path, 'Export.zip'))).length)
    assert.ok(imported.progress.every((bytes, i) => bytes >= (imported.progress[i - 1] ?? 0)))
  })

  test('says how many of its files were too many', async () => {
    await using folder = await temporaryFolder()
    const routes = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`r/${name}.gpx`, '<gpx/>']))
    const path = await zip(join(folder.path, 'export.zip'), { ...routes, 'x/export.xml': healthData() })
    const file = { path, filename: 'export.zip', sizeBytes: (await readFile(path)).length }
    const opened = async (maxMembers: number) => {
      const warnings: string[] = []
      const context = { signal: new AbortController().signal, warn: (sentence: string) => void warnings.push(sentence) }
      const source = await openExport(file, context, maxMembers)
      return { warnings, last: await source.route('r/d.gpx') }
    }
    assert.deepEqual(await opened(4), { warnings: [], last: Buffer.from('<gpx/>') })
    const sentence = 'export.zip holds more than 2 files of a kind: 2 routes or other parts were left out.'
    assert.deepEqual(await opened(2), { warnings: [sentence], last: null })
    await truncate(path, (await readFile(path)).length - 40)
    assert.deepEqual((await opened(2)).warnings, [sentence])
  })

  test('keeps a workout whose route cannot be read, and says so', async () => {
    await using folder = await temporaryFolder()
    const at = 'startDate="2024-03-20 10:00:00 +0100" endDate="2024-03-20 11:00:00 +0100"'
    const workout = `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="W" ${at}><WorkoutRoute><FileReference path="/workout-routes/a.gpx"/></WorkoutRoute></Workout>`
    const bomb = ' '.repeat(64 * 1024 * 1024 + 300_000)
    for (const route of ['<!DOCTYPE gpx><gpx/>', bomb]) {
      const members = { 'export.xml': healthData(workout), 'workout-routes/a.gpx': route }
      const imported = await importFile(await zip(join(folder.path, 'export.zip'), members))
      assert.equal(importedOf(imported, 'activity').length, 1)
      assert.deepEqual(imported.warnings, ['Left out routes of workouts that could not be read (1).'])
    }
  })

  test('gives what it can when it was cut off', async () => {
    await using folder = await temporaryFolder()
    const made = await makeExport(folder.path, '--days', '4', '--density', '0.5')
    const path = await zip(join(folder.path, 'export.zip'), { 'x/export.xml': await readFile(made.path) })
    await truncate(path, Math.floor((await readFile(path)).length * 0.6))
    const { records, warnings } = await importFile(path)
    assert.ok(records.length > 0)
    assert.equal(warnings.length, 1)
    assert.match(
      warnings[0] ?? '',
      /^export\.zip breaks off or is damaged: imported up to record \d+, amid \w+, byte \d+ of \d+/,
    )
  })

  test('is whole without its directory when only that was lost', async () => {
    await using folder = await temporaryFolder()
    const made = await makeExport(folder.path, '--days', '2', '--density', '0.1')
    for (const compress of [true, false]) {
      const path = await zip(
        join(folder.path, 'export.zip'),
        { 'a.xml': '<other/>', 'x/export.xml': await readFile(made.path) },
        compress,
      )
      await truncate(
        path,
        (await readFile(path)).lastIndexOf(Buffer.from('PK\x01\x02a.xml'.slice(0, 4), 'latin1')) - 40,
      )
      const { records, warnings } = await importFile(path)
      assert.deepEqual(records, (await importFile(made.path)).records)
      assert.match(warnings.join(), /is cut off|breaks off/)
    }
  })
})

suite('what is no export', () => {
  const cases: [string, string, (path: string) => Promise<unknown>, RegExp][] = [
    ['an empty file', 'export.xml', (path) => writeFile(path, ''), /^export\.xml is empty/],
    [
      'another XML',
      'x.xml',
      (path) => writeFile(path, '<gpx/>'),
      /^x\.xml is no Apple Health export: bring the export\.zip/,
    ],
    ['some text', 'x.txt', (path) => writeFile(path, 'a'.repeat(5_000_000)), /is no Apple Health export/],
    ['another zip', 'x.zip', (path) => zip(path, { 'a.xml': '<gpx/>' }), /^x\.zip holds no Apple Health export/],
    ['half a zip header', 'x.zip', (path) => writeFile(path, 'PK\x03\x04'), /holds no Apple Health export/],
    ['a zip without files', 'x.zip', (path) => zip(path, {}), /holds no Apple Health export/],
  ]
  for (const [what, name, make, sentence] of cases) {
    test(`refuses ${what} in a sentence`, async () => {
      await using folder = await temporaryFolder()
      const path = join(folder.path, name)
      await make(path)
      await refuses(importFile(path), sentence)
    })
  }

  test('refuses a zip with a password', async () => {
    await using folder = await temporaryFolder()
    const path = await zip(join(folder.path, 'export.zip'), { 'export.xml': healthData() })
    const bytes = await readFile(path)
    for (const mark of ['PK\x03\x04', 'PK\x01\x02']) {
      const at = bytes.indexOf(Buffer.from(mark, 'latin1')) + (mark[2] === '\x03' ? 6 : 8)
      bytes.writeUInt16LE(bytes.readUInt16LE(at) | 1, at)
    }
    await writeFile(path, bytes)
    await refuses(importFile(path), /protected by a password/)
  })

  test('stops at a zip bomb', async () => {
    await using folder = await temporaryFolder()
    const bomb = `<HealthData>${`${' '.repeat(4_000_000)}<Me/>`.repeat(18)}`
    await refuses(
      importFile(await zip(join(folder.path, 'x.zip'), { 'export.xml': bomb })),
      /unpacks to more than 200 times/,
    )
  })

  test('never expands an entity', async () => {
    const bomb = '<!DOCTYPE HealthData [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    const steps = record({
      type: 'StepCount',
      start: '2024-03-20 10:00:00',
      value: 5,
      unit: 'count',
      source: '&b;&f;&lt;&#10;',
    })
    const { records, warnings } = await importXml(`${bomb}${healthData(steps).slice(39)}`)
    assert.ok(JSON.stringify(records).includes('&b;&f;<'))
    assert.deepEqual(warnings, ['Kept 2 unknown XML entities as they were written.'])
  })
})
