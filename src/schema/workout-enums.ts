// The numbers of a provider-side workout. Terra publishes the names, in its client libraries, and that they are numbers;
// the numbers here are the places of the names in those lists.

/** Role of a step. */
export const WorkoutIntensity = {
  REST: 0,
  WARMUP: 1,
  COOLDOWN: 2,
  RECOVERY: 3,
  INTERVAL: 4,
  ACTIVE: 5,
} as const

/** Whether a step is done once or is a block that is repeated. */
export const WorkoutStepKind = {
  STEP: 0,
  REPETITION: 1,
} as const

/** When a step is over. */
export const WorkoutDuration = {
  TIME: 0,
  DISTANCE_METERS: 1,
  HR_LESS_THAN: 2,
  HR_GREATER_THAN: 3,
  CALORIES: 4,
  OPEN: 5,
  POWER_LESS_THAN: 6,
  POWER_GREATER_THAN: 7,
  REPETITION_TIME: 8,
  REPS: 9,
  FIXED_REST: 10,
  TIME_AT_VALID_CDA: 11,
  STEPS: 12,
} as const

/** What is held during a step. */
export const WorkoutTarget = {
  SPEED: 0,
  HEART_RATE: 1,
  OPEN: 2,
  CADENCE: 3,
  POWER: 4,
  GRADE: 5,
  RESISTANCE: 6,
  POWER_LAP: 7,
  SWIM_STROKE: 8,
  SPEED_LAP: 9,
  HEART_RATE_LAP: 10,
  PACE: 11,
  HEART_RATE_THRESHOLD_PERCENTAGE: 12,
  HEART_RATE_MAX_PERCENTAGE: 13,
  SPEED_PERCENTAGE: 14,
  POWER_PERCENTAGE: 15,
  REPETITION: 16,
  TSS: 17,
  IF: 18,
} as const

/** Swimming stroke of a step. */
export const WorkoutStroke = {
  OTHER: 0,
  FREESTYLE: 1,
  BACKSTROKE: 2,
  BREASTSTROKE: 3,
  BUTTERFLY: 4,
  REST: 5,
} as const

/** What a swimmer wears or holds. */
export const WorkoutEquipment = {
  NONE: 0,
  SWIM_FINS: 1,
  SWIM_KICKBOARD: 2,
  SWIM_PADDLES: 3,
  SWIM_PULL_BUOY: 4,
  SWIM_SNORKEL: 5,
} as const

/** Category of an exercise, in Garmin's words. */
export const ExerciseCategory = {
  UNKNOWN: 0,
  BENCH_PRESS: 1,
  CALF_RAISE: 2,
  CARDIO: 3,
  CARRY: 4,
  CHOP: 5,
  CORE: 6,
  CRUNCH: 7,
  CURL: 8,
  DEADLIFT: 9,
  FLYE: 10,
  HIP_RAISE: 11,
  HIP_STABILITY: 12,
  HIP_SWING: 13,
  HYPEREXTENSION: 14,
  LATERAL_RAISE: 15,
  LEG_CURL: 16,
  LEG_RAISE: 17,
  LUNGE: 18,
  OLYMPIC_LIFT: 19,
  PLANK: 20,
  PLYO: 21,
  PULL_UP: 22,
  PUSH_UP: 23,
  ROW: 24,
  SHOULDER_PRESS: 25,
  SHOULDER_STABILITY: 26,
  SHRUG: 27,
  SIT_UP: 28,
  SQUAT: 29,
  TOTAL_BODY: 30,
  TRICEPS_EXTENSION: 31,
  WARM_UP: 32,
  RUN: 33,
  BIKE: 34,
  CARDIO_SENSORS: 35,
} as const

/** The number behind a name of an enumeration; undefined for a name it does not have. */
export const numberOfName = (values: Readonly<Record<string, number>>, name: string): number | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

/** The name behind a number of an enumeration; undefined for a number it does not have. */
export const nameOfNumber = (values: Readonly<Record<string, number>>, number: number): string | undefined =>
  Object.keys(values).find((name) => values[name] === number)
