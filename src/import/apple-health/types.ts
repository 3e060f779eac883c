import type { PlausibleKind } from '../../normalise/plausible.ts'
import type { Unit } from '../../normalise/unit-text.ts'
import type { NutritionMacros, NutritionMicros } from '../../schema/records.ts'

/**
 * The record types of HealthKit that have a place in the schema, each with the unit it is kept in and what may be
 * believed. A type that is not listed has no place and is skipped. The number of a type is its position here; it lives
 * only while one file is read.
 *
 * `cumulative` types are amounts over an interval: added within a source, never over sources (R8).
 */
export interface HealthType {
  id: number
  /** HealthKit's identifier without its prefix. */
  name: string
  unit: Unit | null
  kind: PlausibleKind | null
  cumulative: boolean
}

interface Entry {
  unit: Unit
  kind?: PlausibleKind
  cumulative?: true
}

const amount = (unit: Unit, kind?: PlausibleKind): Entry => ({ unit, cumulative: true, ...(kind && { kind }) })
const reading = (unit: Unit, kind?: PlausibleKind): Entry => ({ unit, ...(kind && { kind }) })

const quantities = {
  StepCount: amount('count', 'steps'),
  DistanceWalkingRunning: amount('m', 'distance_meters'),
  DistanceCycling: amount('m', 'distance_meters'),
  DistanceSwimming: amount('m', 'distance_meters'),
  DistanceWheelchair: amount('m', 'distance_meters'),
  DistanceDownhillSnowSports: amount('m', 'distance_meters'),
  DistanceRowing: amount('m', 'distance_meters'),
  DistancePaddleSports: amount('m', 'distance_meters'),
  DistanceSkatingSports: amount('m', 'distance_meters'),
  DistanceCrossCountrySkiing: amount('m', 'distance_meters'),
  FlightsClimbed: amount('count', 'steps'),
  SwimmingStrokeCount: amount('count', 'steps'),
  ActiveEnergyBurned: amount('kcal', 'calories'),
  BasalEnergyBurned: amount('kcal', 'calories'),
  AppleExerciseTime: amount('s', 'duration_seconds'),
  AppleStandTime: amount('s', 'duration_seconds'),
  HeartRate: reading('bpm', 'heart_rate_bpm'),
  RestingHeartRate: reading('bpm', 'heart_rate_bpm'),
  HeartRateVariabilitySDNN: reading('ms', 'hrv_ms'),
  OxygenSaturation: reading('percent', 'saturation_percentage'),
  RespiratoryRate: reading('bpm', 'breaths_per_min'),
  VO2Max: reading('mL/kg/min', 'vo2max'),
  PhysicalEffort: reading('MET'),
  BodyMass: reading('kg', 'weight_kg'),
  LeanBodyMass: reading('kg', 'weight_kg'),
  BodyFatPercentage: reading('percent', 'bodyfat_percentage'),
  BodyMassIndex: reading('count', 'bmi'),
  Height: reading('cm', 'height_cm'),
  BodyTemperature: reading('celsius', 'body_temperature_celsius'),
  BasalBodyTemperature: reading('celsius', 'body_temperature_celsius'),
  AppleSleepingWristTemperature: reading('celsius', 'body_temperature_celsius'),
  BloodPressureSystolic: reading('mmHg', 'systolic_bp'),
  BloodPressureDiastolic: reading('mmHg', 'diastolic_bp'),
  BloodGlucose: reading('mg/dL', 'glucose_mg_per_dl'),
  InsulinDelivery: reading('IU'),
  RunningSpeed: reading('m/s', 'speed_meters_per_second'),
  CyclingSpeed: reading('m/s', 'speed_meters_per_second'),
  RowingSpeed: reading('m/s', 'speed_meters_per_second'),
  PaddleSportsSpeed: reading('m/s', 'speed_meters_per_second'),
  CrossCountrySkiingSpeed: reading('m/s', 'speed_meters_per_second'),
  RunningPower: reading('W', 'power_watts'),
  CyclingPower: reading('W', 'power_watts'),
  CyclingCadence: reading('bpm', 'cadence_rpm'),
  DietaryWater: amount('mL'),
} satisfies Record<string, Entry>

/** What has no unit in the export, or is made from something else than a quantity record. */
const others = [
  'SleepAnalysis',
  'AppleStandHour',
  'MindfulSession',
  'MenstrualFlow',
  /** One heart beat of an HRV measurement: value in beats per minute, `extra` in milliseconds of the second. */
  'Beat',
  'SummaryActiveEnergy',
  'SummaryExercise',
  'SummaryStandHours',
] as const

type MacroKey = keyof NutritionMacros
type MicroKey = keyof NutritionMicros

/** Energy and macronutrients: HealthKit's name → key of the schema, unit. */
const macros = {
  EnergyConsumed: ['calories', 'kcal'],
  Carbohydrates: ['carbohydrates_g', 'g'],
  Protein: ['protein_g', 'g'],
  FatTotal: ['fat_g', 'g'],
  FatSaturated: ['saturated_fat_g', 'g'],
  Fiber: ['fiber_g', 'g'],
  Sugar: ['sugar_g', 'g'],
  Cholesterol: ['cholesterol_mg', 'mg'],
} as const satisfies Record<string, readonly [MacroKey, Unit]>

