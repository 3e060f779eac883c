import { startMinute, summaryId } from '../../../normalise/identity.ts'
import {
  HealthObservationCategory,
  ObservationSeverity,
  ObservationStatus,
  ObservationValueType,
} from '../../../schema/enums.ts'
import type { HealthObservation } from '../../../schema/records.ts'
import { observationValues } from '../collect/categories.ts'
import { type ObservationName, observationNames, typeId } from '../types.ts'
import type { Day, Sample } from './days.ts'
import { endText, startText } from './emit.ts'

const category = HealthObservationCategory

/** What is not a symptom. */
const categories: ReadonlyMap<ObservationName, HealthObservationCategory> = new Map<
  ObservationName,
  HealthObservationCategory
>([
  ['HighHeartRateEvent', category.DEVICE_EVENT],
  ['LowHeartRateEvent', category.DEVICE_EVENT],
  ['IrregularHeartRhythmEvent', category.DEVICE_EVENT],
  ['LowCardioFitnessEvent', category.DEVICE_EVENT],
  ['AppleWalkingSteadinessEvent', category.DEVICE_EVENT],
  ['OvulationTestResult', category.REPRODUCTIVE_HEALTH],
  ['CervicalMucusQuality', category.REPRODUCTIVE_HEALTH],
  ['IntermenstrualBleeding', category.REPRODUCTIVE_HEALTH],
  ['ProgesteroneTestResult', category.REPRODUCTIVE_HEALTH],
  ['PregnancyTestResult', category.REPRODUCTIVE_HEALTH],
])

const severities: ReadonlyMap<string, ObservationSeverity> = new Map<string, ObservationSeverity>([
  ['SeverityUnspecified', ObservationSeverity.UNSPECIFIED],
  ['SeverityNotPresent', ObservationSeverity.NOT_PRESENT],
  ['PresenceNotPresent', ObservationSeverity.NOT_PRESENT],
  ['SeverityMild', ObservationSeverity.MILD],
  ['SeverityModerate', ObservationSeverity.MODERATE],
  ['SeveritySevere', ObservationSeverity.SEVERE],
])

const snakeCase = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()

/** Symptoms, test results and warnings of the watch on a day. */
export function buildObservations(day: Day): HealthObservation[] {
  return observationNames.flatMap((name) =>
    (day.samples[typeId(name)] ?? []).map((sample) => observationOf(name, sample)),
  )
}

function observationOf(name: ObservationName, sample: Sample): HealthObservation {
  const said = observationValues[sample.value] ?? 'NotApplicable'
  const severity = severities.get(said)
  const isPlain = severity !== undefined || said === 'NotApplicable' || said === 'PresencePresent'
  const code = said.startsWith(name) ? snakeCase(said.slice(name.length)) : snakeCase(said)
  return {
    metadata: {
      summary_id: summaryId(
        'APPLE',
        'health_observation',
        name,
        startMinute(sample.start * 1000),
        sample.source.name,
        said,
      ),
      start_time: startText(sample),
      end_time: sample.length > 0 ? endText(sample) : null,
      timestamp_localization: 1,
    },
    observation_data: {
      category: categories.get(name) ?? category.SYMPTOM,
      observation_type: snakeCase(name),
      codes: [{ system: 'HealthKit', code: `HKCategoryTypeIdentifier${name}` }],
      value: isPlain ? null : { value_type: ObservationValueType.CODE, code },
      severity: severity ?? null,
      status: ObservationStatus.FINAL,
    },
  }
}
