import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry, healthData, importXml, phone, record, watch } from '../../import/apple-health/fixtures/xml.ts'
import { healthConnect } from '../../import/health-connect/importer.ts'
import type { ImportedRecord } from '../../import/importer.ts'
import { samsungHealth } from '../../import/samsung-health/importer.ts'
import { canonical } from '../../normalise/identity.ts'
import { importSorted } from '../../testing/by-type.ts'
import { healthConnectDatabase } from '../../testing/health-connect-writer.ts'
import { keyOf } from '../../testing/import-suite.ts'
import { batchOf, keptOf } from '../../testing/phone-suite.ts'
import { samsungZip } from '../../testing/samsung-writer.ts'
import type { Platform } from '../wire/batch.ts'
import { recordsOf } from './map.ts'

// Who brings the file of a platform and then lets the phone send must not have everything twice.

function sent(platform: Platform, days: readonly string[], lists: object): ImportedRecord[] {
  const { items, rejected } = keptOf([batchOf(platform, 'Europe/Oslo', lists)])
  assert.deepEqual([...rejected], [])
  return recordsOf(platform, items, days, { device: null, zone: 'Europe/Oslo', observedAtMs: 0 })
}

const keys = (records: readonly ImportedRecord[]): string[] => records.map(keyOf).sort()
const contents = (records: readonly ImportedRecord[]): string[] =>
  records.map(({ type, record: each }) => canonical({ type, each })).sort()

const at = (time: string): string => `2024-03-20T${time}:00+01:00`

test('what HealthKit sends is what the export of the same day gives, record for record', async () => {
  const day = '2024-03-20'
  const food = { start: `${day} 12:30:00`, source: 'Fit', device: '' }
  const eaten = [
    record({ ...food, type: 'DietaryProtein', value: 31, unit: 'g' }),
    record({ ...food, type: 'DietaryEnergyConsumed', value: 612, unit: 'kcal' }),
  ]
  const { records: fromFile } = await importXml(
    healthData(
      record({
        type: 'StepCount',
        start: `${day} 08:00:00`,
        end: `${day} 08:10:00`,
        value: 500,
        unit: 'count',
        device: watch,
      }),
      record({
        type: 'StepCount',
        start: `${day} 08:05:00`,
        end: `${day} 08:15:00`,
        value: 400,
        unit: 'count',
        source: 'iPhone',
        device: phone,
      }),
      record({ type: 'HeartRate', start: `${day} 08:00:00`, value: 62, unit: 'count/min', device: watch }),
      record({ type: 'OxygenSaturation', start: `${day} 03:30:00`, value: 0.96, unit: '%', device: watch }),
      record({
        type: 'SleepAnalysis',
        start: '2024-03-19 23:00:00',
        end: `${day} 06:00:00`,
        value: 'HKCategoryValueSleepAnalysisAsleepCore',
        device: watch,
      }),
      record({
        type: 'Headache',
        start: `${day} 12:00:00`,
        end: `${day} 13:00:00`,
        value: 'HKCategoryValueSeverityMild',
        source: 'iPhone',
        device: phone,
      }),
      ...eaten,
      `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Fit" startDate="${day} 12:30:00 +0100" endDate="${day} 12:30:00 +0100">`,
      ...eaten,
      `${entry('HKFoodType', 'Soup')}</Correlation>`,
      `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" sourceName="Watch" device="${watch}" startDate="${day} 18:00:00 +0100" endDate="${day} 18:30:00 +0100">`,
      `<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" startDate="${day} 18:00:00 +0100" endDate="${day} 18:30:00 +0100" sum="5.4" unit="km"/></Workout>`,
    ),
  )
  const watchOrigin = {
    source: { name: 'Watch', bundle: 'com.apple.health.1' },
    device: {
      name: 'Apple Watch',
      manufacturer: 'Apple Inc.',
      model: 'Watch',
      hw: 'Watch6,1',
      sw: '10.3',
      kind: 'watch',
    },
  }
  const phoneOrigin = {
    source: { name: 'iPhone', bundle: 'com.apple.health' },
    device: {
      name: 'iPhone',
      manufacturer: 'Apple Inc.',
      model: 'iPhone',
      hw: 'iPhone15,2',
      sw: '17.4',
      kind: 'phone',
    },
  }
  const fit = { source: { name: 'Fit', bundle: 'com.example.fit' } }
  const quantity = (id: string, name: string, start: string, value: number, unit: string, rest: object) => ({
    id,
    type: `HKQuantityTypeIdentifier${name}`,
    start: at(start),
    value,
    unit,
    ...rest,
  })
  const protein = { type: 'HKQuantityTypeIdentifierDietaryProtein', value: 31, unit: 'g' }
  const energy = { type: 'HKQuantityTypeIdentifierDietaryEnergyConsumed', value: 612, unit: 'kcal' }
  const fromPhone = sent('healthkit', [day], {
    samples: [
      quantity('1', 'StepCount', '08:00', 500, 'count', { ...watchOrigin, end: at('08:10') }),
      quantity('2', 'StepCount', '08:05', 400, 'count', { ...phoneOrigin, end: at('08:15') }),
      quantity('3', 'HeartRate', '08:00', 62, 'count/min', watchOrigin),
      quantity('4', 'OxygenSaturation', '03:30', 0.96, '%', watchOrigin),
      {
        id: '5',
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        start: '2024-03-19T23:00:00+01:00',
        end: at('06:00'),
        value: 'AsleepCore',
        ...watchOrigin,
      },
      {
        id: '6',
        type: 'HKCategoryTypeIdentifierHeadache',
        start: at('12:00'),
        end: at('13:00'),
        value: 'SeverityMild',
        ...phoneOrigin,
      },
      quantity('7', 'DietaryProtein', '12:30', 31, 'g', fit),
      quantity('8', 'DietaryEnergyConsumed', '12:30', 612, 'kcal', fit),
      {
        id: '9',
        type: 'HKCorrelationTypeIdentifierFood',
        start: at('12:30'),
        objects: [energy, protein],
        meta: { HKFoodType: 'Soup' },
        ...fit,
      },
    ],
    workouts: [
      {
        id: '10',
        activity: 'Running',
        start: at('18:00'),
        end: at('18:30'),
        duration_s: 1800,
        stats: { HKQuantityTypeIdentifierDistanceWalkingRunning: { sum: 5.4, unit: 'km' } },
        ...watchOrigin,
      },
    ],
  })
  assert.ok(fromPhone.length >= 6)
  assert.deepEqual(keys(fromPhone), keys(fromFile))
  assert.deepEqual(contents(fromPhone), contents(fromFile))
})

