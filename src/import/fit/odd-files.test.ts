import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  at,
  exampleFileId,
  exampleRecords,
  exampleRun,
  exampleSession,
  fitActivities,
  fitActivity,
  record,
} from '../../testing/fit-example.ts'
import { fitFile, message } from '../../testing/fit-writer.ts'
import { runImport } from '../../testing/import-run.ts'
import { fit } from './importer.ts'

test('rebuilds an activity that breaks off before its session', async () => {
  const whole = fitFile(exampleRun)
  const cut = whole.subarray(0, whole.length - 260)
  const { activity: a, warnings } = await fitActivity(Buffer.from(cut))
  assert.equal(a.metadata.start_time, '2026-05-03T06:00:00.000000+00:00')
  assert.deepEqual(a.active_durations_data, { activity_seconds: 50, rest_seconds: 10 })
  assert.equal(a.distance_data?.summary?.distance_meters, 132)
  assert.equal(a.heart_rate_data?.summary?.avg_hr_bpm, 123)
  assert.match(warnings.join(), /breaks off or is damaged: it was read up to \d+ % of its length/)
})

test('reads a file whose checksum is wrong, and says so', async () => {
  const { activity: a, warnings } = await fitActivity(fitFile(exampleRun, { wrongChecksum: true }))
  assert.equal(a.distance_data?.summary?.distance_meters, 132)
  assert.deepEqual(warnings, ['test.fit has a wrong or missing checksum: it was read, but some of it may be damaged.'])
})

test('reads a header of 12 bytes and a data size that was never filled in', async () => {
  assert.equal((await fitActivity(fitFile(exampleRun, { headerSize: 12 }))).activity.metadata.type, 149)
  const unfinished = fitFile(exampleRun)
  unfinished.writeUInt32LE(0, 4)
  assert.equal((await fitActivity(unfinished)).activity.distance_data?.summary?.distance_meters, 132)
})

test('reads files chained one behind the other', async () => {
  const ride = message('session', { timestamp: at(7300), start_time: at(7200), sport: 2, total_elapsed_time: 100 })
  const { list } = await fitActivities(Buffer.concat([fitFile(exampleRun), fitFile([exampleFileId, ride])]))
  assert.deepEqual(
    list.map((a) => a.metadata.type),
    [149, 1],
  )
})

test('reads compressed timestamps', async () => {
  // The low five bits of the first time are those of 1_146_549_600 (0x4456F560): 0.
  assert.equal(at(0) % 32, 0)
  const compressed = [5, 31, 2].map((compressedTime) => message('record', { heart_rate: 110 }, { compressedTime }))
  const { activity: a } = await fitActivity([
    exampleFileId,
    record(0, { heart_rate: 100 }),
    ...compressed,
    exampleSession,
  ])
  assert.deepEqual(
    a.heart_rate_data?.detailed?.hr_samples?.map((sample) => sample.timestamp?.slice(14, 19)),
    ['00:00', '00:05', '00:31', '00:34'],
  )
})

test('does not let a developer field take the place of the native one', async () => {
  const described = message('field_description', {
    developer_data_index: 0,
    field_definition_number: 1,
    fit_base_type_id: 2,
    field_name: 'heart_rate',
  })
  const point = message(
    'record',
    { timestamp: at(1), heart_rate: 130 },
    { developer: { number: 1, index: 0, value: 5 } },
  )
  const { activity: a } = await fitActivity([exampleFileId, described, point, exampleSession])
  assert.deepEqual(
    a.heart_rate_data?.detailed?.hr_samples?.map((sample) => sample.bpm),
    [130],
  )
})

test('leaves out invalid values, null island and impossible ones', async () => {
  const points = [
    record(0, { heart_rate: 255, power: 65_535, position_lat: 0, position_long: 0, distance: 0 }),
    record(10, { heart_rate: 0, power: 150, position_lat: 47, position_long: 8.5, distance: 10 }),
  ]
  const { activity: a, warnings } = await fitActivity([exampleFileId, ...points, exampleSession])
  assert.deepEqual(a.heart_rate_data?.detailed?.hr_samples, [])
  assert.deepEqual(
    a.power_data?.power_samples?.map((sample) => sample.watts),
    [150],
  )
  assert.equal(a.position_data?.position_samples?.length, 1)
  assert.deepEqual(warnings, ['Left out values that no body or device can have: heart_rate_bpm (1).'])
})

test('sorts points when the clock was set back, and says so', async () => {
  const points = [20, 30, 10].map((s) => record(s, { heart_rate: 100 + s }))
  const { activity: a, warnings } = await fitActivity([exampleFileId, ...points, exampleSession])
  assert.deepEqual(
    a.heart_rate_data?.detailed?.hr_samples?.map((sample) => sample.bpm),
    [110, 120, 130],
  )
  assert.deepEqual(warnings, ['test.fit has points out of order of time (1): they were sorted.'])
})

test('refuses FIT files that are no recording, by name', async () => {
  const refused = async (type: number, pattern: RegExp) =>
    await assert.rejects(
      runImport(fit, 'x.fit', fitFile([message('file_id', { type, manufacturer: 1 }), ...exampleRecords])),
      pattern,
    )
  await refused(6, /x\.fit is a FIT course, not a recording/)
  await refused(5, /x\.fit is a FIT workout plan, not a recording/)
  await refused(2, /x\.fit is a FIT settings file, not a recording/)
  await assert.rejects(
    runImport(fit, 'x.fit', fitFile([message('file_id', { type: 4 })])),
    /x\.fit is a FIT file without an activity/,
  )
})
