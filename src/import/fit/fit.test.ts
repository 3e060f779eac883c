import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  at,
  exampleFileId,
  exampleRun,
  exampleSession,
  exampleStart,
  fitActivities,
  fitActivity,
  record,
} from '../../testing/fit-example.ts'
import { fitFile, message } from '../../testing/fit-writer.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { fit } from './importer.ts'

const longRide = fitFile([
  exampleFileId,
  ...Array.from({ length: 200 }, (_, index) => record(index, { heart_rate: 100, power: 150, cadence: 90 })),
  ...Array.from({ length: 12 }, (_, index) =>
    message('session', {
      timestamp: at(index * 60 + 60),
      start_time: at(index * 60),
      sport: 2,
      total_elapsed_time: 60,
    }),
  ),
])

importSuite({
  importer: fit,
  files: () => [
    { name: 'exampleRun.fit', bytes: fitFile(exampleRun), expect: { activity: 1 } },
    { name: 'twelve-sessions.fit', bytes: longRide, expect: { activity: 12 } },
    {
      name: 'scale.fit',
      bytes: fitFile([
        message('file_id', { type: 9, manufacturer: 1 }),
        message('user_profile', { gender: 0, age: 40 }),
        message('weight_scale', { timestamp: exampleStart, weight: 70.5 }),
      ]),
      expect: { body: 1, athlete: 1 },
    },
  ],
})

test('reads the session into metadata, durations, distance, calories and effort', async () => {
  const { activity: a, warnings } = await fitActivity(exampleRun)
  assert.deepEqual(warnings, [])
  assert.deepEqual(
    { ...a.metadata, summary_id: undefined },
    {
      summary_id: undefined,
      start_time: '2026-05-03T08:00:00.000000+02:00',
      end_time: '2026-05-03T08:01:00.000000+02:00',
      timestamp_localization: 1,
      type: 149,
      upload_type: 1,
      name: 'Forest loop',
      city: null,
      state: null,
      country: null,
    },
  )
  assert.deepEqual(a.active_durations_data, { activity_seconds: 50, rest_seconds: 10 })
  assert.equal(a.distance_data?.summary?.distance_meters, 132)
  assert.equal(a.distance_data?.summary?.steps, 132)
  assert.deepEqual(a.distance_data?.summary?.elevation, {
    gain_actual_meters: 12,
    loss_actual_meters: 0,
    min_meters: 10,
    max_meters: 22,
    avg_meters: 16,
  })
  assert.equal(a.calories_data?.total_burned_calories, 9)
  assert.equal(a.calories_data?.BMR_calories, 2)
  assert.equal(a.calories_data?.net_activity_calories, 7)
  assert.deepEqual(a.work_data, { work_kilojoules: 10.15 })
  assert.deepEqual(a.TSS_data?.TSS_samples, [
    { actual: 1.5, intensity_factor_actual: 0.8, normalized_power_watts: 210 },
  ])
  assert.equal(a.power_data?.avg_watts, 203)
})

test('counts both legs of a run and prefers the enhanced speed', async () => {
  const { movement_data: movement } = (await fitActivity(exampleRun)).activity
  assert.equal(movement?.avg_cadence_rpm, 161)
  assert.equal(movement?.max_cadence_rpm, 180)
  assert.deepEqual(
    movement?.cadence_samples?.map((sample) => sample.cadence_rpm),
    Array.from({ length: 7 }, () => 161),
  )
  assert.equal(movement?.avg_speed_meters_per_second, 2.5)
  assert.equal(movement?.max_speed_meters_per_second, 3.125)
  // 1000 m at 2.5 m/s take 400 s, at 3.125 m/s 320 s.
  assert.ok(Math.abs((movement?.avg_pace_minutes_per_kilometer ?? 0) - 400 / 60) < 1e-9)
  assert.ok(Math.abs((movement?.max_pace_minutes_per_kilometer ?? 0) - 320 / 60) < 1e-9)
})

