import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateRecords } from '../../generate/generate.ts'
import { filledFields } from '../../schema/filled-fields.ts'
import { type Body, dataTypes, type PlannedWorkout, type Sleep } from '../../schema/records.ts'
import { csvLine } from './cells.ts'
import { rowsOf, tablesOf } from './tables.ts'

test('a text that a spreadsheet would run has an apostrophe before it, a number never', () => {
  assert.equal(
    csvLine(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx', '＝1', -1.5, 'a=1', '']),
    `"'=HYPERLINK(""http://x"")",'+1,'-1,'@SUM(A1),'\tx,'＝1,-1.5,a=1,\r\n`,
  )
})

test('commas, quotes and breaks of lines are quoted, and what is unknown is empty', () => {
  assert.equal(
    csvLine(['a,b', 'say "hi"', 'two\nlines', null, undefined, 0, false]),
    '"a,b","say ""hi""","two\nlines",,,0,false\r\n',
  )
})

const nameOf = (lists: readonly (readonly string[])[]): string => lists.map((path) => path.join('.')).join('.')

/** The cells of a row by their columns, without the empty ones. */
const cells = (columns: ReturnType<typeof tablesOf>[number]['columns'], row: unknown) =>
  Object.fromEntries(columns.map((column) => [column.name, column.of(row)]).filter(([, cell]) => cell !== null))

test('a record is a row of what is in no list, its metadata first, and every list is a table', () => {
  const night: Sleep = {
    device_data: { name: 'Ring', data_provided: ['HEART_RATE', 'SLEEP_TYPE'] },
    metadata: {
      start_time: '2026-07-01T23:00:00.000000+02:00',
      end_time: '2026-07-02T07:00:00.000000+02:00',
      summary_id: 'night',
      is_nap: false,
      upload_type: 2,
    },
    data_enrichment: { sleep_score: 80, sleep_contributors: { depth: 0.5 } },
    heart_rate_data: {
      summary: { avg_hr_bpm: 52.5 },
      detailed: { hr_samples: [{ timestamp: '2026-07-01T23:00:00.000000+02:00', bpm: 60 }] },
    },
  }
  const [whole, ...lists] = tablesOf('sleep')
  assert.ok(whole !== undefined)
  assert.deepEqual(
    whole.columns.slice(0, 3).map(({ name }) => name),
    ['metadata.end_time', 'metadata.is_nap', 'metadata.start_time'],
  )
  assert.deepEqual(cells(whole.columns, night), {
    'metadata.end_time': '2026-07-02T07:00:00.000000+02:00',
    'metadata.is_nap': false,
    'metadata.start_time': '2026-07-01T23:00:00.000000+02:00',
    'metadata.summary_id': 'night',
    'metadata.upload_type': 2,
    'data_enrichment.sleep_score': 80,
    'data_enrichment.sleep_contributors': '{"depth":0.5}',
    'device_data.data_provided': 'HEART_RATE SLEEP_TYPE',
    'device_data.name': 'Ring',
    'heart_rate_data.summary.avg_hr_bpm': 52.5,
  })
  const beats = lists.find((list) => nameOf(list.lists) === 'heart_rate_data.detailed.hr_samples')
  assert.ok(beats !== undefined)
  assert.deepEqual(
    beats.columns.map(({ name }) => name),
    ['timestamp', 'bpm', 'timer_duration_seconds', 'context'],
  )
  assert.deepEqual(
    [...rowsOf(night, beats.lists)].map(({ value }) => cells(beats.columns, value)),
    [{ timestamp: '2026-07-01T23:00:00.000000+02:00', bpm: 60 }],
  )
})

test('a place is two columns', () => {
  const places = tablesOf('activity').find(({ lists }) => nameOf(lists) === 'position_data.position_samples')
  assert.deepEqual(
    places?.columns.map((column) => [column.name, column.of({ coords_lat_lng_deg: [59.9, null] })]),
    [
      ['timestamp', null],
      ['coords_lat_deg', 59.9],
      ['coords_lng_deg', null],
      ['timer_duration_seconds', null],
    ],
  )
})

test('a list in a list says which outer element each row is of', () => {
  const metadata = { start_time: '2026-07-01T00:00:00.000000+02:00', end_time: '2026-07-02T00:00:00.000000+02:00' }
  const body: Body = {
    metadata,
    heart_data: {
      ecg_signal: [{ raw_signal: [{ potential_uV: 1 }] }, { raw_signal: [{ potential_uV: 2 }, { potential_uV: 3 }] }],
    },
  }
  const signal = tablesOf('body').find(({ lists }) => nameOf(lists) === 'heart_data.ecg_signal.raw_signal')
  assert.ok(signal !== undefined)
  assert.deepEqual(
    [...rowsOf(body, signal.lists)].map(({ value, places }) => [
      ...places,
      ...signal.columns.map((one) => one.of(value)),
    ]),
    [
      [1, 1, null],
      [2, 2, null],
      [2, 3, null],
    ],
  )
})

test('steps that hold steps of their own stand as JSON, for a table cannot nest without end', () => {
  const workout: PlannedWorkout = { details: { steps: [{ order: 0, steps: [{ order: 1 }] }] } }
  const steps = tablesOf('planned_workout').find(({ lists }) => nameOf(lists) === 'details.steps')
  assert.ok(steps !== undefined)
  assert.deepEqual(
    [...rowsOf(workout, steps.lists)].map(({ value }) => cells(steps.columns, value)),
    [{ order: 0, steps: '[{"order":1}]' }],
  )
})

test('nothing that records say is missing from the tables', () => {
  for (const type of dataTypes) {
    const records = (['GARMIN', 'OURA', 'APPLE', 'WITHINGS', 'FREESTYLELIBRE', 'CLUE', 'MIRA'] as const).flatMap(
      (provider) => generateRecords({ provider, type, days: 3, endDate: '2026-07-03', seed: 'tables' }),
    )
    const said = new Set<string>()
    for (const { lists, columns } of tablesOf(type))
      for (const record of records)
        for (const { value } of rowsOf(record, lists))
          for (const column of columns) {
            const cell = column.of(value)
            if (cell === null || cell === undefined) continue
            const name = column.name.replace(/(?<=(coords|_pos))_(lat|lng)(?=_deg$)/, '_lat_lng')
            said.add([...lists.map((path) => `${path.join('.')}[]`), name].join('.'))
          }
    // Lists of words and of steps in steps are one column.
    const filled = filledFields(type, records).filter((field) => !/\bsteps\[\]\.steps/.test(field))
    assert.ok(filled.length > 2, type)
    assert.deepEqual(
      filled.filter((field) => !said.has(field)),
      [],
      type,
    )
  }
})
