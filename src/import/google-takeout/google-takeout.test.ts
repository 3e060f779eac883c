import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitbitArchive } from '../../testing/fitbit-archive.ts'
import { archiveOf, brought, minute, newYork, spring } from '../../testing/fitbit-files.ts'
import { runImport, withUpload } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { detectImport } from '../detect.ts'
import { googleTakeout } from './importer.ts'

importSuite({
  importer: googleTakeout,
  async files() {
    const { zip } = await fitbitArchive({ first: '2024-10-26', days: 4, zone: 'Europe/Berlin' })
    return [
      {
        name: 'takeout-spring.zip',
        bytes: await archiveOf(spring),
        expect: { athlete: 1, daily: 3, body: 1, sleep: 1, activity: 1 },
      },
      { name: 'takeout-autumn.zip', bytes: zip, expect: { athlete: 1, daily: 4, sleep: 4, activity: 2 } },
    ]
  },
})

test('puts the minutes, which are UTC, to the dates of the person’s zone, across a change of the clocks', async () => {
  const { dailies, warnings } = await brought(spring)
  assert.deepEqual(
    dailies.map(({ metadata, distance_data }) => [metadata.start_time, metadata.end_time, distance_data?.steps]),
    [
      ['2024-03-09T00:00:00.000000-05:00', '2024-03-10T00:00:00.000000-05:00', 11],
      ['2024-03-10T00:00:00.000000-05:00', '2024-03-11T00:00:00.000000-04:00', 143],
      ['2024-03-11T00:00:00.000000-04:00', '2024-03-12T00:00:00.000000-04:00', 5],
    ],
  )
  assert.deepEqual(dailies[1]?.distance_data?.detailed?.step_samples, [
    { timestamp: '2024-03-10T00:03:00.000000-05:00', steps: 40 },
    { timestamp: '2024-03-10T09:02:00.000000-04:00', steps: 136 },
    { timestamp: '2024-03-11T00:00:00.000000-04:00', steps: 143 },
  ])
  assert.deepEqual(warnings, [])
})

test('tells heart rate by the minute, with the extremes of the readings and without those the watch does not trust', async () => {
  const { dailies } = await brought(spring)
  const heart = dailies[1]?.heart_rate_data
  assert.deepEqual(heart?.detailed?.hr_samples, [
    { timestamp: '2024-03-10T03:30:00.000000-04:00', bpm: 52 },
    { timestamp: '2024-03-10T09:00:00.000000-04:00', bpm: 72.5 },
    { timestamp: '2024-03-10T09:01:00.000000-04:00', bpm: 90 },
    { timestamp: '2024-03-10T17:10:00.000000-04:00', bpm: 151 },
  ])
  // (71 + 74 + 90 + 52 + 151) / 5; the resting rate of the next day is no 0 but not known.
  assert.deepEqual(
    [
      heart?.summary?.avg_hr_bpm,
      heart?.summary?.max_hr_bpm,
      heart?.summary?.min_hr_bpm,
      heart?.summary?.resting_hr_bpm,
    ],
    [87.6, 151, 52, 55.28],
  )
  assert.equal(dailies[2]?.heart_rate_data?.summary?.resting_hr_bpm, null)
})

test('tells the levels, floors and zones of a day', async () => {
  const of = (value: unknown) => [minute('06/01/24 00:00:00', value)]
  const { dailies } = await brought({
    ...newYork,
    'sedentary_minutes-2024-06-01.json': of('700'),
    'lightly_active_minutes-2024-06-01.json': of('213'),
    'moderately_active_minutes-2024-06-01.json': of('20'),
    'very_active_minutes-2024-06-01.json': of('31'),
    'altitude-2024-06-01.json': [minute('06/01/24 13:00:00', '10'), minute('06/01/24 14:00:00', '20')],
    'calories-2024-06-01.json': [minute('06/01/24 13:00:00', '1.05'), minute('06/01/24 13:01:00', '5.2')],
    'distance-2024-06-01.json': [minute('06/01/24 13:00:00', '7112')],
    'demographic_vo2_max-2024-06-01.json': of({ demographicVO2Max: 47.6, filteredDemographicVO2Max: 47.1 }),
    'time_in_heart_rate_zones-2024-06-01.json': of({
      valuesInZones: { BELOW_DEFAULT_ZONE_1: 900, IN_DEFAULT_ZONE_1: 60, IN_DEFAULT_ZONE_2: 12, IN_DEFAULT_ZONE_3: 0 },
    }),
  })
  const [day] = dailies
  assert.deepEqual(day?.active_durations_data, {
    activity_seconds: 264 * 60,
    inactivity_seconds: 700 * 60,
    low_intensity_seconds: 213 * 60,
    moderate_intensity_seconds: 20 * 60,
    vigorous_intensity_seconds: 31 * 60,
  })
  assert.equal(day?.distance_data?.floors_climbed, 3)
  assert.equal(day?.distance_data?.distance_meters, 71.12)
  assert.equal(day?.distance_data?.steps, null)
  assert.equal(day?.calories_data?.total_burned_calories, 6.25)
  assert.equal(day?.oxygen_data?.vo2max_ml_per_min_per_kg, 47.1)
  assert.deepEqual(
    day?.heart_rate_data?.summary?.hr_zone_data?.map(({ name, duration_seconds }) => [name, duration_seconds]),
    [
      ['BELOW_ZONES', 54_000],
      ['FAT_BURN', 3600],
      ['CARDIO', 720],
      ['PEAK', 0],
    ],
  )
})