test('takes the calories of a session for its total, and for no more where it tells none at rest', async () => {
  const session = { timestamp: at(60), start_time: exampleStart, sport: 1, total_elapsed_time: 60, total_calories: 9 }
  const { calories_data: calories } = (await fitActivity([exampleFileId, message('session', session)])).activity
  assert.equal(calories?.total_burned_calories, 9)
  assert.equal(calories?.net_activity_calories, null)
  assert.equal(calories?.BMR_calories, null)
})

test('stamps samples with the clock of the watch and with the timer, which stands still in a pause', async () => {
  const { heart_rate_data: heart } = (await fitActivity(exampleRun)).activity
  assert.deepEqual(heart?.detailed?.hr_samples?.[6], {
    timestamp: '2026-05-03T08:01:00.000000+02:00',
    timer_duration_seconds: 50,
    bpm: 126,
  })
  assert.deepEqual(
    heart?.detailed?.hr_samples?.map((sample) => sample.timer_duration_seconds),
    [0, 10, 20, 20, 30, 40, 50],
  )
  assert.equal(heart?.summary?.min_hr_bpm, 120)
  assert.deepEqual(
    heart?.summary?.hr_zone_data?.map(({ zone, duration_seconds }) => [zone, duration_seconds]),
    [
      [0, 10],
      [1, 40],
    ],
  )
})

test('draws the route, with its ends, its middle and a polyline', async () => {
  const a = (await fitActivity(exampleRun)).activity
  const near = (position: (number | null)[] | null | undefined, lat: number) => {
    assert.ok(Math.abs((position?.[0] ?? 0) - lat) < 1e-6)
    assert.ok(Math.abs((position?.[1] ?? 0) - 8.5) < 1e-6)
  }
  near(a.position_data?.start_pos_lat_lng_deg, 47)
  near(a.position_data?.end_pos_lat_lng_deg, 47.0012)
  near(a.position_data?.center_pos_lat_lng_deg, 47.0006)
  assert.equal(a.position_data?.position_samples?.length, 7)
  // A straight line needs its two ends only: (47, 8.5), then 120 steps of 0.00001° north.
  assert.equal(a.polyline_map_data?.summary_polyline, '_uz}G_d{r@oF?')
})

test('reads laps with what ended them', async () => {
  const { lap_data: laps } = (await fitActivity(exampleRun)).activity
  assert.deepEqual(laps?.laps, [
    {
      start_time: '2026-05-03T08:00:00.000000+02:00',
      end_time: '2026-05-03T08:01:00.000000+02:00',
      active_duration_seconds: 50,
      distance_meters: 132,
      calories: 9,
      avg_hr_bpm: 123,
      avg_speed_meters_per_second: 2.5,
      avg_watts: 203,
      total_strokes: null,
      stroke_type: null,
      trigger_method: 'SESSION_END',
    },
  ])
})

test('names the device and its sensors', async () => {
  assert.deepEqual((await fitActivity(exampleRun)).activity.device_data, {
    manufacturer: 'Garmin',
    name: 'Fenix 5',
    serial_number: '12345',
    software_version: '4.10',
    hardware_version: null,
    other_devices: [
      {
        name: 'TICKR',
        manufacturer: 'Wahoo Fitness',
        serial_number: '777',
        software_version: null,
        hardware_version: null,
      },
    ],
  })
})

test('takes the fallback zone where the device tells no local time, and says when there is none', async () => {
  const silent = exampleRun.filter((m) => m.name !== 'activity')
  const zoned = (await fitActivity(silent, { fallbackZone: 'America/New_York' })).activity
  assert.equal(zoned.metadata.start_time, '2026-05-03T02:00:00.000000-04:00')
  assert.equal(zoned.metadata.timestamp_localization, 1)
  const bare = (await fitActivity(silent)).activity
  assert.equal(bare.metadata.start_time, '2026-05-03T06:00:00.000000+00:00')
  assert.equal(bare.metadata.timestamp_localization, 0)
})