const micros = {
  Biotin: ['biotin_mg', 'mg'],
  Caffeine: ['caffeine_mg', 'mg'],
  Calcium: ['calcium_mg', 'mg'],
  Sodium: ['sodium_mg', 'mg'],
  Chloride: ['chloride_mg', 'mg'],
  Chromium: ['chromium_mg', 'mg'],
  Copper: ['copper_mg', 'mg'],
  Folate: ['folate_mg', 'mg'],
  Iodine: ['iodine_mg', 'mg'],
  Iron: ['iron_mg', 'mg'],
  Magnesium: ['magnesium_mg', 'mg'],
  Manganese: ['manganese_mg', 'mg'],
  Molybdenum: ['molybdenum_mg', 'mg'],
  Niacin: ['niacin_mg', 'mg'],
  PantothenicAcid: ['pantothenic_acid_mg', 'mg'],
  Phosphorus: ['phosphorus_mg', 'mg'],
  Potassium: ['potassium_mg', 'mg'],
  Riboflavin: ['riboflavin_mg', 'mg'],
  Selenium: ['selenium_mg', 'mg'],
  Thiamin: ['thiamin_mg', 'mg'],
  VitaminA: ['vitamin_A_mg', 'mg'],
  VitaminB12: ['vitamin_B12_mg', 'mg'],
  VitaminB6: ['vitamin_B6_mg', 'mg'],
  VitaminC: ['vitamin_C_mg', 'mg'],
  VitaminD: ['vitamin_D_mg', 'mg'],
  VitaminE: ['vitamin_E_mg', 'mg'],
  VitaminK: ['vitamin_K_mg', 'mg'],
  Zinc: ['zinc_mg', 'mg'],
  FatMonounsaturated: ['monounsaturated_fat_g', 'g'],
  FatPolyunsaturated: ['polyunsaturated_fat_g', 'g'],
} as const satisfies Record<string, readonly [MicroKey, Unit]>

/** Category records without a unit that become health observations; see observation.ts. */
export const observationNames = [
  'HighHeartRateEvent',
  'LowHeartRateEvent',
  'IrregularHeartRhythmEvent',
  'LowCardioFitnessEvent',
  'AppleWalkingSteadinessEvent',
  'OvulationTestResult',
  'CervicalMucusQuality',
  'IntermenstrualBleeding',
  'ProgesteroneTestResult',
  'PregnancyTestResult',
  'AbdominalCramps',
  'Acne',
  'AppetiteChanges',
  'BladderIncontinence',
  'Bloating',
  'BreastPain',
  'ChestTightnessOrPain',
  'Chills',
  'Constipation',
  'Coughing',
  'Diarrhea',
  'Dizziness',
  'DrySkin',
  'Fainting',
  'Fatigue',
  'Fever',
  'GeneralizedBodyAche',
  'HairLoss',
  'Headache',
  'Heartburn',
  'HotFlashes',
  'LossOfSmell',
  'LossOfTaste',
  'LowerBackPain',
  'MemoryLapse',
  'MoodChanges',
  'Nausea',
  'NightSweats',
  'PelvicPain',
  'RapidPoundingOrFlutteringHeartbeat',
  'RunnyNose',
  'ShortnessOfBreath',
  'SinusCongestion',
  'SkippedHeartbeat',
  'SleepChanges',
  'SoreThroat',
  'VaginalDryness',
  'Vomiting',
  'Wheezing',
] as const
export type ObservationName = (typeof observationNames)[number]

type Name = keyof typeof quantities | (typeof others)[number] | ObservationName | `Dietary${keyof typeof macros}`

const all: HealthType[] = []

function add(name: string, entry: Partial<Entry>): number {
  const id = all.length
  all.push({
    id,
    name,
    unit: entry.unit ?? null,
    kind: entry.kind ?? null,
    cumulative: entry.cumulative ?? false,
  })
  return id
}

const numbered = new Map<string, number>()
for (const [name, entry] of Object.entries(quantities)) numbered.set(name, add(name, entry))
for (const name of others) numbered.set(name, add(name, {}))
for (const name of observationNames) numbered.set(name, add(name, {}))

/** Where a nutrient goes; by type number. */
export type Nutrient = { group: 'macros'; key: MacroKey } | { group: 'micros'; key: MicroKey }
export const nutrients = new Map<number, Nutrient>()
for (const [name, [key, unit]] of Object.entries(macros)) {
  const id = add(`Dietary${name}`, { unit, cumulative: true })
  numbered.set(`Dietary${name}`, id)
  nutrients.set(id, { group: 'macros', key })
}
for (const [name, [key, unit]] of Object.entries(micros)) {
  nutrients.set(add(`Dietary${name}`, { unit, cumulative: true }), { group: 'micros', key })
}

/** Every type, by its number. */
export const healthTypes: readonly HealthType[] = all

/** The number of a type known at the time of writing. */
export function typeId(name: Name): number {
  const id = numbered.get(name)
  if (id === undefined) throw new RangeError(`${name} is not in the table`)
  return id
}

/** From the full identifier of an export (`HKQuantityTypeIdentifierStepCount`) to the type. */
export const typesByIdentifier: ReadonlyMap<string, HealthType> = new Map(
  all
    .filter(({ name }) => name !== 'Beat' && !name.startsWith('Summary'))
    .map((type) => [`HK${type.unit === null ? 'Category' : 'Quantity'}TypeIdentifier${type.name}`, type]),
)

/** The ways a distance may have been covered, each a type of its own. */
export const distanceTypes: readonly number[] = all
  .filter(({ name }) => name.startsWith('Distance'))
  .map(({ id }) => id)
