import type { z } from 'zod'
import { distanceDataSchema } from './distance.ts'
import { activityTypeSchema, timestampLocalizationSchema, uploadTypeSchema } from './enum-schemas.ts'
import { integer, listOf, nullish, number, object, position, recordFloat, required, text, timestamp } from './fields.ts'
import { heartRateDataSchema } from './heart-rate.ts'
import {
  activeDurationsDataSchema,
  caloriesDataSchema,
  deviceDataSchema,
  metDataSchema,
  oxygenDataSchema,
  strainDataSchema,
} from './shared.ts'

export const dataEnrichmentSchema = object('DataEnrichment', 'Scores computed over an activity.', {
  efficiency_score: nullish(number, 'Efficiency score, 0–100.'),
  efficiency_contributors: nullish(recordFloat, 'What made the efficiency score.'),
  strain_score: nullish(number, 'Strain score, 0–100.'),
  strain_contributors: nullish(recordFloat, 'What made the strain score.'),
  rcrs_score: nullish(number, 'Recovery-corrected strain score.'),
  rcrs_contributors: nullish(recordFloat, 'What made the recovery-corrected strain score.'),
  trimp_score: nullish(number, 'Training impulse (TRIMP).'),
  trimp_contributors: nullish(recordFloat, 'What made the training impulse.'),
})
export type DataEnrichment = z.infer<typeof dataEnrichmentSchema>

export const energyDataSchema = object('EnergyData', 'Energy spent in an activity.', {
  energy_kilojoules: nullish(number, 'Energy spent, kilojoules.'),
  energy_planned_kilojoules: nullish(number, 'Energy meant to be spent, kilojoules.'),
})
export type EnergyData = z.infer<typeof energyDataSchema>

export const lapSampleSchema = object('LapSample', 'One lap.', {
  calories: nullish(number, 'Energy burned in the lap, kilocalories.'),
  avg_hr_bpm: nullish(number, 'Mean heart rate, beats per minute.'),
  start_time: nullish(timestamp, 'When it began.'),
  avg_speed_meters_per_second: nullish(number, 'Mean speed, metres per second.'),
  distance_meters: nullish(number, 'Length of the lap, metres.'),
  total_strokes: nullish(integer, 'Count of swimming strokes.'),
  end_time: nullish(timestamp, 'When it ended.'),
  stroke_type: nullish(text, 'Swimming stroke, as the provider calls it.'),
  avg_watts: nullish(number, 'Mean power, watts.'),
  active_duration_seconds: nullish(integer, 'Time moving, whole seconds.'),
  trigger_method: nullish(
    text,
    'What ended the lap: MANUAL, TIME, DISTANCE, POSITION_START, POSITION_LAP, POSITION_WAYPOINT, POSITION_MARKED, SESSION_END, FITNESS_EQUIPMENT or UNSPECIFIED.',
  ),
})
export type LapSample = z.infer<typeof lapSampleSchema>

export const lapDataSchema = object('LapData', 'The laps of an activity.', {
  laps: nullish(listOf(lapSampleSchema), 'The laps.'),
})
export type LapData = z.infer<typeof lapDataSchema>

