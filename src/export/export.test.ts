import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fit } from '../import/fit/importer.ts'
import type { ImportedRecord } from '../import/importer.ts'
import { parseRange, readRecords } from '../ingest/read.ts'
import { saveRecords } from '../ingest/save.ts'
import { nextDate } from '../normalise/time.ts'
import type { Activity } from '../schema/records.ts'
import { fhirProblems } from '../testing/fhir.ts'
import { exampleRun, fitActivity } from '../testing/fit-example.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { importActivity } from '../testing/import-run.ts'
import { aDaily, aSleep, incoming } from '../testing/records.ts'
import { unzipped } from '../testing/unzipped.ts'
import { connectUser } from '../users/connect.ts'
import type { User } from '../users/user.ts'
import { exportOf } from './export.ts'
import type { ExportAsked, ExportFormat } from './format.ts'
import { zipOf } from './zip.ts'

async function aUser(hub: TestHub, records: readonly ImportedRecord[]): Promise<User> {
  const { environmentId } = hub
  return hub.db.transaction(async (sql) => {
    const account = { environmentId, provider: 'APPLE', providerAccount: 'file', referenceId: 'me' }
    const { user } = await connectUser(hub, sql, account)
    await saveRecords(hub, sql, environmentId, user.userId, incoming(...records), { observedAtMs: 1000 })
    return user
  })
}

const exported = (hub: TestHub, user: User, format: ExportFormat, rest: Partial<ExportAsked> = {}) =>
  exportOf(hub, user, { format, types: null, startDay: null, endDay: null, ...rest })

const filesOf = async (...args: Parameters<typeof exported>) => unzipped(await buffer(exported(...args).open()))
const texts = (files: ReadonlyMap<string, Buffer>, name: string): string => files.get(name)?.toString('utf8') ?? ''

const daysFrom = (first: string, count: number): string[] => {
  const days = [first]
  while (days.length < count) days.push(nextDate(days.at(-1) ?? first))
  return days
}

const clock = (seconds: number): string => `2026-07-02T18:00:${String(seconds).padStart(2, '0')}.000000+02:00`
const yoga: Activity = {
  metadata: {
    start_time: clock(0),
    end_time: clock(50),
    summary_id: 'yoga',
    type: 100,
    upload_type: 1,
    name: 'Stretch\nand rest',
  },
  heart_rate_data: { detailed: { hr_samples: [{ timestamp: clock(10), bpm: 80 }] } },
}
const outline: Activity = {
  metadata: { start_time: clock(1), end_time: clock(50), summary_id: 'outline', type: 1, upload_type: 1 },
  polyline_map_data: { summary_polyline: '_p~iF~ps|U_ulLnnqC' },
}

/** A run, yoga, a ride without times, thirty days, two nights and a person. */
const everything = async (): Promise<ImportedRecord[]> => [
  { type: 'activity', record: (await fitActivity(exampleRun)).activity },
  { type: 'activity', record: yoga },
  { type: 'activity', record: outline },
  ...daysFrom('2026-06-10', 30).map((day): ImportedRecord => ({ type: 'daily', record: aDaily(day, 1000) })),
  { type: 'sleep', record: aSleep('2026-06-11', 'first') },
  { type: 'sleep', record: aSleep('2026-07-02', 'second') },
  { type: 'athlete', record: { first_name: '=1+1', city: 'Oslo' } },
]

test('JSON is every record as it is sent, a line each, in a file a type', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, await everything())
  const files = await filesOf(hub, user, 'json')
  assert.deepEqual(
    [...files.keys()],
    ['user.json', 'activity.ndjson', 'sleep.ndjson', 'daily.ndjson', 'athlete.ndjson', 'README.txt'],
  )
  const range = parseRange('2026-01-01', '2026-12-31')
  for (const type of ['activity', 'sleep', 'daily'] as const) {
    const sent = await readRecords(hub, user, type, range, { withSamples: true })
    assert.equal(texts(files, `${type}.ndjson`), sent.map((line) => `${line}\n`).join(''), type)
  }
  assert.equal(texts(files, 'athlete.ndjson'), '{"first_name":"=1+1","city":"Oslo"}\n')
  assert.equal(JSON.parse(texts(files, 'user.json')).user_id, user.userId)
  assert.match(
    texts(files, 'README.txt'),
    /of APPLE, reference me\.\nactivity, sleep, .*, from the first day to the last\./,
  )
})

