import assert from 'node:assert/strict'
import { createWriteStream } from 'node:fs'
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import yazl from 'yazl'
import { TellusError } from '../../lib/errors.ts'
import { importedOf, importFile, makeExport, temporaryFolder } from './fixtures/truth.ts'
import { healthData, importXml, record } from './fixtures/xml.ts'
import { appleHealth } from './importer.ts'

const refuses = (what: Promise<unknown>, sentence: RegExp) =>
  assert.rejects(what, (error) => {
    assert.ok(error instanceof TellusError)
    assert.equal(error.code, 'unprocessable')
    assert.match(error.message, sentence)
    return true
  })

async function zip(path: string, files: Readonly<Record<string, string | Buffer>>, compress = true): Promise<string> {
  const file = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) file.addBuffer(Buffer.from(content), name, { compress })
  file.end()
  const out = createWriteStream(path)
  file.outputStream.pipe(out)
  await finished(out)
  return path
}

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
