import { MenstruationFlow } from '../../../schema/enums.ts'
import { type HealthType, observationNames, typeId } from '../types.ts'

/** A stretch of `HKCategoryTypeIdentifierSleepAnalysis`: the sleep level, or in bed without saying more. */
export const SleepCode = { IN_BED: 10, AWAKE: 1, ASLEEP: 2, CORE: 4, DEEP: 5, REM: 6 } as const

const sleepCodes: ReadonlyMap<string, number> = new Map(
  Object.entries({
    InBed: SleepCode.IN_BED,
    Asleep: SleepCode.ASLEEP,
    AsleepUnspecified: SleepCode.ASLEEP,
    Awake: SleepCode.AWAKE,
    AsleepCore: SleepCode.CORE,
    AsleepDeep: SleepCode.DEEP,
    AsleepREM: SleepCode.REM,
  }),
)

const flows: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Unspecified: MenstruationFlow.HAD,
    Light: MenstruationFlow.LIGHT,
    Medium: MenstruationFlow.MEDIUM,
    Heavy: MenstruationFlow.HEAVY,
    None: MenstruationFlow.NONE,
  }),
)

const standHours: ReadonlyMap<string, number> = new Map(Object.entries({ Stood: 1, Idle: 0 }))

/**
 * Values of the categories that become observations, by the end of their identifier. A row keeps the place in this
 * list.
 */
export const observationValues = [
  'NotApplicable',
  'SeverityUnspecified',
  'SeverityNotPresent',
  'SeverityMild',
  'SeverityModerate',
  'SeveritySevere',
  'PresencePresent',
  'PresenceNotPresent',
  'AppetiteChangesUnspecified',
  'AppetiteChangesNoChange',
  'AppetiteChangesDecreased',
  'AppetiteChangesIncreased',
  'OvulationTestResultNegative',
  'OvulationTestResultLuteinizingHormoneSurge',
  'OvulationTestResultPositive',
  'OvulationTestResultEstrogenSurge',
  'OvulationTestResultIndeterminate',
  'CervicalMucusQualityDry',
  'CervicalMucusQualitySticky',
  'CervicalMucusQualityCreamy',
  'CervicalMucusQualityWatery',
  'CervicalMucusQualityEggWhite',
  'ProgesteroneTestResultNegative',
  'ProgesteroneTestResultPositive',
  'ProgesteroneTestResultIndeterminate',
  'PregnancyTestResultNegative',
  'PregnancyTestResultPositive',
  'PregnancyTestResultIndeterminate',
  'AppleWalkingSteadinessEventInitialLow',
  'AppleWalkingSteadinessEventInitialVeryLow',
  'AppleWalkingSteadinessEventRepeatLow',
  'AppleWalkingSteadinessEventRepeatVeryLow',
  'LowCardioFitnessEventLowFitness',
] as const

const observationPlaces: ReadonlyMap<string, number> = new Map(observationValues.map((value, place) => [value, place]))

const sleep = typeId('SleepAnalysis')
const stand = typeId('AppleStandHour')
const flow = typeId('MenstrualFlow')
const mindful = typeId('MindfulSession')
const observed = new Set<string>(observationNames)

const prefix = 'HKCategoryValue'
const afterPrefix = (value: string, name: string): string =>
  value.startsWith(prefix + name) ? value.slice(prefix.length + name.length) : ''

/** The number that stands for the value of a category record; null when the value is not one of the type's. */
export function categoryValue(type: HealthType, value: string | undefined): number | null {
  const text = value ?? ''
  switch (type.id) {
    case sleep:
      return sleepCodes.get(afterPrefix(text, 'SleepAnalysis')) ?? null
    case stand:
      return standHours.get(afterPrefix(text, 'AppleStandHour')) ?? null
    case flow:
      return flows.get(afterPrefix(text, 'MenstrualFlow')) ?? flows.get(afterPrefix(text, 'VaginalBleeding')) ?? null
    case mindful:
      return 1
    default:
      if (!observed.has(type.name)) return null
      // A value from a newer system says at least that it happened.
      return observationPlaces.get(afterPrefix(text, '')) ?? 0
  }
}
