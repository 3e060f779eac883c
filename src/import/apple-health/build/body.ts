import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import type { Body, ECGReading, MeasurementDataSample } from '../../../schema/records.ts'
import { RowFlag } from '../collect/rows.ts'
import { typeId } from '../types.ts'
import { countOnce } from './cumulative.ts'
import { heartRateData, type Neighbourhood, oxygenData } from './daily.ts'
import type { Sample } from './days.ts'
import { clean, deviceOf, meanOf, startText } from './emit.ts'
import { continuousSources } from './glucose.ts'

const type = {
  weight: typeId('BodyMass'),
  lean: typeId('LeanBodyMass'),
  fat: typeId('BodyFatPercentage'),
  bmi: typeId('BodyMassIndex'),
  height: typeId('Height'),
  insulin: typeId('InsulinDelivery'),
  temperature: typeId('BodyTemperature'),
  basalTemperature: typeId('BasalBodyTemperature'),
  wrist: typeId('AppleSleepingWristTemperature'),
  systolic: typeId('BloodPressureSystolic'),
  diastolic: typeId('BloodPressureDiastolic'),
  glucose: typeId('BloodGlucose'),
  water: typeId('DietaryWater'),
  hrv: typeId('HeartRateVariabilitySDNN'),
  beat: typeId('Beat'),
  resting: typeId('RestingHeartRate'),
  saturation: typeId('OxygenSaturation'),
  vo2max: typeId('VO2Max'),
} as const

const all = Object.values(type)

/** Measurements of the body on a day, with the electrocardiograms taken on it; null when there are none. */
export function buildBody({ before, day, after }: Neighbourhood, ecgs: readonly ECGReading[]): Body | null {
  const of = (id: number): readonly Sample[] => day.samples[id] ?? []
  if (ecgs.length === 0 && all.every((id) => of(id).length === 0)) return null
  const water = countOnce(of(type.water), before?.samples[type.water], after?.samples[type.water])
  return {
    metadata: day.metadata,
    device_data: deviceOf(all.map(of)),
    measurements_data: measurements(of),
    heart_data: heartData(of, ecgs),
    blood_pressure_data: bloodPressure(of(type.systolic), of(type.diastolic)),
    temperature_data: temperatures(of),
    glucose_data: glucose(of(type.glucose)),
    oxygen_data: oxygenData(of(type.saturation), of(type.vo2max)),
    hydration_data:
      water.length === 0
        ? null
        : { day_total_water_consumption_ml: tidy(water.reduce((sum, { value }) => sum + value, 0)) },
  }
}

type Of = (id: number) => readonly Sample[]

function measurements(of: Of): Body['measurements_data'] {
  const taken = new Map<string, MeasurementDataSample>()
  /** What one source measured at one moment stands together: a scale tells weight and fat at once. */
  const at = (sample: Sample): MeasurementDataSample => {
    const key = `${sample.start} ${sample.source.name}`
    const known = taken.get(key)
    if (known) return known
    const made: MeasurementDataSample = { measurement_time: startText(sample) }
    taken.set(key, made)
    return made
  }
  for (const sample of of(type.weight)) at(sample).weight_kg = tidy(sample.value)
  for (const sample of of(type.lean)) at(sample).lean_mass_g = tidy(sample.value * 1000)
  for (const sample of of(type.fat)) at(sample).bodyfat_percentage = tidy(sample.value)
  for (const sample of of(type.bmi)) at(sample).BMI = tidy(sample.value)
  for (const sample of of(type.height)) at(sample).height_cm = tidy(sample.value)
  const doses = of(type.insulin).map((sample) => ({ sample, made: insulin(sample) }))
  if (taken.size + doses.length === 0) return null
  const leanKg = meanOf(of(type.lean))
  return {
    measurements: [...taken.values(), ...doses.map(({ made }) => made)].sort(byTime),
    day_avg_weight_kg: meanOf(of(type.weight)),
    day_avg_lean_mass_g: leanKg === null ? null : tidy(leanKg * 1000),
    day_avg_bodyfat_percentage: meanOf(of(type.fat)),
    day_avg_bmi: meanOf(of(type.bmi)),
    day_avg_height_cm: meanOf(of(type.height)),
    day_avg_insulin_units: meanOf(of(type.insulin)),
  }
}

