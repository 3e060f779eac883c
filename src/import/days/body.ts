import { tidy } from '../../normalise/tidy.ts'
import { GlucoseFlag, KetoneSampleType } from '../../schema/enums.ts'
import type { Body, GlucoseDataSample, MeasurementDataSample } from '../../schema/records.ts'
import { SampleFlag } from './collector.ts'
import type { Neighbourhood } from './daily.ts'
import { type Day, type Sample, startText } from './day.ts'
import { countOfDay, heartRateOf, meanOf, oxygenOf } from './figures.ts'
import type { Measure } from './measures.ts'
import { deviceOf } from './sources.ts'

const own = [
  'weightKg',
  'heightCm',
  'bodyFat',
  'leanKg',
  'muscleKg',
  'boneKg',
  'bodyWaterKg',
  'bmr',
  'visceralFat',
  'systolic',
  'diastolic',
  'glucose',
  'spotGlucose',
  'ketones',
  'insulin',
  'bodyTemperature',
  'skinTemperature',
  'waterMl',
  'restingHeartRate',
  'rmssd',
  'sdnn',
  'saturation',
  'vo2max',
] as const satisfies readonly Measure[]

/** What was measured of the body on a day; null when nothing was. */
export function buildBody({ before, day, after }: Neighbourhood): Body | null {
  const samples = own.flatMap((measure) => day.of(measure))
  if (samples.length === 0) return null
  const water = countOfDay('waterMl', before, day, after).total
  const bodyWater = day.of('bodyWaterKg')
  const rates = heartRateOf({ resting: day.of('restingHeartRate'), rmssd: day.of('rmssd'), sdnn: day.of('sdnn') })
  return {
    metadata: day.metadata,
    device_data: deviceOf(samples),
    measurements_data: measurementsOf(day),
    blood_pressure_data: bloodPressureOf(day.of('systolic'), day.of('diastolic')),
    glucose_data: glucoseOf(day.of('glucose'), day.of('spotGlucose')),
    ketone_data: ketonesOf(day.of('ketones')),
    temperature_data: temperaturesOf(day.of('bodyTemperature'), day.of('skinTemperature')),
    oxygen_data: oxygenOf(day.of('saturation'), day.of('vo2max')),
    heart_data: rates === null ? null : { heart_rate_data: rates },
    hydration_data:
      water === null && bodyWater.length === 0
        ? null
        : {
            day_total_water_consumption_ml: water,
            hydration_amount_samples: bodyWater.map((sample) => ({
              timestamp: startText(sample),
              hydration_kg: tidy(sample.value),
            })),
            day_avg_hydration_kg: meanOf(bodyWater),
          },
  }
}

type Field =
  | 'weight_kg'
  | 'height_cm'
  | 'bodyfat_percentage'
  | 'lean_mass_g'
  | 'muscle_mass_g'
  | 'bone_mass_g'
  | 'BMR'
  | 'visceral_fat_level'

/** Measure, key of the schema, size of the unit. */
const scales: readonly (readonly [Measure, Field, number])[] = [
  ['weightKg', 'weight_kg', 1],
  ['heightCm', 'height_cm', 1],
  ['bodyFat', 'bodyfat_percentage', 1],
  ['leanKg', 'lean_mass_g', 1000],
  ['muscleKg', 'muscle_mass_g', 1000],
  ['boneKg', 'bone_mass_g', 1000],
  ['bmr', 'BMR', 1],
  ['visceralFat', 'visceral_fat_level', 1],
]

function measurementsOf(day: Day): Body['measurements_data'] {
  const taken = new Map<string, { atMs: number; made: MeasurementDataSample }>()
  for (const [measure, field, size] of scales) {
    for (const sample of day.of(measure)) {
      // What one source measured at one moment stands together: a scale tells weight and fat at once.
      const key = `${sample.startMs} ${sample.source.name}`
      const found = taken.get(key) ?? { atMs: sample.startMs, made: { measurement_time: startText(sample) } }
      found.made[field] = tidy(sample.value * size)
      taken.set(key, found)
    }
  }
  const doses = day.of('insulin')
  if (taken.size + doses.length === 0) return null
  const average = (measure: Measure, size = 1): number | null => {
    const mean = meanOf(day.of(measure))
    return mean === null ? null : tidy(mean * size)
  }
  return {
    // A dose stands alone: two of different kinds may be given at one moment.
    measurements: [...taken.values(), ...doses.map((dose) => ({ atMs: dose.startMs, made: insulinOf(dose) }))]
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ made }) => made),
    day_avg_weight_kg: average('weightKg'),
    day_avg_height_cm: average('heightCm'),
    day_avg_bodyfat_percentage: average('bodyFat'),
    day_avg_lean_mass_g: average('leanKg', 1000),
    day_avg_muscle_mass_g: average('muscleKg', 1000),
    day_avg_bone_mass_g: average('boneKg', 1000),
    day_avg_bmr: average('bmr'),
    day_avg_visceral_fat_level: average('visceralFat'),
    day_avg_insulin_units: average('insulin'),
  }
}

