import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ActivityType } from '../../../schema/enums.ts'
import { workoutType, workoutTypes } from './workout-types.ts'

test('maps every workout of HealthKit to a type of the schema', () => {
  const defined = new Set<number>(Object.values(ActivityType))
  assert.ok(Object.keys(workoutTypes).length >= 83)
  for (const [name, type] of Object.entries(workoutTypes)) assert.ok(defined.has(type), name)
})

test('tells indoor sports and waters apart', () => {
  const type = (name: string, metadata: Record<string, string> = {}) => workoutType(name, metadata).type
  assert.equal(type('Running'), 8)
  assert.equal(type('Running', { HKIndoorWorkout: '1' }), 58)
  assert.equal(type('Cycling', { HKIndoorWorkout: '1' }), 18)
  assert.equal(type('Rowing', { HKIndoorWorkout: '1' }), 54)
  assert.equal(type('Yoga', { HKIndoorWorkout: '1' }), 100)
  assert.equal(type('Swimming', { HKSwimmingLocationType: '1' }), 83)
  assert.equal(type('Swimming', { HKSwimmingLocationType: '2' }), 84)
})

test('keeps what it does not know as other', () => {
  assert.deepEqual(workoutType('Quidditch', {}), { type: 108, isKnown: false })
  assert.deepEqual(workoutType('constructor', {}), { type: 108, isKnown: false })
})
