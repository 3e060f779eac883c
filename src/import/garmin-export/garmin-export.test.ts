import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitFile, fitTime, message } from '../../testing/fit-writer.ts'
import { garminArchive } from '../../testing/garmin-archive.ts'
import { brought, day, health, night, places, recorded, summary, typedIn } from '../../testing/garmin-files.ts'
import { runImport, zipOf } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { garminExport } from './importer.ts'

importSuite({
  importer: garminExport,
  async files() {
    const { zip } = await garminArchive({ first: '2026-03-27', days: 6, zone: 'Europe/Vienna' })
    const uploads = await zipOf({ 'me_1.fit': recorded, 'me_2.fit': fitFile([message('file_id', { type: 2 })]) })
    return [
      { name: 'garmin-year.zip', bytes: zip, expect: { activity: 5, daily: 6, sleep: 6 } },
      {
        name: 'garmin-day.zip',
        bytes: await zipOf({
          [places.days]: JSON.stringify([day]),
          [places.nights]: JSON.stringify([night]),
          [places.health]: JSON.stringify([health]),
          [places.workouts]: JSON.stringify([{ summarizedActivitiesExport: [summary, typedIn] }]),
          [places.uploads]: uploads,
        }),
        expect: { activity: 2, daily: 1, sleep: 1 },
      },
    ]
  },
})

test('tells a day by Garmin’s own sums, between its midnights', async () => {
  const { dailies, warnings } = await brought({ days: [day], health: [health] })
  assert.deepEqual(warnings, [])
  assert.deepEqual(dailies, [
    {
      metadata: {
        start_time: '2026-05-03T00:00:00.000000+02:00',
        end_time: '2026-05-04T00:00:00.000000+02:00',
        timestamp_localization: 1,
        upload_type: 1,
      },
      distance_data: {
        steps: 7142,
        distance_meters: 4799,
        // 13.217 m of climb are 4.3 floors of ten feet.
        floors_climbed: 4,
        elevation: { gain_actual_meters: 13.217, loss_actual_meters: 9 },
      },
      calories_data: { total_burned_calories: 1646, net_activity_calories: 211, BMR_calories: 1435 },
      active_durations_data: {
        activity_seconds: 3570,
        moderate_intensity_seconds: 420,
        vigorous_intensity_seconds: 240,
      },
      heart_rate_data: { summary: { min_hr_bpm: 63, max_hr_bpm: 138, resting_hr_bpm: 67, avg_hrv_rmssd: 62 } },
      // Garmin writes 0 for what it did not measure.
      oxygen_data: { avg_saturation_percentage: null },
      stress_data: {
        avg_stress_level: 39,
        max_stress_level: 79,
        stress_duration_seconds: 7080,
        rest_stress_duration_seconds: 3840,
        activity_stress_duration_seconds: 600,
        low_stress_duration_seconds: 4000,
        medium_stress_duration_seconds: 3000,
        high_stress_duration_seconds: 80,
      },
    },
  ])
})

test('makes one day of Garmin’s sums and the readings of the watch', async () => {
  const midnight = fitTime('2026-05-02T22:00:00Z')
  const monitoring = fitFile([
    message('file_id', { type: 32, manufacturer: 1, time_created: midnight }),
    message('monitoring_info', { timestamp: midnight, local_timestamp: midnight + 7200 }),
    message('monitoring', { timestamp: midnight + 36_000, heart_rate: 71 }),
    message('monitoring', { timestamp: midnight + 36_060, activity_type: 6, cycles: 50, distance: 60 }),
  ])
  const { dailies } = await brought({ days: [day], files: { 'me_9.fit': monitoring } })
  assert.equal(dailies.length, 1)
  const [one] = dailies
  // The watch counted a hundred steps by then; the sum of the day is Garmin's.
  assert.equal(one?.distance_data?.steps, 7142)
  assert.deepEqual(one?.distance_data?.detailed?.step_samples, [
    { timestamp: '2026-05-03T10:01:00.000000+02:00', steps: 100 },
  ])
  assert.deepEqual(one?.heart_rate_data?.detailed?.hr_samples, [
    { timestamp: '2026-05-03T10:00:00.000000+02:00', bpm: 71 },
  ])
  assert.deepEqual([one?.heart_rate_data?.summary?.avg_hr_bpm, one?.heart_rate_data?.summary?.max_hr_bpm], [71, 138])
})

test('tells a night with its stages summed up, on the clock of its day', async () => {
  const { sleeps } = await brought({ days: [day], nights: [night], health: [health] })
  const [one] = sleeps
  assert.deepEqual(
    { ...one?.metadata, summary_id: null },
    {
      summary_id: null,
      start_time: '2026-05-02T23:10:00.000000+02:00',
      end_time: '2026-05-03T07:10:00.000000+02:00',
      is_nap: false,
      timestamp_localization: 1,
      upload_type: 2,
    },
  )
  // 3720 + 18000 + 3780 of eight hours.
  assert.deepEqual(one?.sleep_durations_data, {
    asleep: {
      duration_asleep_state_seconds: 25_500,
      duration_deep_sleep_state_seconds: 3720,
      duration_light_sleep_state_seconds: 18_000,
      duration_REM_sleep_state_seconds: 3780,
    },
    awake: { duration_awake_state_seconds: 3300, num_wakeup_events: 4 },
    other: { duration_in_bed_seconds: 28_800, duration_unmeasurable_sleep_seconds: 0 },
    sleep_efficiency: (25_500 / 28_800) * 100,
  })
  assert.deepEqual(one?.heart_rate_data?.summary, { avg_hr_bpm: 57, avg_hrv_rmssd: 62 })
  assert.equal(one?.scores?.sleep, 66)
  assert.deepEqual(one?.respiration_data, {
    breaths_data: { avg_breaths_per_min: 14, min_breaths_per_min: 9, max_breaths_per_min: 19 },
    oxygen_saturation_data: { avg_saturation_percentage: 95 },
  })
})