const insulinOf = (dose: Sample): MeasurementDataSample => ({
  measurement_time: startText(dose),
  insulin_units: tidy(dose.value),
  insulin_type: has(dose, SampleFlag.BASAL) ? 'basal' : has(dose, SampleFlag.BOLUS) ? 'bolus' : null,
})

const has = (sample: Sample, flag: number): boolean => (sample.flags & flag) !== 0

/** Upper and lower pressure of one moment and source are one reading. */
function bloodPressureOf(systolic: readonly Sample[], diastolic: readonly Sample[]): Body['blood_pressure_data'] {
  if (systolic.length + diastolic.length === 0) return null
  const readings = new Map<string, { upper?: Sample; lower?: Sample; any: Sample }>()
  const key = ({ startMs, source }: Sample): string => `${startMs} ${source.name}`
  for (const upper of systolic) readings.set(key(upper), { upper, any: upper })
  for (const lower of diastolic) readings.set(key(lower), { any: lower, ...readings.get(key(lower)), lower })
  return {
    blood_pressure_samples: [...readings.values()]
      .sort((a, b) => a.any.startMs - b.any.startMs)
      .map(({ upper, lower, any }) => ({
        timestamp: startText(any),
        systolic_bp: upper === undefined ? null : tidy(upper.value),
        diastolic_bp: lower === undefined ? null : tidy(lower.value),
      })),
    day_avg_systolic_bp: meanOf(systolic),
    day_avg_diastolic_bp: meanOf(diastolic),
  }
}

/** A sensor says "low" and "high" where it cannot measure: a reading without a value, never one made up. */
function glucoseOf(sensor: readonly Sample[], single: readonly Sample[]): Body['glucose_data'] {
  if (sensor.length + single.length === 0) return null
  const measured = (list: readonly Sample[]): readonly Sample[] => list.filter((sample) => flagOf(sample) === null)
  const average = meanOf(measured(single))
  return {
    blood_glucose_samples: single.map(glucoseSample),
    detailed_blood_glucose_samples: sensor.map(glucoseSample),
    day_avg_blood_glucose_mg_per_dL: average,
    day_avg_blood_glucose_mg_per_dl: average,
    day_avg_detailed_blood_glucose_mg_per_dL: meanOf(measured(sensor)),
  }
}

const flagOf = (sample: Sample): GlucoseFlag | null =>
  has(sample, SampleFlag.LOW) ? GlucoseFlag.LOW : has(sample, SampleFlag.HIGH) ? GlucoseFlag.HIGH : null

function glucoseSample(sample: Sample): GlucoseDataSample {
  const timestamp = startText(sample)
  const flag = flagOf(sample)
  return flag === null
    ? { timestamp, blood_glucose_mg_per_dL: tidy(sample.value) }
    : { timestamp, blood_glucose_mg_per_dL: null, glucose_level_flag: flag }
}

const ketonesOf = (samples: readonly Sample[]): Body['ketone_data'] =>
  samples.length === 0
    ? null
    : {
        ketone_samples: samples.map((sample) => ({
          timestamp: startText(sample),
          ketone_mg_per_dL: tidy(sample.value),
          sample_type: KetoneSampleType.BLOOD,
        })),
        day_avg_ketone_mg_per_dL: meanOf(samples),
      }

function temperaturesOf(body: readonly Sample[], skin: readonly Sample[]): Body['temperature_data'] {
  if (body.length + skin.length === 0) return null
  const samples = (list: readonly Sample[]) =>
    list.map((sample) => ({ timestamp: startText(sample), temperature_celsius: tidy(sample.value) }))
  return {
    body_temperature_samples: samples(body),
    skin_temperature_samples: samples(skin),
    ambient_temperature_samples: [],
    day_avg_body_temperature_celsius: meanOf(body),
    day_avg_skin_temperature_celsius: meanOf(skin),
  }
}