const byTime = (a: MeasurementDataSample, b: MeasurementDataSample): number =>
  (a.measurement_time ?? '') < (b.measurement_time ?? '') ? -1 : a.measurement_time === b.measurement_time ? 0 : 1

/** A dose stands alone: two of different kinds may be given at one moment. */
const insulin = (sample: Sample): MeasurementDataSample => ({
  measurement_time: startText(sample),
  insulin_units: tidy(sample.value),
  insulin_type: (sample.flags & RowFlag.BASAL) !== 0 ? 'basal' : (sample.flags & RowFlag.BOLUS) !== 0 ? 'bolus' : null,
})

function heartData(of: Of, ecgs: readonly ECGReading[]): Body['heart_data'] {
  const beats = of(type.beat)
  // The heart rate of the day stands in the daily record; here is what was measured for its own sake.
  const rates = heartRateData([], of(type.resting), of(type.hrv))
  if (beats.length + ecgs.length === 0 && rates === null) return null
  return {
    heart_rate_data: rates,
    rr_interval_samples: beats.map(({ start, length, value, offsetMinutes }) => ({
      timestamp: formatTimestamp(start * 1000 + length, offsetMinutes),
      rr_interval_ms: clean(60_000 / value),
      hr_bpm: clean(value),
    })),
    ecg_signal: [...ecgs],
    afib_classification_samples: ecgs.map(({ start_timestamp, afib_classification }) => ({
      timestamp: start_timestamp ?? null,
      afib_classification: afib_classification ?? null,
    })),
  }
}

/** Pairs upper and lower pressure by moment and source, as a correlation would; the two come as records of their own. */
function bloodPressure(systolic: readonly Sample[], diastolic: readonly Sample[]): Body['blood_pressure_data'] {
  if (systolic.length + diastolic.length === 0) return null
  const lower = new Map<string, Sample[]>()
  const key = ({ start, source }: Sample): string => `${start} ${source.name}`
  for (const sample of diastolic) lower.set(key(sample), [...(lower.get(key(sample)) ?? []), sample])
  const paired = systolic.map((sample) => ({ sample, pair: lower.get(key(sample))?.shift() }))
  const alone = [...lower.values()].flat().map((pair) => ({ sample: pair, pair }))
  const samples = [
    ...paired.map(({ sample, pair }) => ({
      at: sample.start,
      text: startText(sample),
      upper: sample.value,
      lower: pair?.value ?? null,
    })),
    ...alone.map(({ sample }) => ({ at: sample.start, text: startText(sample), upper: null, lower: sample.value })),
  ].sort((a, b) => a.at - b.at)
  return {
    blood_pressure_samples: samples.map(({ text, upper, lower }) => ({
      timestamp: text,
      systolic_bp: upper,
      diastolic_bp: lower,
    })),
    day_avg_systolic_bp: meanOf(systolic),
    day_avg_diastolic_bp: meanOf(diastolic),
  }
}

function temperatures(of: Of): Body['temperature_data'] {
  const body = [...of(type.temperature), ...of(type.basalTemperature)].sort((a, b) => a.start - b.start)
  const skin = of(type.wrist)
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

function glucose(readings: readonly Sample[]): Body['glucose_data'] {
  if (readings.length === 0) return null
  const continuous = continuousSources(readings)
  const detailed = readings.filter(({ source }) => continuous.has(source.name))
  const single = readings.filter(({ source }) => !continuous.has(source.name))
  const samples = (list: readonly Sample[]) =>
    list.map((sample) => ({ timestamp: startText(sample), blood_glucose_mg_per_dL: tidy(sample.value) }))
  const average = meanOf(single)
  return {
    blood_glucose_samples: samples(single),
    detailed_blood_glucose_samples: samples(detailed),
    day_avg_blood_glucose_mg_per_dL: average,
    day_avg_blood_glucose_mg_per_dl: average,
    day_avg_detailed_blood_glucose_mg_per_dL: meanOf(detailed),
  }
}
