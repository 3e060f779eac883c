import type { PlausibleKind } from '../../normalise/plausible.ts'

/**
 * What archives of many tables tell of a day, in the unit it is kept in, and what of it may be believed. The number of
 * a measure is its position here; it lives only while one file is read.
 *
 * An `amount` is gathered over an interval and never added over sources (R8). A `part` belongs to one workout or night
 * and not to the day.
 */
interface Entry {
  kind: PlausibleKind | null
  is?: 'amount' | 'part'
}

const entries = {
  steps: { kind: 'steps', is: 'amount' },
  meters: { kind: 'distance_meters', is: 'amount' },
  floors: { kind: 'steps', is: 'amount' },
  climbMeters: { kind: 'distance_meters', is: 'amount' },
  activeKcal: { kind: 'calories', is: 'amount' },
  totalKcal: { kind: 'calories', is: 'amount' },
  waterMl: { kind: null, is: 'amount' },
  heartRate: { kind: 'heart_rate_bpm' },
  restingHeartRate: { kind: 'heart_rate_bpm' },
  rmssd: { kind: 'hrv_ms' },
  sdnn: { kind: 'hrv_ms' },
  saturation: { kind: 'saturation_percentage' },
  breaths: { kind: 'breaths_per_min' },
  vo2max: { kind: 'vo2max' },
  stress: { kind: 'percentage' },
  speed: { kind: 'speed_meters_per_second' },
  power: { kind: 'power_watts' },
  cadence: { kind: 'cadence_rpm' },
  bodyTemperature: { kind: 'body_temperature_celsius' },
  skinTemperature: { kind: 'body_temperature_celsius' },
  skinDelta: { kind: null },
  weightKg: { kind: 'weight_kg' },
  heightCm: { kind: 'height_cm' },
  bodyFat: { kind: 'bodyfat_percentage' },
  leanKg: { kind: 'weight_kg' },
  muscleKg: { kind: 'weight_kg' },
  boneKg: { kind: 'weight_kg' },
  bodyWaterKg: { kind: 'weight_kg' },
  bmr: { kind: 'calories' },
  visceralFat: { kind: null },
  systolic: { kind: 'systolic_bp' },
  diastolic: { kind: 'diastolic_bp' },
  /** Of a sensor under the skin. */
  glucose: { kind: 'glucose_mg_per_dl' },
  /** Of a drop of blood, or read off the sensor by hand. */
  spotGlucose: { kind: 'glucose_mg_per_dl' },
  ketones: { kind: null },
  insulin: { kind: null },
  flow: { kind: null },
  stage: { kind: null, is: 'part' },
  lap: { kind: 'distance_meters', is: 'part' },
  latitude: { kind: 'latitude_deg', is: 'part' },
  longitude: { kind: 'longitude_deg', is: 'part' },
  altitude: { kind: 'altitude_meters', is: 'part' },
  ownHeartRate: { kind: 'heart_rate_bpm', is: 'part' },
  ownSpeed: { kind: 'speed_meters_per_second', is: 'part' },
  ownCadence: { kind: 'cadence_rpm', is: 'part' },
  ownPower: { kind: 'power_watts', is: 'part' },
} as const satisfies Record<string, Entry>

export type Measure = keyof typeof entries

/** What a measure is, and its number. */
export interface MeasureInfo {
  id: number
  name: Measure
  kind: PlausibleKind | null
  isAmount: boolean
  isPart: boolean
}

const isMeasure = (name: string): name is Measure => Object.hasOwn(entries, name)

export const measures: readonly MeasureInfo[] = Object.keys(entries)
  .filter(isMeasure)
  .map((name, id) => {
    const { kind, is }: Entry = entries[name]
    return { id, name, kind, isAmount: is === 'amount', isPart: is === 'part' }
  })

const byName = new Map(measures.map((info) => [info.name, info]))

/** The measure of a name. */
export function measureOf(name: Measure): MeasureInfo {
  const info = byName.get(name)
  if (info === undefined) throw new RangeError(`there is no measure ${name}`)
  return info
}
