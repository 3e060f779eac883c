import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { importSorted } from '../../testing/by-type.ts'
import { healthConnectLife } from '../../testing/health-connect-life.ts'
import { type HealthConnectWriter, healthConnectDatabase, recordId } from '../../testing/health-connect-writer.ts'
import { withUpload, zipOf } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { detectImport } from '../detect.ts'
import { exerciseTypes } from './exercise-types.ts'
import { healthConnect } from './importer.ts'

const oslo = { start_zone_offset: 3600, end_zone_offset: 3600 }
const at = (text: string): number => Date.parse(text)

const importedFrom = (bytes: Uint8Array, fallbackZone = 'UTC') =>
  importSorted(healthConnect, 'health_connect_export.db', bytes, { fallbackZone })
const imported = (write: (writer: HealthConnectWriter) => void, fallbackZone?: string) =>
  importedFrom(healthConnectDatabase(write), fallbackZone)

/** Two apps on one Saturday: the watch's and the phone's steps overlap, a night, a run, the scales. */
const saturday = (writer: HealthConnectWriter): void => {
  writer.add('application_info_table', { package_name: 'com.sec.android.app.shealth', app_name: 'Samsung Health' })
  writer.add('application_info_table', { package_name: 'com.google.android.apps.fitness', app_name: 'Google Fit' })
  writer.add('device_info_table', { manufacturer: 'Samsung', model: 'Galaxy Watch7', device_type: 1 })
  const watch = { app_info_id: 1, device_info_id: 1, recording_method: 2, last_modified_time: 1_743_300_000_000 }
  const steps = { start_time: at('2025-03-29T08:00Z'), end_time: at('2025-03-29T08:10Z'), ...oslo, count: 842 }
  writer.add('steps_record_table', { uuid: recordId(1), ...watch, ...steps })
  const others = { start_time: at('2025-03-29T08:01Z'), end_time: at('2025-03-29T08:11Z'), ...oslo, count: 800 }
  writer.add('steps_record_table', { uuid: recordId(2), app_info_id: 2, ...others })
  const heart = writer.add('heart_rate_record_table', {
    ...watch,
    start_time: at('2025-03-29T08:00Z'),
    end_time: at('2025-03-29T08:02Z'),
    ...oslo,
  })
  for (const [minute, bpm] of [
    [0, 88],
    [1, 93],
  ] as const) {
    writer.add('heart_rate_record_series_table', {
      parent_key: heart,
      beats_per_minute: bpm,
      epoch_millis: at('2025-03-29T08:00Z') + minute * 60_000,
    })
  }
  const night = writer.add('sleep_session_record_table', {
    uuid: recordId(4),
    ...watch,
    start_time: at('2025-03-28T22:30Z'),
    end_time: at('2025-03-29T06:00Z'),
    ...oslo,
  })
  for (const [from, to, stage_type] of [
    ['2025-03-28T22:30Z', '2025-03-28T23:40Z', 4],
    ['2025-03-28T23:40Z', '2025-03-29T00:50Z', 5],
    ['2025-03-29T00:50Z', '2025-03-29T01:00Z', 7],
    ['2025-03-29T01:00Z', '2025-03-29T02:10Z', 6],
    ['2025-03-29T02:10Z', '2025-03-29T06:00Z', 4],
  ] as const) {
    writer.add('sleep_stages_table', {
      parent_key: night,
      stage_start_time: at(from),
      stage_end_time: at(to),
      stage_type,
    })
  }
  const run = writer.add('exercise_session_record_table', {
    uuid: recordId(5),
    ...watch,
    start_time: at('2025-03-29T16:00Z'),
    end_time: at('2025-03-29T16:45Z'),
    ...oslo,
    exercise_type: 33,
    title: 'Evening run',
  })
  for (let i = 0; i < 3; i++) {
    writer.add('exercise_route_table', {
      parent_key: run,
      timestamp_millis: at('2025-03-29T16:00Z') + i * 60_000,
      latitude: 59.91 + i * 0.001,
      longitude: 10.75,
      altitude: 10 + i * 5,
    })
  }
  writer.add('exercise_laps_table', {
    parent_key: run,
    lap_start_time: at('2025-03-29T16:00Z'),
    lap_end_time: at('2025-03-29T16:05Z'),
    lap_length: 1000,
  })
  writer.add('distance_record_table', {
    ...watch,
    start_time: at('2025-03-29T16:00Z'),
    end_time: at('2025-03-29T16:45Z'),
    ...oslo,
    distance: 8100,
  })
  writer.add('weight_record_table', { ...watch, time: at('2025-03-29T06:20Z'), zone_offset: 3600, weight: 78_400 })
}

