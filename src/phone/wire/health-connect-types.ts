import { flows, glucose } from '../../import/health-connect/tables.ts'
import type { ActivityType } from '../../schema/enums.ts'
import { ActivityType as t } from '../../schema/enums.ts'
import type { TotalOf } from './day-entry.ts'
import type { FieldRule } from './fields.ts'

// The records of Jetpack's Health Connect library by their class names: fields, units, and what becomes of them.

const field = (
  name: string,
  unit: string | undefined,
  measure: FieldRule['measure'],
  convert?: FieldRule['convert'],
) => ({
  field: name,
  measure,
  ...(unit !== undefined && { unit }),
  ...(convert !== undefined && { convert }),
})

/** Measured at a moment. */
export const instants: ReadonlyMap<string, readonly FieldRule[]> = new Map(
  Object.entries({
    RestingHeartRate: [field('beatsPerMinute', undefined, 'restingHeartRate')],
    HeartRateVariabilityRmssd: [field('heartRateVariabilityMillis', undefined, 'rmssd')],
    OxygenSaturation: [field('percentage', 'value', 'saturation')],
    RespiratoryRate: [field('rate', undefined, 'breaths')],
    Vo2Max: [field('vo2MillilitersPerMinuteKilogram', undefined, 'vo2max')],
    BodyTemperature: [field('temperature', 'inCelsius', 'bodyTemperature')],
    BasalBodyTemperature: [field('temperature', 'inCelsius', 'bodyTemperature')],
    Weight: [field('weight', 'inKilograms', 'weightKg')],
    Height: [field('height', 'inMeters', 'heightCm', (meters) => meters * 100)],
    BodyFat: [field('percentage', 'value', 'bodyFat')],
    LeanBodyMass: [field('mass', 'inKilograms', 'leanKg')],
    BoneMass: [field('mass', 'inKilograms', 'boneKg')],
    BodyWaterMass: [field('mass', 'inKilograms', 'bodyWaterKg')],
    BasalMetabolicRate: [field('basalMetabolicRate', 'inKilocaloriesPerDay', 'bmr')],
    BloodPressure: [
      field('systolic', 'inMillimetersOfMercury', 'systolic'),
      field('diastolic', 'inMillimetersOfMercury', 'diastolic'),
    ],
    MenstruationFlow: [field('flow', undefined, 'flow', (flow) => flows[flow] ?? null)],
  } satisfies Record<string, FieldRule[]>),
)

/** Glucose by what was pricked: Jetpack's `specimenSource`. */
export const glucoseRule = (specimenSource: number | null): FieldRule =>
  field('level', 'inMillimolesPerLiter', glucose.measureOf(specimenSource), glucose.convert)

/** Gathered over an interval. */
export const intervals: ReadonlyMap<string, readonly FieldRule[]> = new Map(
  Object.entries({
    Steps: [field('count', undefined, 'steps')],
    Distance: [field('distance', 'inMeters', 'meters')],
    FloorsClimbed: [field('floors', undefined, 'floors')],
    ElevationGained: [field('elevation', 'inMeters', 'climbMeters')],
    ActiveCaloriesBurned: [field('energy', 'inKilocalories', 'activeKcal')],
    TotalCaloriesBurned: [field('energy', 'inKilocalories', 'totalKcal')],
    Hydration: [field('volume', 'inLiters', 'waterMl', (liters) => liters * 1000)],
  } satisfies Record<string, FieldRule[]>),
)

/** Many values in one record: the list they stand in. */
export const seriesTypes: ReadonlyMap<string, { list: string; rule: FieldRule }> = new Map(
  Object.entries({
    HeartRate: { list: 'samples', rule: field('beatsPerMinute', undefined, 'heartRate') },
    Speed: { list: 'samples', rule: field('speed', 'inMetersPerSecond', 'speed') },
    Power: { list: 'samples', rule: field('power', 'inWatts', 'power') },
    CyclingPedalingCadence: { list: 'samples', rule: field('revolutionsPerMinute', undefined, 'cadence') },
    StepsCadence: { list: 'samples', rule: field('rate', undefined, 'cadence') },
    SkinTemperature: { list: 'deltas', rule: field('delta', 'inCelsius', 'skinDelta') },
  } satisfies Record<string, { list: string; rule: FieldRule }>),
)

/** What an aggregate of a day tells, by the record it is made of. */
export const totalTypes: ReadonlyMap<string, TotalOf> = new Map(
  Object.entries({
    Steps: 'steps',
    Distance: 'meters',
    FloorsClimbed: 'floors',
    ActiveCaloriesBurned: 'activeKcal',
    BasalMetabolicRate: 'restKcal',
    TotalCaloriesBurned: 'totalKcal',
    ExerciseSession: 'activeSeconds',
  } satisfies Record<string, TotalOf>),
)

/** Every `EXERCISE_TYPE_…` of Jetpack's library (androidx.health.connect 1.1), whose numbers the platform does not share. */
export const sports: ReadonlyMap<string, ActivityType> = new Map(
  (
    [
      [0, t.OTHER],
      [2, t.BADMINTON],
      [4, t.BASEBALL],
      [5, t.BASKETBALL],
      [8, t.BIKING],
      [9, t.STATIONARY_BIKING],
      [10, t.CIRCUIT_TRAINING], // boot camp
      [11, t.BOXING],
      [13, t.CALISTHENICS],
      [14, t.CRICKET],
      [16, t.DANCING],
      [25, t.ELLIPTICAL],
      [26, t.AEROBICS], // exercise class
      [27, t.FENCING],
      [28, t.AMERICAN_FOOTBALL],
      [29, t.AUSTRALIAN_FOOTBALL],
      [31, t.FRISBEE],
      [32, t.GOLF],
      [33, t.GUIDED_BREATHING],
      [34, t.GYMNASTICS],
      [35, t.HANDBALL],
      [36, t.HIIT],
      [37, t.HIKING],
      [38, t.HOCKEY], // on ice
      [39, t.ICE_SKATING],
      [44, t.MARTIAL_ARTS],
      [46, t.PADDLING],
      [47, t.PARAGLIDING],
      [48, t.PILATES],
      [50, t.RACQUETBALL],
      [51, t.ROCK_CLIMBING],
      [52, t.HOCKEY], // on rollers
      [53, t.ROWING],
      [54, t.ROWING_MACHINE],
      [55, t.RUGBY],
      [56, t.RUNNING],
      [57, t.TREADMILL_RUNNING],
      [58, t.SAILING],
      [59, t.SCUBA_DIVING],
      [60, t.SKATING],
      [61, t.SKIING],
      [62, t.SNOWBOARDING],
      [63, t.SNOWSHOEING],
      [64, t.ENGLISH_FOOTBALL],
      [65, t.SOFTBALL],
      [66, t.SQUASH],
      [68, t.STAIR_CLIMBING],
      [69, t.STAIR_CLIMBING_MACHINE],
      [70, t.STRENGTH_TRAINING],
      [71, t.STRETCHING],
      [72, t.SURFING],
      [73, t.OPEN_WATER_SWIMMING],
      [74, t.SWIMMING_IN_POOL],
      [75, t.TABLE_TENNIS],
      [76, t.TENNIS],
      [78, t.VOLLEYBALL],
      [79, t.WALKING],
      [80, t.WATER_POLO],
      [81, t.WEIGHTLIFTING],
      [82, t.WHEELCHAIR],
      [83, t.YOGA],
    ] as const
  ).map(([number, type]) => [`${number}`, type]),
)