for (const [title, zone, first] of [
  ['forward', 'Europe/Berlin', '2024-03-25'],
  ['back', 'America/New_York', '2024-10-28'],
  ['never', 'Asia/Kolkata', '2024-01-01'],
] as const) {
  test(`gives the sums that were put into twelve days in which the clocks went ${title}`, async () => {
    const { zip, truth } = await fitbitArchive({ first, days: 12, zone })
    const { records } = await runImport(googleTakeout, 'takeout.zip', zip)
    const dailies = records.flatMap((one) => (one.type === 'daily' ? [one.record] : []))
    assert.deepEqual(
      dailies.map(({ metadata, distance_data, calories_data }) => ({
        date: metadata.start_time.slice(0, 10),
        minutes: (Date.parse(metadata.end_time) - Date.parse(metadata.start_time)) / 60_000,
        steps: distance_data?.steps,
        meters: distance_data?.distance_meters,
        kcal: calories_data?.total_burned_calories,
      })),
      truth.days.map(({ asleepSeconds: _, meters, ...day }) => ({ ...day, meters: Math.round(meters * 10) / 10 })),
    )
    assert.deepEqual(
      records.flatMap((one) =>
        one.type === 'sleep' ? [one.record.sleep_durations_data?.asleep?.duration_asleep_state_seconds] : [],
      ),
      truth.days.map(({ asleepSeconds }) => asleepSeconds),
    )
    assert.deepEqual(
      records.flatMap((one) =>
        one.type === 'activity'
          ? [
              {
                start: new Date(one.record.metadata.start_time).toISOString(),
                meters: one.record.distance_data?.summary?.distance_meters,
              },
            ]
          : [],
      ),
      truth.workouts,
    )
  })
}

test('finds out by the nights that the minutes are in local time, and says so', async () => {
  const options = { first: '2024-06-01', days: 6, zone: 'Asia/Tokyo' } as const
  const utc = await fitbitArchive(options)
  const local = await fitbitArchive({ ...options, streams: 'local' })
  const read = async (zip: Buffer) => runImport(googleTakeout, 'takeout.zip', zip)
  const [one, other] = [await read(utc.zip), await read(local.zip)]
  assert.deepEqual(other.records, one.records)
  assert.deepEqual(one.warnings, [])
  assert.match(other.warnings.join(), /in local time/)
})

test('reads the older archives of Fitbit’s own site, whatever their folders are called', async () => {
  const here = await fitbitArchive({ first: '2024-06-01', days: 2, zone: 'Europe/Berlin' })
  const wanted = (await runImport(googleTakeout, 'takeout.zip', here.zip)).records
  for (const path of [
    'MyFitbitData/MiraHolt/Physical Activity',
    'MiraHolt/user-site-export',
    'Takeout/Google Health/Global Export Data',
  ]) {
    const { zip } = await fitbitArchive({ first: '2024-06-01', days: 2, zone: 'Europe/Berlin', root: path })
    assert.equal(await withUpload('takeout.zip', zip, (file) => detectImport(file)), 'google-takeout', path)
    assert.deepEqual((await runImport(googleTakeout, 'takeout.zip', zip)).records, wanted, path)
  }
})

test('takes times as UTC, and says so, where neither the archive nor anybody tells a zone; else the person’s', async () => {
  const steps = { 'steps-2024-06-01.json': [minute('06/01/24 22:30:00', '10')] }
  const without = await brought(steps)
  assert.match(without.warnings.join(), /no Profile\.csv/)
  assert.deepEqual(
    [without.dailies[0]?.metadata.start_time, without.dailies[0]?.metadata.timestamp_localization],
    ['2024-06-01T00:00:00.000000+00:00', 0],
  )
  const { dailies, warnings } = await brought(steps, { fallbackZone: 'Europe/Berlin' })
  assert.deepEqual([dailies[0]?.metadata.start_time, warnings], ['2024-06-02T00:00:00.000000+02:00', []])
})

test('keeps what stands before a break in a file, says which one broke, and reads the others', async () => {
  const { dailies, warnings } = await brought({
    ...newYork,
    'steps-2024-06-01.json': '[{"dateTime":"06/01/24 12:00:00","value":"10"},{"dateTime":"06/01/24 12:01:0',
    'calories-2024-06-01.json': [minute('06/01/24 13:00:00', '1.5')],
  })
  assert.equal(dailies[0]?.distance_data?.steps, 10)
  assert.equal(dailies[0]?.calories_data?.total_burned_calories, 1.5)
  assert.deepEqual(warnings, ['steps-2024-06-01.json breaks off or is damaged: what stands before the break was read.'])
})

test('counts a minute once that two files have, as they do at their edges', async () => {
  const { dailies } = await brought({
    ...newYork,
    'steps-2024-05-02.json': [minute('06/01/24 12:00:00', '10'), minute('06/01/24 12:01:00', '5')],
    'steps-2024-06-01.json': [minute('06/01/24 12:01:00', '5'), minute('06/01/24 12:02:00', '3')],
  })
  assert.equal(dailies[0]?.distance_data?.steps, 18)
})

test('refuses a zip of other things of Google with a sentence that says what to ask for', async () => {
  await assert.rejects(brought({ 'Takeout/Drive/readme.txt': 'x' }), /ask Google Takeout for Fitbit/)
})
