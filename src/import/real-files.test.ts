import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Activity } from '../schema/records.ts'
import { type ImportRun, runImport, withUpload } from '../testing/import-run.ts'
import { detectImport } from './detect.ts'
import { importerFor } from './registry.ts'

/** Files of real devices belong to others and are not part of the product: they are checked where they are at hand. */
const folder = join(import.meta.dirname, '../../../shared/providers/fixtures/files')
const absent = 'needs the reference material beside the repository'

function onFile(title: string, filename: string, check: (run: ImportRun, activity: Activity) => void): void {
  test(title, async (t: TestContext) => {
    const run = await read(t, filename)
    if (run === null) return
    const [first] = run.records
    assert.ok(first?.type === 'activity')
    check(run, first.record)
  })
}

async function read(t: TestContext, filename: string): Promise<ImportRun | null> {
  const path = join(folder, filename)
  if (!existsSync(path)) {
    t.skip(absent)
    return null
  }
  const bytes = await readFile(path)
  const kind = await withUpload(filename, bytes, detectImport)
  return await runImport(importerFor(kind), filename, bytes)
}

onFile('reads the run of a Garmin fēnix 5', 'garmin-fenix-5-run.fit', (run, a) => {
  assert.deepEqual(run.warnings, [])
  assert.equal(a.metadata.start_time, '2017-06-11T07:34:09.000000-07:00')
  assert.equal(a.metadata.type, 8)
  assert.equal(a.active_durations_data?.activity_seconds, 56.887)
  assert.equal(a.distance_data?.summary?.distance_meters, 157.56)
  assert.equal(a.distance_data?.summary?.steps, 156)
  assert.equal(a.heart_rate_data?.summary?.min_hr_bpm, 56)
  assert.equal(a.heart_rate_data?.detailed?.hr_samples?.length, 21)
  assert.equal(a.position_data?.position_samples?.length, 21)
  // 71 messages hold 113 intervals, which sum up to the 75 s until the run was saved.
  const body = run.records.find((r) => r.type === 'body')
  const intervals = body?.type === 'body' ? body.record.heart_data?.rr_interval_samples : undefined
  assert.equal(intervals?.length, 113)
})

onFile('reads an hour on the indoor trainer', 'sample-activity-indoor-trainer.fit', (_, a) => {
  assert.equal(a.active_durations_data?.activity_seconds, 2261.85)
  assert.equal(a.lap_data?.laps?.length, 5)
  assert.deepEqual([a.power_data?.avg_watts, a.power_data?.max_watts], [201, 331])
  assert.deepEqual([a.heart_rate_data?.summary?.avg_hr_bpm, a.heart_rate_data?.summary?.max_hr_bpm], [148, 176])
  const [score] = a.TSS_data?.TSS_samples ?? []
  assert.deepEqual([score?.actual, score?.normalized_power_watts], [50.8, 228])
  assert.equal(a.heart_rate_data?.detailed?.hr_samples?.length, 2263)
  assert.equal(a.position_data?.position_samples?.length, 0)
  assert.equal(a.metadata.timestamp_localization, 0)
})

onFile(
  'reads a Wahoo ride with developer fields of no application',
  'elemnt-bolt-no-application-id-inside-developer-data-id.fit',
  (_, a) => {
    assert.equal(a.metadata.start_time, '2017-08-21T10:18:00.000000+02:00')
    assert.equal(a.distance_data?.summary?.distance_meters, 963.65)
    assert.equal(a.device_data?.name, 'ELEMNT BOLT')
    assert.deepEqual(a.active_durations_data, { activity_seconds: 132, rest_seconds: 8 })
    // 132 records: the first has no position yet, 17 have no power.
    assert.equal(a.position_data?.position_samples?.length, 131)
    assert.equal(a.power_data?.power_samples?.length, 115)
  },
)

onFile('reads what there is of a file that breaks off', 'activity-unexpected-eof.fit', ({ warnings }, a) => {
  assert.equal(a.distance_data?.summary?.distance_meters, 5.73)
  assert.match(warnings.join(), /breaks off or is damaged: it was read up to 97 %/)
})

onFile('reads a paddle of two laps from TCX', 'sup_activity_1.tcx', (_, a) => {
  assert.equal(a.metadata.type, 108)
  const [first] = a.lap_data?.laps ?? []
  assert.deepEqual([first?.distance_meters, first?.active_duration_seconds, first?.avg_hr_bpm], [1000, 967, 88])
  assert.equal(a.heart_rate_data?.summary?.max_hr_bpm, 108)
  assert.equal(a.heart_rate_data?.detailed?.hr_samples?.length, 111)
})

onFile('reads the tracks of a GPX 1.0 log', 'cerknicko-jezero.gpx', ({ records }) => {
  const points = records.map((r) =>
    r.type === 'activity' ? (r.record.position_data?.position_samples?.length ?? 0) : 0,
  )
  assert.equal(
    points.reduce((sum, count) => sum + count, 0),
    296,
  )
})

test('reads two days of a Garmin monitoring file', async (t) => {
  const run = await read(t, 'MonitoringFile.fit')
  if (run === null) return
  const dailies = run.records.flatMap((r) => (r.type === 'daily' ? [r.record] : []))
  // The day's last counters: 1571 walking and 15.5 running cycles of two steps each, 607 s and 3 s, 68 and 1 kcal.
  const [day] = dailies
  assert.equal(day?.metadata.start_time, '2014-12-27T00:00:00.000000-06:00')
  assert.equal(day?.distance_data?.steps, 3173)
  assert.equal(day?.active_durations_data?.activity_seconds, 610)
  assert.equal(day?.calories_data?.net_activity_calories, 69)
  assert.equal(run.records.length, dailies.length)
})

test('refuses a GPX with a waypoint only', async (t) => {
  await assert.rejects(async () => {
    if ((await read(t, 'gpx_with_garmin_extension.gpx')) === null) throw new Error('holds a planned route')
  }, /holds a planned route/)
})
