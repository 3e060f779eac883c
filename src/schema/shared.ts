import type { z } from 'zod'
import { activityLevelSchema, deviceDataTypeSchema, oxygenSaturationTypeSchema } from './enum-schemas.ts'
import { amount, count, dateOrTimestamp, listOf, nullish, number, object, text, timestamp } from './fields.ts'

export const activityLevelSampleSchema = object('ActivityLevelSample', 'Intensity at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  activity_level: nullish(activityLevelSchema, 'How hard the body worked.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type ActivityLevelSample = z.infer<typeof activityLevelSampleSchema>

export const activeDurationsDataSchema = object('ActiveDurationsData', 'Time spent at each intensity.', {
  activity_levels_samples: nullish(listOf(activityLevelSampleSchema), 'Intensity over time.'),
  activity_seconds: nullish(amount, 'Time active, seconds.'),
  inactivity_seconds: nullish(amount, 'Time inactive, seconds.'),
  low_intensity_seconds: nullish(amount, 'Time at low intensity, seconds.'),
  moderate_intensity_seconds: nullish(amount, 'Time at moderate intensity, seconds.'),
  num_continuous_inactive_periods: nullish(count, 'Count of unbroken inactive periods.'),
  rest_seconds: nullish(amount, 'Time at rest, seconds.'),
  vigorous_intensity_seconds: nullish(amount, 'Time at vigorous intensity, seconds.'),
  standing_hours_count: nullish(number, 'Count of hours in which the user stood up.'),
  standing_seconds: nullish(number, 'Time standing, seconds.'),
})
export type ActiveDurationsData = z.infer<typeof activeDurationsDataSchema>

export const calorieSampleSchema = object('CalorieSample', 'Energy burned at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  calories: nullish(number, 'Energy burned, kilocalories.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type CalorieSample = z.infer<typeof calorieSampleSchema>

export const caloriesDataSchema = object('CaloriesData', 'Energy burned and eaten.', {
  BMR_calories: nullish(number, 'Energy burned by the body at rest, kilocalories.'),
  calorie_samples: nullish(listOf(calorieSampleSchema), 'Energy burned over time.'),
  net_activity_calories: nullish(number, 'Energy burned by moving, without that of the body at rest, kilocalories.'),
  net_intake_calories: nullish(number, 'Energy eaten and drunk, kilocalories.'),
  total_burned_calories: nullish(number, 'All energy burned, at rest and by moving, kilocalories.'),
})
export type CaloriesData = z.infer<typeof caloriesDataSchema>

export const otherDeviceDataSchema = object('OtherDeviceData', 'A device that contributed to a record.', {
  manufacturer: nullish(text, 'Who made the device.'),
  hardware_version: nullish(text, 'Version of the hardware.'),
  serial_number: nullish(text, 'Serial number of the device.'),
  name: nullish(text, 'Name of the device or app.'),
  software_version: nullish(text, 'Version of the software.'),
  data_provided: nullish(listOf(deviceDataTypeSchema), 'Kinds of data the device measures.'),
  last_upload_date: nullish(dateOrTimestamp, 'When the device last sent data.'),
})
export type OtherDeviceData = z.infer<typeof otherDeviceDataSchema>

export const deviceDataSchema = object('DeviceData', 'The device that made a record.', {
  activation_timestamp: nullish(timestamp, 'When the device was first used.'),
  data_provided: nullish(listOf(deviceDataTypeSchema), 'Kinds of data the device measures.'),
  hardware_version: nullish(text, 'Version of the hardware.'),
  last_upload_date: nullish(dateOrTimestamp, 'When the device last sent data.'),
  manufacturer: nullish(text, 'Who made the device.'),
  name: nullish(text, 'Name of the device or app.'),
  other_devices: nullish(listOf(otherDeviceDataSchema), 'Other devices that contributed.'),
  serial_number: nullish(text, 'Serial number of the device.'),
  software_version: nullish(text, 'Version of the software.'),
})
export type DeviceData = z.infer<typeof deviceDataSchema>

export const metSampleSchema = object('METSample', 'Effort at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  level: nullish(number, 'Effort, MET.'),
})
export type METSample = z.infer<typeof metSampleSchema>

export const metDataSchema = object(
  'METData',
  'Effort in metabolic equivalents; one MET is the effort of sitting still.',
  {
    MET_samples: nullish(listOf(metSampleSchema), 'Effort over time.'),
    avg_level: nullish(number, 'Mean effort, MET.'),
    num_high_intensity_minutes: nullish(amount, 'Time at high intensity, minutes.'),
    num_inactive_minutes: nullish(amount, 'Time inactive, minutes.'),
    num_low_intensity_minutes: nullish(amount, 'Time at low intensity, minutes.'),
    num_moderate_intensity_minutes: nullish(amount, 'Time at moderate intensity, minutes.'),
  },
)
export type METData = z.infer<typeof metDataSchema>

export const oxygenSaturationSampleSchema = object('OxygenSaturationSample', 'One oxygen saturation reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  percentage: nullish(number, 'Oxygen saturation, percent 0–100.'),
  type: nullish(oxygenSaturationTypeSchema, 'Whether it is of blood or muscle.'),
})
export type OxygenSaturationSample = z.infer<typeof oxygenSaturationSampleSchema>

export const vo2MaxSampleSchema = object('Vo2MaxSample', 'One VO2 max estimate.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  vo2max_ml_per_min_per_kg: nullish(number, 'VO2 max, millilitres per minute per kilogram of body weight.'),
})
export type Vo2MaxSample = z.infer<typeof vo2MaxSampleSchema>

export const oxygenDataSchema = object('OxygenData', 'Oxygen saturation and VO2 max.', {
  avg_saturation_percentage: nullish(number, 'Mean oxygen saturation, percent 0–100.'),
  saturation_samples: nullish(listOf(oxygenSaturationSampleSchema), 'Oxygen saturation over time.'),
  vo2_samples: nullish(listOf(vo2MaxSampleSchema), 'VO2 max over time.'),
  vo2max_ml_per_min_per_kg: nullish(number, 'VO2 max, millilitres per minute per kilogram of body weight.'),
  day_avg_vo2max_ml_per_min_per_kg: nullish(
    number,
    'Mean VO2 max of the day, millilitres per minute per kilogram of body weight.',
  ),
})
export type OxygenData = z.infer<typeof oxygenDataSchema>

export const strainDataSchema = object('StrainData', 'Strain as the provider judges it.', {
  strain_level: nullish(number, "Strain, on the provider's own scale."),
})
export type StrainData = z.infer<typeof strainDataSchema>
