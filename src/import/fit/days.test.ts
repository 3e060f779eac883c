import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Body, Daily } from '../../schema/records.ts'
import { type FitMessageSpec, fitFile, fitTime, message } from '../../testing/fit-writer.ts'
import { runImport, zipOf } from '../../testing/import-run.ts'
import { fit } from './importer.ts'

/** Local midnight of 3 May 2026 on a watch at UTC+2. */
const midnight = fitTime('2026-05-02T22:00:00Z')
const hour = (hours: number): number => midnight + hours * 3600

const monitoringFile = message('file_id', { type: 32, manufacturer: 1, time_created: midnight })
const info = message('monitoring_info', {
  timestamp: midnight,
  local_timestamp: midnight + 7200,
  resting_metabolic_rate: 1800,
})
const counter = (time: number, activity_type: number, fields: FitMessageSpec['fields']) =>
  message('monitoring', { timestamp: time, activity_type, ...fields })

const walking = 6
const running = 1
const cycling = 2

async function days(bytes: Buffer, filename = 'monitoring.fit') {
  const { records } = await runImport(fit, filename, bytes)
  return {
    dailies: records.flatMap((r): Daily[] => (r.type === 'daily' ? [r.record] : [])),
    bodies: records.flatMap((r): Body[] => (r.type === 'body' ? [r.record] : [])),
    athletes: records.filter((r) => r.type === 'athlete'),
  }
}

const monitored = [
  monitoringFile,
  info,
  // Counters run within their kind: walking to 1000 cycles, running to 300; a cycle is two steps.
  counter(hour(8), walking, { cycles: 400, active_time: 600, active_calories: 20, distance: 600 }),
  counter(hour(9), running, { cycles: 300, active_time: 300, active_calories: 50, distance: 700 }),
  counter(hour(10), walking, { cycles: 1000, active_time: 1500, active_calories: 50, distance: 1500 }),
  counter(hour(11), cycling, { cycles: 5000, active_time: 900, active_calories: 80, distance: 6000 }),
]

test('sums a day of monitoring from counters that run within each kind of activity', async () => {
  const { dailies } = await days(fitFile(monitored))
  const [day] = dailies
  assert.equal(dailies.length, 1)
  assert.deepEqual(day?.metadata, {
    start_time: '2026-05-03T00:00:00.000000+02:00',
    end_time: '2026-05-04T00:00:00.000000+02:00',
    timestamp_localization: 1,
    upload_type: 1,
  })
  // 2 × (1000 + 300); turns of a crank are no steps.
  assert.equal(day?.distance_data?.steps, 2600)
  assert.equal(day?.distance_data?.distance_meters, 8200)
  assert.deepEqual(
    day?.distance_data?.detailed?.step_samples?.map((sample) => [sample.timestamp?.slice(11, 16), sample.steps]),
    [
      ['08:00', 800],
      ['09:00', 1400],
      ['10:00', 2600],
    ],
  )
  assert.equal(day?.active_durations_data?.activity_seconds, 2700)
  assert.equal(day?.calories_data?.net_activity_calories, 180)
  assert.equal(day?.calories_data?.BMR_calories, 1800)
  assert.equal(day?.calories_data?.total_burned_calories, 1980)
})

test('gives what is counted at midnight to the day that ends, and takes a counter that runs on off the next', async () => {
  const bytes = fitFile([
    monitoringFile,
    info,
    counter(hour(23), walking, { cycles: 900 }),
    counter(hour(24), walking, { cycles: 1000 }),
    counter(hour(25), walking, { cycles: 1100 }),
  ])
  const { dailies } = await days(bytes)
  assert.deepEqual(
    dailies.map((day) => [day.metadata.start_time.slice(0, 10), day.distance_data?.steps]),
    [
      ['2026-05-03', 2000],
      ['2026-05-04', 200],
    ],
  )
})

test('begins each day anew when the counter does', async () => {
  const bytes = fitFile([
    monitoringFile,
    info,
    counter(hour(23), walking, { cycles: 900 }),
    counter(hour(25), walking, { cycles: 60 }),
    counter(hour(26), walking, { cycles: 100 }),
  ])
  const { dailies } = await days(bytes)
  assert.deepEqual(
    dailies.map((day) => day.distance_data?.steps),
    [1800, 200],
  )
})

