import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { withUpload, zipOf } from '../testing/import-run.ts'
import { containerLimits, entriesOf } from './container.ts'

const unpacked = (
  filename: string,
  bytes: Uint8Array,
  limits = containerLimits,
  signal = new AbortController().signal,
) =>
  withUpload(filename, bytes, async (file, workDir) => {
    const warnings: string[] = []
    const progress: number[] = []
    const entries: [string, string][] = []
    const context = {
      workDir,
      signal,
      onProgress: (read: number) => void progress.push(read),
      warn: (sentence: string) => void warnings.push(sentence),
    }
    for await (const entry of entriesOf(file, context, limits))
      entries.push([entry.name, entry.bytes.toString('latin1')])
    return { entries, warnings, progress }
  })

const text = (content: string): Buffer => Buffer.from(content)

test('gives a plain file as it is and a gzip unpacked', async () => {
  assert.deepEqual((await unpacked('a.fit', text('one'))).entries, [['a.fit', 'one']])
  assert.deepEqual((await unpacked('a.fit.gz', gzipSync('two'))).entries, [['a.fit', 'two']])
})

test('gives every activity of a zip: plain, gzipped, and in a zip of its own', async () => {
  const inner = await zipOf({ 'x.fit': text('three') })
  const bytes = await zipOf({
    'activities/1.fit.gz': gzipSync('one'),
    'activities/2.gpx': text('two'),
    'parts/part1.zip': inner,
    'profile.csv': text('no'),
    'media/photo.jpg': text('no'),
    '__MACOSX/activities/._1.fit': text('no'),
  })
  const { entries, warnings } = await unpacked('export.zip', bytes)
  assert.deepEqual(entries, [
    ['activities/1.fit', 'one'],
    ['activities/2.gpx', 'two'],
    ['x.fit', 'three'],
  ])
  assert.deepEqual(warnings, [])
})

test('opens no third zip inside a zip inside a zip', async () => {
  const bytes = await zipOf({ 'b.zip': await zipOf({ 'c.zip': await zipOf({ 'x.fit': text('deep') }) }) })
  const { entries, warnings } = await unpacked('a.zip', bytes)
  assert.deepEqual(entries, [])
  assert.deepEqual(warnings, ['c.zip was left out: Tellus opens a zip inside a zip, but no deeper.'])
})

test('names a bad entry of a zip and gives the others', async () => {
  const bytes = await zipOf({
    'good.fit': text('one'),
    'broken.fit.gz': gzipSync(randomBytes(2000)).subarray(0, 900),
    'also-good.fit': text('two'),
  })
  const { entries, warnings } = await unpacked('export.zip', bytes)
  assert.deepEqual(
    entries.map(([name]) => name),
    ['good.fit', 'also-good.fit'],
  )
  assert.deepEqual(warnings, ['broken.fit.gz could not be unpacked: it is damaged or not complete.'])
})

test('does not unpack what unfolds beyond all measure', async () => {
  const bomb = Buffer.alloc(3 * 1024 * 1024)
  await assert.rejects(unpacked('bomb.fit.gz', gzipSync(bomb)), /bomb\.fit\.gz unpacks to more than 200 times its size/)
  const { entries, warnings } = await unpacked('bombs.zip', await zipOf({ 'bomb.fit': bomb, 'a.fit': text('one') }))
  assert.deepEqual(entries, [['a.fit', 'one']])
  assert.match(warnings.join(), /^bomb\.fit unpacks to more than 200 times/)
})

test('refuses a file over the limit, packed or not', async () => {
  const limits = { maxEntryBytes: 1024 * 1024 }
  const large = randomBytes(1024 * 1024 + 1)
  const refused = /is larger than 1 MB, the limit of one activity file\.$/
  await assert.rejects(unpacked('a.fit', large, limits), refused)
  await assert.rejects(unpacked('a.fit.gz', gzipSync(large), limits), refused)
  assert.match((await unpacked('a.zip', await zipOf({ 'a.fit': large }), limits)).warnings.join(), refused)
})

test('refuses a gzip and a zip that break off', async () => {
  const random = randomBytes(5000)
  await assert.rejects(unpacked('a.fit.gz', gzipSync(random).subarray(0, 3000)), /a\.fit\.gz could not be unpacked/)
  const zip = await zipOf({ 'a.fit': random })
  await assert.rejects(unpacked('a.zip', zip.subarray(0, 3000)), /a\.zip is not a complete zip file/)
})

test('reports progress in bytes of the upload and stops when aborted', async () => {
  const bytes = await zipOf({ 'a.fit': randomBytes(500), 'b.fit': randomBytes(500) })
  const { progress } = await unpacked('a.zip', bytes)
  assert.ok(progress.length === 2 && progress.every((read, i) => read > (progress[i - 1] ?? 0) && read <= bytes.length))
  await assert.rejects(unpacked('a.zip', bytes, containerLimits, AbortSignal.abort(new Error('enough'))), /enough/)
})
