import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRecord } from './events.ts'
import { type Daily, type DataType, dataTypes, type PlannedWorkout, type RecordOf, recordSchemas } from './records.ts'

const from = '2026-07-01T00:00:00.000000+01:00'
const to = '2026-07-02T00:00:00.000000+01:00'

const least: RecordOf = {
  activity: { metadata: { start_time: from, end_time: to, summary_id: 'run-1', type: 8, upload_type: 1 } },
  sleep: { metadata: { start_time: from, end_time: to, upload_type: 2 } },
  body: { metadata: { start_time: from, end_time: to } },
  daily: { metadata: { start_time: from, end_time: to, upload_type: 1 } },
  nutrition: { metadata: { start_time: from, end_time: to } },
  menstruation: { metadata: { start_time: from, end_time: to } },
  athlete: {},
  hormone: { timestamp: from },
  health_observation: {
    metadata: { start_time: from, summary_id: 'o-1' },
    observation_data: { observation_type: 'headache' },
  },
  planned_workout: {},
}

const problems = (type: DataType, record: unknown): string[] => {
  const checked = checkRecord(type, record)
  return checked.ok ? [] : checked.problems
}

const daily = (more: object) => ({ ...least.daily, ...more })

for (const type of dataTypes) {
  test(`the least ${type} is enough`, () => assert.deepEqual(problems(type, least[type]), []))

  test(`a key that ${type} does not have is a defect`, () =>
    assert.deepEqual(problems(type, { ...least[type], surprise: 1 }), ['surprise: unknown key']))
}

test('data types and schemas are the same set', () => {
  assert.deepEqual([...dataTypes].sort(), Object.keys(recordSchemas).sort())
})

test('a record without what is required is refused, naming each key', () => {
  assert.deepEqual(
    problems('activity', { metadata: {} }).map((problem) => problem.split(':')[0]),
    ['metadata.end_time', 'metadata.start_time', 'metadata.summary_id', 'metadata.type', 'metadata.upload_type'],
  )
  assert.equal(problems('hormone', {}).length, 1)
  assert.equal(problems('health_observation', {}).length, 2)
})

test('what is not required may be null, absent or filled', () => {
  for (const distance_data of [null, undefined, { steps: null }, { steps: 11894, distance_meters: 9412.7 }]) {
    assert.deepEqual(problems('daily', daily({ distance_data })), [])
  }
})

test('what is required may not be null', () => {
  assert.equal(problems('daily', { metadata: null }).length, 1)
})

test('numbers are finite', () => {
  for (const distance_meters of [Number.NaN, Number.POSITIVE_INFINITY, '12']) {
    assert.equal(problems('daily', daily({ distance_data: { distance_meters } })).length, 1)
  }
})

test('whole numbers have no fraction', () => {
  assert.equal(problems('daily', daily({ distance_data: { steps: 12.5 } })).length, 1)
})

test('a number outside its bounds is refused', () => {
  assert.equal(problems('sleep', { ...least.sleep, sleep_durations_data: { sleep_efficiency: 101 } }).length, 1)
  assert.equal(problems('daily', daily({ heart_rate_data: { summary: { min_hr_bpm: -1 } } })).length, 1)
  assert.deepEqual(problems('daily', daily({ distance_data: { elevation: { min_meters: -12 } } })), [])
})

test('an enumeration takes none of the numbers that stand for nothing', () => {
  const withType = (type: number) => ({ metadata: { ...least.activity.metadata, type } })
  assert.deepEqual(problems('activity', withType(72)), ['metadata.type: not an allowed value'])
  assert.deepEqual(problems('activity', withType(71)), [])
})

const startingAt = (start_time: string) => ({ metadata: { ...least.daily.metadata, start_time } })

test('times have microseconds and a numeric offset or none', () => {
  for (const time of [from, '2026-07-01T23:59:59.999999-09:30', '2026-07-01T07:04:11.000000']) {
    assert.deepEqual(problems('daily', startingAt(time)), [], time)
  }
})

