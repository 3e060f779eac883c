import type { z } from 'zod'
import {
  aFibFlagSchema,
  glucoseFlagSchema,
  ketoneSampleTypeSchema,
  timestampLocalizationSchema,
  trendArrowSchema,
} from './enum-schemas.ts'
import { hourOfDay, integer, listOf, nullish, number, object, percent, required, text, timestamp } from './fields.ts'
import { heartRateDataSchema } from './heart-rate.ts'
import { deviceDataSchema, oxygenDataSchema } from './shared.ts'

export const bloodPressureSampleSchema = object('BloodPressureSample', 'One blood pressure reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  diastolic_bp: nullish(number, 'Diastolic blood pressure, mmHg.'),
  systolic_bp: nullish(number, 'Systolic blood pressure, mmHg.'),
})
export type BloodPressureSample = z.infer<typeof bloodPressureSampleSchema>

export const bloodPressureDataSchema = object('BloodPressureData', 'Blood pressure of a day.', {
  blood_pressure_samples: nullish(listOf(bloodPressureSampleSchema), 'Blood pressure readings.'),
  day_avg_systolic_bp: nullish(number, 'Mean systolic blood pressure of the day, mmHg.'),
  day_avg_diastolic_bp: nullish(number, 'Mean diastolic blood pressure of the day, mmHg.'),
})
export type BloodPressureData = z.infer<typeof bloodPressureDataSchema>

export const afibClassificationSampleSchema = object('AFibClassificationSample', 'One atrial fibrillation check.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  afib_classification: nullish(aFibFlagSchema, 'Result of the atrial fibrillation check.'),
})
export type AFibClassificationSample = z.infer<typeof afibClassificationSampleSchema>

export const rawECGSampleSchema = object('RawECGSample', 'One point of an electrocardiogram.', {
  potential_uV: nullish(number, 'Electric potential, microvolts.'),
  timestamp: nullish(timestamp, 'When it was recorded.'),
})
export type RawECGSample = z.infer<typeof rawECGSampleSchema>

export const ecgReadingSchema = object('ECGReading', 'One electrocardiogram.', {
  start_timestamp: nullish(timestamp, 'When it began.'),
  avg_hr_bpm: nullish(number, 'Mean heart rate during the reading, beats per minute.'),
  afib_classification: nullish(aFibFlagSchema, 'Result of the atrial fibrillation check.'),
  raw_signal: nullish(listOf(rawECGSampleSchema), 'The signal over time.'),
})
export type ECGReading = z.infer<typeof ecgReadingSchema>

export const pulseVelocitySampleSchema = object('PulseVelocitySample', 'One pulse wave velocity reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  pulse_wave_velocity_meters_per_second: nullish(number, 'Pulse wave velocity, metres per second.'),
})
export type PulseVelocitySample = z.infer<typeof pulseVelocitySampleSchema>

export const rrIntervalSampleSchema = object('RRIntervalSample', 'Time between two beats.', {
  rr_interval_ms: nullish(number, 'Time from one beat to the next, milliseconds.'),
  timestamp: nullish(timestamp, 'When it was recorded.'),
  hr_bpm: nullish(number, 'Heart rate, beats per minute.'),
})
export type RRIntervalSample = z.infer<typeof rrIntervalSampleSchema>

export const heartDataSchema = object('HeartData', 'Heart rhythm of a day.', {
  afib_classification_samples: nullish(listOf(afibClassificationSampleSchema), 'Atrial fibrillation checks.'),
  ecg_signal: nullish(listOf(ecgReadingSchema), 'Electrocardiograms.'),
  heart_rate_data: nullish(heartRateDataSchema, 'Heart rate and its variability.'),
  pulse_wave_velocity_samples: nullish(listOf(pulseVelocitySampleSchema), 'Pulse wave velocity readings.'),
  rr_interval_samples: nullish(listOf(rrIntervalSampleSchema), 'Beat to beat intervals.'),
})
export type HeartData = z.infer<typeof heartDataSchema>

export const hydrationMeasurementSampleSchema = object('HydrationMeasurementSample', 'One body water reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  hydration_kg: nullish(number, 'Body water, kilograms.'),
})
export type HydrationMeasurementSample = z.infer<typeof hydrationMeasurementSampleSchema>

export const hydrationDataSchema = object('HydrationData', 'Body water and water drunk in a day.', {
  day_total_water_consumption_ml: nullish(number, 'Water drunk in the day, millilitres.'),
  hydration_amount_samples: nullish(listOf(hydrationMeasurementSampleSchema), 'Body water readings.'),
  day_avg_hydration_kg: nullish(number, 'Mean body water of the day, kilograms.'),
})
export type HydrationData = z.infer<typeof hydrationDataSchema>

