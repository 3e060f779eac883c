// The numbers are the wire contract: none is ever reused or changed. All but `ActivityType` and those that say so have
// 0 for unknown.
import { ActivityType } from './activity-type.ts'

export { ActivityType } from './activity-type.ts'

/** How hard the body works at a moment. */
export const ActivityLevel = {
  UNKNOWN: 0,
  REST: 1,
  INACTIVE: 2,
  LOW_INTENSITY: 3,
  MEDIUM_INTENSITY: 4,
  HIGH_INTENSITY: 5,
} as const
export type ActivityLevel = (typeof ActivityLevel)[keyof typeof ActivityLevel]

/** What a device measures. Words, not numbers. */
export const DeviceDataType = {
  STEPS: 'STEPS',
  ACTIVE_MINUTES: 'ACTIVE_MINUTES',
  BMR: 'BMR',
  CALORIES: 'CALORIES',
  DISTANCE: 'DISTANCE',
  HEART_RATE: 'HEART_RATE',
  OXYGEN_SATURATION: 'OXYGEN_SATURATION',
  SLEEP_TYPE: 'SLEEP_TYPE',
  SPEED: 'SPEED',
  CADENCE: 'CADENCE',
} as const
export type DeviceDataType = (typeof DeviceDataType)[keyof typeof DeviceDataType]

/** What the wearer was doing while the heart rate was taken. */
export const HeartRateContext = {
  NOT_SET: 0,
  ACTIVE: 1,
  NOT_ACTIVE: 2,
} as const
export type HeartRateContext = (typeof HeartRateContext)[keyof typeof HeartRateContext]

/** How an activity or a day came to the provider: 1 is automatic and 2 is manual. A day with any typed-in or altered point is manual. Sleep has its own `SleepUploadType`, where the two are the other way round. */
export const UploadType = {
  UNKNOWN: 0,
  AUTOMATIC: 1,
  MANUAL: 2,
  UPDATE: 3,
  DELETE: 4,
  PENDING: 5,
  THIRD_PARTY_UPLOAD: 6,
} as const
export type UploadType = (typeof UploadType)[keyof typeof UploadType]

/** Where the saturation was measured. 0 is a real value: unknown is null. */
export const OxygenSaturationType = {
  BLOOD: 0,
  MUSCLE: 1,
} as const
export type OxygenSaturationType = (typeof OxygenSaturationType)[keyof typeof OxygenSaturationType]

/** Result of an atrial fibrillation check. 0 is a real value: unknown is null. */
export const AFibFlag = {
  NEGATIVE: 0,
  POSITIVE: 1,
  INCONCLUSIVE: 2,
} as const
export type AFibFlag = (typeof AFibFlag)[keyof typeof AFibFlag]

/** What the ketones were measured in. */
export const KetoneSampleType = {
  UNKNOWN: 0,
  BLOOD: 1,
  URINE: 2,
  BREATH: 3,
} as const
export type KetoneSampleType = (typeof KetoneSampleType)[keyof typeof KetoneSampleType]

/** How a glucose reading compares with the target range. 0 is a real value: unknown is null. */
export const GlucoseFlag = {
  NORMAL: 0,
  HIGH: 1,
  LOW: 2,
} as const
export type GlucoseFlag = (typeof GlucoseFlag)[keyof typeof GlucoseFlag]

/** Which way glucose is going. */
export const TrendArrow = {
  UNKNOWN: 0,
  FALLING_QUICKLY: 1,
  FALLING: 2,
  FLAT: 3,
  RISING: 4,
  RISING_QUICKLY: 5,
} as const
export type TrendArrow = (typeof TrendArrow)[keyof typeof TrendArrow]

/** Stress rating of a day. */
export const StressLevel = {
  UNKNOWN: 0,
  REST: 1,
  LOW: 2,
  MEDIUM: 3,
  HIGH: 4,
} as const
export type StressLevel = (typeof StressLevel)[keyof typeof StressLevel]

/** Phase of the cycle, or of a pregnancy. */
export const MenstruationInterval = {
  UNKNOWN: 0,
  PERIOD: 1,
  FOLLICULAR: 2,
  FERTILE_WINDOW: 3,
  OVULATION: 4,
  LUTEAL: 5,
  PMS: 6,
  FIRST_TRIMESTER: 7,
  SECOND_TRIMESTER: 8,
  THIRD_TRIMESTER: 9,
} as const
export type MenstruationInterval = (typeof MenstruationInterval)[keyof typeof MenstruationInterval]

/** Strength of the flow. `HAD` (5) says that there was one, of unknown strength. */
export const MenstruationFlow = {
  UNKNOWN: 0,
  NONE: 1,
  LIGHT: 2,
  MEDIUM: 3,
  HEAVY: 4,
  HAD: 5,
} as const
export type MenstruationFlow = (typeof MenstruationFlow)[keyof typeof MenstruationFlow]