test('any other way to write a time is refused', () => {
  for (const time of [
    '2026-07-01T07:04:11.000000Z',
    '2026-07-01T07:04:11+01:00',
    '2026-07-01T07:04:11.000+01:00',
    '2026-07-01 07:04:11.000000+01:00',
    '2026-07-01T07:04:11.000000+0100',
    '2026-13-01T07:04:11.000000+01:00',
    '2026-07-01T24:00:00.000000+01:00',
    '2026-07-01',
    '',
  ]) {
    assert.equal(problems('daily', startingAt(time)).length, 1, time)
  }
})

test('an unknown text is null and not empty', () => {
  assert.equal(problems('athlete', { city: '' }).length, 1)
  assert.deepEqual(problems('athlete', { city: null }), [])
})

test('a tag without notes has empty notes', () => {
  const tagged = (tag: object) => daily({ tag_data: { tags: [{ timestamp: from, tag_name: 'sauna', ...tag }] } })
  assert.deepEqual(problems('daily', tagged({ notes: '' })), [])
  assert.equal(problems('daily', tagged({})).length, 1)
})

test('a birthday is a day, an account began on a day or at a time', () => {
  assert.deepEqual(problems('athlete', { date_of_birth: '1990-02-28', account_creation_date: '2023-01-15' }), [])
  assert.deepEqual(problems('athlete', { account_creation_date: from }), [])
  assert.equal(problems('athlete', { date_of_birth: from }).length, 1)
})

test('a position is a latitude and a longitude, either of which may be unknown', () => {
  const at = (coords_lat_lng_deg: unknown) => ({
    ...least.activity,
    position_data: { position_samples: [{ timestamp: from, coords_lat_lng_deg }] },
  })
  assert.deepEqual(problems('activity', at([52.52, 13.4])), [])
  assert.deepEqual(problems('activity', at([null, null])), [])
  assert.equal(problems('activity', at([52.52])).length, 1)
})

test('steps of a planned workout may hold steps', () => {
  const planned: PlannedWorkout = {
    planned_workout_id: '1',
    planned_date: '2026-07-01',
    details: {
      metadata: { name: 'Intervals' },
      steps: [{ type: 1, steps: [{ type: 0, durations: [{ duration_type: 0 }] }] }],
    },
  }
  assert.deepEqual(problems('planned_workout', planned), [])
  assert.equal(problems('planned_workout', { details: { steps: [{ steps: [{ unheard_of: 1 }] }] } }).length, 1)
})

test('problems name the place and never the value', () => {
  const found = problems(
    'daily',
    daily({
      heart_rate_data: {
        summary: { avg_hr_bpm: 'secret-61' },
        detailed: { hr_samples: [{ timestamp: 'secret-time', context: 77 }] },
      },
    }),
  )
  assert.deepEqual(
    found.map((problem) => problem.split(':')[0]),
    [
      'heart_rate_data.detailed.hr_samples.0.timestamp',
      'heart_rate_data.detailed.hr_samples.0.context',
      'heart_rate_data.summary.avg_hr_bpm',
    ],
  )
  assert.doesNotMatch(found.join('\n'), /secret|77/)
})

test('a long list gone wrong is reported in few lines', () => {
  const hr_samples = Array.from({ length: 2000 }, () => ({ timestamp: 'no time' }))
  const found = problems('daily', daily({ heart_rate_data: { detailed: { hr_samples } } }))
  assert.equal(found.length, 51)
  assert.equal(found.at(-1), '(root): 1950 more problems')
})

test('a typed record is what its schema accepts', () => {
  const day: Daily = {
    metadata: { start_time: from, end_time: to, upload_type: 1, timestamp_localization: 1 },
    distance_data: {
      steps: 11894,
      distance_meters: 9412.7,
      detailed: { step_samples: [{ timestamp: from, steps: 3 }] },
    },
    stress_data: { samples: [], stress_rating: null },
    data_enrichment: { stress_contributors: { hrv: 0.25 } },
    device_data: { name: 'Watch', data_provided: ['STEPS'], other_devices: [] },
  }
  assert.deepEqual(problems('daily', day), [])
})
