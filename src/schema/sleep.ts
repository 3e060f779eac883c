import type { z } from 'zod'
import { sleepLevelSchema, sleepUploadTypeSchema, timestampLocalizationSchema } from './enum-schemas.ts'
import {
  flag,
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
import { deviceDataSchema, oxygenSaturationSampleSchema } from './shared.ts'

export const sleepDataEnrichmentSchema = object('SleepDataEnrichment', 'Scores computed over a sleep.', {
  sleep_score: nullish(number, 'Sleep score, 0–100.'),
  sleep_contributors: nullish(recordFloat, 'What made the sleep score.'),
  readiness_score: nullish(number, 'Readiness score, 0–100.'),
  readiness_contributors: nullish(recordFloat, 'What made the readiness score.'),
  sleep_score_v2: nullish(number, 'Sleep score of the second model, 0–100.'),
  sleep_score_v2_contributors: nullish(recordFloat, 'What made the sleep score of the second model.'),
  respiratory_score_v2: nullish(number, 'Respiratory score of the second model, 0–100.'),
  respiratory_score_v2_contributors: nullish(recordFloat, 'What made the respiratory score of the second model.'),
})
export type SleepDataEnrichment = z.infer<typeof sleepDataEnrichmentSchema>

export const sleepMetadataSchema = object('SleepMetadata', 'When the sleep was.', {
  end_time: required(timestamp, 'When the sleep ended. The sleep belongs to this day.'),
  is_nap: nullish(flag, 'Whether it was a nap and not the main sleep.'),
  start_time: required(timestamp, 'When the sleep began; a real instant, not a midnight.'),
  summary_id: nullish(text, 'Key of the record, unique for the user only; a re-sent record keeps it.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
  upload_type: required(
    sleepUploadTypeSchema,
    'How the sleep came to the provider; mind that 1 is manual and 2 automatic.',
  ),
})
export type SleepMetadata = z.infer<typeof sleepMetadataSchema>

export const readinessDataSchema = object('ReadinessData', 'Readiness after a sleep.', {
  readiness: nullish(percent, 'Readiness as the provider judges it, 0–100.'),
  recovery_level: nullish(number, 'Recovery as the provider judges it, 0–100.'),
})
export type ReadinessData = z.infer<typeof readinessDataSchema>

export const breathSampleSchema = object('BreathSample', 'One breathing rate reading.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  breaths_per_min: nullish(number, 'Breathing rate, breaths per minute.'),
})
export type BreathSample = z.infer<typeof breathSampleSchema>

export const breathsDataSchema = object('BreathsData', 'Breathing rate during a sleep.', {
  avg_breaths_per_min: nullish(number, 'Mean breathing rate, breaths per minute.'),
  max_breaths_per_min: nullish(number, 'Highest breathing rate, breaths per minute.'),
  min_breaths_per_min: nullish(number, 'Lowest breathing rate, breaths per minute.'),
  on_demand_reading: nullish(flag, 'Whether the user asked for the reading.'),
  samples: nullish(listOf(breathSampleSchema), 'The readings over time.'),
  start_time: nullish(timestamp, 'When it began.'),
  end_time: nullish(timestamp, 'When it ended.'),
})
export type BreathsData = z.infer<typeof breathsDataSchema>

export const oxygenSaturationDataSchema = object('OxygenSaturationData', 'Oxygen saturation during a sleep.', {
  avg_saturation_percentage: nullish(number, 'Mean oxygen saturation, percent 0–100.'),
  end_time: nullish(timestamp, 'When it ended.'),
  samples: nullish(listOf(oxygenSaturationSampleSchema), 'The readings over time.'),
  start_time: nullish(timestamp, 'When it began.'),
})
export type OxygenSaturationData = z.infer<typeof oxygenSaturationDataSchema>

export const snoringSampleSchema = object('SnoringSample', 'One episode of snoring.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  duration_seconds: nullish(number, 'How long the snoring lasted, seconds.'),
})
export type SnoringSample = z.infer<typeof snoringSampleSchema>

export const snoringDataSchema = object('SnoringData', 'Snoring during a sleep.', {
  start_time: nullish(timestamp, 'When it began.'),
  end_time: nullish(timestamp, 'When it ended.'),
  num_snoring_events: nullish(integer, 'Count of times snoring began.'),
  samples: nullish(listOf(snoringSampleSchema), 'The readings over time.'),
  total_snoring_duration_seconds: nullish(number, 'Time snoring, seconds.'),
})
export type SnoringData = z.infer<typeof snoringDataSchema>

