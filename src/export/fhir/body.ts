import type { Body } from '../../schema/records.ts'
import { bloodPressure, type Measure, measures } from './codes.ts'
import type { Finding, When } from './observation.ts'

/**
 * Readings of a body: each by itself, at its time. Only where a day has no single readings of a measure is its mean told
 * instead, as a mean.
 */
export function bodyFindings(body: Body): Finding[] {
  const day: When = { from: body.metadata.start_time, to: body.metadata.end_time }
  /** A reading that does not say when it was is of the day, and of no instant of it. */
  const at = (time: string | null | undefined): When => ({ at: time ?? body.metadata.start_time.slice(0, 10) })
  const readings = (
    name: string,
    measure: Measure,
    taken: readonly { time?: string | null | undefined; value: number | null | undefined }[],
  ): Finding[] =>
    taken
      .filter(({ value }) => typeof value === 'number')
      .map(({ time, value }) => ({ measure, name: `${name} ${time ?? ''}`, when: at(time), value }))
  /** The readings, or the mean of a day that has none. */
  const orMean = (found: Finding[], name: string, measure: Measure, mean: number | null | undefined): Finding[] =>
    found.length > 0 ? found : [{ measure, name, when: day, value: mean, isMean: true }]

  const {
    glucose_data: glucose,
    heart_data: heart,
    measurements_data: measured,
    oxygen_data: oxygen,
    temperature_data: temperature,
  } = body
  const scale = (name: string, measure: Measure, key: 'weight_kg' | 'height_cm' | 'bodyfat_percentage' | 'BMI') =>
    readings(
      name,
      measure,
      (measured?.measurements ?? []).map((one) => ({ time: one.measurement_time, value: one[key] })),
    )
  const bloodOxygen = (oxygen?.saturation_samples ?? []).filter(({ type }) => type !== 1)
  return [
    ...orMean(scale('weight', measures.weight, 'weight_kg'), 'weight', measures.weight, measured?.day_avg_weight_kg),
    ...orMean(scale('height', measures.height, 'height_cm'), 'height', measures.height, measured?.day_avg_height_cm),
    ...orMean(scale('bmi', measures.bmi, 'BMI'), 'bmi', measures.bmi, measured?.day_avg_bmi),
    ...orMean(
      scale('body fat', measures.bodyFat, 'bodyfat_percentage'),
      'body fat',
      measures.bodyFat,
      measured?.day_avg_bodyfat_percentage,
    ),
    ...pressureFindings(body, at, day),
    ...orMean(
      [
        ...readings('glucose', measures.glucose, glucoseOf(glucose?.blood_glucose_samples)),
        ...readings('dense glucose', measures.glucose, glucoseOf(glucose?.detailed_blood_glucose_samples)),
      ],
      'glucose',
      measures.glucose,
      glucose?.day_avg_blood_glucose_mg_per_dL ?? glucose?.day_avg_blood_glucose_mg_per_dl,
    ),
    ...orMean(
      readings(
        'oxygen saturation',
        measures.saturation,
        bloodOxygen.map(({ timestamp, percentage }) => ({ time: timestamp, value: percentage })),
      ),
      'oxygen saturation',
      measures.meanSaturation,
      oxygen?.avg_saturation_percentage,
    ),
    ...orMean(
      readings(
        'body temperature',
        measures.bodyTemperature,
        (temperature?.body_temperature_samples ?? []).map((one) => ({
          time: one.timestamp,
          value: one.temperature_celsius,
        })),
      ),
      'body temperature',
      measures.bodyTemperature,
      temperature?.day_avg_body_temperature_celsius,
    ),
    ...orMean(
      readings(
        'vo2max',
        measures.vo2max,
        (oxygen?.vo2_samples ?? []).map((one) => ({ time: one.timestamp, value: one.vo2max_ml_per_min_per_kg })),
      ),
      'vo2max',
      measures.vo2max,
      oxygen?.vo2max_ml_per_min_per_kg ?? oxygen?.day_avg_vo2max_ml_per_min_per_kg,
    ),
    ...orMean(
      readings(
        'heart rate',
        measures.heartRate,
        (heart?.heart_rate_data?.detailed?.hr_samples ?? []).map((one) => ({ time: one.timestamp, value: one.bpm })),
      ),
      'heart rate',
      measures.meanHeartRate,
      heart?.heart_rate_data?.summary?.avg_hr_bpm,
    ),
    {
      measure: measures.restingHeartRate,
      name: 'resting heart rate',
      when: day,
      value: heart?.heart_rate_data?.summary?.resting_hr_bpm,
    },
  ]
}

const glucoseOf = (
  samples:
    | readonly { timestamp?: string | null | undefined; blood_glucose_mg_per_dL?: number | null | undefined }[]
    | null
    | undefined,
) => (samples ?? []).map((one) => ({ time: one.timestamp, value: one.blood_glucose_mg_per_dL }))

/** Blood pressures have their two values as parts, and none of their own. */
function pressureFindings(
  { blood_pressure_data: pressure }: Body,
  at: (time: string | null | undefined) => When,
  day: When,
): Finding[] {
  const partsOf = (systolic: number | null | undefined, diastolic: number | null | undefined) => [
    { part: bloodPressure.systolic, value: systolic },
    { part: bloodPressure.diastolic, value: diastolic },
  ]
  const measure = bloodPressure.panel
  const name = 'blood pressure'
  const samples = pressure?.blood_pressure_samples ?? []
  if (samples.length === 0) {
    const parts = partsOf(pressure?.day_avg_systolic_bp, pressure?.day_avg_diastolic_bp)
    return [{ measure, name, when: day, value: null, parts, isMean: true }]
  }
  return samples.map(({ timestamp, systolic_bp, diastolic_bp }) => ({
    measure,
    name: `${name} ${timestamp ?? ''}`,
    when: at(timestamp),
    value: null,
    parts: partsOf(systolic_bp, diastolic_bp),
  }))
}
