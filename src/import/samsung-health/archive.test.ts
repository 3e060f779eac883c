import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ActivityType } from '../../schema/enums.ts'
import { importSorted } from '../../testing/by-type.ts'
import { zipOf } from '../../testing/import-run.ts'
import { type SamsungRow, samsungZip } from '../../testing/samsung-writer.ts'
import { exerciseTypes } from './exercise-types.ts'
import { samsungHealth } from './importer.ts'

interface More {
  files?: Readonly<Record<string, string>>
  zone?: string | undefined
}

const imported = async (tables: Readonly<Record<string, readonly SamsungRow[]>>, { files, zone }: More = {}) =>
  importSorted(samsungHealth, 'samsunghealth.zip', await samsungZip(tables, files), { fallbackZone: zone ?? 'UTC' })

const heartRate = 'com.samsung.shealth.tracker.heart_rate'
const morning = '2025-03-29 05:10:00.000'
const here = { time_offset: 'UTC+0100', deviceuuid: 'watch' }
const weight = { weight: 78.4, start_time: morning, ...here }

suite('the tables of Samsung Health', () => {
  test('were known when they were exported', async () => {
    const { records } = await imported({ 'com.samsung.health.weight': [weight] }, { zone: 'Europe/Oslo' })
    assert.deepEqual(
      records.map(({ observedAtMs }) => observedAtMs),
      [Date.UTC(2025, 3, 1, 10)],
    )
  })

  test('tell moments in UTC or in milliseconds, offsets west too, and the person’s zone where there is none', async () => {
    const told = async (time_offset: string, start_time: string | number, zone?: string) => {
      const row = { weight: 78, start_time, time_offset, deviceuuid: '' }
      const { of } = await imported({ 'com.samsung.health.weight': [row] }, { zone })
      return of.body[0]?.measurements_data?.measurements?.[0]?.measurement_time
    }
    assert.equal(await told('UTC+0100', 1_743_225_000_000), '2025-03-29T06:10:00.000000+01:00')
    assert.equal(await told('UTC-0500', '2025-03-29 02:10:00.000'), '2025-03-28T21:10:00.000000-05:00')
    assert.equal(await told('UTC+0545', morning), '2025-03-29T10:55:00.000000+05:45')
    assert.equal(await told('', '2025-07-01 22:30:00.000', 'Europe/Oslo'), '2025-07-02T00:30:00.000000+02:00')
  })

  test('make days of 23 and 25 hours at the clock changes', async () => {
    const rows = (
      [
        ['2025-03-29 23:30:00.000', 'UTC+0100'],
        ['2025-03-30 12:00:00.000', 'UTC+0200'],
        ['2025-10-25 22:30:00.000', 'UTC+0200'],
        ['2025-10-26 12:00:00.000', 'UTC+0100'],
      ] as const
    ).map(([start_time, time_offset]) => ({ start_time, time_offset, heart_rate: 60, deviceuuid: '' }))
    const { of } = await imported({ [heartRate]: rows })
    assert.deepEqual(
      of.daily.map(({ metadata }) => (Date.parse(metadata.end_time) - Date.parse(metadata.start_time)) / 3_600_000),
      [23, 25],
    )
  })

  test('of two exports in one zip tell each thing once', async () => {
    const type = 'com.samsung.health.weight'
    const bytes = await samsungZip(
      { [type]: [weight] },
      {
        [`old/${type}.20240401120000.csv`]: `${type},6313004,4\nweight,start_time,time_offset,deviceuuid\n78.4,${morning},UTC+0100,watch,\n`,
      },
    )
    const { of, records } = await importSorted(samsungHealth, 'samsunghealth.zip', bytes)
    assert.equal(of.body[0]?.measurements_data?.measurements?.length, 1)
    assert.deepEqual(
      records.map(({ observedAtMs }) => observedAtMs),
      [Date.UTC(2025, 3, 1, 12)],
    )
  })

  test('are read as far as they go: what cannot be read is counted, and it is said where', async () => {
    const file = 'hour.com.samsung.health.heart_rate.binning_data.json'
    const row = { heart_rate: 72, binning_data: file, start_time: '2025-03-29 08:00:00.000', ...here }
    const { of, warnings } = await imported(
      {
        [heartRate]: [row, { ...row, start_time: 'soon' }],
        'com.samsung.health.weight': [{ ...weight, weight: 4000 }],
        'com.samsung.health.sleep_stage': [
          { stage: 40002, start_time: morning, end_time: morning, sleep_id: 'unknown', ...here },
        ],
      },
      { files: { [`export/jsons/${heartRate}/h/${file}`]: '[{"heart_rate":' } },
    )
    assert.deepEqual(
      of.daily[0]?.heart_rate_data?.detailed?.hr_samples?.map(({ bpm }) => bpm),
      [72],
    )
    assert.deepEqual(warnings, [
      'samsunghealth.zip is damaged: jsons could be read only in part. Export it again for the rest.',
      'Left out entries without a readable time (1).',
      'Left out parts of nights and workouts that are not in the file (1).',
      'Left out values that no body or device can have: weight_kg (1).',
    ])
  })

  test('are missing from a zip of something else, which is refused with a sentence', async () => {
    const bytes = await zipOf({ 'notes.csv': 'a,b\n1,2\n' })
    await assert.rejects(importSorted(samsungHealth, 'notes.zip', bytes), /holds no table of Samsung Health/)
  })
})

test('a sport of Samsung has the type of the schema that says most of it', () => {
  const types = [1001, 1002, 9001, 9002, 10_007, 11_007, 13_001, 14_001, 15_003, 0].map((code) =>
    exerciseTypes.get(`${code}`),
  )
  assert.deepEqual(types, [
    ActivityType.WALKING,
    ActivityType.RUNNING,
    ActivityType.PILATES,
    ActivityType.YOGA,
    ActivityType.CIRCUIT_TRAINING,
    ActivityType.BIKING,
    ActivityType.HIKING,
    ActivityType.SWIMMING,
    ActivityType.STATIONARY_BIKING,
    ActivityType.OTHER,
  ])
})