const whole = healthConnectDatabase(saturday)
const expect = { daily: 1, body: 1, sleep: 1, activity: 1 }

importSuite({
  importer: healthConnect,
  files: async () => [
    { name: 'health_connect_export.db', bytes: whole, expect },
    { name: 'Health Connect.zip', bytes: await zipOf({ 'health_connect_export.db': whole }), expect },
  ],
})

suite('an export of Health Connect', () => {
  test('is known by its first bytes, and its zip by the name in it', async () => {
    const kindOf = (name: string, bytes: Uint8Array) => withUpload(name, bytes, (file) => detectImport(file))
    assert.equal(await kindOf('x.bin', whole), 'health-connect')
    assert.equal(await kindOf('x.zip', await zipOf({ 'a/health_connect_export.db': whole })), 'health-connect')
  })

  test('counts what two apps say of the same minutes once', async () => {
    const [daily] = (await imported(saturday)).of.daily
    // 842 of the watch from 9:00 to 9:10, and of the phone's 800 in ten minutes the one that no watch covers.
    assert.equal(daily?.distance_data?.steps, 842 + 80)
    assert.deepEqual(daily?.distance_data?.detailed?.step_samples, [
      { timestamp: '2025-03-29T09:10:00.000000+01:00', steps: 842 },
      { timestamp: '2025-03-29T09:11:00.000000+01:00', steps: 922 },
    ])
    assert.deepEqual(
      daily?.heart_rate_data?.detailed?.hr_samples?.map(({ timestamp, bpm }) => [timestamp, bpm]),
      [
        ['2025-03-29T09:00:00.000000+01:00', 88],
        ['2025-03-29T09:01:00.000000+01:00', 93],
      ],
    )
    assert.equal(daily?.heart_rate_data?.summary?.avg_hr_bpm, 90.5)
    assert.deepEqual(daily?.device_data, {
      name: 'Galaxy Watch7',
      manufacturer: 'Samsung',
      other_devices: [{ name: 'Google Fit' }],
    })
  })

  test('follows the order that the person gave the apps', async () => {
    const { of } = await imported((writer) => {
      saturday(writer)
      writer.add('health_data_category_priority_table', { health_data_category: 1, app_id_priority_order: '2,1' })
    })
    // Now the phone's 800 count, and the watch's 842 for one minute of ten.
    assert.equal(of.daily[0]?.distance_data?.steps, Math.round(800 + 84.2))
  })

  test('gives the night of the date of waking, awake in bed as awake', async () => {
    const [sleep] = (await imported(saturday)).of.sleep
    assert.equal(sleep?.metadata.start_time, '2025-03-28T23:30:00.000000+01:00')
    assert.equal(sleep?.metadata.end_time, '2025-03-29T07:00:00.000000+01:00')
    assert.equal(sleep?.metadata.is_nap, false)
    const { asleep, awake, other, hypnogram_samples } = sleep?.sleep_durations_data ?? {}
    assert.deepEqual(
      [
        asleep?.duration_asleep_state_seconds,
        asleep?.duration_light_sleep_state_seconds,
        asleep?.duration_deep_sleep_state_seconds,
        asleep?.duration_REM_sleep_state_seconds,
        awake?.duration_awake_state_seconds,
        other?.duration_in_bed_seconds,
      ],
      [26_400, 18_000, 4200, 4200, 600, 27_000],
    )
    assert.deepEqual(
      hypnogram_samples?.map(({ level }) => level),
      [4, 5, 1, 6, 4],
    )
  })

  test('gives the workout with its route, laps and what was measured meanwhile', async () => {
    const [activity] = (await imported(saturday)).of.activity
    assert.deepEqual(
      [activity?.metadata.type, activity?.metadata.name, activity?.metadata.start_time],
      [8, 'Evening run', '2025-03-29T17:00:00.000000+01:00'],
    )
    assert.equal(activity?.active_durations_data?.activity_seconds, 2700)
    assert.equal(activity?.distance_data?.summary?.distance_meters, 8100)
    assert.deepEqual(activity?.position_data?.end_pos_lat_lng_deg, [59.912, 10.75])
    assert.deepEqual(
      activity?.distance_data?.detailed?.elevation_samples?.map(({ elev_meters }) => elev_meters),
      [10, 15, 20],
    )
    assert.deepEqual(activity?.lap_data?.laps, [
      {
        start_time: '2025-03-29T17:00:00.000000+01:00',
        end_time: '2025-03-29T17:05:00.000000+01:00',
        active_duration_seconds: 300,
        distance_meters: 1000,
      },
    ])
  })

  test('was known when the last of it was changed', async () => {
    const { records } = await imported(saturday)
    assert.deepEqual([...new Set(records.map(({ observedAtMs }) => observedAtMs))], [1_743_300_000_000])
  })

  test('converts grams, metres, watts, litres and millimoles', async () => {
    const time = { time: at('2025-03-29T06:20Z'), zone_offset: 3600 }
    const { of } = await imported((writer) => {
      writer.add('weight_record_table', { ...time, weight: 78_400 })
      writer.add('height_record_table', { ...time, height: 1.81 })
      writer.add('basal_metabolic_rate_record_table', { ...time, basal_metabolic_rate: 80 })
      writer.add('blood_glucose_record_table', { ...time, specimen_source: 1, level: 5.5 })
      writer.add('blood_glucose_record_table', { ...time, specimen_source: 2, level: 5 })
      writer.add('blood_pressure_record_table', { ...time, systolic: 121, diastolic: 79 })
      writer.add('oxygen_saturation_record_table', { ...time, percentage: 97 })
      writer.add('hydration_record_table', {
        start_time: time.time,
        end_time: time.time + 1000,
        ...oslo,
        volume: 0.33,
      })
    })
    const [body] = of.body
    const [measured] = body?.measurements_data?.measurements ?? []
    assert.deepEqual([measured?.weight_kg, measured?.height_cm], [78.4, 181])
    // 80 W × 86,400 s ÷ 4,184 J
    assert.equal(Math.round((measured?.BMR ?? 0) * 1000), 1_652_008)
    assert.equal(body?.glucose_data?.detailed_blood_glucose_samples?.[0]?.blood_glucose_mg_per_dL, 99.088)
    assert.equal(body?.glucose_data?.blood_glucose_samples?.[0]?.blood_glucose_mg_per_dL, 90.08)
    assert.deepEqual(body?.blood_pressure_data?.blood_pressure_samples, [
      { timestamp: '2025-03-29T07:20:00.000000+01:00', systolic_bp: 121, diastolic_bp: 79 },
    ])
    assert.equal(body?.hydration_data?.day_total_water_consumption_ml, 330)
    assert.equal(of.nutrition[0]?.summary?.water_ml, 330)
  })

  test('reads food, nutrients in grams and energy in calories', async () => {
    const { of } = await imported((writer) => {
      writer.add('nutrition_record_table', {
        uuid: recordId(9),
        start_time: at('2025-03-29T11:30Z'),
        end_time: at('2025-03-29T11:31Z'),
        ...oslo,
        meal_name: 'Lunch bowl',
        meal_type: 2,
        energy: 620_000,
        protein: 31,
        sodium: 1.2,
        caffeine: 0.08,
      })
    })
    const [nutrition] = of.nutrition
    assert.deepEqual(nutrition?.summary?.macros, { calories: 620, protein_g: 31, sodium_mg: 1200 })
    assert.deepEqual(nutrition?.summary?.micros, { caffeine_mg: 80, sodium_mg: 1200 })
    assert.equal(nutrition?.meals?.[0]?.type, 3)
    assert.equal(nutrition?.meals?.[0]?.timestamp, '2025-03-29T12:30:00.000000+01:00')
  })

  test('reads energies as joules where as calories no body burns so much, and says so', async () => {
    const day = (energy: number) =>
      imported((writer) => {
        for (let i = 0; i < 3; i++) {
          const start_time = at('2025-03-25T00:00Z') + i * 86_400_000
          writer.add('total_calories_burned_record_table', {
            start_time,
            end_time: start_time + 80_000_000,
            start_zone_offset: 0,
            end_zone_offset: 0,
            energy,
          })
        }
      })
    const calories = await day(2_400_000)
    assert.equal(calories.of.daily[0]?.calories_data?.total_burned_calories, 2400)
    assert.deepEqual(calories.warnings, [])
    const joules = await day(2400 * 4184)
    assert.equal(joules.of.daily[0]?.calories_data?.total_burned_calories, 2400)
    assert.equal(joules.warnings.length, 1)
  })

  test('keeps the better of two apps that tell of one night and of one run', async () => {
    const { of } = await imported((writer) => {
      saturday(writer)
      const other = { app_info_id: 2, ...oslo }
      const night = { start_time: at('2025-03-28T22:10Z'), end_time: at('2025-03-29T06:20Z') }
      writer.add('sleep_session_record_table', { uuid: recordId(11), ...other, ...night })
      const run = { start_time: at('2025-03-29T16:01Z'), end_time: at('2025-03-29T16:44Z') }
      writer.add('exercise_session_record_table', { uuid: recordId(12), ...other, ...run, exercise_type: 33 })
    })
    assert.equal(of.sleep.length, 1)
    assert.equal(of.sleep[0]?.sleep_durations_data?.asleep?.duration_deep_sleep_state_seconds, 4200)
    assert.deepEqual(
      of.activity.map(({ metadata }) => metadata.name),
      ['Evening run'],
    )
  })

  test('keeps the name of a sport that nobody knows, and says so', async () => {
    const { of, warnings } = await imported((writer) => {
      const times = { start_time: at('2025-03-29T16:00Z'), end_time: at('2025-03-29T16:30Z'), ...oslo }
      writer.add('exercise_session_record_table', { uuid: recordId(1), ...times, exercise_type: 999 })
    })
    assert.deepEqual([of.activity[0]?.metadata.type, of.activity[0]?.metadata.name], [108, '999'])
    assert.match(warnings.join(), /"other": 999/)
  })

  test('has days of 23 and 25 hours at the clock changes, by the offsets of the records', async () => {
    const { of } = await imported((writer) => {
      for (const [time, zone_offset] of [
        ['2025-03-29T23:30Z', 3600],
        ['2025-03-30T12:00Z', 7200],
        ['2025-10-25T22:30Z', 7200],
        ['2025-10-26T12:00Z', 3600],
      ] as const) {
        writer.add('resting_heart_rate_record_table', { time: at(time), zone_offset, beats_per_minute: 50 })
      }
    })
    assert.deepEqual(
      of.daily.map(({ metadata }) => (at(metadata.end_time) - at(metadata.start_time)) / 3_600_000),
      [23, 25],
    )
  })

  test('places a record without an offset in the person’s zone', async () => {
    const write = (writer: HealthConnectWriter): void => {
      writer.add('weight_record_table', { time: at('2025-07-01T22:30Z'), zone_offset: null, weight: 70_000 })
    }
    const [body] = (await imported(write, 'Europe/Oslo')).of.body
    assert.equal(body?.metadata.start_time, '2025-07-02T00:00:00.000000+02:00')
  })
})

