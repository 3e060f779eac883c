import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AthleteMetrics, plannedWorkoutDetailsSchema } from '../schema/planned-workout.ts'
import type { IntensityTarget, StepBlock, WorkoutStep, WorkoutTemplate } from '../schema/workout-template.ts'
import { renderTemplate } from './details.ts'

const once: StepBlock['completion_condition'] = { type: 'reps', value: 1 }
const aStep: WorkoutStep = { completion_condition: { type: 'time', value: 60 }, intensity_type: 'active' }
const templateOf = (steps: WorkoutStep[], rest: Partial<WorkoutTemplate> = {}): WorkoutTemplate => ({
  name: 'Session',
  sport: 'running',
  step_blocks: [{ completion_condition: once, steps }],
  ...rest,
})

function render(template: WorkoutTemplate, metrics: AthleteMetrics = {}) {
  const { details, coercionWarnings } = renderTemplate(template, '2026-07-05', metrics)
  assert.deepEqual(plannedWorkoutDetailsSchema.safeParse(details).error, undefined)
  return { steps: details.steps ?? [], metadata: details.metadata, warnings: coercionWarnings }
}
const stepOf = (step: Partial<WorkoutStep>, metrics: AthleteMetrics = {}) => {
  const { steps, warnings } = render(templateOf([{ ...aStep, ...step }]), metrics)
  return { step: steps[0], warnings }
}

test('a block that is done once is its steps, another one a step that repeats them', () => {
  const { steps } = render(
    templateOf([], {
      step_blocks: [
        { completion_condition: once, steps: [aStep, aStep] },
        { completion_condition: { type: 'reps', value: 4 }, steps: [aStep] },
        { completion_condition: { type: 'time', value: 600 }, steps: [aStep] },
      ],
    }),
  )
  const inner = { type: 0, intensity: 5, durations: [{ duration_type: 0, seconds: 60 }] }
  assert.deepEqual(steps, [
    { ...inner, order: 0 },
    { ...inner, order: 1 },
    { type: 1, order: 2, durations: [{ duration_type: 9, reps: 4 }], steps: [{ ...inner, order: 0 }] },
    { type: 1, order: 3, durations: [{ duration_type: 8, seconds: 600 }], steps: [{ ...inner, order: 0 }] },
  ])
})

test('every condition has its own figure', () => {
  const metrics = { max_heart_rate: 200, ftp: 300 }
  for (const [condition, duration] of [
    [
      { type: 'time', value: 90 },
      { duration_type: 0, seconds: 90 },
    ],
    [
      { type: 'distance', value: 400 },
      { duration_type: 1, distance_meters: 400 },
    ],
    [
      { type: 'hr_less_than', value: 120 },
      { duration_type: 2, hr_below_bpm: 120 },
    ],
    [
      { type: 'hr_greater_than', value: 150 },
      { duration_type: 3, hr_above_bpm: 150 },
    ],
    [
      { type: 'hr', value: 150 },
      { duration_type: 3, hr_above_bpm: 150 },
    ],
    [
      { type: 'calories', value: 100 },
      { duration_type: 4, calories: 100 },
    ],
    [{ type: 'open' }, { duration_type: 5 }],
    [
      { type: 'power', value: 250 },
      { duration_type: 7, power_above_watts: 250 },
    ],
    [
      { type: 'reps', value: 12 },
      { duration_type: 9, reps: 12 },
    ],
    [
      { type: 'hr_percentage', value: 80 },
      { duration_type: 3, hr_above_bpm: 160 },
    ],
    [
      { type: 'power_percentage', value: 90 },
      { duration_type: 7, power_above_watts: 270 },
    ],
  ] as const) {
    const { step, warnings } = stepOf({ completion_condition: condition }, metrics)
    assert.deepEqual([step?.durations, warnings], [[duration], null])
  }
})

test('what is not known of the athlete, or not said, leaves a step open with a warning', () => {
  for (const [condition, warning] of [
    [{ type: 'hr_percentage', value: 80 }, 'block 1: hr_percentage needs max_heart_rate and is left open'],
    [{ type: 'power_percentage', value: 80 }, 'block 1: power_percentage needs ftp and is left open'],
    [{ type: 'time' }, 'block 1: time has no value and is left open'],
  ] as const) {
    const { step, warnings } = stepOf({ completion_condition: condition })
    assert.deepEqual([step?.durations, warnings], [[{ duration_type: 5 }], warning])
  }
  const range = stepOf({ completion_condition: { type: 'time', value_low: 60, value_high: 90 } })
  assert.deepEqual(
    [range.step?.durations, range.warnings],
    [[{ duration_type: 0, seconds: 90 }], 'block 1: of a range of time one end is kept'],
  )
})

