import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ActivityType } from '../schema/enums.ts'
import { groupDuplicates, type WorkoutRecord } from './duplicates.ts'

const minute = 60_000
const { RUNNING, TRAIL_RUNNING, STRENGTH_TRAINING, BIKING, OTHER } = ActivityType

/** A workout by minutes; its id is its source and start unless told. */
const workout = (
  source: string,
  type: ActivityType,
  from: number,
  to: number,
  more: Partial<WorkoutRecord> = {},
): WorkoutRecord => ({ id: `${source} ${from}`, source, type, startMs: from * minute, endMs: to * minute, ...more })

const ids = (workouts: readonly WorkoutRecord[], priority: readonly string[] = []) =>
  groupDuplicates(workouts, { priority }).map(({ primary, members }) => [primary.id, members.map(({ id }) => id)])

test('a run on the watch and its copy in an app are one group, and both stay', () => {
  const watch = workout('GARMIN', RUNNING, 0, 60)
  const app = workout('STRAVA', TRAIL_RUNNING, 2, 58)
  const later = workout('GARMIN', RUNNING, 300, 360)
  assert.deepEqual(groupDuplicates([app, later, watch]), [{ key: 'GARMIN 0', primary: watch, members: [watch, app] }])
  assert.deepEqual(groupDuplicates([]), [])
})

test('a warm-up run and the strength session that begins with it are no pair', () => {
  const run = workout('GARMIN', RUNNING, 0, 12)
  const strength = workout('HEVY', STRENGTH_TRAINING, 0, 60)
  assert.deepEqual(groupDuplicates([run, strength]), [])
})

test('a record without a sport does not tie the warm-up run to the strength session', () => {
  const run = workout('GARMIN', RUNNING, 0, 12)
  const strength = workout('HEVY', STRENGTH_TRAINING, 1, 60)
  const unnamed = workout('FITBIT', OTHER, 0, 60)
  assert.deepEqual(ids([run, strength, unnamed]), [['FITBIT 0', ['FITBIT 0', 'HEVY 1']]])
})

test('what joins two is one group of three, though the outer ones do not pair', () => {
  const chain = [workout('A', BIKING, 0, 60), workout('B', BIKING, 15, 70), workout('C', BIKING, 30, 80)]
  assert.deepEqual(ids(chain.toSpliced(1, 1)), [])
  assert.deepEqual(ids(chain), [['A 0', ['A 0', 'B 15', 'C 30']]])
})

test('one source does not record a workout twice: of two parts the one more alike joins', () => {
  const parts = [workout('GARMIN', RUNNING, 0, 10), workout('GARMIN', RUNNING, 10, 60)]
  assert.deepEqual(ids(parts), [])
  assert.deepEqual(ids([...parts, workout('STRAVA', RUNNING, 0, 60)]), [['STRAVA 0', ['STRAVA 0', 'GARMIN 10']]])
})

test('known copies are one group by file hash, external id or bundle, whatever their times and sports say', () => {
  const original = workout('GARMIN', RUNNING, 0, 60, { copyOf: ['sha256:0f3a', 'garmin:77'] })
  const uploaded = workout('FILE', OTHER, 0, 60, { copyOf: ['sha256:0f3a'], id: 'upload 1' })
  const again = workout('FILE', OTHER, 0, 60, { copyOf: ['sha256:0f3a'], id: 'upload 2' })
  const cropped = workout('STRAVA', BIKING, 40, 55, { copyOf: ['garmin:77'] })
  assert.deepEqual(ids([cropped, again, uploaded, original], ['GARMIN']), [
    ['GARMIN 0', ['GARMIN 0', 'upload 1', 'upload 2', 'STRAVA 40']],
  ])
})

test('known copies come before likeness in time', () => {
  const mine = workout('GARMIN', RUNNING, 0, 60, { copyOf: ['garmin:1'] })
  const copy = workout('STRAVA', RUNNING, 5, 60, { copyOf: ['garmin:1'] })
  const other = workout('STRAVA', RUNNING, 0, 60)
  assert.deepEqual(ids([mine, copy, other]), [['GARMIN 0', ['GARMIN 0', 'STRAVA 5']]])
})

test('the primary: the user’s priority, then GPS, heart rate, a device of its own, the original, the earliest', () => {
  const plain = workout('A', RUNNING, 0, 60, { isCopy: true })
  const original = workout('B', RUNNING, 1, 60)
  const device = workout('C', RUNNING, 2, 60, { isFromDevice: true, isCopy: true })
  const pulse = workout('D', RUNNING, 3, 60, { hasHeartRateSamples: true })
  const gps = workout('E', RUNNING, 4, 60, { hasGps: true })
  const steps = [plain, original, device, pulse, gps]
  const primary = (workouts: readonly WorkoutRecord[], priority: readonly string[] = []) =>
    groupDuplicates(workouts, { priority })[0]?.primary.source
  assert.equal(primary(steps.slice(0, 2)), 'B')
  assert.equal(primary(steps.slice(0, 3)), 'C')
  assert.equal(primary(steps.slice(0, 4)), 'D')
  assert.equal(primary(steps), 'E')
  assert.equal(primary(steps, ['Z', 'A', 'E']), 'A')
  assert.equal(primary([workout('A', RUNNING, 1, 60), workout('B', RUNNING, 0, 60)]), 'B')
})

const records = fc
  .array(
    fc.record({
      source: fc.constantFrom('A', 'B', 'C', 'D'),
      type: fc.constantFrom(RUNNING, TRAIL_RUNNING, STRENGTH_TRAINING, BIKING, OTHER),
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 0, max: 60 }),
      copyOf: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 1 }),
      hasGps: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(({ source, type, from, length, copyOf, hasGps }, index) =>
      workout(source, type, from, from + length, { id: `${index}`, copyOf, hasGps }),
    ),
  )

test('the order of the workouts does not matter', () => {
  const both = records.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  )
  fc.assert(
    fc.property(both, ([list, shuffled]) => {
      assert.deepEqual(groupDuplicates(shuffled, { priority: ['B'] }), groupDuplicates(list, { priority: ['B'] }))
    }),
  )
})

test('a workout is in one group at most, a group has two or more, and known copies are never apart', () => {
  fc.assert(
    fc.property(records, (list) => {
      const groups = groupDuplicates(list)
      const members = groups.flatMap((group) => group.members)
      assert.equal(new Set(members).size, members.length)
      assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length)
      for (const { primary, members } of groups) assert.ok(members.length > 1 && members.includes(primary))
      for (const name of ['x', 'y', 'z']) {
        const copies = list.filter(({ copyOf }) => copyOf?.includes(name))
        const homes = new Set(copies.map((copy) => groups.find((group) => group.members.includes(copy))))
        assert.ok(copies.length < 2 || (homes.size === 1 && !homes.has(undefined)))
      }
    }),
  )
})

test('without known copies no group has a source twice or two sports that exclude each other', () => {
  fc.assert(
    fc.property(records, (list) => {
      for (const { members } of groupDuplicates(list.map((record) => ({ ...record, copyOf: [] })))) {
        assert.equal(new Set(members.map(({ source }) => source)).size, members.length)
        const named = members.map(({ type }) => (type === TRAIL_RUNNING ? RUNNING : type)).filter((t) => t !== OTHER)
        assert.ok(new Set(named).size <= 1)
      }
    }),
  )
})