/** Unit of an amount eaten or drunk. */
export const NutritionUnits = {
  UNKNOWN: 0,
  GRAM: 1,
  TEASPOON: 2,
  TABLESPOON: 3,
  CUP: 4,
  MEDIUM_EGG: 5,
  LARGE_EGG: 6,
  SMALL_EGG: 7,
  MILLILITER: 8,
  OUNCE: 9,
  COUNT: 10,
  SCOOP: 11,
  FLUID_OUNCE: 12,
} as const
export type NutritionUnits = (typeof NutritionUnits)[keyof typeof NutritionUnits]

/** Which meal of the day. */
export const MealType = {
  UNKNOWN: 0,
  BREAKFAST: 1,
  MORNING_SNACK: 2,
  LUNCH: 3,
  AFTERNOON_SNACK: 4,
  DINNER: 5,
  SNACK: 6,
} as const
export type MealType = (typeof MealType)[keyof typeof MealType]

/** How a sleep came to the provider: 1 is manual and 2 is automatic, the other way round from `UploadType`. */
export const SleepUploadType = {
  UNKNOWN: 0,
  MANUAL: 1,
  AUTOMATIC: 2,
  TENTATIVE: 3,
  INDETERMINATE: 4,
} as const
export type SleepUploadType = (typeof SleepUploadType)[keyof typeof SleepUploadType]

/** Stage of sleep. `SLEEPING` (2) is sleep of an unknown stage. */
export const SleepLevel = {
  UNKNOWN: 0,
  AWAKE: 1,
  SLEEPING: 2,
  OUT_OF_BED: 3,
  LIGHT_SLEEP: 4,
  DEEP_SLEEP: 5,
  REM_SLEEP: 6,
} as const
export type SleepLevel = (typeof SleepLevel)[keyof typeof SleepLevel]

/** Coarse group of a health observation. */
export const HealthObservationCategory = {
  UNSPECIFIED: 0,
  SYMPTOM: 1,
  REPRODUCTIVE_HEALTH: 2,
  SELF_CARE: 3,
  MEDICATION: 4,
  LAB_AND_HEALTH_METRICS: 5,
  STATE_OF_MIND: 6,
  DEVICE_EVENT: 7,
  CLINICAL: 8,
} as const
export type HealthObservationCategory = (typeof HealthObservationCategory)[keyof typeof HealthObservationCategory]

/** Which key of an observation value is set. */
export const ObservationValueType = {
  NONE: 0,
  QUANTITY: 1,
  BOOLEAN: 2,
  STRING: 3,
  CODE: 4,
} as const
export type ObservationValueType = (typeof ObservationValueType)[keyof typeof ObservationValueType]

/** How strong a symptom was. */
export const ObservationSeverity = {
  UNSPECIFIED: 0,
  NOT_PRESENT: 1,
  MILD: 2,
  MODERATE: 3,
  SEVERE: 4,
} as const
export type ObservationSeverity = (typeof ObservationSeverity)[keyof typeof ObservationSeverity]

/** State of an observation. `ENTERED_IN_ERROR` (3) takes back what was sent before under the same id. */
export const ObservationStatus = {
  UNSPECIFIED: 0,
  FINAL: 1,
  AMENDED: 2,
  ENTERED_IN_ERROR: 3,
} as const
export type ObservationStatus = (typeof ObservationStatus)[keyof typeof ObservationStatus]

/** Whether the times of a record are UTC or the local time of the user. */
export const TimestampLocalization = {
  UTC: 0,
  LOCAL: 1,
} as const
export type TimestampLocalization = (typeof TimestampLocalization)[keyof typeof TimestampLocalization]

// Keys whose name is not simply their words in capitals.
const spelling = new Map([
  ['HIIT', 'HIIT'],
  ['CROSSFIT', 'CrossFit'],
  ['P90X_EXERCISES', 'P90X Exercises'],
  ['OFF_ROAD_DRIVING', 'Off-Road Driving'],
  ['E_BIKING', 'E-Biking'],
  ['E_MOUNTAIN_BIKING', 'E-Mountain Biking'],
  ['PMS', 'PMS'],
  ['REM_SLEEP', 'REM Sleep'],
  ['UTC', 'UTC'],
])

const smallWords = new Set(['AND', 'FOR', 'IN', 'OF', 'ON', 'WITH'])

const nameOfKey = (key: string): string =>
  spelling.get(key) ??
  key
    .split('_')
    .map((word, index) =>
      index > 0 && smallWords.has(word) ? word.toLowerCase() : word.charAt(0) + word.slice(1).toLowerCase(),
    )
    .join(' ')

/** The values of an enumeration, in the order they are written. */
export const enumValues = <V extends string | number>(values: Readonly<Record<string, V>>): V[] => Object.values(values)

/** The names of an enumeration for people, by value: `enumNames(SleepLevel).get(6)` is "REM Sleep". */
export const enumNames = <V extends string | number>(values: Readonly<Record<string, V>>): ReadonlyMap<V, string> =>
  new Map(Object.entries(values).map(([key, value]) => [value, nameOfKey(key)]))

/** `activityTypeNames.get(8)` is "Running". */
export const activityTypeNames: ReadonlyMap<number, string> = enumNames(ActivityType)
