import type { z } from 'zod'
import { amount, count, integer, listOf, nullish, number, object, timestamp } from './fields.ts'

export const distanceSampleSchema = object('DistanceSample', 'Distance so far at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  distance_meters: nullish(number, 'Distance since the start of the record, metres.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type DistanceSample = z.infer<typeof distanceSampleSchema>

export const elevationSampleSchema = object('ElevationSample', 'Altitude at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  elev_meters: nullish(number, 'Altitude above sea level, metres.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type ElevationSample = z.infer<typeof elevationSampleSchema>

export const floorsClimbedSampleSchema = object('FloorsClimbedSample', 'Floors climbed so far at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  floors_climbed: nullish(number, 'Floors climbed since the start of the record, a count.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type FloorsClimbedSample = z.infer<typeof floorsClimbedSampleSchema>

export const stepSampleSchema = object('StepSample', 'Steps so far at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  steps: nullish(number, 'Steps since the start of the record, a count.'),
  timer_duration_seconds: nullish(number, 'Seconds since the start of the record, pauses removed.'),
})
export type StepSample = z.infer<typeof stepSampleSchema>

export const distanceDataDetailedSchema = object(
  'DistanceDataDetailed',
  'Samples of distance, altitude, floors and steps.',
  {
    distance_samples: nullish(listOf(distanceSampleSchema), 'Distance over time.'),
    elevation_samples: nullish(listOf(elevationSampleSchema), 'Altitude over time.'),
    floors_climbed_samples: nullish(listOf(floorsClimbedSampleSchema), 'Floors climbed over time.'),
    step_samples: nullish(listOf(stepSampleSchema), 'Steps over time.'),
  },
)
export type DistanceDataDetailed = z.infer<typeof distanceDataDetailedSchema>

export const elevationDataSchema = object('ElevationData', 'Altitude and climb.', {
  avg_meters: nullish(number, 'Mean altitude, metres.'),
  gain_actual_meters: nullish(amount, 'All metres climbed, descents not taken off.'),
  gain_planned_meters: nullish(amount, 'Metres meant to be climbed.'),
  loss_actual_meters: nullish(amount, 'All metres descended.'),
  max_meters: nullish(number, 'Highest altitude, metres.'),
  min_meters: nullish(number, 'Lowest altitude, metres.'),
})
export type ElevationData = z.infer<typeof elevationDataSchema>

export const swimmingDataSchema = object('SwimmingData', 'Swimming figures.', {
  num_laps: nullish(count, 'Count of pool lengths swum.'),
  num_strokes: nullish(count, 'Count of strokes.'),
  pool_length_meters: nullish(count, 'Length of the pool, metres.'),
})
export type SwimmingData = z.infer<typeof swimmingDataSchema>

export const distanceDataSummarySchema = object('DistanceDataSummary', 'Distance, steps and climb of an activity.', {
  distance_meters: nullish(number, 'Distance, metres.'),
  elevation: nullish(elevationDataSchema, 'Altitude and climb.'),
  floors_climbed: nullish(integer, 'Floors climbed, a count.'),
  steps: nullish(integer, 'Steps, a count.'),
  swimming: nullish(swimmingDataSchema, 'Swimming figures.'),
})
export type DistanceDataSummary = z.infer<typeof distanceDataSummarySchema>

export const distanceDataSchema = object('DistanceData', 'Distance of an activity: figures and samples.', {
  detailed: nullish(distanceDataDetailedSchema, 'The samples.'),
  summary: nullish(distanceDataSummarySchema, 'The figures of the whole record.'),
})
export type DistanceData = z.infer<typeof distanceDataSchema>

export const dailyDistanceDataSchema = object(
  'DailyDistanceData',
  'Distance of a day: the figures stand beside the samples, not in a summary of their own.',
  {
    detailed: nullish(distanceDataDetailedSchema, 'The samples.'),
    distance_meters: nullish(number, 'Distance, metres.'),
    elevation: nullish(elevationDataSchema, 'Altitude and climb.'),
    floors_climbed: nullish(count, 'Floors climbed, a count.'),
    steps: nullish(integer, 'Steps, a count.'),
    swimming: nullish(swimmingDataSchema, 'Swimming figures.'),
  },
)
export type DailyDistanceData = z.infer<typeof dailyDistanceDataSchema>