test('makes one record of a day that is spread over the files of a zip, in whatever order', async () => {
  const morning = fitFile([monitoringFile, info, counter(hour(8), walking, { cycles: 400 })])
  const evening = fitFile([monitoringFile, info, counter(hour(20), walking, { cycles: 1000 })])
  for (const files of [
    [morning, evening],
    [evening, morning],
  ]) {
    const zip = await zipOf(Object.fromEntries(files.map((bytes, index) => [`MONITOR/${index}.fit`, bytes])))
    const { dailies } = await days(zip, 'garmin.zip')
    assert.deepEqual(
      dailies.map((day) => day.distance_data?.steps),
      [2000],
    )
  }
})

test('follows 16-bit times over their end', async () => {
  const full = hour(2)
  const rest = 0x10000 - (full & 0xffff)
  const bytes = fitFile([
    monitoringFile,
    info,
    message('monitoring', { timestamp: full, heart_rate: 60 }),
    message('monitoring', { timestamp16: 0xfffe, heart_rate: 61 }),
    message('monitoring', { timestamp16: 0, heart_rate: 62 }),
    message('monitoring', { timestamp16: 58, heart_rate: 63 }),
  ])
  const { dailies } = await days(bytes)
  const samples = dailies.flatMap((day) => day.heart_rate_data?.detailed?.hr_samples ?? [])
  assert.deepEqual(
    samples.map((sample) => Date.parse(sample.timestamp ?? '') / 1000 - 631_065_600 - full),
    [0, rest - 2, rest, rest + 58],
  )
})

test('reads heart rate, resting heart rate, stress and saturation of a day', async () => {
  const bytes = fitFile([
    monitoringFile,
    info,
    message('monitoring', { timestamp: hour(1), heart_rate: 50 }),
    message('monitoring', { timestamp: hour(2), heart_rate: 70 }),
    message('monitoring_hr_data', { timestamp: hour(3), resting_heart_rate: 52, current_day_resting_heart_rate: 49 }),
    message('stress_level', { stress_level_value: 20, stress_level_time: hour(1) }),
    message('stress_level', { stress_level_value: 40, stress_level_time: hour(2) }),
    message('stress_level', { stress_level_value: -2, stress_level_time: hour(3) }),
    message('spo2_data', { timestamp: hour(4), reading_spo2: 96 }),
  ])
  const [day] = (await days(bytes)).dailies
  const { avg_hr_bpm, max_hr_bpm, min_hr_bpm, resting_hr_bpm } = day?.heart_rate_data?.summary ?? {}
  assert.deepEqual([avg_hr_bpm, max_hr_bpm, min_hr_bpm, resting_hr_bpm], [60, 70, 50, 49])
  assert.equal(day?.stress_data?.avg_stress_level, 30)
  assert.equal(day?.stress_data?.max_stress_level, 40)
  assert.equal(day?.stress_data?.samples?.length, 2)
  assert.deepEqual(day?.oxygen_data?.saturation_samples, [
    { timestamp: '2026-05-03T04:00:00.000000+02:00', percentage: 96, type: 0 },
  ])
  assert.equal(day?.distance_data?.steps, null)
})

test('reads a scale: two weighings of one day, masses in grams', async () => {
  const weighing = (hours: number, weight: number) =>
    message('weight_scale', {
      timestamp: hour(hours),
      weight,
      percent_fat: 20.5,
      percent_hydration: 55,
      bone_mass: 3.1,
      muscle_mass: 50,
      metabolic_age: 35,
      bmi: 22.5,
    })
  const bytes = fitFile([message('file_id', { type: 9, manufacturer: 1 }), weighing(9, 70.5), weighing(8, 71.5)])
  const { bodies } = await days(bytes)
  const measured = bodies[0]?.measurements_data
  assert.equal(bodies.length, 1)
  assert.equal(measured?.day_avg_weight_kg, 71)
  assert.deepEqual(measured?.measurements?.[0], {
    // 08:00 at UTC+2 is 06:00 in the UTC that stands in for the zone the scale does not know.
    measurement_time: '2026-05-03T06:00:00.000000+00:00',
    weight_kg: 71.5,
    bodyfat_percentage: 20.5,
    water_percentage: 55,
    bone_mass_g: 3100,
    muscle_mass_g: 50_000,
    BMI: 22.5,
    BMR: null,
    estimated_fitness_age: 35,
    visceral_fat_level: null,
  })
})