test('makes one activity of each session of a multisport file, wherever the sessions stand', async () => {
  const part = (index: number, from: number, sport: number) =>
    message('session', {
      timestamp: at(from + 30),
      start_time: at(from),
      message_index: index,
      sport,
      total_elapsed_time: 30,
    })
  const sessions = [part(0, 0, 5), part(1, 30, 3), part(2, 60, 2)]
  const points = [0, 10, 30, 40, 60, 80].map((s) => record(s, { heart_rate: 100 + s, distance: s * 10 }))
  const first = await fitActivities([exampleFileId, ...sessions, ...points])
  assert.deepEqual(
    first.list.map((a) => [a.metadata.type, a.heart_rate_data?.detailed?.hr_samples?.map((s) => s.bpm)]),
    [
      [82, [100, 110]],
      [108, [130, 140]],
      [1, [160, 180]],
    ],
  )
  // The device counted distance on through the race: each part begins at what the one before had reached.
  assert.deepEqual(
    first.list.map((a) => a.distance_data?.detailed?.distance_samples?.map((s) => s.distance_meters)),
    [
      [0, 100],
      [200, 300],
      [200, 400],
    ],
  )
  assert.equal(new Set(first.list.map((a) => a.metadata.summary_id)).size, 3)
  const last = await fitActivities([exampleFileId, ...points, ...sessions])
  assert.deepEqual(first.list, last.list)
})

test('derives what a session without totals does not say', async () => {
  const bare = message('session', { timestamp: at(60), start_time: exampleStart, sport: 2, total_elapsed_time: 60 })
  const points = [0, 20, 40, 60].map((s, index) =>
    record(s, {
      position_lat: 47 + index * 0.001,
      position_long: 8.5,
      altitude: 100 + index * 10,
      heart_rate: 100 + index,
    }),
  )
  const { activity: a } = await fitActivity([exampleFileId, ...points, bare])
  // Three steps of 0.001° of latitude on a sphere of 6 371 008.8 m: 3 × 111.195 m.
  assert.ok(Math.abs((a.distance_data?.summary?.distance_meters ?? 0) - 333.585) < 0.01)
  assert.ok(Math.abs((a.movement_data?.avg_speed_meters_per_second ?? 0) - 333.585 / 60) < 0.001)
  assert.equal(a.heart_rate_data?.summary?.avg_hr_bpm, 101.5)
  // Means of five points: 110, 115, 115, 120; of the four points that is 110 → 115 → 120.
  assert.equal(a.distance_data?.summary?.elevation?.gain_actual_meters, 10)
  assert.equal(a.active_durations_data?.activity_seconds, 60)
})

test('reads a pool swim with its lengths and strokes', async () => {
  const swim = message('session', {
    timestamp: at(60),
    start_time: exampleStart,
    sport: 5,
    sub_sport: 17,
    total_elapsed_time: 60,
    pool_length: 25,
    num_active_lengths: 2,
    total_cycles: 39,
  })
  const length = (from: number, strokes: number, stroke: number) =>
    message('length', { timestamp: at(from + 30), start_time: at(from), total_strokes: strokes, swim_stroke: stroke })
  const swimLap = message('lap', {
    timestamp: at(60),
    start_time: exampleStart,
    total_elapsed_time: 60,
    lap_trigger: 0,
  })
  const { activity: a } = await fitActivity([exampleFileId, length(0, 20, 0), length(30, 19, 2), swimLap, swim])
  assert.equal(a.metadata.type, 83)
  assert.deepEqual(a.distance_data?.summary?.swimming, { num_laps: 2, num_strokes: 39, pool_length_meters: 25 })
  assert.equal(a.lap_data?.laps?.[0]?.total_strokes, 39)
  assert.equal(a.lap_data?.laps?.[0]?.stroke_type, 'mixed')
})

test('keeps the raw name of a sport that no profile lists, and says so', async () => {
  const odd = message('session', { timestamp: at(60), start_time: exampleStart, sport: 199, total_elapsed_time: 60 })
  const { activity: a, warnings } = await fitActivity([exampleFileId, odd])
  assert.equal(a.metadata.type, 108)
  assert.equal(a.metadata.name, 'sport 199')
  assert.match(warnings.join(), /names the sport "sport 199"/)
})

test('marks what an app wrote as a third-party upload', async () => {
  const zwift = message('file_id', { type: 4, manufacturer: 260, time_created: exampleStart })
  assert.equal((await fitActivity([zwift, exampleSession])).activity.metadata.upload_type, 6)
})
