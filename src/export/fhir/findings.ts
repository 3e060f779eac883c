import { recordKey } from '../../schema/record-key.ts'
import type { Activity, Daily, DataType, DeviceData, OxygenData, RecordOf, Sleep } from '../../schema/records.ts'
import { onFoot } from '../activity/sports.ts'
import { bodyFindings } from './body.ts'
import { measures, sleepParts } from './codes.ts'
import type { Finding, When } from './observation.ts'

/** The types of which FHIR is told. */
export type FhirType = 'daily' | 'sleep' | 'body' | 'activity'

export const isFhirType = (type: DataType): type is FhirType =>
  type === 'daily' || type === 'sleep' || type === 'body' || type === 'activity'

type Finder<T extends FhirType> = (record: RecordOf[T]) => Finding[]

/** What the records of each type say in FHIR's terms. */
export const finders: { readonly [T in FhirType]: Finder<T> } = {
  daily: dailyFindings,
  sleep: sleepFindings,
  body: bodyFindings,
  activity: activityFindings,
}

/** What a record is, for as long as it is stored. */
export const nameOf = (type: FhirType, record: object): string => `${type} ${recordKey(type, record)}`

export const deviceOf = (record: { device_data?: DeviceData | null | undefined }): DeviceData | null =>
  record.device_data ?? null

const spanOf = ({ start_time, end_time }: { start_time: string; end_time: string }): When => ({
  from: start_time,
  to: end_time,
})

/** A day as a whole: what its provider counted and found. */
function dailyFindings(day: Daily): Finding[] {
  const when = spanOf(day.metadata)
  const heart = day.heart_rate_data?.summary
  return [
    { measure: measures.daySteps, name: 'steps', when, value: day.distance_data?.steps },
    { measure: measures.dayDistance, name: 'distance', when, value: day.distance_data?.distance_meters },
    { measure: measures.floors, name: 'floors', when, value: day.distance_data?.floors_climbed },
    { measure: measures.dayEnergy, name: 'energy', when, value: day.calories_data?.total_burned_calories },
    { measure: measures.activeEnergy, name: 'active energy', when, value: day.calories_data?.net_activity_calories },
    { measure: measures.exercise, name: 'exercise', when, value: minutes(day.active_durations_data?.activity_seconds) },
    { measure: measures.meanHeartRate, name: 'heart rate', when, value: heart?.avg_hr_bpm, isMean: true },
    { measure: measures.restingHeartRate, name: 'resting heart rate', when, value: heart?.resting_hr_bpm },
    ...oxygenFindings(day.oxygen_data, when),
  ]
}

/** A night or a nap: how long, in which stages, and what was measured meanwhile. */
function sleepFindings(sleep: Sleep): Finding[] {
  const when = spanOf(sleep.metadata)
  const { asleep, awake, other } = sleep.sleep_durations_data ?? {}
  const heart = sleep.heart_rate_data?.summary
  const { breaths_data: breaths, oxygen_saturation_data: oxygen } = sleep.respiration_data ?? {}
  return [
    {
      measure: measures.sleep,
      name: 'sleep',
      when,
      value: minutes(asleep?.duration_asleep_state_seconds),
      parts: [
        { part: sleepParts.deep, value: minutes(asleep?.duration_deep_sleep_state_seconds) },
        { part: sleepParts.light, value: minutes(asleep?.duration_light_sleep_state_seconds) },
        { part: sleepParts.rem, value: minutes(asleep?.duration_REM_sleep_state_seconds) },
        { part: sleepParts.awake, value: minutes(awake?.duration_awake_state_seconds) },
        { part: sleepParts.inBed, value: minutes(other?.duration_in_bed_seconds) },
      ],
    },
    { measure: measures.meanHeartRate, name: 'heart rate', when, value: heart?.avg_hr_bpm, isMean: true },
    { measure: measures.restingHeartRate, name: 'resting heart rate', when, value: heart?.resting_hr_bpm },
    {
      measure: measures.meanRespiration,
      name: 'respiratory rate',
      when,
      value: breaths?.avg_breaths_per_min,
      isMean: true,
    },
    {
      measure: measures.meanSaturation,
      name: 'oxygen saturation',
      when,
      value: oxygen?.avg_saturation_percentage,
      isMean: true,
    },
  ]
}

/** A workout as a whole. LOINC names a distance only where it was walked or run. */
function activityFindings(activity: Activity): Finding[] {
  const { metadata, distance_data: distance, calories_data: calories } = activity
  const when = spanOf(metadata)
  const heart = activity.heart_rate_data?.summary
  return [
    {
      measure: measures.exercise,
      name: 'exercise',
      when,
      value: minutes(activity.active_durations_data?.activity_seconds),
    },
    {
      measure: onFoot(metadata.type) ? measures.walkedDistance : measures.distance,
      name: 'distance',
      when,
      value: distance?.summary?.distance_meters,
    },
    { measure: measures.steps, name: 'steps', when, value: distance?.summary?.steps },
    { measure: measures.floors, name: 'floors', when, value: distance?.summary?.floors_climbed },
    { measure: measures.energy, name: 'energy', when, value: calories?.total_burned_calories },
    { measure: measures.activeEnergy, name: 'active energy', when, value: calories?.net_activity_calories },
    { measure: measures.meanHeartRate, name: 'heart rate', when, value: heart?.avg_hr_bpm, isMean: true },
    ...oxygenFindings(activity.oxygen_data, when),
  ]
}

const oxygenFindings = (oxygen: OxygenData | null | undefined, when: When): Finding[] => [
  {
    measure: measures.meanSaturation,
    name: 'oxygen saturation',
    when,
    value: oxygen?.avg_saturation_percentage,
    isMean: true,
  },
  {
    measure: measures.vo2max,
    name: 'vo2max',
    when,
    value: oxygen?.vo2max_ml_per_min_per_kg ?? oxygen?.day_avg_vo2max_ml_per_min_per_kg,
  },
]

const minutes = (seconds: number | null | undefined): number | null =>
  seconds === null || seconds === undefined ? null : seconds / 60
