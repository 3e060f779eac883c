import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { importSorted } from '../../testing/by-type.ts'
import { withUpload } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { samsungLife } from '../../testing/samsung-life.ts'
import {
  samsungPrefixed as prefixed,
  type SamsungRow,
  samsungCombined,
  samsungZip,
} from '../../testing/samsung-writer.ts'
import { detectImport } from '../detect.ts'
import { samsungHealth } from './importer.ts'

/** The tables by type, and other files by path. */
interface Content {
  tables: Readonly<Record<string, readonly SamsungRow[]>>
  files?: Readonly<Record<string, string>>
}

const imported = async ({ tables, files }: Content) =>
  importSorted(samsungHealth, 'samsunghealth.zip', await samsungZip(tables, files))

const here = { time_offset: 'UTC+0100', deviceuuid: 'watch' }
const heartRate = 'com.samsung.shealth.tracker.heart_rate'
const dayTime = Date.UTC(2025, 2, 29)
const morning = '2025-03-29 05:10:00.000'

const night = (more: SamsungRow) => ({
  efficiency: '91.0',
  sleep_score: 84,
  ...prefixed('com.samsung.health.sleep', {
    start_time: '2025-03-28 22:30:00.000',
    end_time: '2025-03-29 06:00:00.000',
    ...here,
    datauuid: 'night',
    ...more,
  }),
})

const stages: readonly SamsungRow[] = (
  [
    ['2025-03-28 22:30:00.000', '2025-03-28 23:40:00.000', 40002],
    ['2025-03-28 23:40:00.000', '2025-03-29 00:50:00.000', 40003],
    ['2025-03-29 00:50:00.000', '2025-03-29 01:00:00.000', 40001],
    ['2025-03-29 01:00:00.000', '2025-03-29 02:10:00.000', 40004],
    ['2025-03-29 02:10:00.000', '2025-03-29 06:00:00.000', 40002],
  ] as const
).map(([start_time, end_time, stage]) => ({ start_time, sleep_id: 'night', custom: '', stage, end_time, ...here }))

const run = prefixed('com.samsung.health.exercise', {
  exercise_type: 1002,
  start_time: '2025-03-29 16:00:00.000',
  end_time: '2025-03-29 16:41:00.000',
  ...here,
  duration: 2_460_000,
  distance: 6900.5,
  calorie: 512.3,
  mean_heart_rate: '148.0',
  max_heart_rate: '171.0',
  min_heart_rate: '99.0',
  mean_speed: '2.80',
  datauuid: 'run',
  live_data: 'run.com.samsung.health.exercise.live_data.json',
  location_data: 'run.com.samsung.health.exercise.location_data.json',
})

const hour = 'hour.com.samsung.health.heart_rate.binning_data.json'
const hourRow = prefixed('com.samsung.health.heart_rate', {
  start_time: '2025-03-29 08:00:00.000',
  binning_data: hour,
  heart_rate: '72.0',
  end_time: '2025-03-29 08:59:59.000',
  ...here,
})
const minutes = (...rates: number[]): string =>
  JSON.stringify(rates.map((heart_rate, i) => ({ heart_rate, start_time: 1_743_235_200_000 + i * 60_000 })))

/** A Saturday of a watch: steps, a night that the phone tells too, an hour of beats, a run, the scales. */
const saturday: Content = {
  tables: {
    'com.samsung.health.device_profile': [
      { deviceuuid: 'watch', device_group: 360003, name: 'Galaxy Watch7', model: 'SM-L310', manufacturer: 'Samsung' },
      { deviceuuid: samsungCombined, name: 'Combined', model: '' },
    ],
    'com.samsung.shealth.tracker.pedometer_day_summary': [
      { step_count: 9412, active_time: 5_400_000, distance: 7100.5, calorie: 312.4, deviceuuid: samsungCombined },
      { step_count: 9000, active_time: 5_000_000, distance: 6900, calorie: 300, deviceuuid: 'watch' },
      { step_count: 9950, active_time: 5_000_000, distance: 6900, calorie: 300, deviceuuid: 'phone' },
    ].map((row) => ({ ...row, day_time: dayTime })),
    'com.samsung.shealth.sleep': [
      night({}),
      {
        ...night({ start_time: '2025-03-28 22:10:00.000', end_time: '2025-03-29 06:20:00.000', datauuid: 'phone' }),
        efficiency: '',
        sleep_score: '',
        'com.samsung.health.sleep.deviceuuid': 'phone',
      },
    ],
    'com.samsung.shealth.sleep_stage': stages,
    [heartRate]: [hourRow],
    'com.samsung.shealth.exercise': [run],
    'com.samsung.health.weight': [{ weight: 78.4, body_fat: 21.3, start_time: morning, ...here }],
  },
  files: {
    [`export/jsons/${heartRate}/h/${hour}`]: minutes(66, 81),
    'export/jsons/com.samsung.shealth.exercise/r/run.com.samsung.health.exercise.live_data.json': JSON.stringify([
      { start_time: 1_743_264_000_000, heart_rate: 120 },
      { start_time: 1_743_264_001_000, speed: 2.5 },
      { start_time: 1_743_264_002_000, heart_rate: 130, cadence: 160 },
    ]),
    'export/jsons/com.samsung.shealth.exercise/r/run.com.samsung.health.exercise.location_data.json': JSON.stringify([
      { start_time: 1_743_264_000_000, latitude: 59.91, longitude: -10.75, altitude: 12.5, accuracy: 4 },
      { start_time: 1_743_264_060_000, latitude: 59.912, longitude: -10.75, altitude: 14 },
    ]),
  },
}

