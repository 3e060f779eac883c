import { categoryValue } from '../../import/apple-health/collect/categories.ts'
import { RowFlag } from '../../import/apple-health/collect/rows.ts'
import { type HealthType, observationNames } from '../../import/apple-health/types.ts'
import { plausible } from '../../normalise/plausible.ts'
import { convert } from '../../normalise/unit-text.ts'
import type { JsonObject } from './shape.ts'

/** The names of HealthKit's numbers for the values of a category; those of symptoms say how strong they were. */
const sleepValues = ['InBed', 'AsleepUnspecified', 'Awake', 'AsleepCore', 'AsleepDeep', 'AsleepREM']
const flowValues = [undefined, 'Unspecified', 'Light', 'Medium', 'Heavy', 'None']
const presenceValues = ['PresencePresent', 'PresenceNotPresent']
const severityValues = [
  'SeverityUnspecified',
  'SeverityNotPresent',
  'SeverityMild',
  'SeverityModerate',
  'SeveritySevere',
]

const numbered: Readonly<Record<string, readonly (string | undefined)[]>> = {
  SleepAnalysis: sleepValues,
  AppleStandHour: ['Stood', 'Idle'],
  MenstrualFlow: flowValues,
  MindfulSession: ['NotApplicable'],
  MoodChanges: presenceValues,
  SleepChanges: presenceValues,
  AppetiteChanges: ['Unspecified', 'NoChange', 'Decreased', 'Increased'],
  OvulationTestResult: [undefined, 'Negative', 'LuteinizingHormoneSurge', 'Indeterminate', 'EstrogenSurge'],
  CervicalMucusQuality: [undefined, 'Dry', 'Sticky', 'Creamy', 'Watery', 'EggWhite'],
  ProgesteroneTestResult: [undefined, 'Negative', 'Positive', 'Indeterminate'],
  PregnancyTestResult: [undefined, 'Negative', 'Positive', 'Indeterminate'],
  AppleWalkingSteadinessEvent: [undefined, 'InitialLow', 'InitialVeryLow', 'RepeatLow', 'RepeatVeryLow'],
  LowCardioFitnessEvent: [undefined, 'LowFitness'],
  HighHeartRateEvent: ['NotApplicable'],
  LowHeartRateEvent: ['NotApplicable'],
  IrregularHeartRhythmEvent: ['NotApplicable'],
  IntermenstrualBleeding: ['NotApplicable'],
}

/** Types whose values carry the type's name in front of them. */
const named = new Set(['SleepAnalysis', 'AppleStandHour', 'MenstrualFlow'])
const observed = new Set<string>(observationNames)

/**
 * The number that stands for the value of a category: HealthKit's name of it, with or without its prefix, or its number.
 * Null when the type has no such value.
 */
export function categoryOf(type: HealthType, value: number | string | null | undefined): number | null {
  if (type.name === 'MindfulSession') return categoryValue(type, '')
  const text = typeof value === 'number' ? (numbered[type.name] ?? severityValues)[value] : (value ?? 'NotApplicable')
  if (text === undefined) return null
  if (text.startsWith('HKCategoryValue')) return categoryValue(type, text)
  const isNamed = named.has(type.name) || isOwnValue(type.name, text)
  return categoryValue(type, `HKCategoryValue${isNamed ? type.name : ''}${text}`)
}

/** Whether a value of an observation is one of the type's own words rather than of severity or presence. */
const isOwnValue = (name: string, text: string): boolean =>
  observed.has(name) && !/^(?:Severity|Presence|NotApplicable)/.test(text) && !text.startsWith(name)

/** A value in the unit that its type is kept in; a sentence where that cannot be, or no body has it. */
export function quantityOf(type: HealthType, value: number, unit: string | null): number | string {
  if (type.unit === null) return 'It is a category: send its value without a unit.'
  // HealthKit's percent is a fraction.
  const text = unit ?? (type.unit === 'percent' ? '%' : type.unit)
  const converted = text === type.unit ? value : convert(value, text, type.unit)
  if (converted === null) return `Its unit cannot be turned into ${type.unit}.`
  if (type.kind !== null && plausible(type.kind, converted) === null)
    return 'Its value is none that a body or device has.'
  if (type.cumulative && converted < 0) return 'It is an amount, and less than nothing.'
  return converted
}

const isSet = (value: unknown): boolean => value === 1 || value === true || value === '1'

/** What the metadata of a sample says, as an export's rows keep it. */
export function flagsOf(meta: JsonObject | null | undefined, isManual: boolean): number {
  let flags = isManual || isSet(meta?.['HKWasUserEntered']) ? RowFlag.USER_ENTERED : 0
  if (meta == null) return flags
  const motion = `${meta['HKMetadataKeyHeartRateMotionContext'] ?? ''}`
  if (motion === '1') flags |= RowFlag.SEDENTARY
  else if (motion === '2') flags |= RowFlag.ACTIVE
  const reason = `${meta['HKInsulinDeliveryReason'] ?? ''}`
  if (reason === '1') flags |= RowFlag.BASAL
  else if (reason === '2') flags |= RowFlag.BOLUS
  if (isSet(meta['HKMenstrualCycleStart'])) flags |= RowFlag.CYCLE_START
  return flags
}
