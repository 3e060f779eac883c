import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ActivityType, enumValues } from '../schema/enums.ts'
import { fillCalories } from './calories.ts'
import { clearUnworn, isFinal } from './day-state.ts'
import { groupDuplicates } from './duplicates.ts'
import { rmssdData, sdnnData } from './hrv.ts'
import { contentHash, startMinute, summaryId } from './identity.ts'
import { mergeSuperset } from './merge.ts'
import { plausible, type Rejections } from './plausible.ts'
import { chooseOffset } from './record-offset.ts'
import { mean } from './samples.ts'
import { isNap, joinSegments, sleepDay, sleepSummary } from './sleep.ts'
import { sleepLevelOf } from './sleep-level.ts'
import { sumByBucketPriority } from './source-priority.ts'
import { readSport, type UnknownSports } from './sport-map.ts'
import { sportFamily } from './sports.ts'
import { dayMetadata, dayMetadataOfZone, formatTimestamp, parseInstant } from './time.ts'
import { convert } from './unit-text.ts'
import { isoDurationSeconds, kilojoulesToKcal, scaled, semicirclesToDegrees, strictNumber } from './units.ts'

// What the fourteen normalisation rules come to, one test a rule. The edges are tested beside each helper.

const utc = (text: string): number => Date.parse(`${text}Z`)
const minute = 60_000
const hour = 60 * minute

test('R1: a time is an instant with the offset of its record, and says where the offset came from', () => {
  const atMs = utc('2026-07-01T06:04:11')
  const chosen = chooseOffset(atMs, { recordZone: 'Asia/Kolkata', userZone: 'Europe/Oslo' })
  assert.deepEqual(chosen, { offsetMinutes: 330, source: 'record_zone', timestampLocalization: 1 })
  assert.equal(formatTimestamp(atMs, chosen.offsetMinutes), '2026-07-01T11:34:11.000000+05:30')
})