test('gives a night the offsets of both ends of a day on which the clocks changed', async () => {
  // Vienna, 29 March 2026: 2:00 became 3:00.
  const changed = {
    ...day,
    calendarDate: '2026-03-29',
    wellnessStartTimeGmt: '2026-03-28T23:00:00.0',
    wellnessStartTimeLocal: '2026-03-29T00:00:00.0',
    wellnessEndTimeGmt: '2026-03-29T22:00:00.0',
    wellnessEndTimeLocal: '2026-03-30T00:00:00.0',
  }
  const slept = {
    ...night,
    calendarDate: '2026-03-29',
    sleepStartTimestampGMT: '2026-03-28T22:30:00.0',
    sleepEndTimestampGMT: '2026-03-29T06:00:00.0',
  }
  const { dailies, sleeps } = await brought({ days: [changed], nights: [slept] })
  assert.deepEqual(
    [dailies[0]?.metadata.start_time, dailies[0]?.metadata.end_time],
    ['2026-03-29T00:00:00.000000+01:00', '2026-03-30T00:00:00.000000+02:00'],
  )
  assert.deepEqual(
    [sleeps[0]?.metadata.start_time, sleeps[0]?.metadata.end_time],
    ['2026-03-28T23:30:00.000000+01:00', '2026-03-29T08:00:00.000000+02:00'],
  )
})

test('leaves out a night in which nothing was measured, and says how sure Garmin is of the others', async () => {
  const unworn = {
    calendarDate: '2026-05-01',
    sleepStartTimestampGMT: '2026-04-30T21:00:00.0',
    sleepEndTimestampGMT: '2026-05-01T05:00:00.0',
  }
  const typed = (date: string, word: string) => ({ ...night, calendarDate: date, sleepWindowConfirmationType: word })
  const { sleeps } = await brought({
    nights: [
      unworn,
      typed('2026-05-02', 'MANUALLY_CONFIRMED'),
      typed('2026-05-03', 'UNCONFIRMED'),
      typed('2026-05-04', 'x'),
    ],
  })
  assert.deepEqual(
    sleeps.map(({ metadata }) => metadata.upload_type),
    [1, 3, 4],
  )
})

test('reads what is whole of an export with a damaged file, and says which one is', async () => {
  const zip = await zipOf({
    [places.days]: `[${JSON.stringify(day)},{"calendarDate":"2026-05-0`,
    [places.nights]: JSON.stringify([night]),
    [places.uploads]: Buffer.from('PK\u0003\u0004 nothing more'),
  })
  const { records, warnings } = await runImport(garminExport, 'garmin.zip', zip)
  assert.deepEqual(
    records.map(({ type }) => type),
    ['daily', 'sleep'],
  )
  assert.match(warnings.join('\n'), /UDSFile_2026-05-01_2026-08-01\.json breaks off/)
  assert.match(warnings.join('\n'), /UploadedFiles_0-_Part1\.zip/)
})

for (const [title, zone, first] of [
  ['forward', 'Europe/Vienna', '2026-03-24'],
  ['back', 'America/New_York', '2026-10-27'],
] as const) {
  test(`gives the sums that were put into ten days in which the clocks went ${title}`, async () => {
    const { zip, truth } = await garminArchive({ first, days: 10, zone })
    const { records, warnings } = await runImport(garminExport, 'garmin.zip', zip)
    assert.deepEqual(warnings, [])
    const slept = records.flatMap((one) =>
      one.type === 'sleep' ? [one.record.sleep_durations_data?.asleep?.duration_asleep_state_seconds] : [],
    )
    const dailies = records.flatMap((one) => (one.type === 'daily' ? [one.record] : []))
    assert.deepEqual(
      dailies.map(({ metadata, distance_data, calories_data }, at) => ({
        date: metadata.start_time.slice(0, 10),
        minutes: (Date.parse(metadata.end_time) - Date.parse(metadata.start_time)) / 60_000,
        steps: distance_data?.steps,
        meters: distance_data?.distance_meters,
        kcal: calories_data?.total_burned_calories,
        asleepSeconds: slept[at],
      })),
      truth.days,
    )
    const workouts = records
      .flatMap((one) => (one.type === 'activity' ? [one.record] : []))
      .map(({ metadata, distance_data, calories_data, heart_rate_data }) => ({
        id: metadata.summary_id,
        start: new Date(metadata.start_time).toISOString(),
        meters: distance_data?.summary?.distance_meters,
        kcal: Math.round(calories_data?.total_burned_calories ?? 0),
        isRecorded: (heart_rate_data?.detailed?.hr_samples?.length ?? 0) > 0,
      }))
      .sort((a, b) => (a.start < b.start ? -1 : 1))
    assert.deepEqual(workouts, truth.workouts)
  })
}

test('refuses a zip of other things with a sentence that says what to bring', async () => {
  await assert.rejects(runImport(garminExport, 'other.zip', await zipOf({ 'a.txt': 'x' })), /Export your data/)
})