test('days and types narrow an export: the day after the last is not in it, a night of two days is', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, await everything())
  const narrow = { types: ['daily', 'sleep'] as const, startDay: '2026-06-11', endDay: '2026-06-13' }
  const files = await filesOf(hub, user, 'json', narrow)
  assert.deepEqual([...files.keys()], ['user.json', 'sleep.ndjson', 'daily.ndjson', 'README.txt'])
  const days = texts(files, 'daily.ndjson').split('\n').slice(0, -1)
  assert.deepEqual(
    days.map((line) => JSON.parse(line).metadata.start_time.slice(0, 10)),
    ['2026-06-11', '2026-06-12'],
  )
  assert.equal(texts(files, 'sleep.ndjson').split('\n').length, 2)
  assert.match(texts(files, 'README.txt'), /sleep, daily, from 2026-06-11 up to, not with, 2026-06-13\./)
})

test('CSV is a table a type and a table for each list that has anything', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, await everything())
  const files = await filesOf(hub, user, 'csv')
  assert.deepEqual(
    [...files.keys()],
    [
      'activity.csv',
      'activity/device_data.other_devices.csv',
      'activity/distance_data.detailed.distance_samples.csv',
      'activity/distance_data.detailed.elevation_samples.csv',
      'activity/heart_rate_data.detailed.hr_samples.csv',
      'activity/heart_rate_data.summary.hr_zone_data.csv',
      'activity/lap_data.laps.csv',
      'activity/movement_data.cadence_samples.csv',
      'activity/movement_data.speed_samples.csv',
      'activity/position_data.position_samples.csv',
      'activity/power_data.power_samples.csv',
      'activity/TSS_data.TSS_samples.csv',
      'sleep.csv',
      'daily.csv',
      'athlete.csv',
      'README.txt',
    ],
  )
  const beats = texts(files, 'activity/heart_rate_data.detailed.hr_samples.csv').split('\r\n')
  assert.equal(beats[0], 'record,timestamp,bpm,timer_duration_seconds,context')
  assert.match(beats[1] ?? '', /^[\w-]+,2026-05-03T08:00:00\.000000\+02:00,120,0,$/)
  assert.equal(beats.at(-2), `yoga,${clock(10)},80,,`)
  assert.equal(beats.length, 1 + 7 + 1 + 1)
  assert.equal(texts(files, 'daily.csv').split('\r\n').length, 1 + 30 + 1)
  const [head = '', row = ''] = texts(files, 'athlete.csv').split('\r\n')
  assert.equal(row.split(',')[head.split(',').indexOf('first_name')], "'=1+1")
})

test('GPX is a file for each activity with positions, and a sentence for every other', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, await everything())
  const files = await filesOf(hub, user, 'gpx')
  assert.deepEqual([...files.keys()], ['2026-05-03T08-00-00_trail_running.gpx', 'README.txt'])
  assert.deepEqual(texts(files, 'README.txt').split('\nLeft out:\n')[1]?.split('\n'), [
    '2026-07-02 18:00 Yoga "Stretch and rest": it has no positions, which are all that a GPX is about; fit, csv and json have it',
    '2026-07-02 18:00 Biking: it has the outline of its route only, without times, and a GPX of a recording needs those; json has it',
    '',
  ])
})