export const respirationDataSchema = object('RespirationData', 'Breathing during a sleep.', {
  breaths_data: nullish(breathsDataSchema, 'Breathing rate.'),
  oxygen_saturation_data: nullish(oxygenSaturationDataSchema, 'Oxygen saturation.'),
  snoring_data: nullish(snoringDataSchema, 'Snoring.'),
})
export type RespirationData = z.infer<typeof respirationDataSchema>

export const sleepScoresSchema = object('SleepScores', 'Scores of a sleep.', {
  sleep: nullish(number, 'Sleep score as the provider judges it, 0–100.'),
})
export type SleepScores = z.infer<typeof sleepScoresSchema>

export const asleepDurationsSchema = object('AsleepDurations', 'Time asleep, by stage.', {
  duration_asleep_state_seconds: nullish(number, 'Time asleep in any stage, seconds.'),
  duration_deep_sleep_state_seconds: nullish(number, 'Time in deep sleep, seconds.'),
  duration_light_sleep_state_seconds: nullish(number, 'Time in light sleep, seconds.'),
  duration_REM_sleep_state_seconds: nullish(number, 'Time in REM sleep, seconds.'),
  num_REM_events: nullish(integer, 'Count of REM periods.'),
})
export type AsleepDurations = z.infer<typeof asleepDurationsSchema>

export const awakeDurationsSchema = object('AwakeDurations', 'Time awake and awakenings.', {
  duration_awake_state_seconds: nullish(number, 'Time awake, seconds.'),
  duration_long_interruption_seconds: nullish(number, 'Time awake in interruptions longer than 90 seconds, seconds.'),
  duration_short_interruption_seconds: nullish(number, 'Time awake in interruptions shorter than 90 seconds, seconds.'),
  num_out_of_bed_events: nullish(integer, 'Count of times out of bed.'),
  num_wakeup_events: nullish(integer, 'Count of awakenings.'),
  sleep_latency_seconds: nullish(number, 'Time from going to bed to falling asleep, seconds.'),
  wake_up_latency_seconds: nullish(number, 'Time from waking up to getting up, seconds.'),
})
export type AwakeDurations = z.infer<typeof awakeDurationsSchema>

export const sleepHypnogramSampleSchema = object('SleepHypnogramSample', 'Beginning of a stage of sleep.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  level: nullish(sleepLevelSchema, 'Stage of sleep that begins here.'),
})
export type SleepHypnogramSample = z.infer<typeof sleepHypnogramSampleSchema>

export const otherSleepDurationsSchema = object('OtherSleepDurations', 'Time in bed and of unknown stage.', {
  duration_in_bed_seconds: nullish(number, 'Time in bed, seconds.'),
  duration_unmeasurable_sleep_seconds: nullish(number, 'Time of unknown stage, seconds.'),
})
export type OtherSleepDurations = z.infer<typeof otherSleepDurationsSchema>

export const sleepDurationsDataSchema = object('SleepDurationsData', 'Time asleep, awake and in bed.', {
  asleep: nullish(asleepDurationsSchema, 'Time asleep, by stage.'),
  awake: nullish(awakeDurationsSchema, 'Time awake and awakenings.'),
  hypnogram_samples: nullish(
    listOf(sleepHypnogramSampleSchema),
    'Stages of sleep over time; each lasts until the next.',
  ),
  other: nullish(otherSleepDurationsSchema, 'Time in bed and of unknown stage.'),
  sleep_efficiency: nullish(percent, 'Time asleep of the time in bed, percent 0–100.'),
})
export type SleepDurationsData = z.infer<typeof sleepDurationsDataSchema>

export const sleepTemperatureDataSchema = object('SleepTemperatureData', 'Temperature during a sleep.', {
  delta: nullish(number, "Skin temperature against the user's own baseline, degrees Celsius."),
})
export type SleepTemperatureData = z.infer<typeof sleepTemperatureDataSchema>

export const sleepSchema = object('Sleep', 'One sleep or nap.', {
  data_enrichment: nullish(sleepDataEnrichmentSchema, "Scores computed over the provider's data."),
  device_data: nullish(deviceDataSchema, 'The device that recorded it.'),
  heart_rate_data: nullish(heartRateDataSchema, 'Heart rate and its variability.'),
  metadata: required(sleepMetadataSchema, 'What the record is about and when.'),
  readiness_data: nullish(readinessDataSchema, 'Readiness after the sleep.'),
  respiration_data: nullish(respirationDataSchema, 'Breathing, oxygen saturation and snoring.'),
  scores: nullish(sleepScoresSchema, 'Scores as the provider judges them.'),
  sleep_durations_data: nullish(sleepDurationsDataSchema, 'Time asleep, awake and in bed, and the stages.'),
  temperature_data: nullish(sleepTemperatureDataSchema, 'Temperatures.'),
})
export type Sleep = z.infer<typeof sleepSchema>
