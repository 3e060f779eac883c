import { mmolToMgPerDl } from '../../normalise/units.ts'
import type { Measure } from '../days/measures.ts'

/** A column or key, what it becomes, and how its value gets into the unit of the measure. */
export interface FieldRule {
  field: string
  measure: Measure
  convert?(value: number): number
}

/**
 * A table of readings. `details` is the column that names a JSON file with the same at a finer grain: where that is
 * there, it counts instead of the row.
 */
export interface TableRule {
  table: string
  fields: readonly FieldRule[]
  /** The rows are gathered until their `end_time`. */
  isSpan?: true
  details?: { column: string; fields: readonly FieldRule[] }
}

const one = (field: string, measure: Measure, convert?: FieldRule['convert']): FieldRule => ({
  field,
  measure,
  ...(convert && { convert }),
})

/** Every table whose rows are readings or amounts. */
export const tables: readonly TableRule[] = [
  {
    table: 'heart_rate',
    fields: [one('heart_rate', 'heartRate')],
    details: { column: 'binning_data', fields: [one('heart_rate', 'heartRate')] },
  },
  {
    table: 'oxygen_saturation',
    fields: [one('spo2', 'saturation')],
    details: { column: 'binning', fields: [one('spo2', 'saturation')] },
  },
  {
    table: 'stress',
    fields: [one('score', 'stress')],
    details: { column: 'binning_data', fields: [one('score', 'stress')] },
  },
  {
    table: 'respiratory_rate',
    fields: [one('average', 'breaths')],
    details: { column: 'binning_data', fields: [one('respiratory_rate', 'breaths')] },
  },
  {
    // The table itself holds no value.
    table: 'hrv',
    fields: [],
    details: { column: 'binning_data', fields: [one('rmssd', 'rmssd'), one('sdnn', 'sdnn')] },
  },
  {
    table: 'skin_temperature',
    fields: [one('temperature', 'skinTemperature')],
    details: { column: 'binning_data', fields: [one('mean', 'skinTemperature')] },
  },
  {
    table: 'weight',
    fields: [
      one('weight', 'weightKg'),
      one('height', 'heightCm'),
      one('body_fat', 'bodyFat'),
      one('fat_free_mass', 'leanKg'),
      one('skeletal_muscle_mass', 'muscleKg'),
      one('total_body_water', 'bodyWaterKg'),
      one('basal_metabolic_rate', 'bmr'),
      one('vfa_level', 'visceralFat'),
    ],
  },
  { table: 'height', fields: [one('height', 'heightCm')] },
  {
    table: 'blood_pressure',
    fields: [one('systolic', 'systolic'), one('diastolic', 'diastolic'), one('pulse', 'heartRate')],
  },
  { table: 'blood_glucose', fields: [one('glucose', 'spotGlucose', (mmol) => mmolToMgPerDl(mmol))] },
  { table: 'body_temperature', fields: [one('temperature', 'bodyTemperature')] },
  { table: 'water_intake', fields: [one('amount', 'waterMl')] },
  { table: 'floors_climbed', fields: [one('floor', 'floors')], isSpan: true },
  { table: 'pedometer_step_count', fields: [one('count', 'steps'), one('distance', 'meters')], isSpan: true },
  { table: 'step_count', fields: [one('count', 'steps'), one('distance', 'meters')], isSpan: true },
]

/** What the JSON files of a workout hold, by the column that names them. */
export const workoutFiles: readonly { column: string; fields: readonly FieldRule[] }[] = [
  {
    column: 'live_data',
    fields: [one('heart_rate', 'ownHeartRate'), one('speed', 'ownSpeed'), one('cadence', 'ownCadence')],
  },
  {
    column: 'location_data',
    fields: [one('latitude', 'latitude'), one('longitude', 'longitude'), one('altitude', 'altitude')],
  },
]
