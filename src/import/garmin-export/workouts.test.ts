import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleRun } from '../../testing/fit-example.ts'
import { fitFile } from '../../testing/fit-writer.ts'
import { brought, recorded, summary, typedIn } from '../../testing/garmin-files.ts'

test('gives a workout once that is recorded and summed up, with the samples of one and the name of the other', async () => {
  const { activities, warnings } = await brought({ workouts: [summary], files: { 'me_1.fit': recorded } })
  assert.deepEqual(warnings, [])
  assert.equal(activities.length, 1)
  const [one] = activities
  assert.deepEqual(
    [one?.metadata.summary_id, one?.metadata.name, one?.metadata.type, one?.metadata.start_time],
    // The recording says that it was a trail.
    ['15000000001', 'Vienna Running', 149, '2026-05-03T08:00:00.000000+02:00'],
  )
  assert.equal(one?.heart_rate_data?.detailed?.hr_samples?.length, 7)
  assert.equal(one?.distance_data?.summary?.distance_meters, 132)
})

test('gives a workout once whose recording was uploaded twice', async () => {
  const files = { 'me_1.fit': recorded, 'me_2.fit': fitFile(exampleRun) }
  assert.equal((await brought({ workouts: [summary], files })).activities.length, 1)
  assert.equal((await brought({ files })).activities.length, 1)
})

test('puts a recording without a clock on the clock that the summary tells', async () => {
  const unclocked = fitFile(exampleRun.filter(({ name }) => name !== 'activity'))
  const one = (await brought({ files: { 'me_1.fit': unclocked } })).activities[0]
  assert.equal(one?.metadata.timestamp_localization, 0)
  const other = (await brought({ workouts: [summary], files: { 'me_1.fit': unclocked } })).activities[0]
  assert.deepEqual(
    [other?.metadata.timestamp_localization, other?.metadata.start_time],
    [1, '2026-05-03T08:00:00.000000+02:00'],
  )
})

test('tells a workout that nobody recorded from its summary: milliseconds, centimetres and kilojoules', async () => {
  const [one] = (await brought({ workouts: [typedIn] })).activities
  assert.deepEqual(one?.metadata, {
    summary_id: '15000000002',
    start_time: '2026-05-03T18:00:00.000000+02:00',
    end_time: '2026-05-03T18:33:20.000000+02:00',
    timestamp_localization: 1,
    type: 83,
    name: 'Pool',
    upload_type: 0,
  })
  assert.equal(one?.active_durations_data?.activity_seconds, 1800)
  assert.equal(one?.distance_data?.summary?.distance_meters, 1500)
  assert.equal(one?.distance_data?.summary?.elevation?.gain_actual_meters, 20)
  // 1255.2 and 209.2 kJ.
  assert.deepEqual(one?.calories_data, { total_burned_calories: 300, BMR_calories: 50, net_activity_calories: 250 })
  assert.deepEqual(one?.heart_rate_data?.summary, {
    avg_hr_bpm: 131,
    max_hr_bpm: 151,
    min_hr_bpm: null,
    hr_zone_data: [
      { zone: 0, duration_seconds: 600 },
      { zone: 1, duration_seconds: 1200 },
    ],
  })
})

test('takes the unit of the energy from the recordings, where there are any', async () => {
  // Nine kilocalories in the recording, nine in the summary.
  const workouts = [
    { ...summary, calories: 9 },
    { ...typedIn, calories: 300, bmrCalories: 0 },
  ]
  const { activities } = await brought({ workouts, files: { 'me_1.fit': recorded } })
  assert.equal(activities[1]?.calories_data?.total_burned_calories, 300)
})

test('leaves out the whole of a multisport, whose parts are there', async () => {
  const parts = [
    { ...typedIn, activityId: 1, activityType: 'multi_sport', parent: true },
    { ...typedIn, activityId: 2, activityType: 'open_water_swimming' },
    { ...typedIn, activityId: 3, activityType: 'road_biking', beginTimestamp: typedIn.beginTimestamp + 2_000_000 },
  ]
  const { activities } = await brought({ workouts: parts })
  assert.deepEqual(
    activities.map(({ metadata }) => [metadata.summary_id, metadata.type]),
    [
      ['2', 84],
      ['3', 16],
    ],
  )
})

test('keeps a sport that it does not know as Other, with Garmin’s word, and says so', async () => {
  const { activities, warnings } = await brought({
    workouts: [{ ...typedIn, name: null, activityType: 'cheese_rolling' }],
  })
  assert.deepEqual([activities[0]?.metadata.type, activities[0]?.metadata.name], [108, 'cheese_rolling'])
  assert.match(warnings.join(), /"cheese_rolling" \(1\)/)
})