test('R1, R2: no mapper reads the server’s clock or zone, or cuts a date out of UTC text', () => {
  const forbidden =
    /getTimezoneOffset|\.get(FullYear|Month|Date|Day|Hours|Minutes)\(|new Date\(\)|Date\.(now|parse)\(|toISOString\(\)\.slice\(0, ?10\)/
  const root = join(import.meta.dirname, '..')
  const mappers = globSync(`${root}/{normalise,import,generate}/**/*.ts`).filter((file) => !file.endsWith('.test.ts'))
  assert.ok(mappers.length > 50)
  assert.deepEqual(
    mappers.filter((file) => forbidden.test(readFileSync(file, 'utf8'))),
    [],
  )
})

test('R2: a day runs from local midnight to local midnight, 23 hours when the clock is set forward', () => {
  const { start_time, end_time } = dayMetadataOfZone('2026-03-29', 'Europe/Oslo')
  assert.equal(parseInstant(end_time).epochMs - parseInstant(start_time).epochMs, 23 * hour)
})

test('R3: a night belongs to the date of waking and keeps its true start', () => {
  const [startMs, endMs] = [utc('2026-07-01T21:30:00'), utc('2026-07-02T05:00:00')]
  assert.equal(sleepDay({ endMs, offsetMinutes: 120 }), '2026-07-02')
  assert.equal(sleepSummary([{ startMs, endMs, level: 2 }]).startMs, startMs)
})

test('R4: naps are apart: the provider’s flag first, and segments of two sources never join', () => {
  const nap = { startMs: 13 * hour, endMs: 14 * hour, offsetMinutes: 0 }
  const night = { startMs: 0, endMs: 7 * hour, offsetMinutes: 0 }
  assert.equal(isNap(nap, [nap, night]), true)
  assert.equal(isNap(nap, [nap, night], false), false)
  const parts = [0, 1, 2].map((i) => ({
    startMs: i * hour,
    endMs: (i + 1) * hour,
    level: 2 as const,
    source: `${i % 2}`,
  }))
  assert.deepEqual(
    joinSegments(parts).map(({ source }) => source),
    ['0', '1'],
  )
})

test('R5: the same record has the same id and hash however often and in whatever order of keys it comes', () => {
  const id = () => summaryId('APPLE', 'watch', 'activity', startMinute(utc('2026-07-01T07:04:11')))
  assert.equal(id(), id())
  assert.equal(contentHash({ a: 1, b: null }), contentHash({ a: 1 }))
})

test('R6: the newest wins, and what goes out again says at least what was said before', () => {
  assert.deepEqual(mergeSuperset<object>({ steps: 1, score: 5 }, { steps: 2, score: null }), { steps: 2, score: 5 })
})

test('R7: one workout from two sources is two records in one group', () => {
  const run = { type: ActivityType.RUNNING, startMs: 0, endMs: hour }
  const records = [
    { ...run, id: 'phone', source: 'STRAVA', isCopy: true },
    { ...run, id: 'watch', source: 'GARMIN' },
  ]
  assert.deepEqual(groupDuplicates(records)[0]?.members.length, 2)
  assert.equal(groupDuplicates(records)[0]?.primary.id, 'watch')
})

test('R8: sources are never added up: in every five minutes one of them counts', () => {
  const walk = (source: string, from: number, value: number) => ({
    startMs: from * minute,
    endMs: (from + 5) * minute,
    value,
    source,
  })
  const rank = (source: string): number => (source === 'watch' ? 0 : 1)
  assert.equal(
    sumByBucketPriority([walk('phone', 0, 90), walk('watch', 0, 100), walk('phone', 5, 80)], rank).total,
    180,
  )
})

test('R9: missing is null and not zero, an unworn day claims no zeros, and a day is open until a day after its end', () => {
  const metadata = { ...dayMetadata('2026-07-01', 0), upload_type: 1 as const }
  assert.equal(mean([]), null)
  const unworn = { metadata, calories_data: { BMR_calories: 1600 }, distance_data: { steps: 0 } }
  assert.equal(clearUnworn(unworn).distance_data, null)
  assert.equal(isFinal(unworn, utc('2026-07-02T23:59:59')), false)
})

test('R10: units are converted once, numbers read strictly, and impossible values are null and counted', () => {
  assert.equal(scaled(72345, -3), 72.345)
  assert.equal(kilojoulesToKcal(8368), 2000)
  assert.equal(convert(72_300, 'g', 'kg'), 72.3)
  assert.equal(isoDurationSeconds('PT1H30M'), 5400)
  assert.equal(convert(0.98, '%', 'percent'), 98)
  assert.equal(semicirclesToDegrees(2 ** 30), 90)
  assert.deepEqual(['62', true, 'n/a'].map(strictNumber), [62, null, null])
  const rejections: Rejections = new Map()
  for (const bpm of [0, -5, 251]) assert.equal(plausible('heart_rate_bpm', bpm, rejections), null)
  assert.equal(plausible('saturation_percentage', 101, rejections), null)
  assert.equal(plausible('weight_kg', 501, rejections), null)
  assert.deepEqual([...rejections.values()], [3, 1, 1])
})

test('R11: of total, BMR and active calories the third is derived from the two others, and one alone stays alone', () => {
  assert.equal(fillCalories({ BMR_calories: 1600, net_activity_calories: 400 }).total_burned_calories, 2000)
  // The total of a WHOOP or Polar session is total, not active; samples that do not add up to it are not repaired.
  const session = { total_burned_calories: 450, calorie_samples: [{ calories: 440 }] }
  assert.deepEqual(fillCalories(session), session)
})

test('R12: RMSSD and SDNN share no field', () => {
  const timestamp = '2026-07-01T03:00:00.000000+02:00'
  const fields = (value: object): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      key === 'timestamp' ? [] : Object(inner) === inner ? [key, ...fields(inner)] : [key],
    )
  const rmssd = new Set(fields(rmssdData([{ timestamp, rmssdMs: 42 }])).filter((key) => key.includes('hrv')))
  const sdnn = fields(sdnnData([{ timestamp, sdnnMs: 42 }])).filter((key) => key.includes('hrv'))
  assert.deepEqual([rmssd.size, sdnn.length, sdnn.filter((key) => rmssd.has(key)).length], [3, 3, 0])
})

test('R13: sleep without stage is level 2, restless is awake, and a gap in a night stays a gap', () => {
  assert.deepEqual(['asleep', 'RESTLESS', 'unmeasurable', 'light'].map(sleepLevelOf), [2, 1, 0, 4])
  const { durations, hypnogram } = sleepSummary([
    { startMs: 0, endMs: hour, level: 4 },
    { startMs: 2 * hour, endMs: 3 * hour, level: 5 },
  ])
  assert.deepEqual(
    hypnogram.map(({ level }) => level),
    [4, 0, 5],
  )
  assert.equal(durations.asleep?.duration_asleep_state_seconds, 7200)
  assert.equal(durations.other?.duration_unmeasurable_sleep_seconds, 3600)
  assert.equal(durations.other?.duration_in_bed_seconds, 10_800)
})

test('R14: every type has a family, type 0 is a type, and an unknown sport is Other under its own name, counted', () => {
  for (const type of enumValues(ActivityType)) assert.ok(sportFamily(type))
  const table = new Map<string, ActivityType>([
    ['drive', ActivityType.IN_VEHICLE],
    ['misc', ActivityType.OTHER],
  ])
  const unknown: UnknownSports = new Map()
  assert.deepEqual(readSport(table, 'drive', unknown), { type: 0, rawName: null })
  assert.deepEqual(readSport(table, 'misc', unknown), { type: ActivityType.OTHER, rawName: null })
  assert.deepEqual(readSport(table, 'Quidditch', unknown), { type: ActivityType.OTHER, rawName: 'Quidditch' })
  assert.equal(readSport(table, 'Quidditch', unknown).type, ActivityType.OTHER)
  assert.deepEqual([...unknown], [['Quidditch', 2]])
})