export const activityMetadataSchema = object('ActivityMetadata', 'What the activity was, and when and where.', {
  city: nullish(text, 'City it took place in.'),
  country: nullish(text, 'Country it took place in.'),
  end_time: required(timestamp, 'When the activity ended.'),
  name: nullish(text, 'What the workout is called.'),
  start_time: required(timestamp, 'When the activity began.'),
  state: nullish(text, 'State or region it took place in.'),
  summary_id: required(text, 'Key of the record, unique for the user only; a re-sent record keeps it.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
  type: required(activityTypeSchema, 'Kind of activity.'),
  upload_type: required(uploadTypeSchema, 'How the record came to the provider.'),
})
export type ActivityMetadata = z.infer<typeof activityMetadataSchema>

export const cadenceSampleSchema = object('CadenceSample', 'Cadence at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  cadence_rpm: nullish(number, 'Cadence, revolutions (or strides) per minute.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type CadenceSample = z.infer<typeof cadenceSampleSchema>

export const speedSampleSchema = object('SpeedSample', 'Speed at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  speed_meters_per_second: nullish(number, 'Speed, metres per second.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type SpeedSample = z.infer<typeof speedSampleSchema>

export const torqueSampleSchema = object('TorqueSample', 'Torque at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
  torque_newton_meters: nullish(number, 'Torque, newton metres.'),
})
export type TorqueSample = z.infer<typeof torqueSampleSchema>

export const movementDataSchema = object('MovementData', 'Speed, pace, cadence and torque.', {
  adjusted_max_speed_meters_per_second: nullish(number, 'Highest speed without outliers, metres per second.'),
  avg_cadence_rpm: nullish(number, 'Mean cadence, revolutions (or strides) per minute.'),
  avg_pace_minutes_per_kilometer: nullish(number, 'Mean pace, minutes per kilometre.'),
  avg_speed_meters_per_second: nullish(number, 'Mean speed, metres per second.'),
  avg_torque_newton_meters: nullish(number, 'Mean torque, newton metres.'),
  avg_velocity_meters_per_second: nullish(
    number,
    'Mean velocity where the provider tells it apart from speed, metres per second.',
  ),
  cadence_samples: nullish(listOf(cadenceSampleSchema), 'Cadence over time.'),
  max_cadence_rpm: nullish(number, 'Highest cadence, revolutions (or strides) per minute.'),
  max_pace_minutes_per_kilometer: nullish(number, 'Fastest pace, minutes per kilometre.'),
  max_speed_meters_per_second: nullish(number, 'Highest speed, metres per second.'),
  max_torque_newton_meters: nullish(number, 'Highest torque, newton metres.'),
  max_velocity_meters_per_second: nullish(
    number,
    'Highest velocity where the provider tells it apart from speed, metres per second.',
  ),
  normalized_speed_meters_per_second: nullish(number, 'Speed normalised by the provider, metres per second.'),
  speed_samples: nullish(listOf(speedSampleSchema), 'Speed over time.'),
  torque_samples: nullish(listOf(torqueSampleSchema), 'Torque over time.'),
})
export type MovementData = z.infer<typeof movementDataSchema>

export const polylineMapDataSchema = object('PolylineMapData', 'The route, encoded.', {
  summary_polyline: nullish(text, 'The route as a Google encoded polyline, precision 5.'),
})
export type PolylineMapData = z.infer<typeof polylineMapDataSchema>

export const positionSampleSchema = object('PositionSample', 'Position at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  coords_lat_lng_deg: nullish(position, 'Where the user was, WGS84 degrees.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type PositionSample = z.infer<typeof positionSampleSchema>

export const positionDataSchema = object('PositionData', 'Where the user was.', {
  center_pos_lat_lng_deg: nullish(position, 'Where the user was in the middle of the activity, WGS84 degrees.'),
  end_pos_lat_lng_deg: nullish(position, 'Where it ended, WGS84 degrees.'),
  position_samples: nullish(listOf(positionSampleSchema), 'Position over time.'),
  start_pos_lat_lng_deg: nullish(position, 'Where it began, WGS84 degrees.'),
})
export type PositionData = z.infer<typeof positionDataSchema>

export const powerSampleSchema = object('PowerSample', 'Power at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  watts: nullish(number, 'Power, watts.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type PowerSample = z.infer<typeof powerSampleSchema>

export const powerDataSchema = object('PowerData', 'Power of an activity.', {
  avg_watts: nullish(number, 'Mean power, watts.'),
  max_watts: nullish(number, 'Highest power, watts.'),
  power_samples: nullish(listOf(powerSampleSchema), 'Power over time.'),
})
export type PowerData = z.infer<typeof powerDataSchema>

export const tssSampleSchema = object('TSSSample', 'One training stress score.', {
  planned: nullish(number, 'Training stress score meant to be reached.'),
  actual: nullish(number, 'Training stress score reached.'),
  method: nullish(text, 'How the score was computed.'),
  intensity_factor_planned: nullish(number, 'Intensity factor meant to be reached, a ratio.'),
  intensity_factor_actual: nullish(number, 'Intensity factor reached, a ratio.'),
  normalized_power_watts: nullish(number, 'Normalised power, watts.'),
})
export type TSSSample = z.infer<typeof tssSampleSchema>

export const tssDataSchema = object('TSSData', 'Training stress scores.', {
  TSS_samples: nullish(listOf(tssSampleSchema), 'Training stress scores.'),
})
export type TSSData = z.infer<typeof tssDataSchema>

export const workDataSchema = object('WorkData', 'Work done in an activity.', {
  work_kilojoules: nullish(number, 'Work done, kilojoules.'),
})
export type WorkData = z.infer<typeof workDataSchema>

export const activitySchema = object('Activity', 'One workout.', {
  active_durations_data: nullish(activeDurationsDataSchema, 'Time spent at each intensity.'),
  calories_data: nullish(caloriesDataSchema, 'Energy burned and eaten.'),
  cheat_detection: nullish(number, "The provider's sign that the workout may be false; 0 is none."),
  data_enrichment: nullish(dataEnrichmentSchema, "Scores computed over the provider's data."),
  device_data: nullish(deviceDataSchema, 'The device that recorded it.'),
  distance_data: nullish(distanceDataSchema, 'Distance, steps and climb.'),
  energy_data: nullish(energyDataSchema, 'Energy spent and planned.'),
  heart_rate_data: nullish(heartRateDataSchema, 'Heart rate and its variability.'),
  lap_data: nullish(lapDataSchema, 'The laps.'),
  MET_data: nullish(metDataSchema, 'Effort in metabolic equivalents.'),
  metadata: required(activityMetadataSchema, 'What the record is about and when.'),
  movement_data: nullish(movementDataSchema, 'Speed, pace, cadence and torque.'),
  oxygen_data: nullish(oxygenDataSchema, 'Oxygen saturation and VO2 max.'),
  polyline_map_data: nullish(polylineMapDataSchema, 'The route, encoded.'),
  position_data: nullish(positionDataSchema, 'Where the user was.'),
  power_data: nullish(powerDataSchema, 'Power.'),
  strain_data: nullish(strainDataSchema, 'Strain as the provider judges it.'),
  TSS_data: nullish(tssDataSchema, 'Training stress scores.'),
  work_data: nullish(workDataSchema, 'Work done.'),
})
export type Activity = z.infer<typeof activitySchema>
