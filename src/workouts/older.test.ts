import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plannedWorkoutDetailsSchema } from '../schema/planned-workout.ts'
import { olderWorkoutAsked } from '../schema/terra/older-workout.ts'
import { readOlder } from './older-read.ts'
import { showOlder } from './older-show.ts'

const read = (workout: object) => {
  const { details, coercionWarnings } = readOlder(olderWorkoutAsked.parse(workout))
  assert.deepEqual(plannedWorkoutDetailsSchema.safeParse(details).error, undefined)
  return { details, coercionWarnings }
}
const json = (value: unknown) => JSON.parse(JSON.stringify(value))
const metadata = { name: 'Session', type: 'SWIMMING_SWIMMING_POOL', planned_date: '2026-07-05' }

test('what is shown in the older shape and read again is the same', () => {
  const steps = [
    {
      type: 'PlannedWorkoutRepeatStep',
      order: 0,
      durations: [{ type: 'RepsPlannedWorkoutStepDuration', duration_type: 'REPS', reps: 4 }],
      targets: [],
      steps: [
        {
          type: 'SwimmingPlannedWorkoutStep',
          order: 0,
          intensity: 'INTERVAL',
          durations: [
            { type: 'DistancePlannedWorkoutStepDuration', duration_type: 'DISTANCE_METERS', distance_meters: 100 },
          ],
          targets: [{ type: 'SwimStrokePlannedWorkoutStepTarget', target_type: 'SWIM_STROKE', swim_strokes: 20 }],
          stroke_type: 'FREESTYLE',
          equipment_type: 'SWIM_FINS',
        },
      ],
    },
    {
      type: 'StrengthPlannedWorkoutStep',
      order: 1,
      intensity: 'ACTIVE',
      exercise_name: 'Squat',
      exercise_category: 'SQUAT',
      weight_kg: 80,
      durations: [{ type: 'PlannedWorkoutStepDuration', duration_type: 'OPEN' }],
      targets: [{ type: 'HRPlannedWorkoutStepTarget', target_type: 'HEART_RATE', hr_bpm_low: 120, hr_bpm_high: 150 }],
    },
    {
      type: 'PlannedWorkoutStep',
      order: 2,
      intensity: 'COOLDOWN',
      durations: [{ type: 'HRBelowPlannedWorkoutStepDuration', duration_type: 'HR_LESS_THAN', hr_below_bpm: 110 }],
      targets: [
        {
          type: 'PacePlannedWorkoutStepTarget',
          target_type: 'PACE',
          speed_meters_per_second: 2.7778,
          pace_minutes_per_kilometer: 6,
        },
      ],
    },
  ]
  const { details, coercionWarnings } = read({ metadata, steps })
  assert.equal(coercionWarnings, null)
  assert.deepEqual(json(showOlder({ planned_workout_id: '7' }, details, 'SANDBOX')), {
    metadata: { ...metadata, id: '7', provider: 'SANDBOX' },
    steps,
  })
})

test('names become numbers, whatever the case and the generation', () => {
  const { details } = read({ metadata: { ...metadata, type: 'walking_for_fitness' }, steps: [{ intensity: 'rest' }] })
  assert.deepEqual([details.metadata?.type, details.steps?.[0]?.intensity], [93, 0])
  assert.equal(read({ metadata: { ...metadata, type: 'WALKING_FITNESS' } }).details.metadata?.type, 93)
})

test('what the newer shape cannot say is told', () => {
  const targets = [
    { target_type: 'TSS', tss: 40 },
    { target_type: 'IF', if_low: 0.8, if_high: 0.9 },
  ]
  assert.equal(
    read({ metadata, steps: [{ targets }] }).coercionWarnings,
    'step 1: a target of tss is left out; step 1: a target of if is left out',
  )
})