suite('ninety days of Health Connect', () => {
  const { bytes, truth } = healthConnectLife(90)

  test('have the totals that are true of them, whatever two apps say', async () => {
    const { of, warnings } = await importedFrom(bytes)
    assert.deepEqual(warnings, [])
    const dailies = new Map(of.daily.map((daily) => [daily.metadata.start_time.slice(0, 10), daily]))
    const bodies = new Map(of.body.map((body) => [body.metadata.start_time.slice(0, 10), body]))
    const nights = new Map(of.sleep.map((sleep) => [sleep.metadata.end_time.slice(0, 10), sleep]))
    for (const day of truth) {
      const daily = dailies.get(day.date)
      assert.equal(daily?.distance_data?.steps, day.steps, day.date)
      assert.notEqual(daily?.distance_data?.steps, day.stepsOfBothApps, day.date)
      assert.equal(daily?.distance_data?.distance_meters, day.meters, day.date)
      assert.equal(daily?.calories_data?.total_burned_calories, day.totalKcal, day.date)
      assert.equal(daily?.heart_rate_data?.detailed?.hr_samples?.length, day.heartRates, day.date)
      assert.equal(bodies.get(day.date)?.measurements_data?.day_avg_weight_kg, day.weightKg, day.date)
      const asleep = nights.get(day.date)?.sleep_durations_data?.asleep
      assert.equal(asleep?.duration_asleep_state_seconds, day.asleepSeconds, day.date)
    }
    assert.deepEqual(
      of.activity.map(({ metadata }) => Date.parse(metadata.start_time)),
      truth.flatMap(({ runAtMs }) => (runAtMs === null ? [] : [runAtMs])),
    )
  })
})

test('every exercise type of the platform has a type of the schema', () => {
  assert.deepEqual(
    [...exerciseTypes.keys()],
    Array.from({ length: 62 }, (_, number) => `${number}`),
  )
  assert.deepEqual(
    [exerciseTypes.get('33'), exerciseTypes.get('53'), exerciseTypes.get('58'), exerciseTypes.get('61')],
    [8, 7, 108, 54],
  )
})
