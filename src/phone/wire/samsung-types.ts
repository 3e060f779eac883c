import { exerciseTypes } from '../../import/samsung-health/exercise-types.ts'
import { mmolToMgPerDl } from '../../normalise/units.ts'
import type { ActivityType } from '../../schema/enums.ts'
import { MealType, ActivityType as t } from '../../schema/enums.ts'
import type { TotalOf } from './day-entry.ts'
import type { FieldRule } from './fields.ts'

// The data types of Samsung's Health Data SDK: fields spelt as its constants are, in camelCase, and what becomes of them.

const field = (name: string, measure: FieldRule['measure'], convert?: FieldRule['convert']): FieldRule => ({
  field: name,
  measure,
  ...(convert !== undefined && { convert }),
})

const toMgPerDl = (mmol: number): number => mmolToMgPerDl(mmol)

/** The values of a point, and of the finer list in it, which counts instead where it is there. */
export interface PointRule {
  fields: readonly FieldRule[]
  series?: FieldRule
  /** Gathered until the point's end. */
  isSpan?: true
}

export const points: ReadonlyMap<string, PointRule> = new Map(
  Object.entries({
    HEART_RATE: { fields: [field('heartRate', 'heartRate')], series: field('heartRate', 'heartRate') },
    BLOOD_OXYGEN: {
      fields: [field('oxygenSaturation', 'saturation')],
      series: field('oxygenSaturation', 'saturation'),
    },
    SKIN_TEMPERATURE: {
      fields: [field('skinTemperature', 'skinTemperature')],
      series: field('skinTemperature', 'skinTemperature'),
    },
    BODY_TEMPERATURE: { fields: [field('bodyTemperature', 'bodyTemperature')] },
    BLOOD_GLUCOSE: {
      fields: [field('glucoseLevel', 'spotGlucose', toMgPerDl)],
      series: field('glucose', 'glucose', toMgPerDl),
    },
    BLOOD_PRESSURE: {
      fields: [field('systolic', 'systolic'), field('diastolic', 'diastolic'), field('pulseRate', 'heartRate')],
    },
    BODY_COMPOSITION: {
      fields: [
        field('weight', 'weightKg'),
        field('height', 'heightCm'),
        field('bodyFat', 'bodyFat'),
        field('fatFreeMass', 'leanKg'),
        field('skeletalMuscleMass', 'muscleKg'),
        // A litre of water is a kilogram.
        field('totalBodyWater', 'bodyWaterKg'),
        field('basalMetabolicRate', 'bmr'),
      ],
    },
    FLOORS_CLIMBED: { fields: [field('floor', 'floors')], isSpan: true },
    WATER_INTAKE: { fields: [field('amount', 'waterMl')] },
  } satisfies Record<string, PointRule>),
)

/** What a line of a workout's log tells. */
export const logRules: readonly FieldRule[] = [
  field('heartRate', 'ownHeartRate'),
  field('speed', 'ownSpeed'),
  field('cadence', 'ownCadence'),
  field('power', 'ownPower'),
]

/** The aggregates of a day by data type and operation; a data type alone stands for its only one. */
export const totalTypes: ReadonlyMap<string, TotalOf> = new Map(
  Object.entries({
    STEPS: 'steps',
    FLOORS_CLIMBED: 'floors',
    'ACTIVITY_SUMMARY.TOTAL_DISTANCE': 'meters',
    'ACTIVITY_SUMMARY.TOTAL_ACTIVE_CALORIES_BURNED': 'activeKcal',
    'ACTIVITY_SUMMARY.TOTAL_CALORIES_BURNED': 'totalKcal',
    'ACTIVITY_SUMMARY.TOTAL_ACTIVE_TIME': 'activeSeconds',
  } satisfies Record<string, TotalOf>),
)

export const mealTypes: ReadonlyMap<string, MealType> = new Map(
  Object.entries({
    BREAKFAST: MealType.BREAKFAST,
    LUNCH: MealType.LUNCH,
    DINNER: MealType.DINNER,
    MORNING_SNACK: MealType.MORNING_SNACK,
    AFTERNOON_SNACK: MealType.AFTERNOON_SNACK,
    EVENING_SNACK: MealType.SNACK,
    SNACK: MealType.SNACK,
  }),
)