export const ketoneSampleSchema = object('KetoneSample', 'One ketone reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  ketone_mg_per_dL: nullish(number, 'Ketones, milligrams per decilitre.'),
  sample_type: nullish(ketoneSampleTypeSchema, 'What it was measured in.'),
})
export type KetoneSample = z.infer<typeof ketoneSampleSchema>

export const ketoneDataSchema = object('KetoneData', 'Ketones of a day.', {
  ketone_samples: nullish(listOf(ketoneSampleSchema), 'Ketone readings.'),
  day_avg_ketone_mg_per_dL: nullish(number, 'Mean ketones of the day, milligrams per decilitre.'),
})
export type KetoneData = z.infer<typeof ketoneDataSchema>

export const measurementDataSampleSchema = object(
  'MeasurementDataSample',
  'Weight, body composition and the like at an instant.',
  {
    measurement_time: nullish(timestamp, 'When it was measured.'),
    BMI: nullish(number, 'Body mass index, kilograms per square metre.'),
    BMR: nullish(number, 'Basal metabolic rate, kilocalories a day.'),
    RMR: nullish(number, 'Resting metabolic rate, kilocalories a day.'),
    estimated_fitness_age: nullish(integer, 'Fitness age, years.'),
    skin_fold_mm: nullish(number, 'Skin fold, millimetres.'),
    bodyfat_percentage: nullish(percent, 'Body fat, percent of the weight.'),
    weight_kg: nullish(number, 'Weight, kilograms.'),
    height_cm: nullish(number, 'Height, centimetres.'),
    bone_mass_g: nullish(number, 'Bone mass, grams.'),
    muscle_mass_g: nullish(number, 'Muscle mass, grams.'),
    lean_mass_g: nullish(number, 'Mass without fat, grams.'),
    water_percentage: nullish(percent, 'Body water, percent of the weight.'),
    insulin_units: nullish(number, 'Insulin given, units.'),
    insulin_type: nullish(text, 'Kind of insulin.'),
    urine_color: nullish(text, 'Colour of the urine.'),
    user_notes: nullish(text, 'What the user noted.'),
    visceral_fat_level: nullish(number, "Visceral fat, on the device's own scale."),
    visceral_fat_category: nullish(text, 'Visceral fat in words.'),
  },
)
export type MeasurementDataSample = z.infer<typeof measurementDataSampleSchema>

export const measurementsDataSchema = object('MeasurementsData', 'Weight, body composition and the like of a day.', {
  measurements: nullish(listOf(measurementDataSampleSchema), 'The readings.'),
  day_avg_bmi: nullish(number, 'Mean body mass index of the day, kilograms per square metre.'),
  day_avg_bmr: nullish(number, 'Mean basal metabolic rate of the day, kilocalories a day.'),
  day_avg_rmr: nullish(number, 'Mean resting metabolic rate of the day, kilocalories a day.'),
  day_avg_estimated_fitness_age: nullish(number, 'Mean fitness age of the day, years.'),
  day_avg_skin_fold_mm: nullish(number, 'Mean skin fold of the day, millimetres.'),
  day_avg_bodyfat_percentage: nullish(number, 'Mean body fat of the day, percent of the weight.'),
  day_avg_weight_kg: nullish(number, 'Mean weight of the day, kilograms.'),
  day_avg_height_cm: nullish(number, 'Mean height of the day, centimetres.'),
  day_avg_bone_mass_g: nullish(number, 'Mean bone mass of the day, grams.'),
  day_avg_muscle_mass_g: nullish(number, 'Mean muscle mass of the day, grams.'),
  day_avg_lean_mass_g: nullish(number, 'Mean mass without fat of the day, grams.'),
  day_avg_water_percentage: nullish(number, 'Mean body water of the day, percent of the weight.'),
  day_avg_insulin_units: nullish(number, 'Mean insulin given in the day, units.'),
  day_avg_visceral_fat_level: nullish(number, "Mean visceral fat of the day, on the device's own scale."),
})
export type MeasurementsData = z.infer<typeof measurementsDataSchema>

export const bodyMetadataSchema = object('BodyMetadata', 'Which day it is.', {
  end_time: required(timestamp, 'Local midnight at which the day ends.'),
  start_time: required(timestamp, 'Local midnight at which the day begins.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
})
export type BodyMetadata = z.infer<typeof bodyMetadataSchema>

export const temperatureSampleSchema = object('TemperatureSample', 'One temperature reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  temperature_celsius: nullish(number, 'Temperature, degrees Celsius.'),
})
export type TemperatureSample = z.infer<typeof temperatureSampleSchema>

