import type { z } from 'zod'
import { date, flag, integer, listOf, number, object, omittable, required, requiredOrNull, text } from './fields.ts'

export const labReportPanelSchema = object('LabReportPanel', 'A group of results in a report.', {
  id: required(integer, 'Number of the panel within the report.'),
  name: omittable(text, 'Name of the panel, as printed.'),
  key: omittable(text, 'Stable name.'),
})
export type LabReportPanel = z.infer<typeof labReportPanelSchema>

export const labReportEventResultSourceSchema = object('LabReportEventResultSource', 'What the report printed.', {
  name: omittable(text, 'Name of the test, as printed.'),
  panel: omittable(text, 'Panel, as printed.'),
  value: omittable(text, 'Value, as printed.'),
  units: omittable(text, 'Unit, as printed.'),
  flag: omittable(text, 'Flag, as printed.'),
  method: omittable(text, 'Method, as printed.'),
  notes: omittable(text, 'Notes, as printed.'),
  reference_text: omittable(text, 'Reference range, as printed.'),
  collection_date: omittable(date, 'Day the specimen was taken, YYYY-MM-DD.'),
  collection_time: omittable(text, 'Time the specimen was taken, HH:MM.'),
})
export type LabReportEventResultSource = z.infer<typeof labReportEventResultSourceSchema>

export const labReportBiomarkerSchema = object('LabReportBiomarker', 'What was measured, normalised.', {
  key: requiredOrNull(text, 'Name of the biomarker; null when it was not recognised.'),
  display_name: omittable(text, 'Name for people.'),
  loinc_code: omittable(text, 'LOINC code.'),
  panel_id: omittable(integer, 'Number of the panel within the report.'),
  panel_key: omittable(text, 'Stable name of the panel.'),
  specimen: omittable(text, 'What was examined.'),
})
export type LabReportBiomarker = z.infer<typeof labReportBiomarkerSchema>

export const labReportBoundedValueSchema = object('LabReportBoundedValue', 'A value of which only a bound is known.', {
  operator: required(text, 'lt (less than) or gt (greater than).'),
  value: required(number, "The bound, in the measurement's units."),
})
export type LabReportBoundedValue = z.infer<typeof labReportBoundedValueSchema>

export const labReportQualitativeValueSchema = object('LabReportQualitativeValue', 'A finding that is not a number.', {
  text: omittable(text, 'The finding in words.'),
  code: omittable(text, 'The finding as a code.'),
})
export type LabReportQualitativeValue = z.infer<typeof labReportQualitativeValueSchema>

export const labReportMeasurementSchema = object(
  'LabReportMeasurement',
  'The value of a result; type names the key that holds it.',
  {
    type: required(text, 'numeric, bounded, qualitative, text or absent.'),
    numeric: omittable(number, 'The value when it is a number, in units.'),
    bounded: omittable(labReportBoundedValueSchema, 'The value when only a bound is known, in units.'),
    qualitative: omittable(labReportQualitativeValueSchema, 'The value when it is a finding.'),
    text: omittable(text, 'The value when it is text.'),
    absent_reason: omittable(text, 'Why there is no value.'),
    units: omittable(text, 'Unit of the value.'),
    ucum_code: omittable(text, 'Unit in UCUM.'),
  },
)
export type LabReportMeasurement = z.infer<typeof labReportMeasurementSchema>

export const labReportAppliedRangeSchema = object('LabReportAppliedRange', 'The range a flag was judged against.', {
  lower: omittable(number, "Lower end, in the result's units."),
  upper: omittable(number, "Upper end, in the result's units."),
})
export type LabReportAppliedRange = z.infer<typeof labReportAppliedRangeSchema>

export const labReportInterpretationSchema = object(
  'LabReportInterpretation',
  'Whether a result is out of the ordinary.',
  {
    flag: requiredOrNull(text, 'One of high, low and normal; null without a sign.'),
    flag_raw: omittable(text, 'Flag, as printed.'),
    source: required(text, 'Where the flag comes from: report, computed or none.'),
    applied_range: omittable(labReportAppliedRangeSchema, 'Range the flag was judged against.'),
  },
)
export type LabReportInterpretation = z.infer<typeof labReportInterpretationSchema>

export const labReportRangeContextSchema = object('LabReportRangeContext', 'Whom a reference range holds for.', {
  sex: omittable(text, 'Sex, a lower-case word.'),
  age_lower: omittable(integer, 'From this age, years.'),
  age_upper: omittable(integer, 'To this age, years.'),
  pregnancy_status: omittable(text, 'Whether pregnant.'),
  gestational_week_lower: omittable(integer, 'From this week of pregnancy.'),
  gestational_week_upper: omittable(integer, 'To this week of pregnancy.'),
  cycle_phase: omittable(text, 'Phase of the cycle.'),
  reference_population: omittable(text, 'Group of people the range holds for.'),
  modifiers: omittable(listOf(text), 'Further conditions.'),
})
export type LabReportRangeContext = z.infer<typeof labReportRangeContextSchema>

export const labReportReferenceRangeSchema = object('LabReportReferenceRange', 'One reference range.', {
  lower: omittable(number, "Lower end, in the result's units."),
  upper: omittable(number, "Upper end, in the result's units."),
  type: omittable(text, 'Kind of range.'),
  context: omittable(labReportRangeContextSchema, 'Whom the range holds for.'),
})
export type LabReportReferenceRange = z.infer<typeof labReportReferenceRangeSchema>

export const labReportEventResultSchema = object('LabReportEventResult', 'One result of a report.', {
  source: required(labReportEventResultSourceSchema, 'The result as the report printed it.'),
  biomarker: required(labReportBiomarkerSchema, 'What was measured.'),
  measurement: required(labReportMeasurementSchema, 'The value.'),
  interpretation: required(labReportInterpretationSchema, 'How it is judged.'),
  reference_ranges: omittable(listOf(labReportReferenceRangeSchema), 'Ranges it may be compared with.'),
})
export type LabReportEventResult = z.infer<typeof labReportEventResultSchema>

export const labReportEventDataSchema = object('LabReportEventData', 'A report that was read.', {
  session_id: required(text, 'Id of the report.'),
  reference_id: omittable(text, "The developer's own id of the person."),
  report_date: omittable(date, 'Day the report bears, YYYY-MM-DD.'),
  report_time: omittable(text, 'Time the report bears, HH:MM.'),
  report_locale: omittable(text, 'Language of the report, such as en-GB.'),
  results_count: required(integer, 'Count of results.'),
  results: required(listOf(labReportEventResultSchema), 'The results.'),
  panels: omittable(listOf(labReportPanelSchema), 'The panels of the report.'),
  report_notes: omittable(text, 'Notes of the report.'),
})
export type LabReportEventData = z.infer<typeof labReportEventDataSchema>

export const labReportEventErrorSchema = object('LabReportEventError', 'Why a report could not be read.', {
  code: required(text, 'file_unreadable, extraction_failed, standardization_failed or internal.'),
  message: required(text, 'What happened, for people.'),
  retriable: required(flag, 'Whether sending the same file again may succeed.'),
})
export type LabReportEventError = z.infer<typeof labReportEventErrorSchema>

export const labReportFailureDataSchema = object('LabReportFailureData', 'A report that could not be read.', {
  session_id: required(text, 'Id of the report.'),
  reference_id: omittable(text, "The developer's own id of the person."),
  error: required(labReportEventErrorSchema, 'What went wrong.'),
})
export type LabReportFailureData = z.infer<typeof labReportFailureDataSchema>