test('every target has its own figures, and shares of a threshold are worked out', () => {
  const metrics = { max_heart_rate: 200, threshold_heart_rate: 170 }
  const targets: [IntensityTarget, object][] = [
    [{ target_type: 'open' }, { target_type: 2 }],
    [
      { target_type: 'speed', value_low: 3, value_high: 3.5 },
      { target_type: 0, speed_meters_per_second_low: 3, speed_meters_per_second_high: 3.5 },
    ],
    [
      { target_type: 'speed_lap', value: 4 },
      { target_type: 9, speed_meters_per_second: 4 },
    ],
    // 5 min/km is 1000 m in 300 s; 4 min/km, the faster one, 1000 m in 240 s.
    [
      { target_type: 'pace', value_low: 4, value_high: 5 },
      { target_type: 11, speed_meters_per_second_low: 3.3333, speed_meters_per_second_high: 4.1667 },
    ],
    [
      { target_type: 'heart_rate', value: 150 },
      { target_type: 1, hr_bpm_low: 150, hr_bpm_high: 150 },
    ],
    [
      { target_type: 'heart_rate_lap', value_low: 140, value_high: 150 },
      { target_type: 10, hr_bpm_low: 140, hr_bpm_high: 150 },
    ],
    [
      { target_type: 'heart_rate_max_percentage', value_low: 80, value_high: 90 },
      { target_type: 13, hr_percentage_low: 80, hr_percentage_high: 90, hr_bpm_low: 160, hr_bpm_high: 180 },
    ],
    [
      { target_type: 'heart_rate_threshold_percentage', value: 100 },
      { target_type: 12, hr_percentage: 100, hr_bpm_low: 170, hr_bpm_high: 170 },
    ],
    [
      { target_type: 'cadence', value: 90 },
      { target_type: 3, cadence: 90 },
    ],
    [
      { target_type: 'power', value_low: 200, value_high: 220 },
      { target_type: 4, power_watt_low: 200, power_watt_high: 220 },
    ],
    [
      { target_type: 'swim_stroke', value: 20 },
      { target_type: 8, swim_strokes: 20 },
    ],
  ]
  for (const [target, expected] of targets)
    assert.deepEqual(stepOf({ intensity_targets: [target] }, metrics).step?.targets, [expected])
  const unknown = stepOf({ intensity_targets: [{ target_type: 'heart_rate_max_percentage', value: 80 }] })
  assert.deepEqual(unknown.step?.targets, [{ target_type: 13, hr_percentage: 80 }])
})

test('strength and swimming keep what the form knows, and say what it does not', () => {
  const press = {
    exercise_name: 'Bench press',
    weight: 100,
    weight_display_unit: 'lbs',
    exercise_category: 'BENCH_PRESS',
  }
  const strength = stepOf({ strength: { ...press, weight_display_unit: 'lbs' } })
  assert.deepEqual(
    [strength.step?.exercise_name, strength.step?.weight_kg, strength.step?.exercise_category, strength.warnings],
    ['Bench press', 45.359, 1, null],
  )
  assert.equal(
    stepOf({ strength: { exercise_category: 'JUGGLING' } }).warnings,
    'block 1: the exercise category JUGGLING is not known',
  )
  const swim = stepOf({ swimming: { stroke_type: 'butterfly', equipment: ['swim_fins', 'swim_paddles'] } })
  assert.deepEqual([swim.step?.stroke_type, swim.step?.equipment_type, swim.warnings], [4, [1, 3], null])
  const drill = stepOf({ swimming: { stroke_type: 'im', drill_type: 'kick' } })
  assert.deepEqual(
    [drill.step?.stroke_type, drill.warnings],
    [0, 'block 1: the stroke im becomes another one; block 1: the drill kick is left out'],
  )
})

test('settings of the machine are told in words', () => {
  const controls = [
    { type: 'grade', value: 0.025 },
    { type: 'resistance', value: 7 },
  ] as const
  const { step, warnings } = stepOf({ notes: 'Stay tall', controls: [...controls] })
  assert.deepEqual(
    [step?.description, warnings],
    ['Stay tall. grade 2.5 %. resistance 7', 'block 1: settings of the machine are kept as text'],
  )
})

test('the metadata has the sport where it takes place, and the pool of the plan before that of the template', () => {
  const pool: Partial<WorkoutTemplate> = {
    sport: 'swimming',
    environment: 'pool',
    pool_length_meters: 25,
    description: 'Short',
    estimated_duration_seconds: 1800,
  }
  assert.deepEqual(render(templateOf([aStep], pool), { pool_length_meters: 50 }).metadata, {
    name: 'Session',
    description: 'Short',
    type: 83,
    planned_date: '2026-07-05',
    estimated_duration_seconds: 1800,
    pool_length_meters: 50,
  })
  assert.equal(render(templateOf([aStep], { sport: 'cycling', environment: 'outdoor' })).metadata?.type, 1)
})