export const temperatureDataSchema = object('TemperatureData', 'Temperatures of a day.', {
  ambient_temperature_samples: nullish(listOf(temperatureSampleSchema), 'Temperature of the surroundings over time.'),
  body_temperature_samples: nullish(listOf(temperatureSampleSchema), 'Core body temperature over time.'),
  skin_temperature_samples: nullish(listOf(temperatureSampleSchema), 'Skin temperature over time.'),
  day_avg_ambient_temperature_celsius: nullish(
    number,
    'Mean temperature of the surroundings in the day, degrees Celsius.',
  ),
  day_avg_body_temperature_celsius: nullish(number, 'Mean core body temperature of the day, degrees Celsius.'),
  day_avg_skin_temperature_celsius: nullish(number, 'Mean skin temperature of the day, degrees Celsius.'),
})
export type TemperatureData = z.infer<typeof temperatureDataSchema>

export const glucoseDataSampleSchema = object('GlucoseDataSample', 'One glucose reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  blood_glucose_mg_per_dL: nullish(number, 'Blood glucose, milligrams per decilitre.'),
  glucose_level_flag: nullish(glucoseFlagSchema, 'How it compares with the target range.'),
  trend_arrow: nullish(trendArrowSchema, 'Which way it is going.'),
})
export type GlucoseDataSample = z.infer<typeof glucoseDataSampleSchema>

export const dailyPatternSampleSchema = object('DailyPatternSample', 'Glucose percentiles of one hour of the day.', {
  time_from_midnight: nullish(hourOfDay, 'Hour of the day, 0–23.'),
  percentile_5: nullish(number, 'Glucose under which 5 % of the readings of that hour lie, milligrams per decilitre.'),
  percentile_25: nullish(
    number,
    'Glucose under which 25 % of the readings of that hour lie, milligrams per decilitre.',
  ),
  percentile_50: nullish(
    number,
    'Glucose under which 50 % of the readings of that hour lie, milligrams per decilitre.',
  ),
  percentile_75: nullish(
    number,
    'Glucose under which 75 % of the readings of that hour lie, milligrams per decilitre.',
  ),
  percentile_95: nullish(
    number,
    'Glucose under which 95 % of the readings of that hour lie, milligrams per decilitre.',
  ),
})
export type DailyPatternSample = z.infer<typeof dailyPatternSampleSchema>

export const glucoseDataSchema = object('GlucoseData', 'Glucose of a day.', {
  blood_glucose_samples: nullish(listOf(glucoseDataSampleSchema), 'Glucose readings.'),
  detailed_blood_glucose_samples: nullish(
    listOf(glucoseDataSampleSchema),
    'Glucose readings of a denser, possibly less exact series.',
  ),
  day_avg_blood_glucose_mg_per_dL: nullish(number, 'Mean glucose of the day, milligrams per decilitre.'),
  day_avg_detailed_blood_glucose_mg_per_dL: nullish(
    number,
    'Mean glucose of the denser series, milligrams per decilitre.',
  ),
  day_avg_blood_glucose_mg_per_dl: nullish(
    number,
    'The same value as day_avg_blood_glucose_mg_per_dL under its old spelling, milligrams per decilitre.',
  ),
  gmi: nullish(number, 'Glucose management indicator, percent.'),
  time_in_range: nullish(number, 'Time within the target range, percent.'),
  sensor_usage: nullish(integer, 'Count of readings the sensor took.'),
  daily_patterns: nullish(listOf(dailyPatternSampleSchema), 'Glucose percentiles by hour of the day.'),
})
export type GlucoseData = z.infer<typeof glucoseDataSchema>

export const bodySchema = object('Body', 'Body readings of one day.', {
  blood_pressure_data: nullish(bloodPressureDataSchema, 'Blood pressure.'),
  device_data: nullish(deviceDataSchema, 'The device that recorded it.'),
  heart_data: nullish(heartDataSchema, 'Heart rhythm, ECG and heart rate.'),
  hydration_data: nullish(hydrationDataSchema, 'Body water and water drunk.'),
  ketone_data: nullish(ketoneDataSchema, 'Ketones.'),
  measurements_data: nullish(measurementsDataSchema, 'Weight, body composition and the like.'),
  metadata: required(bodyMetadataSchema, 'What the record is about and when.'),
  oxygen_data: nullish(oxygenDataSchema, 'Oxygen saturation and VO2 max.'),
  temperature_data: nullish(temperatureDataSchema, 'Temperatures.'),
  glucose_data: nullish(glucoseDataSchema, 'Glucose.'),
})
export type Body = z.infer<typeof bodySchema>
