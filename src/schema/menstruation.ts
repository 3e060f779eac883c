import type { z } from 'zod'
import { menstruationFlowSchema, menstruationIntervalSchema, timestampLocalizationSchema } from './enum-schemas.ts'
import { date, flag, integer, listOf, nullish, object, required, timestamp } from './fields.ts'

export const menstruationMetadataSchema = object('MenstruationMetadata', 'Which day it is.', {
  end_time: required(timestamp, 'Local midnight at which the day ends.'),
  start_time: required(timestamp, 'Local midnight at which the day begins.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
})
export type MenstruationMetadata = z.infer<typeof menstruationMetadataSchema>

export const menstruationFlowSampleSchema = object('MenstruationFlowSample', 'Flow at an instant.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  flow: nullish(menstruationFlowSchema, 'Strength of the flow.'),
})
export type MenstruationFlowSample = z.infer<typeof menstruationFlowSampleSchema>

export const menstruationIntervalSampleSchema = object('MenstruationIntervalSample', 'One phase of a cycle.', {
  start_timestamp: nullish(timestamp, 'When it began.'),
  end_timestamp: nullish(timestamp, 'When it ended.'),
  phase: nullish(menstruationIntervalSchema, 'Phase of the cycle.'),
})
export type MenstruationIntervalSample = z.infer<typeof menstruationIntervalSampleSchema>

export const menstruationDataSchema = object('MenstruationData', 'The cycle as of a day.', {
  period_length_days: nullish(integer, 'Length of the bleeding, days.'),
  current_phase: nullish(menstruationIntervalSchema, 'Phase of the cycle on this day.'),
  length_of_current_phase_days: nullish(integer, 'Length of that phase, days.'),
  days_until_next_phase: nullish(integer, 'Days until the next phase.'),
  period_start_date: nullish(date, 'Day the cycle began.'),
  predicted_cycle_length_days: nullish(integer, 'Expected length of the cycle, days.'),
  day_in_cycle: nullish(integer, 'Day of the cycle, counted in days.'),
  last_updated_time: nullish(timestamp, 'When the user last noted something about the cycle.'),
  cycle_length_days: nullish(integer, 'Length of the cycle, days.'),
  is_predicted_cycle: nullish(flag, 'Whether this is predicted and not noted by the user.'),
  menstruation_flow: nullish(listOf(menstruationFlowSampleSchema), 'Flow as the user noted it.'),
  intervals: nullish(listOf(menstruationIntervalSampleSchema), 'Phases of the cycle, one after another.'),
  fertility_window_start: nullish(date, 'First fertile day.'),
  fertility_window_end: nullish(date, 'Last fertile day.'),
  ovulation_day: nullish(date, 'Expected day of ovulation.'),
})
export type MenstruationData = z.infer<typeof menstruationDataSchema>

export const menstruationSchema = object('Menstruation', 'The menstrual cycle as of one day.', {
  metadata: required(menstruationMetadataSchema, 'What the record is about and when.'),
  menstruation_data: nullish(menstruationDataSchema, 'The cycle as of this day.'),
})
export type Menstruation = z.infer<typeof menstruationSchema>
