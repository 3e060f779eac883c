import type { z } from 'zod'
import { dailyDistanceDataSchema } from './distance.ts'
import { stressLevelSchema, timestampLocalizationSchema, uploadTypeSchema } from './enum-schemas.ts'
import {
  amount,
  anyText,
  integer,
  listOf,
  nullish,
  number,
  object,
  percent,
  recordFloat,
  required,
  text,
  timestamp,
} from './fields.ts'
import { heartRateDataSchema } from './heart-rate.ts'
import {
  activeDurationsDataSchema,
  caloriesDataSchema,
  deviceDataSchema,
  metDataSchema,
  oxygenDataSchema,
  strainDataSchema,
} from './shared.ts'

export const dailyDataEnrichmentSchema = object('DailyDataEnrichment', 'Scores computed over a day.', {
  total_stress_score: nullish(number, 'Stress score, 0–100.'),
  stress_contributors: nullish(recordFloat, 'What made the stress score.'),
  respiratory_score: nullish(number, 'Respiratory score, 0–100.'),
  respiratory_contributors: nullish(recordFloat, 'What made the respiratory score.'),
  immune_index: nullish(integer, 'Immune index, 0–100.'),
  immune_contributors: nullish(recordFloat, 'What made the immune index.'),
  resilience_score: nullish(integer, 'Resilience score, 0–100.'),
  resilience_contributors: nullish(recordFloat, 'What made the resilience score.'),
  strain_index: nullish(number, 'Strain index.'),
  strain_traffic_light: nullish(text, 'Strain in words: GREEN, AMBER or RED.'),
  strain_contributors: nullish(recordFloat, 'What made the strain score.'),
  total_stress_score_v2: nullish(number, 'Stress score of the second model, 0–100.'),
  total_stress_score_v2_contributors: nullish(recordFloat, 'What made the stress score of the second model.'),
})
export type DailyDataEnrichment = z.infer<typeof dailyDataEnrichmentSchema>

export const dailyMetadataSchema = object('DailyMetadata', 'Which day it is.', {
  end_time: required(timestamp, 'Local midnight at which the day ends.'),
  start_time: required(timestamp, 'Local midnight at which the day begins.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
  upload_type: required(
    uploadTypeSchema,
    'How the day came to the provider; manual as soon as one point was typed in or altered.',
  ),
})
export type DailyMetadata = z.infer<typeof dailyMetadataSchema>

export const scoresDataSchema = object('ScoresData', 'Scores of a day.', {
  activity: nullish(percent, 'Activity score as the provider judges it, 0–100.'),
  recovery: nullish(percent, 'Recovery score as the provider judges it, 0–100.'),
  sleep: nullish(percent, 'Sleep score as the provider judges it, 0–100.'),
})
export type ScoresData = z.infer<typeof scoresDataSchema>

export const stressSampleSchema = object('StressSample', 'Stress at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  level: nullish(number, "Stress on the provider's scale, 0–100."),
})
export type StressSample = z.infer<typeof stressSampleSchema>

export const bodyBatterySampleSchema = object('BodyBatterySample', 'Energy reserve at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  level: nullish(number, "Energy reserve on the provider's scale, 0–100."),
})
export type BodyBatterySample = z.infer<typeof bodyBatterySampleSchema>

export const stressDataSchema = object('StressData', 'Stress of a day.', {
  avg_stress_level: nullish(number, "Mean stress on the provider's scale, 0–100."),
  activity_stress_duration_seconds: nullish(amount, 'Time under stress while active, seconds.'),
  low_stress_duration_seconds: nullish(amount, 'Time under low stress, seconds.'),
  max_stress_level: nullish(number, "Highest stress on the provider's scale, 0–100."),
  medium_stress_duration_seconds: nullish(amount, 'Time under medium stress, seconds.'),
  samples: nullish(listOf(stressSampleSchema), 'The readings over time.'),
  rest_stress_duration_seconds: nullish(amount, 'Time under stress while at rest, seconds.'),
  high_stress_duration_seconds: nullish(amount, 'Time under high stress, seconds.'),
  stress_duration_seconds: nullish(amount, 'Time under any stress, seconds.'),
  stress_rating: nullish(stressLevelSchema, 'Stress of the day in words.'),
  body_battery_samples: nullish(listOf(bodyBatterySampleSchema), 'Energy reserve over time.'),
})
export type StressData = z.infer<typeof stressDataSchema>

export const tagEntrySchema = object('TagEntry', 'One thing noted about a day.', {
  timestamp: required(timestamp, 'When it happened.'),
  tag_name: required(text, 'What happened.'),
  notes: required(anyText, 'What the user wrote about it; may be empty.'),
})
export type TagEntry = z.infer<typeof tagEntrySchema>

export const tagDataSchema = object('TagData', 'What was noted about a day.', {
  tags: nullish(listOf(tagEntrySchema), 'The tags.'),
})
export type TagData = z.infer<typeof tagDataSchema>

export const dailySchema = object('Daily', 'Totals and readings of one day.', {
  active_durations_data: nullish(activeDurationsDataSchema, 'Time spent at each intensity.'),
  calories_data: nullish(caloriesDataSchema, 'Energy burned and eaten.'),
  data_enrichment: nullish(dailyDataEnrichmentSchema, "Scores computed over the provider's data."),
  device_data: nullish(deviceDataSchema, 'The device that recorded it.'),
  distance_data: nullish(dailyDistanceDataSchema, 'Distance, steps and climb.'),
  heart_rate_data: nullish(heartRateDataSchema, 'Heart rate and its variability.'),
  MET_data: nullish(metDataSchema, 'Effort in metabolic equivalents.'),
  metadata: required(dailyMetadataSchema, 'What the record is about and when.'),
  oxygen_data: nullish(oxygenDataSchema, 'Oxygen saturation and VO2 max.'),
  scores: nullish(scoresDataSchema, 'Scores as the provider judges them.'),
  strain_data: nullish(strainDataSchema, 'Strain as the provider judges it.'),
  stress_data: nullish(stressDataSchema, 'Stress and energy reserve.'),
  tag_data: nullish(tagDataSchema, 'What the user or the app noted about the day.'),
})
export type Daily = z.infer<typeof dailySchema>
