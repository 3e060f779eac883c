import type { DataType, RecordOf } from './records.ts'

/**
 * Keys of the lists that grow with the length of a recording. Every other list is a summary or something the user
 * noted: heart rate zones, readings of the scales, meals, tags, phases of a cycle, the parts of an observation.
 */
export const sampleLists: ReadonlySet<string> = new Set([
  'activity_levels_samples',
  'calorie_samples',
  'MET_samples',
  'saturation_samples',
  'vo2_samples',
  'distance_samples',
  'elevation_samples',
  'floors_climbed_samples',
  'step_samples',
  'hr_samples',
  'hrv_samples_rmssd',
  'hrv_samples_sdnn',
  'laps',
  'cadence_samples',
  'speed_samples',
  'torque_samples',
  'position_samples',
  'power_samples',
  'TSS_samples',
  'samples',
  'hypnogram_samples',
  'blood_pressure_samples',
  'afib_classification_samples',
  'raw_signal',
  'pulse_wave_velocity_samples',
  'rr_interval_samples',
  'hydration_amount_samples',
  'ketone_samples',
  'ambient_temperature_samples',
  'body_temperature_samples',
  'skin_temperature_samples',
  'blood_glucose_samples',
  'detailed_blood_glucose_samples',
  'body_battery_samples',
  'drink_samples',
])

const emptied = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(emptied)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      Array.isArray(inner) && sampleLists.has(key) ? [] : emptied(inner),
    ]),
  )
}

/**
 * A copy of the record as `with_samples=false` asks for it: each list of samples is `[]`, all else is as it was. A list
 * that is null or absent stays so. Shares nothing with the record given.
 */
export function withoutSamples<T extends DataType>(_type: T, record: RecordOf[T]): RecordOf[T] {
  // The checker cannot see that a copy with shorter lists has the type of its original.
  return emptied(record) as RecordOf[T]
}