const uuid = '0f0d6a1e-3d55-4f0a-9b1e-1c2d3e4f5a61'
const night = { from: '2025-03-28T22:30:00Z', to: '2025-03-29T06:00:00Z' }
const run = { from: '2025-03-29T16:00:00Z', to: '2025-03-29T16:45:00Z' }

test('nights, workouts and days of Health Connect have the keys of its export', async () => {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  const row = { uuid: bytes, start_zone_offset: 3600, end_zone_offset: 3600 }
  const span = ({ from, to }: typeof night) => ({ start_time: Date.parse(from), end_time: Date.parse(to) })
  const database = healthConnectDatabase((writer) => {
    writer.add('sleep_session_record_table', { ...row, ...span(night) })
    writer.add('exercise_session_record_table', { ...row, ...span(run), exercise_type: 33 })
    writer.add('steps_record_table', { ...row, ...span(run), count: 5000 })
  })
  const { records: fromFile } = await importSorted(healthConnect, 'health_connect_export.db', database)
  const told = ({ from, to }: typeof night, id: string) => ({
    startTime: from,
    endTime: to,
    startZoneOffset: '+01:00',
    endZoneOffset: '+01:00',
    metadata: { id, dataOrigin: 'com.example.watch' },
  })
  const fromPhone = sent('health_connect', ['2025-03-29'], {
    samples: [
      { type: 'SleepSession', ...told(night, uuid) },
      { type: 'Steps', count: 5000, ...told(run, 'another') },
    ],
    workouts: [{ type: 'ExerciseSession', exerciseType: 56, ...told(run, uuid) }],
  })
  assert.deepEqual(keys(fromPhone), keys(fromFile))
})

test('nights, workouts and days of Samsung Health have the keys of its archive', async () => {
  const place = { time_offset: 'UTC+0100', deviceuuid: 'watch' }
  const inUtc = (text: string): string => text.replace('T', ' ').replace('Z', '.000')
  const span = ({ from, to }: typeof night) => ({ start_time: inUtc(from), end_time: inUtc(to), ...place })
  const archive = await samsungZip({
    'com.samsung.shealth.sleep': [{ ...span(night), datauuid: 'night' }],
    'com.samsung.shealth.exercise': [{ ...span(run), datauuid: 'run', exercise_type: 1002, duration: 2_700_000 }],
    'com.samsung.shealth.tracker.heart_rate': [{ ...span(run), datauuid: 'beats', heart_rate: 140 }],
  })
  const { records: fromFile } = await importSorted(samsungHealth, 'samsunghealth.zip', archive)
  const told = ({ from, to }: typeof night, uid: string) => ({
    uid,
    startTime: from,
    endTime: to,
    zoneOffset: '+01:00',
    dataSource: { appId: 'com.sec.android.app.shealth', deviceId: 'watch' },
  })
  const fromPhone = sent('samsung', ['2025-03-29'], {
    samples: [
      { type: 'SLEEP', ...told(night, 'night') },
      { type: 'HEART_RATE', heartRate: 140, ...told(run, 'beats') },
    ],
    workouts: [
      {
        type: 'EXERCISE',
        ...told(run, 'run'),
        exerciseType: 'RUNNING',
        sessions: [{ startTime: run.from, endTime: run.to, exerciseType: 'RUNNING', duration: 2_700_000 }],
      },
    ],
  })
  assert.deepEqual(keys(fromPhone), keys(fromFile))
  const typesOf = (records: readonly ImportedRecord[]) =>
    records.flatMap((one) => (one.type === 'activity' ? [one.record.metadata.type] : []))
  assert.deepEqual(typesOf(fromPhone), typesOf(fromFile))
})