test('reads a blood pressure meter', async () => {
  const reading = message('blood_pressure', {
    timestamp: hour(9),
    systolic_pressure: 121,
    diastolic_pressure: 79,
    heart_rate: 64,
  })
  const { bodies, dailies } = await days(fitFile([message('file_id', { type: 14 }), reading]))
  assert.deepEqual(bodies[0]?.blood_pressure_data, {
    blood_pressure_samples: [{ timestamp: '2026-05-03T07:00:00.000000+00:00', systolic_bp: 121, diastolic_bp: 79 }],
    day_avg_systolic_bp: 121,
    day_avg_diastolic_bp: 79,
  })
  assert.equal(bodies[0]?.heart_data?.heart_rate_data?.detailed?.hr_samples?.[0]?.bpm, 64)
  assert.equal(dailies.length, 0)
})

test('times beat-to-beat intervals by the records before them', async () => {
  const record = (seconds: number) => message('record', { timestamp: hour(9) + seconds, heart_rate: 60 })
  const bytes = fitFile([
    message('file_id', { type: 4 }),
    record(0),
    message('hrv', { time: [0.8, 0.9, 65.535, 65.535, 65.535] }),
    record(60),
    message('hrv', { time: [1, 65.535, 65.535, 65.535, 65.535] }),
    message('session', { timestamp: hour(10), start_time: hour(9), sport: 1, total_elapsed_time: 60 }),
  ])
  const { bodies } = await days(bytes)
  assert.deepEqual(bodies[0]?.heart_data?.rr_interval_samples, [
    { timestamp: '2026-05-03T07:00:00.800000+00:00', rr_interval_ms: 800, hr_bpm: 75 },
    { timestamp: '2026-05-03T07:00:01.700000+00:00', rr_interval_ms: 900, hr_bpm: 66.66666666666667 },
    { timestamp: '2026-05-03T07:01:01.000000+00:00', rr_interval_ms: 1000, hr_bpm: 60 },
  ])
})

test('gives the person of the latest file once', async () => {
  const profile = (created: string, age: number) =>
    fitFile([
      message('file_id', { type: 9, time_created: created }),
      message('user_profile', { gender: 1, age, height: 1.75, weight: 68 }),
      message('weight_scale', { timestamp: created, weight: 70 }),
    ])
  const zip = await zipOf({
    'a.fit': profile('2026-05-03T06:00:00Z', 40),
    'b.fit': profile('2020-05-03T06:00:00Z', 34),
  })
  const { athletes } = await days(zip, 'scale.zip')
  assert.deepEqual(athletes, [
    {
      type: 'athlete',
      record: { sex: 'male', gender: 'male', age: 40 },
      observedAtMs: Date.parse('2026-05-03T06:00:00Z'),
    },
  ])
})

test('dates the day of an evening after that of the noon, and each record by what it is made of', async () => {
  const known = async (hours: number) => {
    const weighing = message('weight_scale', { timestamp: hour(7), weight: 70 })
    const bytes = fitFile([monitoringFile, info, weighing, counter(hour(hours), walking, { cycles: 400 })])
    const { records } = await runImport(fit, 'day.fit', bytes)
    return Object.fromEntries(records.map(({ type, observedAtMs }) => [type, observedAtMs]))
  }
  const [noon, evening] = [await known(12), await known(20)]
  assert.equal((evening.daily ?? 0) - (noon.daily ?? 0), 8 * 3_600_000)
  assert.equal((noon.daily ?? 0) - (noon.body ?? 0), 5 * 3_600_000)
  assert.equal(noon.body, evening.body)
})

test('leaves open when a person was known whose file has no date', async () => {
  const { records } = await runImport(
    fit,
    'scale.fit',
    fitFile([
      message('file_id', { type: 9 }),
      message('user_profile', { gender: 1 }),
      message('weight_scale', { timestamp: hour(7), weight: 70 }),
    ]),
  )
  assert.deepEqual(
    records.map(({ type, observedAtMs }) => [type, observedAtMs === undefined]),
    [
      ['body', false],
      ['athlete', true],
    ],
  )
})
