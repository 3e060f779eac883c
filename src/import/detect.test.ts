import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { TellusError } from '../lib/errors.ts'
import { fitFile, message } from '../testing/fit-writer.ts'
import { withUpload, zipOf } from '../testing/import-run.ts'
import { detectImport, kindOfImport } from './detect.ts'
import type { ImportKind } from './importer.ts'

const text = (content: string): Buffer => Buffer.from(content)
const fit = fitFile([message('file_id', { type: 4 })])
const tcx = text('<?xml version="1.0"?><TrainingCenterDatabase/>')
const gpx = text('<gpx version="1.1"/>')
const health = text('<?xml version="1.0"?><!DOCTYPE HealthData [<!ELEMENT HealthData (#PCDATA)>]><HealthData/>')

const kindOf = (bytes: Uint8Array, filename = 'upload') => withUpload(filename, bytes, (file) => detectImport(file))
const asked = (kind: ImportKind, bytes: Uint8Array, filename = 'upload') =>
  withUpload(filename, bytes, (file) => kindOfImport(file, kind))

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof TellusError)
  assert.equal(error.code, 'unprocessable')
  return error.message
}

test('knows a file by its content, whatever its name', async () => {
  assert.equal(await kindOf(fit, 'ride.gpx'), 'fit')
  assert.equal(await kindOf(tcx, 'ride.fit'), 'tcx')
  assert.equal(await kindOf(gpx, 'ride'), 'gpx')
  assert.equal(await kindOf(health, 'Exportieren.xml'), 'apple-health')
})

test('looks inside a gzip', async () => {
  assert.equal(await kindOf(gzipSync(fit)), 'fit')
  assert.equal(await kindOf(gzipSync(gpx)), 'gpx')
})

test('takes byte order marks, blanks, comments and prefixes before the root element', async () => {
  assert.equal(await kindOf(text('\u{feff}<?xml version="1.0"?><gpx/>')), 'gpx')
  assert.equal(await kindOf(text('\n          <?xml version="1.0"?><TrainingCenterDatabase/>')), 'tcx')
  assert.equal(await kindOf(text('<!-- <gpx/> --><n:TrainingCenterDatabase/>')), 'tcx')
  assert.equal(await kindOf(Buffer.from('\u{feff}<gpx/>', 'utf16le')), 'gpx')
})

test('tells an Apple Health zip by its folder, its export.xml or its root element', async () => {
  assert.equal(await kindOf(await zipOf({ 'apple_health_export/Exportieren.xml': health })), 'apple-health')
  assert.equal(await kindOf(await zipOf({ 'export.xml': health })), 'apple-health')
  assert.equal(await kindOf(await zipOf({ 'données.xml': health })), 'apple-health')
  const withRoute = { 'apple_health_export/workout-routes/route.gpx': gpx, 'apple_health_export/export.xml': health }
  assert.equal(await kindOf(await zipOf(withRoute)), 'apple-health')
})

test('tells a zip of activity files, also gzipped and nested ones', async () => {
  assert.equal(await kindOf(await zipOf({ 'readme.csv': text('x'), 'activities/1.tcx.gz': gzipSync(tcx) })), 'tcx')
  assert.equal(await kindOf(await zipOf({ 'a/UploadedFiles.zip': await zipOf({ 'x.fit': fit }) })), 'fit')
})

test('says what Tellus reads when it is none of that', async () => {
  assert.match(
    await refusal(kindOf(text('id,steps\n1,2'), 'steps.csv')),
    /^steps\.csv is none of the kinds Tellus reads: an Apple Health export, .+, FIT, TCX or GPX \(also \.gz\), or a zip of these\.$/,
  )
  assert.match(await refusal(kindOf(await zipOf({ 'a.csv': text('x') }), 'a.zip')), /^a\.zip is none of the kinds/)
  assert.match(await refusal(kindOf(text('<html/>'), 'a.html')), /none of the kinds/)
  assert.match(await refusal(kindOf(text('<constructor/>'), 'a.xml')), /none of the kinds/)
})

test('refuses an empty file and a zip that breaks off', async () => {
  assert.equal(await refusal(kindOf(text(''), 'a.fit')), 'a.fit is empty: bring the file again.')
  const zip = await zipOf({ 'a.fit': fit })
  assert.match(await refusal(kindOf(zip.subarray(0, 60), 'a.zip')), /^a\.zip is not a complete zip file/)
})

test('says so when the kind asked for is not the kind found', async () => {
  assert.equal(
    await refusal(asked('fit', gpx, 'ride.fit')),
    'You asked for kind=fit, but the file is a GPX: ask for kind=gpx or leave the kind out (ride.fit).',
  )
  assert.match(
    await refusal(asked('apple-health', await zipOf({ 'a.fit': fit }))),
    /^You asked for kind=apple-health, but the file is a zip of activity files/,
  )
  assert.match(
    await refusal(asked('fit', await zipOf({ 'export.xml': health }))),
    /^You asked for kind=fit, but the file is an Apple Health export/,
  )
})

test('lets any activity kind be asked for of a zip, for a zip may mix them', async () => {
  assert.equal(await asked('gpx', await zipOf({ 'a.fit': fit, 'b.gpx': gpx })), 'gpx')
  assert.equal(await asked('fit', fit), 'fit')
})

test('knows an Apple Health zip that was cut off by its first file, for its importer reads what is left', async () => {
  const first = { 'apple_health_export/workout-routes/route.gpx': gpx, 'apple_health_export/export.xml': health }
  for (const files of [first, { 'export.xml': health, 'b.xml': health }]) {
    const zip = await zipOf(files)
    assert.equal(await kindOf(zip.subarray(0, zip.length - 30)), 'apple-health')
    assert.equal(await asked('apple-health', zip.subarray(0, zip.length - 30)), 'apple-health')
  }
})

test('tells an archive of a whole account by the paths in it, whatever activity files stand there too', async () => {
  const archives: [string, ImportKind][] = [
    ['Takeout/Fitbit/Global Export Data/steps-2024-03-09.json', 'google-takeout'],
    ['Takeout/Google Health/Physical Activity_GoogleData/weight.csv', 'google-takeout'],
    ['MyFitbitData/MiraHolt/Physical Activity/heart_rate-2019-01-01.json', 'google-takeout'],
    ['MiraHolt/user-site-export/sleep-2018-01-01.json', 'google-takeout'],
    ['DI_CONNECT/DI-Connect-Fitness/me_0_summarizedActivities.json', 'garmin-export'],
    ['0a1b_1/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip', 'garmin-export'],
  ]
  for (const [path, kind] of archives) {
    const zip = await zipOf({ 'Takeout/Fit/Activities/walk.tcx': tcx, [path]: text('[]') })
    assert.equal(await kindOf(zip), kind, path)
    assert.equal(await asked(kind, zip), kind, path)
    assert.match(await refusal(asked('fit', zip)), new RegExp(`ask for kind=${kind}`))
  }
  assert.equal(await kindOf(await zipOf({ 'Takeout/Fit/Activities/walk.tcx': tcx })), 'tcx')
})
