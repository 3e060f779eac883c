import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as enums from './enums.ts'

const numbersOf = (values: Readonly<Record<string, number | string>>) => enums.enumValues(values)
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index)

test('activity types are 0–154 without the numbers that stand for nothing', () => {
  const missing = [2, 6, 72, 107, 109, 110, 111, 112, 121]
  assert.deepEqual(
    numbersOf(enums.ActivityType),
    upTo(154).filter((value) => !missing.includes(value)),
  )
})

test('activity types have the numbers of the contract', () => {
  const { ActivityType } = enums
  assert.equal(ActivityType.IN_VEHICLE, 0)
  assert.equal(ActivityType.BIKING, 1)
  assert.equal(ActivityType.STILL, 3)
  assert.equal(ActivityType.UNKNOWN, 4)
  assert.equal(ActivityType.WALKING, 7)
  assert.equal(ActivityType.RUNNING, 8)
  assert.equal(ActivityType.SLEDDING, 71)
  assert.equal(ActivityType.SNOWBOARDING, 73)
  assert.equal(ActivityType.OTHER, 108)
  assert.equal(ActivityType.CROSSFIT, 113)
  assert.equal(ActivityType.GUIDED_BREATHING, 122)
  assert.equal(ActivityType.E_MOUNTAIN_BIKING, 153)
  assert.equal(ActivityType.PHYSICAL_THERAPY, 154)
})

test('every other enumeration of numbers counts from 0 without a gap', () => {
  const last = {
    ActivityLevel: 5,
    HeartRateContext: 2,
    UploadType: 6,
    OxygenSaturationType: 1,
    AFibFlag: 2,
    KetoneSampleType: 3,
    GlucoseFlag: 2,
    TrendArrow: 5,
    StressLevel: 4,
    MenstruationInterval: 9,
    MenstruationFlow: 5,
    NutritionUnits: 12,
    MealType: 6,
    SleepUploadType: 4,
    SleepLevel: 6,
    HealthObservationCategory: 8,
    ObservationValueType: 4,
    ObservationSeverity: 4,
    ObservationStatus: 3,
    TimestampLocalization: 1,
  } as const
  for (const [name, value] of Object.entries(last)) {
    const found = Object.entries(enums).find(([key]) => key === name)?.[1]
    assert.ok(typeof found === 'object' && !(found instanceof Map), name)
    assert.deepEqual(Object.values(found), upTo(value), name)
  }
})

test('automatic and manual change places between the two upload types', () => {
  assert.equal(enums.UploadType.AUTOMATIC, 1)
  assert.equal(enums.UploadType.MANUAL, 2)
  assert.equal(enums.SleepUploadType.MANUAL, 1)
  assert.equal(enums.SleepUploadType.AUTOMATIC, 2)
})

test('the easily mistaken numbers are as the contract has them', () => {
  assert.equal(enums.KetoneSampleType.URINE, 2)
  assert.equal(enums.KetoneSampleType.BREATH, 3)
  assert.equal(enums.TrendArrow.FLAT, 3)
  assert.equal(enums.SleepLevel.OUT_OF_BED, 3)
  assert.equal(enums.SleepLevel.REM_SLEEP, 6)
  assert.equal(enums.NutritionUnits.MEDIUM_EGG, 5)
  assert.equal(enums.NutritionUnits.FLUID_OUNCE, 12)
  assert.equal(enums.MenstruationFlow.HAD, 5)
  assert.equal(enums.ObservationStatus.ENTERED_IN_ERROR, 3)
  assert.equal(enums.HealthObservationCategory.LAB_AND_HEALTH_METRICS, 5)
})

test('kinds of device data are words', () => {
  assert.equal(enums.DeviceDataType.OXYGEN_SATURATION, 'OXYGEN_SATURATION')
  assert.equal(enums.enumValues(enums.DeviceDataType).length, 10)
})

test('names are written for people', () => {
  const names = enums.activityTypeNames
  assert.equal(names.get(8), 'Running')
  assert.equal(names.get(0), 'In Vehicle')
  assert.equal(names.get(57), 'Running on Sand')
  assert.equal(names.get(47), 'P90X Exercises')
  assert.equal(names.get(113), 'CrossFit')
  assert.equal(names.get(152), 'E-Biking')
  assert.equal(names.get(2), undefined)
  assert.equal(enums.enumNames(enums.SleepLevel).get(enums.SleepLevel.REM_SLEEP), 'REM Sleep')
})
