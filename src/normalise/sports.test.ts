import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ActivityType, enumValues } from '../schema/enums.ts'
import { sameWorkout, sportFamily } from './sports.ts'

const minute = 60_000
const workout = (type: ActivityType, from: number, to: number) => ({ type, startMs: from * minute, endMs: to * minute })
const { RUNNING, TRAIL_RUNNING, TREADMILL_RUNNING, STRENGTH_TRAINING, BIKING, E_BIKING, UNKNOWN, OTHER, IN_VEHICLE } =
  ActivityType

test('every activity type has a family, type 0 too', () => {
  for (const type of enumValues(ActivityType)) assert.equal(typeof sportFamily(type), 'string', `type ${type}`)
  assert.equal(sportFamily(IN_VEHICLE), 'vehicle')
  assert.equal(sportFamily(TRAIL_RUNNING), sportFamily(TREADMILL_RUNNING))
  assert.equal(sportFamily(E_BIKING), sportFamily(BIKING))
})

test('a run on the watch and its copy in an app are one workout', () => {
  assert.ok(sameWorkout(workout(RUNNING, 0, 60), workout(TRAIL_RUNNING, 2, 58)))
  assert.ok(sameWorkout(workout(RUNNING, 0, 60), workout(RUNNING, 20, 65)))
})

test('a warm-up run and the strength session after it are two', () => {
  assert.ok(!sameWorkout(workout(RUNNING, 0, 12), workout(STRENGTH_TRAINING, 0, 60)))
  assert.ok(!sameWorkout(workout(RUNNING, 0, 12), workout(RUNNING, 12, 60)))
})

test('starts more than 20 minutes apart are two, however they overlap', () => {
  assert.ok(!sameWorkout(workout(BIKING, 0, 240), workout(BIKING, 20.01, 240)))
})

test('less than 70 % of the shorter in common is two', () => {
  assert.ok(sameWorkout(workout(BIKING, 0, 20), workout(BIKING, 6, 30)))
  assert.ok(!sameWorkout(workout(BIKING, 0, 20), workout(BIKING, 6.1, 30)))
})

test('a workout whose sport is unknown does not contradict one that is known', () => {
  assert.ok(sameWorkout(workout(UNKNOWN, 0, 60), workout(RUNNING, 1, 60)))
  assert.ok(sameWorkout(workout(BIKING, 0, 60), workout(OTHER, 1, 60)))
})

test('the order of the two does not matter, and every workout is itself', () => {
  const any = fc
    .tuple(
      fc.constantFrom(...enumValues(ActivityType)),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 120 }),
    )
    .map(([type, from, length]) => workout(type, from, from + length))
  fc.assert(
    fc.property(any, any, (a, b) => {
      assert.equal(sameWorkout(a, b), sameWorkout(b, a))
      assert.ok(sameWorkout(a, a))
    }),
  )
})
