import type { z } from 'zod'
import {
  healthObservationCategorySchema,
  observationSeveritySchema,
  observationStatusSchema,
  observationValueTypeSchema,
  timestampLocalizationSchema,
} from './enum-schemas.ts'
import { flag, listOf, nullish, number, object, required, text, timestamp } from './fields.ts'

export const healthObservationMetadataSchema = object('HealthObservationMetadata', 'When the observation was made.', {
  start_time: required(timestamp, 'When it happened or began.'),
  end_time: nullish(timestamp, 'When it ended, if it lasted.'),
  summary_id: required(text, 'Key of the observation; a correction keeps it.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
})
export type HealthObservationMetadata = z.infer<typeof healthObservationMetadataSchema>

export const observationCodeSchema = object('ObservationCode', 'A code of one vocabulary.', {
  system: required(text, 'Vocabulary of the code: a short name or the URI of a terminology.'),
  code: required(text, 'The code.'),
  display: nullish(text, 'The code in words.'),
})
export type ObservationCode = z.infer<typeof observationCodeSchema>

export const observationValueSchema = object('ObservationValue', 'A value of one of several types.', {
  value_type: required(observationValueTypeSchema, 'Which key holds the value.'),
  quantity: nullish(number, 'The value when it is a number, in unit.'),
  unit: nullish(text, 'Unit of the quantity.'),
  boolean: nullish(flag, 'The value when it is yes or no.'),
  text: nullish(text, 'The value when it is text.'),
  code: nullish(text, 'The value when it is a code.'),
})
export type ObservationValue = z.infer<typeof observationValueSchema>

export const observationComponentSchema = object('ObservationComponent', 'A part of an observation.', {
  code: required(text, 'Which part it is.'),
  value: nullish(observationValueSchema, 'The value.'),
})
export type ObservationComponent = z.infer<typeof observationComponentSchema>

export const healthObservationDataSchema = object('HealthObservationData', 'What was observed.', {
  category: nullish(healthObservationCategorySchema, 'Coarse group.'),
  observation_type: required(text, 'What was observed, in snake_case.'),
  codes: nullish(listOf(observationCodeSchema), 'The observation in the vocabularies of others.'),
  value: nullish(observationValueSchema, 'The value.'),
  severity: nullish(observationSeveritySchema, 'How strong it was.'),
  components: nullish(listOf(observationComponentSchema), 'The parts of an observation that has several.'),
  status: nullish(observationStatusSchema, 'State of the observation; 3 takes it back.'),
  notes: nullish(text, 'A note in free text.'),
})
export type HealthObservationData = z.infer<typeof healthObservationDataSchema>

export const healthObservationSchema = object('HealthObservation', 'One symptom, event or finding.', {
  metadata: required(healthObservationMetadataSchema, 'What the record is about and when.'),
  observation_data: required(healthObservationDataSchema, 'The observation.'),
})
export type HealthObservation = z.infer<typeof healthObservationSchema>