/** Names of `PredefinedExerciseType` that stand for a number of the older SDK, which the archive of the app has too. */
const codes = {
  WALKING: 1001,
  RUNNING: 1002,
  BASEBALL: 2001,
  SOFTBALL: 2002,
  CRICKET: 2003,
  GOLF: 3001,
  BOWLING: 3003,
  HOCKEY: 4001,
  RUGBY: 4002,
  BASKETBALL: 4003,
  SOCCER: 4004,
  HANDBALL: 4005,
  AMERICAN_FOOTBALL: 4006,
  VOLLEYBALL: 5001,
  BEACH_VOLLEYBALL: 5002,
  SQUASH: 6001,
  TENNIS: 6002,
  BADMINTON: 6003,
  TABLE_TENNIS: 6004,
  RACQUETBALL: 6005,
  BOXING: 7002,
  MARTIAL_ARTS: 7003,
  BALLET: 8001,
  DANCING: 8002,
  BALLROOM_DANCING: 8003,
  PILATES: 9001,
  YOGA: 9002,
  STRETCHING: 10001,
  JUMP_ROPE: 10002,
  HULA_HOOPING: 10003,
  PUSH_UPS: 10004,
  PULL_UPS: 10005,
  SIT_UPS: 10006,
  CIRCUIT_TRAINING: 10007,
  MOUNTAIN_CLIMBERS: 10008,
  JUMPING_JACKS: 10009,
  BURPEES: 10010,
  BENCH_PRESS: 10011,
  SQUATS: 10012,
  LUNGES: 10013,
  LEG_PRESSES: 10014,
  LEG_EXTENSIONS: 10015,
  LEG_CURLS: 10016,
  BACK_EXTENSIONS: 10017,
  LAT_PULLDOWNS: 10018,
  DEADLIFTS: 10019,
  SHOULDER_PRESSES: 10020,
  FRONT_RAISES: 10021,
  LATERAL_RAISES: 10022,
  CRUNCH: 10023,
  LEG_RAISES: 10024,
  PLANK: 10025,
  ARM_CURLS: 10026,
  ARM_EXTENSIONS: 10027,
  INLINE_SKATING: 11001,
  HANG_GLIDING: 11002,
  ARCHERY: 11004,
  HORSEBACK_RIDING: 11005,
  BIKING: 11007,
  FLYING_DISC: 11008,
  ROLLER_SKATING: 11009,
  AEROBICS: 12001,
  HIKING: 13001,
  ROCK_CLIMBING: 13002,
  BACKPACKING: 13003,
  MOUNTAIN_BIKING: 13004,
  ORIENTEERING: 13005,
  AQUA_AEROBICS: 14002,
  CANOEING: 14003,
  SAILING: 14004,
  SCUBA_DIVING: 14005,
  SNORKELING: 14006,
  KAYAKING: 14007,
  KITESURFING: 14008,
  RAFTING: 14009,
  ROWING: 14010,
  WINDSURFING: 14011,
  YACHTING: 14012,
  WATER_SKIING: 14013,
  STEP_MACHINE: 15001,
  WEIGHT_MACHINE: 15002,
  STATIONARY_BIKING: 15003,
  ROWING_MACHINE: 15004,
  TREADMILL: 15005,
  ELLIPTICAL: 15006,
  CROSS_COUNTRY_SKIING: 16001,
  SKIING: 16002,
  ICE_DANCING: 16003,
  ICE_SKATING: 16004,
  ICE_HOCKEY: 16006,
  SNOWBOARDING: 16007,
  ALPINE_SKIING: 16008,
  SNOWSHOEING: 16009,
} as const

/** Names that the older SDK has not. */
const newer = {
  UNDEFINED: t.OTHER,
  OTHER: t.OTHER,
  STAIR_CLIMBING: t.STAIR_CLIMBING,
  TRACK_RUNNING: t.RUNNING,
  SKATERS: t.CALISTHENICS,
  HIGH_KNEES: t.CALISTHENICS,
  POOL_SWIMMING: t.SWIMMING_IN_POOL,
  OPEN_WATER_SWIMMING: t.OPEN_WATER_SWIMMING,
  STAIR_CLIMBING_MACHINE: t.STAIR_CLIMBING_MACHINE,
  TRIATHLON: t.TRIATHLON,
  DUATHLON: t.OTHER,
  AQUATHLON: t.OTHER,
  AQUABIKE: t.OTHER,
  CROSS_TRIATHLON: t.TRIATHLON,
  CROSS_DUATHLON: t.OTHER,
  BREAK: t.OTHER,
  COOL_DOWN: t.STRETCHING,
  WARM_UP: t.STRETCHING,
  TRANSITION: t.OTHER,
  ZUMBA: t.DANCING,
} as const satisfies Record<string, ActivityType>

export const sports: ReadonlyMap<string, ActivityType> = new Map([
  ...Object.entries(codes).map(([name, code]): [string, ActivityType] => [
    name,
    exerciseTypes.get(`${code}`) ?? t.OTHER,
  ]),
  ...Object.entries(newer),
])