importSuite({
  importer: samsungHealth,
  files: async () => [
    {
      name: 'samsunghealth_mira.zip',
      bytes: await samsungZip(saturday.tables, saturday.files),
      expect: { daily: 1, body: 1, sleep: 1, activity: 1 },
    },
  ],
})

suite('an archive of Samsung Health', () => {
  test('is known by the names of its tables', async () => {
    const kindOf = async ({ tables, files }: Content) =>
      withUpload('x.zip', await samsungZip(tables, files), (file) => detectImport(file))
    assert.equal(await kindOf(saturday), 'samsung-health')
    assert.equal(await kindOf({ tables: { 'com.samsung.health.weight': [{ weight: 70 }] } }), 'samsung-health')
  })

  test('counts the day of all devices together, and never their sum', async () => {
    const [daily] = (await imported(saturday)).of.daily
    assert.equal(daily?.metadata.start_time, '2025-03-29T00:00:00.000000+01:00')
    assert.equal(daily?.metadata.end_time, '2025-03-30T00:00:00.000000+01:00')
    assert.equal(daily?.distance_data?.steps, 9412)
    assert.equal(daily?.distance_data?.distance_meters, 7100.5)
    assert.equal(daily?.calories_data?.net_activity_calories, 312.4)
    assert.equal(daily?.active_durations_data?.activity_seconds, 5400)
    assert.equal(daily?.device_data?.name, 'Galaxy Watch7')
  })

  test('counts the device with most steps where nothing says what all of them make', async () => {
    const rows = [9000, 9950, 40].map((step_count, i) => ({ step_count, deviceuuid: `device ${i}`, day_time: dayTime }))
    const { of } = await imported({ tables: { 'com.samsung.shealth.tracker.pedometer_day_summary': rows } })
    assert.equal(of.daily[0]?.distance_data?.steps, 9950)
  })

  test('takes the trend of all sources before a single device', async () => {
    const { of } = await imported({
      tables: {
        'com.samsung.shealth.step_daily_trend': [
          { count: 9500, distance: 7000, source_type: 0, day_time: `${dayTime}` },
          { count: 8800, distance: 6500, source_type: -2, day_time: '2025-03-29 00:00:00.000' },
        ],
        'com.samsung.shealth.tracker.pedometer_day_summary': [
          { step_count: 9950, deviceuuid: 'phone', day_time: dayTime },
        ],
        'com.samsung.shealth.calories_burned.details': [
          { active_calorie: 400.5, rest_calorie: 1600, day_time: dayTime },
        ],
        'com.samsung.shealth.tracker.floors_day_summary': [{ floor_count: 11, day_time: dayTime }],
      },
    })
    const [daily] = of.daily
    assert.deepEqual([daily?.distance_data?.steps, daily?.distance_data?.distance_meters], [8800, 6500])
    assert.equal(daily?.distance_data?.floors_climbed, 11)
    assert.deepEqual(
      [
        daily?.calories_data?.net_activity_calories,
        daily?.calories_data?.BMR_calories,
        daily?.calories_data?.total_burned_calories,
      ],
      [400.5, 1600, 2000.5],
    )
  })

  test('reads the minutes of an hour instead of the hour, and the hour where they are missing', async () => {
    const rates = async (content: Content) =>
      (await imported(content)).of.daily[0]?.heart_rate_data?.detailed?.hr_samples?.map(({ timestamp, bpm }) => [
        timestamp,
        bpm,
      ])
    assert.deepEqual(await rates(saturday), [
      ['2025-03-29T09:00:00.000000+01:00', 66],
      ['2025-03-29T09:01:00.000000+01:00', 81],
    ])
    const tables = { [heartRate]: [hourRow] }
    const whole = [['2025-03-29T09:00:00.000000+01:00', 72]]
    assert.deepEqual(await rates({ tables }), whole)
    assert.deepEqual(await rates({ tables, files: { [`jsons/${heartRate}/h/${hour}`]: '[]' } }), whole)
  })

  test('gives the night with its stages once, under the date of waking', async () => {
    const { of } = await imported(saturday)
    assert.equal(of.sleep.length, 1)
    const [sleep] = of.sleep
    assert.equal(sleep?.metadata.start_time, '2025-03-28T23:30:00.000000+01:00')
    assert.equal(sleep?.metadata.end_time, '2025-03-29T07:00:00.000000+01:00')
    const { asleep, awake } = sleep?.sleep_durations_data ?? {}
    assert.deepEqual(
      [
        asleep?.duration_asleep_state_seconds,
        asleep?.duration_light_sleep_state_seconds,
        asleep?.duration_deep_sleep_state_seconds,
        asleep?.duration_REM_sleep_state_seconds,
        awake?.duration_awake_state_seconds,
      ],
      [26_400, 18_000, 4200, 4200, 600],
    )
    assert.equal(sleep?.scores?.sleep, 84)
    assert.equal(sleep?.sleep_durations_data?.sleep_efficiency, 91)
  })

  test('puts the parts of a night that was broken off into the whole', async () => {
    const part = (datauuid: string, start: string, end: string) =>
      night({ datauuid, combined_id: 'both', start_time: `2025-03-29 ${start}`, end_time: `2025-03-29 ${end}` })
    const { of } = await imported({
      tables: {
        'com.samsung.shealth.sleep_combined': [
          {
            ...here,
            start_time: '2025-03-29 00:00:00.000',
            end_time: '2025-03-29 06:00:00.000',
            datauuid: 'both',
            sleep_score: 70,
          },
        ],
        'com.samsung.shealth.sleep': [
          part('a', '00:00:00.000', '02:00:00.000'),
          part('b', '03:00:00.000', '06:00:00.000'),
        ],
        'com.samsung.health.sleep_stage': [
          {
            ...here,
            sleep_id: 'a',
            stage: 40002,
            start_time: '2025-03-29 00:00:00.000',
            end_time: '2025-03-29 02:00:00.000',
          },
          {
            ...here,
            sleep_id: 'b',
            stage: 40003,
            start_time: '2025-03-29 03:00:00.000',
            end_time: '2025-03-29 06:00:00.000',
          },
        ],
      },
    })
    assert.equal(of.sleep.length, 1)
    const asleep = of.sleep[0]?.sleep_durations_data?.asleep
    assert.deepEqual(
      [asleep?.duration_light_sleep_state_seconds, asleep?.duration_deep_sleep_state_seconds],
      [7200, 10_800],
    )
    assert.equal(of.sleep[0]?.scores?.sleep, 70)
  })

  test('gives the workout as it is summed up, with its samples and its route', async () => {
    const [activity] = (await imported(saturday)).of.activity
    assert.equal(activity?.metadata.type, 8)
    assert.equal(activity?.metadata.start_time, '2025-03-29T17:00:00.000000+01:00')
    assert.equal(activity?.active_durations_data?.activity_seconds, 2460)
    assert.equal(activity?.distance_data?.summary?.distance_meters, 6900.5)
    assert.equal(activity?.calories_data?.total_burned_calories, 512.3)
    const { avg_hr_bpm, max_hr_bpm, min_hr_bpm } = activity?.heart_rate_data?.summary ?? {}
    assert.deepEqual([avg_hr_bpm, max_hr_bpm, min_hr_bpm], [148, 171, 99])
    assert.deepEqual(
      activity?.heart_rate_data?.detailed?.hr_samples?.map(({ bpm }) => bpm),
      [120, 130],
    )
    assert.equal(activity?.movement_data?.avg_speed_meters_per_second, 2.8)
    assert.deepEqual(activity?.position_data?.start_pos_lat_lng_deg, [59.91, -10.75])
    assert.deepEqual(activity?.position_data?.end_pos_lat_lng_deg, [59.912, -10.75])
  })

  test('keeps a sport of one’s own by its name, and one that nobody knows as other', async () => {
    const workout = (more: SamsungRow) => ({
      ...here,
      end_time: '2025-03-29 16:41:00.000',
      exercise_custom_type: '',
      ...more,
    })
    const { of, warnings } = await imported({
      tables: {
        'com.samsung.shealth.exercise': [
          workout({
            start_time: '2025-03-29 16:00:00.000',
            exercise_type: 0,
            exercise_custom_type: 'Unicycling',
            datauuid: 'a',
          }),
          workout({ start_time: '2025-03-29 16:10:00.000', exercise_type: 99_999, datauuid: 'b' }),
        ],
      },
    })
    assert.deepEqual(of.activity.map(({ metadata }) => [metadata.type, metadata.name]).sort(), [
      [108, '99999'],
      [108, 'Unicycling'],
    ])
    assert.match(warnings.join(), /"other": 99999/)
  })

  test('reads what was weighed, pricked and squeezed', async () => {
    const at = { start_time: morning, ...here }
    const { of } = await imported({
      tables: {
        'com.samsung.health.weight': [{ weight: 78.4, height: 181, body_fat: 21.3, skeletal_muscle_mass: 0, ...at }],
        'com.samsung.shealth.blood_pressure': [{ systolic: '121.0', diastolic: '79.0', pulse: '0.0', ...at }],
        'com.samsung.shealth.blood_glucose': [{ glucose: 5.5, ...at }],
        'com.samsung.shealth.tracker.oxygen_saturation': [{ spo2: '97.0', ...at }],
      },
    })
    const [body] = of.body
    const [measured] = body?.measurements_data?.measurements ?? []
    assert.deepEqual([measured?.weight_kg, measured?.height_cm, measured?.bodyfat_percentage], [78.4, 181, 21.3])
    assert.equal(body?.blood_pressure_data?.blood_pressure_samples?.[0]?.systolic_bp, 121)
    // 5.5 mmol/L × 18.016
    const glucose = body?.glucose_data
    const pricked = [...(glucose?.blood_glucose_samples ?? []), ...(glucose?.detailed_blood_glucose_samples ?? [])]
    assert.deepEqual(
      pricked.map(({ blood_glucose_mg_per_dL }) => blood_glucose_mg_per_dL),
      [99.088],
    )
  })

  test('reads food with what was in it, and the shorter table only for days of which the other says nothing', async () => {
    const meal = { meal_type: 100_002, start_time: '2025-03-29 11:30:00.000', ...here }
    const { of } = await imported({
      tables: {
        'com.samsung.health.nutrition': [
          { ...meal, title: 'Soup', calorie: 310, protein: 12.5, sodium: 900, calcium: 40, datauuid: 'n' },
        ],
        'com.samsung.health.food_intake': [
          { ...meal, name: 'Soup', calorie: 310, datauuid: 'f' },
          { ...meal, name: 'Bread', calorie: 200, datauuid: 'g', start_time: '2025-03-30 11:30:00.000' },
        ],
        'com.samsung.health.water_intake': [{ amount: 250, start_time: '2025-03-29 12:00:00.000', ...here }],
      },
    })
    const [first, second] = of.nutrition
    assert.deepEqual(first?.summary?.macros, { calories: 310, protein_g: 12.5, sodium_mg: 900 })
    assert.deepEqual(first?.summary?.micros, { calcium_mg: 40, sodium_mg: 900 })
    assert.equal(first?.summary?.water_ml, 250)
    assert.deepEqual(
      first?.meals?.map(({ name, type }) => [name, type]),
      [['Soup', 3]],
    )
    assert.deepEqual(second?.summary?.macros, { calories: 200 })
  })
})

suite('ninety days of Samsung Health', () => {
  test('have the totals that are true of them, whatever each device says', async () => {
    const { zip, truth } = await samsungLife(90)
    const { of, warnings } = await importSorted(samsungHealth, 'samsunghealth.zip', zip)
    assert.deepEqual(warnings, [])
    const dailies = new Map(of.daily.map((daily) => [daily.metadata.start_time.slice(0, 10), daily]))
    const bodies = new Map(of.body.map((body) => [body.metadata.start_time.slice(0, 10), body]))
    const nights = new Map(of.sleep.map((sleep) => [sleep.metadata.end_time.slice(0, 10), sleep]))
    assert.deepEqual([dailies.size, bodies.size, nights.size], [90, 90, 90])
    for (const day of truth) {
      const daily = dailies.get(day.date)
      assert.equal(daily?.distance_data?.steps, day.steps, day.date)
      assert.notEqual(daily?.distance_data?.steps, day.stepsOfAllRows, day.date)
      assert.equal(daily?.distance_data?.distance_meters, day.meters, day.date)
      assert.equal(daily?.calories_data?.net_activity_calories, day.activeKcal, day.date)
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
