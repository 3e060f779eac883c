import { mmolToMgPerDl } from '../../normalise/units.ts'
import { MenstruationFlow } from '../../schema/enums.ts'
import type { Measure } from '../days/measures.ts'
import { Category } from './sources.ts'

// Which column of which table becomes what. Names and units are those of AOSP's `…RecordHelper` and `…Record`.

/** A column, what it becomes, and how its value gets into the unit of the measure; null drops it. */
export interface ColumnRule {
  column: string
  measure: Measure
  convert?(value: number): number | null
}

export interface TableRule {
  table: string
  columns: readonly ColumnRule[]
  category?: Category
}

const times =
  (factor: number) =>
  (value: number): number =>
    value * factor

const gramsToKg = (value: number): number => value / 1000

/** Watts as kilocalories a day: 86,400 seconds, 4,184 joules in a kilocalorie. */
const wattsToKcalPerDay = times(86_400 / 4184)

/** The platform's words for the flow: 0 says that there was one. */
export const flows: readonly number[] = [
  MenstruationFlow.HAD,
  MenstruationFlow.LIGHT,
  MenstruationFlow.MEDIUM,
  MenstruationFlow.HEAVY,
]

const one = (table: string, column: string, measure: Measure, convert?: ColumnRule['convert']): TableRule => ({
  table,
  columns: [{ column, measure, ...(convert && { convert }) }],
})

/** Measured at a moment. Glucose stands apart: its table tells what was pricked. */
export const instants: readonly TableRule[] = [
  one('resting_heart_rate_record_table', 'beats_per_minute', 'restingHeartRate'),
  one('heart_rate_variability_rmssd_record_table', 'heart_rate_variability_millis', 'rmssd'),
  one('oxygen_saturation_record_table', 'percentage', 'saturation'),
  one('respiratory_rate_record_table', 'rate', 'breaths'),
  one('vo2_max_record_table', 'vo2_milliliters_per_minute_kilogram', 'vo2max'),
  one('body_temperature_record_table', 'temperature', 'bodyTemperature'),
  one('basal_body_temperature_record_table', 'temperature', 'bodyTemperature'),
  one('weight_record_table', 'weight', 'weightKg', gramsToKg),
  one('height_record_table', 'height', 'heightCm', times(100)),
  one('body_fat_record_table', 'percentage', 'bodyFat'),
  one('lean_body_mass_record_table', 'mass', 'leanKg', gramsToKg),
  one('bone_mass_record_table', 'mass', 'boneKg', gramsToKg),
  one('body_water_mass_record_table', 'body_water_mass', 'bodyWaterKg', gramsToKg),
  one('basal_metabolic_rate_record_table', 'basal_metabolic_rate', 'bmr', wattsToKcalPerDay),
  {
    table: 'blood_pressure_record_table',
    columns: [
      { column: 'systolic', measure: 'systolic' },
      { column: 'diastolic', measure: 'diastolic' },
    ],
  },
  one('menstruation_flow_record_table', 'flow', 'flow', (value) => flows[value] ?? null),
]

/** Blood glucose, mmol/L; `specimen_source` 1 is the fluid between the cells, which sensors measure. */
export const glucose = {
  table: 'blood_glucose_record_table',
  column: 'level',
  measureOf: (specimenSource: number | null): Measure => (specimenSource === 1 ? 'glucose' : 'spotGlucose'),
  convert: (value: number): number => mmolToMgPerDl(value),
} as const

/** Gathered over an interval. What is energy is divided by what `energy.ts` finds. */
export const intervals: readonly TableRule[] = [
  one('steps_record_table', 'count', 'steps'),
  one('distance_record_table', 'distance', 'meters'),
  one('floors_climbed_record_table', 'floors', 'floors'),
  one('elevation_gained_record_table', 'elevation', 'climbMeters'),
  one('active_calories_burned_record_table', 'energy', 'activeKcal'),
  one('total_calories_burned_record_table', 'energy', 'totalKcal'),
  { ...one('hydration_record_table', 'volume', 'waterMl', times(1000)), category: Category.NUTRITION },
]

/** Many values in one record: the table of the records, that of the values, its column. */
export interface SeriesRule {
  parent: string
  table: string
  column: string
  measure: Measure
}

export const series: readonly SeriesRule[] = [
  {
    parent: 'heart_rate_record_table',
    table: 'heart_rate_record_series_table',
    column: 'beats_per_minute',
    measure: 'heartRate',
  },
  { parent: 'SpeedRecordTable', table: 'speed_record_table', column: 'speed', measure: 'speed' },
  { parent: 'PowerRecordTable', table: 'power_record_table', column: 'power', measure: 'power' },
  {
    parent: 'CyclingPedalingCadenceRecordTable',
    table: 'cycling_pedaling_cadence_record_table',
    column: 'revolutions_per_minute',
    measure: 'cadence',
  },
  { parent: 'StepsCadenceRecordTable', table: 'steps_cadence_record_table', column: 'rate', measure: 'cadence' },
  {
    parent: 'skin_temperature_record_table',
    table: 'skin_temperature_delta_table',
    column: 'delta',
    measure: 'skinDelta',
  },
]
