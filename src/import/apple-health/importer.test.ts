import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { zipOf } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { importedOf, importFile, makeExport, temporaryFolder } from './fixtures/truth.ts'
import { healthData, importXml, record } from './fixtures/xml.ts'
import { appleHealth } from './importer.ts'

/** Top-level elements of a generated export, and what stands around them. */
function elementsOf(xml: string): { head: string; elements: string[]; tail: string } {
  const from = xml.indexOf(' <Record')
  const to = xml.indexOf('</HealthData>')
  const elements = xml.slice(from, to).split(/(?<=\n)(?= <[A-Z])/)
  return { head: xml.slice(0, from), elements, tail: xml.slice(to) }
}

/** Fisher and Yates with a linear congruential generator. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const rest = [...list]
  const taken: T[] = []
  for (let state = seed >>> 0; rest.length > 0; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    taken.push(...rest.splice(Math.floor((state / 2 ** 32) * rest.length), 1))
  }
  return taken
}

const document = healthData(
  '<ExportDate value="2024-03-30 08:00:00 +0100"/>',
  '<Me HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexMale"/>',
  ...Array.from({ length: 12 }, (_, i) =>
    record({ type: 'HeartRate', start: `2024-03-${i + 10} 08:00:00`, value: 60 + i, unit: 'count/min' }),
  ),
  record({ type: 'BodyMass', start: '2024-03-12 08:00:00', value: 150.5, unit: 'lb' }),
  record({ type: 'DietaryProtein', start: '2024-03-12 12:00:00', value: 5, unit: 'g', source: 'Food' }),
  record({
    type: 'SleepAnalysis',
    start: '2024-03-12 23:00:00',
    end: '2024-03-13 06:00:00',
    value: 'HKCategoryValueSleepAnalysisAsleepCore',
  }),
  record({ type: 'Headache', start: '2024-03-13 08:00:00', value: 'HKCategoryValueSeverityModerate' }),
  record({ type: 'MindfulSession', start: '2024-03-14 08:00:00', end: '2024-03-14 08:10:00' }),
)
const expect = { athlete: 1, daily: 12, body: 1, nutrition: 1, sleep: 1, health_observation: 1, activity: 1 }

importSuite({
  importer: appleHealth,
  files: async () => [
    { name: 'export.xml', bytes: Buffer.from(document), expect },
    { name: 'export.zip', bytes: await zipOf({ 'apple_health_export/export.xml': document }), expect },
  ],
})

suite('a damaged export', () => {
  test('tells what was odd once, with a count, and keeps the rest', async () => {
    await using folder = await temporaryFolder()
    const clean = await makeExport(folder.path, '--days', '4', '--density', '0.1')
    const wanted = (await importFile(clean.path)).records
    const dirty = await makeExport(folder.path, '--days', '4', '--density', '0.1', '--dirty')
    const { records, warnings } = await importFile(dirty.path)
    assert.deepEqual(records, wanted)
    assert.deepEqual(warnings, ['Left out 1 record without a readable date.'])
  })

  test('is imported up to where it breaks off', async () => {
    await using folder = await temporaryFolder()
    const whole = await makeExport(folder.path, '--days', '4', '--density', '0.1')
    const wanted = (await importFile(whole.path)).records
    const broken = await makeExport(folder.path, '--days', '4', '--density', '0.1', '--truncate')
    const { records, warnings } = await importFile(broken.path)
    assert.deepEqual(records, wanted)
    assert.match(warnings.join(), /^export\.xml breaks off or is damaged: imported up to record \d+/)
  })

  test('is read however it is cut', async () => {
    await using folder = await temporaryFolder()
    const { path } = await makeExport(folder.path, '--days', '1', '--density', '0.1')
    const bytes = await readFile(path)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2500, max: bytes.length }), async (length) => {
        const { warnings } = await importXml(bytes.subarray(0, length))
        assert.ok(length > bytes.length - 2 || warnings.length === 1)
      }),
      { numRuns: 8 },
    )
  })
})

suite('the date of an export', () => {
  const steps = record({ type: 'StepCount', start: '2024-03-20 10:00:00', value: 5, unit: 'count' })
  const me = '<Me HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexMale"/>'
  const known = async (...head: string[]) =>
    (await importXml(healthData(...head, me, steps))).records.map(({ type, observedAtMs }) => [type, observedAtMs])

  test('is when all its records were known', async () => {
    const madeAtMs = Date.parse('2024-03-21T08:00:05+01:00')
    assert.deepEqual(await known('<ExportDate value="2024-03-21 08:00:05 +0100"/>'), [
      ['athlete', madeAtMs],
      ['daily', madeAtMs],
    ])
  })

  test('stays open where there is none, or one that nobody can read', async () => {
    const open = [
      ['athlete', undefined],
      ['daily', undefined],
    ]
    assert.deepEqual(await known(), open)
    assert.deepEqual(await known('<ExportDate value="yesterday"/>'), open)
    assert.deepEqual(await known('<ExportDate/>'), open)
  })
})

suite('the same export', () => {
  test('gives the same records in any order of its elements', async () => {
    await using folder = await temporaryFolder()
    const { path } = await makeExport(folder.path, '--days', '3', '--density', '0.2', '--start', '2024-03-30')
    const xml = await readFile(path, 'utf8')
    const wanted = (await importFile(path)).records
    const { head, elements, tail } = elementsOf(xml)
    assert.ok(elements.length > 500)
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { records } = await importXml(head + shuffled(elements, seed).join('') + tail)
        // Not deepEqual: the difference of two whole imports would fill the screen.
        assert.ok(JSON.stringify(records) === JSON.stringify(wanted))
      }),
      { numRuns: 4 },
    )
  })

  test('gives the same bytes again, also when the device pointers differ', async () => {
    await using folder = await temporaryFolder()
    const { path } = await makeExport(folder.path, '--days', '3', '--density', '0.2')
    const wanted = JSON.stringify((await importFile(path)).records)
    assert.equal(JSON.stringify((await importFile(path)).records), wanted)
    let pointer = 0
    const other = (await readFile(path, 'utf8')).replace(
      /HKDevice: 0x[0-9a-f]+/g,
      () => `HKDevice: 0x${(pointer++).toString(16)}`,
    )
    assert.equal(JSON.stringify((await importXml(other)).records), wanted)
  })

  test('keeps its keys when it has grown', async () => {
    await using folder = await temporaryFolder()
    const short = await importFile((await makeExport(folder.path, '--days', '4', '--density', '0.1')).path)
    const long = await importFile((await makeExport(folder.path, '--days', '9', '--density', '0.1')).path)
    for (const type of ['sleep', 'activity'] as const) {
      const keys = new Set(importedOf(long, type).map(({ record }) => record.metadata.summary_id))
      assert.equal(keys.size, importedOf(long, type).length)
      for (const { record } of importedOf(short, type)) assert.ok(keys.has(record.metadata.summary_id))
    }
  })

  test('stops at once when asked to', async () => {
    await using folder = await temporaryFolder()
    const { path } = await makeExport(folder.path, '--days', '3', '--density', '0.1')
    const reason = new Error('no longer wanted')
    for (const after of [0, 1, 4]) {
      const stop = new AbortController()
      let seen = 0
      const onProgress = (): void => {
        if (++seen > after) stop.abort(reason)
      }
      await assert.rejects(importFile(path, { signal: stop.signal, onProgress }), reason)
    }
  })

  test('is left without anything open when the reader goes away', async () => {
    await using folder = await temporaryFolder()
    const { path } = await makeExport(folder.path, '--days', '3', '--density', '0.1')
    const context = {
      fallbackZone: 'UTC',
      workDir: folder.path,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      warn: () => undefined,
    }
    const open = async (): Promise<number> =>
      process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0
    const before = await open()
    for await (const batch of appleHealth.read({ path, filename: 'export.xml', sizeBytes: 1 }, context)) {
      assert.ok(batch.length > 0)
      break
    }
    assert.equal(await open(), before)
  })
})