test('FIT is a file for every activity, which can be brought in again', async () => {
  await using hub = await testHub()
  const again: Activity = { ...yoga, metadata: { ...yoga.metadata, summary_id: 'yoga again' } }
  const old: Activity = {
    metadata: {
      start_time: '1970-01-01T00:00:00.000000+00:00',
      end_time: '1970-01-01T01:00:00.000000+00:00',
      summary_id: 'never set',
      type: 8,
      upload_type: 1,
    },
  }
  const records = [again, old].map((record): ImportedRecord => ({ type: 'activity', record }))
  const user = await aUser(hub, [...(await everything()), ...records])
  const files = await filesOf(hub, user, 'fit')
  assert.deepEqual(
    [...files.keys()],
    [
      '2026-05-03T08-00-00_trail_running.fit',
      '2026-07-02T18-00-00_yoga.fit',
      '2026-07-02T18-00-00_yoga_2.fit',
      '2026-07-02T18-00-01_biking.fit',
      'README.txt',
    ],
  )
  assert.match(
    texts(files, 'README.txt'),
    /\nLeft out:\n1970-01-01 00:00 Running: FIT has no times before 1998 or after 2126; csv and json have it\n$/,
  )
  const bytes = files.get('2026-07-02T18-00-00_yoga.fit') ?? Buffer.alloc(0)
  const { activity } = await importActivity(fit, 'yoga.fit', bytes)
  assert.deepEqual([activity.metadata.name, activity.metadata.type], ['Stretch and rest', 100])
})

test('FHIR is one bundle of what the records say', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, await everything())
  const { filename, mediaType, open } = exported(hub, user, 'fhir', { startDay: '2026-07-01' })
  assert.match(filename, /^tellus-apple-[0-9a-f-]{36}-fhir-\d{4}-\d\d-\d\d\.json$/)
  assert.equal(mediaType, 'application/fhir+json; charset=utf-8')
  const bundle = JSON.parse(await text(open()))
  assert.deepEqual(fhirProblems(bundle), [])
  // The person; nine days with steps and distance; a night; yoga has no figures, and neither has the ride.
  assert.equal(bundle.entry.length, 1 + 9 * 2 + 1)
})

test('a user of whom nothing is stored has an export that says so', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, [])
  assert.deepEqual([...(await filesOf(hub, user, 'json')).keys()], ['user.json', 'README.txt'])
  for (const format of ['csv', 'gpx', 'fit'] as const)
    assert.deepEqual([...(await filesOf(hub, user, format)).keys()], ['README.txt'], format)
  assert.equal(JSON.parse(await text(exported(hub, user, 'fhir').open())).entry.length, 1)
})

test('what makes no sense is refused before anything is read', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, [])
  assert.throws(
    () => exported(hub, user, 'gpx', { types: ['sleep'] }),
    /invalid type: gpx has no form for sleep, only for activity; json and csv/,
  )
  assert.throws(
    () => exported(hub, user, 'csv', { startDay: '2026-07-01', endDay: '2026-07-01' }),
    /end_date is not after start_date/,
  )
})

test('a zip is made as it is read, a file at a time, and no more once its reader has gone', async () => {
  let made = 0
  let ended = 0
  async function* endless() {
    try {
      for (;;) {
        // Does not compress.
        yield randomBytes(64 * 1024)
        made++
      }
    } finally {
      ended++
    }
  }
  async function* files() {
    try {
      for (let number = 1; ; number++) yield { name: `${number}.bin`, pieces: endless() }
    } finally {
      ended++
    }
  }
  const zip = zipOf(files(), 0)
  for await (const _ of zip) if (made >= 20) break
  // What streams hold on the way is less than a megabyte.
  assert.ok(made < 36, `${made} pieces were made`)
  const before = made
  while (ended < 2) await new Promise((later) => setImmediate(later))
  assert.equal(made, before)
})

test('a zip of which a file fails does not end as a whole one does', async () => {
  async function* broken() {
    yield 'half of it'
    throw new Error('the database has gone')
  }
  const inside = zipOf(Readable.from([{ name: 'a', pieces: broken() }]), 0)
  await assert.rejects(buffer(inside), /the database has gone/)
  const between = zipOf(
    (async function* () {
      yield { name: 'a', pieces: ['whole'] }
      throw new Error('the database has gone')
    })(),
    0,
  )
  await assert.rejects(buffer(between), /the database has gone/)
})
