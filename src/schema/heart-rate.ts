import type { z } from 'zod'
import { heartRateContextSchema } from './enum-schemas.ts'
import { amount, integer, listOf, nullish, number, object, percent, text, timestamp } from './fields.ts'

export const heartRateDataSampleSchema = object('HeartRateDataSample', 'One heart rate reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  bpm: nullish(number, 'Heart rate, beats per minute.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
  context: nullish(heartRateContextSchema, 'What the user was doing.'),
})
export type HeartRateDataSample = z.infer<typeof heartRateDataSampleSchema>

export const heartRateVariabilityDataSampleRMSSDSchema = object(
  'HeartRateVariabilityDataSampleRMSSD',
  'One heart rate variability reading, RMSSD.',
  {
    timestamp: nullish(timestamp, 'When it was recorded.'),
    hrv_rmssd: nullish(number, 'Heart rate variability as RMSSD, milliseconds.'),
  },
)
export type HeartRateVariabilityDataSampleRMSSD = z.infer<typeof heartRateVariabilityDataSampleRMSSDSchema>

export const heartRateVariabilityDataSampleSDNNSchema = object(
  'HeartRateVariabilityDataSampleSDNN',
  'One heart rate variability reading, SDNN.',
  {
    timestamp: nullish(timestamp, 'When it was recorded.'),
    hrv_sdnn: nullish(number, 'Heart rate variability as SDNN, milliseconds.'),
  },
)
export type HeartRateVariabilityDataSampleSDNN = z.infer<typeof heartRateVariabilityDataSampleSDNNSchema>

export const heartRateDataDetailedSchema = object(
  'HeartRateDataDetailed',
  'Samples of heart rate and its variability.',
  {
    hr_samples: nullish(listOf(heartRateDataSampleSchema), 'Heart rate over time.'),
    hrv_samples_rmssd: nullish(
      listOf(heartRateVariabilityDataSampleRMSSDSchema),
      'Heart rate variability as RMSSD over time.',
    ),
    hrv_samples_sdnn: nullish(
      listOf(heartRateVariabilityDataSampleSDNNSchema),
      'Heart rate variability as SDNN over time.',
    ),
  },
)
export type HeartRateDataDetailed = z.infer<typeof heartRateDataDetailedSchema>

export const heartRateZoneDataSchema = object('HeartRateZoneData', 'Time spent in one heart rate zone.', {
  zone: nullish(integer, 'Number of the zone, from 0.'),
  start_percentage: nullish(percent, "Lower end of the zone, percent of the user's maximum heart rate."),
  end_percentage: nullish(percent, "Upper end of the zone, percent of the user's maximum heart rate."),
  name: nullish(text, 'Name of the zone.'),
  duration_seconds: nullish(number, 'Time in the zone, seconds.'),
})
export type HeartRateZoneData = z.infer<typeof heartRateZoneDataSchema>

export const heartRateDataSummarySchema = object('HeartRateDataSummary', 'Heart rate of the whole record.', {
  avg_hr_bpm: nullish(amount, 'Mean heart rate, beats per minute.'),
  avg_hrv_rmssd: nullish(number, 'Mean heart rate variability as RMSSD, milliseconds.'),
  avg_hrv_sdnn: nullish(number, 'Mean heart rate variability as SDNN, milliseconds.'),
  hr_zone_data: nullish(listOf(heartRateZoneDataSchema), 'Time spent in each heart rate zone.'),
  max_hr_bpm: nullish(amount, 'Highest heart rate, beats per minute.'),
  min_hr_bpm: nullish(amount, 'Lowest heart rate, beats per minute.'),
  resting_hr_bpm: nullish(amount, 'Resting heart rate, beats per minute.'),
  user_max_hr_bpm: nullish(number, "The user's maximum heart rate as the provider assumes it, beats per minute."),
})
export type HeartRateDataSummary = z.infer<typeof heartRateDataSummarySchema>

export const heartRateDataSchema = object('HeartRateData', 'Heart rate: figures and samples.', {
  detailed: nullish(heartRateDataDetailedSchema, 'The samples.'),
  summary: nullish(heartRateDataSummarySchema, 'The figures of the whole record.'),
})
export type HeartRateData = z.infer<typeof heartRateDataSchema>
