import { z } from 'zod'
import { activityTypeNames } from '../schema/enums.ts'
import type { RecordOf } from '../schema/records.ts'
import type { Item } from './records.ts'
import { linesOf, summary } from './summary.ts'

/** The local date on which a record begins or ends, as its own clock says. */
const dateOf = (timestamp: string): string => timestamp.slice(0, 10)

const daily = linesOf<'daily'>()
export const dailySummary = summary<'daily'>({
  day: daily.text('local date', (of) => dateOf(of.metadata.start_time)),
  steps: daily.number('steps', (of) => of.distance_data?.steps),
  distance_meters: daily.number('distance walked and run, metres', (of) => of.distance_data?.distance_meters),
  floors_climbed: daily.number('floors climbed', (of) => of.distance_data?.floors_climbed),
  total_burned_kilocalories: daily.number(
    'all energy burned, at rest and by moving, kilocalories',
    (of) => of.calories_data?.total_burned_calories,
  ),
  active_kilocalories: daily.number(
    'energy burned by moving, kilocalories',
    (of) => of.calories_data?.net_activity_calories,
  ),
  active_seconds: daily.number('time active, seconds', (of) => of.active_durations_data?.activity_seconds),
  moderate_intensity_seconds: daily.number(
    'time at moderate intensity, seconds',
    (of) => of.active_durations_data?.moderate_intensity_seconds,
  ),
  vigorous_intensity_seconds: daily.number(
    'time at vigorous intensity, seconds',
    (of) => of.active_durations_data?.vigorous_intensity_seconds,
  ),
  resting_hr_bpm: daily.number(
    'resting heart rate, beats a minute',
    (of) => of.heart_rate_data?.summary?.resting_hr_bpm,
  ),
  avg_hr_bpm: daily.number('mean heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.avg_hr_bpm),
  min_hr_bpm: daily.number('lowest heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.min_hr_bpm),
  max_hr_bpm: daily.number('highest heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.max_hr_bpm),
  avg_hrv_rmssd_ms: daily.number(
    'mean heart rate variability as RMSSD, milliseconds',
    (of) => of.heart_rate_data?.summary?.avg_hrv_rmssd,
  ),
  avg_hrv_sdnn_ms: daily.number(
    'mean heart rate variability as SDNN, milliseconds',
    (of) => of.heart_rate_data?.summary?.avg_hrv_sdnn,
  ),
  avg_oxygen_saturation_percentage: daily.number(
    'mean oxygen saturation of the blood, percent',
    (of) => of.oxygen_data?.avg_saturation_percentage,
  ),
  vo2max_ml_per_min_per_kg: daily.number(
    'VO2 max, millilitres a minute per kilogram',
    (of) => of.oxygen_data?.vo2max_ml_per_min_per_kg,
  ),
  avg_stress_level: daily.number('mean stress, 0–100', (of) => of.stress_data?.avg_stress_level),
  strain_level: daily.number("strain on the provider's own scale", (of) => of.strain_data?.strain_level),
  activity_score: daily.number("the provider's activity score, 0–100", (of) => of.scores?.activity),
  recovery_score: daily.number("the provider's recovery score, 0–100", (of) => of.scores?.recovery),
  sleep_score: daily.number("the provider's sleep score, 0–100", (of) => of.scores?.sleep),
})

const sleep = linesOf<'sleep'>()
export const sleepSummary = summary<'sleep'>({
  day: sleep.text('local date on which the sleep ended', (of) => dateOf(of.metadata.end_time)),
  start_time: sleep.text('when it began, with the offset of the local clock', (of) => of.metadata.start_time),
  end_time: sleep.text('when it ended', (of) => of.metadata.end_time),
  is_nap: sleep.flag('a nap and not the main sleep', (of) => of.metadata.is_nap),
  in_bed_seconds: sleep.number('time in bed, seconds', (of) => of.sleep_durations_data?.other?.duration_in_bed_seconds),
  asleep_seconds: sleep.number(
    'time asleep in any stage, seconds',
    (of) => of.sleep_durations_data?.asleep?.duration_asleep_state_seconds,
  ),
  deep_sleep_seconds: sleep.number(
    'time in deep sleep, seconds',
    (of) => of.sleep_durations_data?.asleep?.duration_deep_sleep_state_seconds,
  ),
  light_sleep_seconds: sleep.number(
    'time in light sleep, seconds',
    (of) => of.sleep_durations_data?.asleep?.duration_light_sleep_state_seconds,
  ),
  rem_sleep_seconds: sleep.number(
    'time in REM sleep, seconds',
    (of) => of.sleep_durations_data?.asleep?.duration_REM_sleep_state_seconds,
  ),
  awake_seconds: sleep.number(
    'time awake, seconds',
    (of) => of.sleep_durations_data?.awake?.duration_awake_state_seconds,
  ),
  sleep_latency_seconds: sleep.number(
    'time from going to bed to falling asleep, seconds',
    (of) => of.sleep_durations_data?.awake?.sleep_latency_seconds,
  ),
  wakeups: sleep.number('how often the person woke up', (of) => of.sleep_durations_data?.awake?.num_wakeup_events),
  sleep_efficiency_percentage: sleep.number(
    'time asleep of the time in bed, percent',
    (of) => of.sleep_durations_data?.sleep_efficiency,
  ),
  avg_hr_bpm: sleep.number('mean heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.avg_hr_bpm),
  min_hr_bpm: sleep.number('lowest heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.min_hr_bpm),
  resting_hr_bpm: sleep.number(
    'resting heart rate, beats a minute',
    (of) => of.heart_rate_data?.summary?.resting_hr_bpm,
  ),
  avg_hrv_rmssd_ms: sleep.number(
    'mean heart rate variability as RMSSD, milliseconds',
    (of) => of.heart_rate_data?.summary?.avg_hrv_rmssd,
  ),
  avg_breaths_per_min: sleep.number(
    'mean breathing rate, breaths a minute',
    (of) => of.respiration_data?.breaths_data?.avg_breaths_per_min,
  ),
  avg_oxygen_saturation_percentage: sleep.number(
    'mean oxygen saturation of the blood, percent',
    (of) => of.respiration_data?.oxygen_saturation_data?.avg_saturation_percentage,
  ),
  skin_temperature_delta_celsius: sleep.number(
    "skin temperature against the person's own baseline, degrees Celsius",
    (of) => of.temperature_data?.delta,
  ),
  sleep_score: sleep.number("the provider's sleep score, 0–100", (of) => of.scores?.sleep),
  readiness_score: sleep.number("the provider's readiness, 0–100", (of) => of.readiness_data?.readiness),
})

const body = linesOf<'body'>()
/** The mean of a day, or the last reading of it where the provider gives no mean. */
const measured =
  (
    mean: (data: NonNullable<RecordOf['body']['measurements_data']>) => number | null | undefined,
    reading: 'weight_kg' | 'bodyfat_percentage' | 'muscle_mass_g' | 'BMI',
  ) =>
  ({ measurements_data: data }: RecordOf['body']): number | null | undefined => {
    if (!data) return null
    const readings = (data.measurements ?? []).flatMap((one) => one[reading] ?? [])
    return mean(data) ?? readings.at(-1)
  }
export const bodySummary = summary<'body'>({
  day: body.text('local date', (of) => dateOf(of.metadata.start_time)),
  weight_kg: body.number(
    'weight, kilograms',
    measured((of) => of.day_avg_weight_kg, 'weight_kg'),
  ),
  bodyfat_percentage: body.number(
    'body fat, percent of the weight',
    measured((of) => of.day_avg_bodyfat_percentage, 'bodyfat_percentage'),
  ),
  muscle_mass_g: body.number(
    'muscle mass, grams',
    measured((of) => of.day_avg_muscle_mass_g, 'muscle_mass_g'),
  ),
  bmi: body.number(
    'body mass index, kilograms per square metre',
    measured((of) => of.day_avg_bmi, 'BMI'),
  ),
  avg_systolic_mmhg: body.number(
    'mean systolic blood pressure, mmHg',
    (of) => of.blood_pressure_data?.day_avg_systolic_bp,
  ),
  avg_diastolic_mmhg: body.number(
    'mean diastolic blood pressure, mmHg',
    (of) => of.blood_pressure_data?.day_avg_diastolic_bp,
  ),
  avg_glucose_mg_per_dl: body.number(
    'mean blood glucose, milligrams per decilitre',
    (of) => of.glucose_data?.day_avg_blood_glucose_mg_per_dL,
  ),
  glucose_in_range_percentage: body.number(
    'time with glucose in the target range, percent',
    (of) => of.glucose_data?.time_in_range,
  ),
  body_temperature_celsius: body.number(
    'mean core body temperature, degrees Celsius',
    (of) => of.temperature_data?.day_avg_body_temperature_celsius,
  ),
  skin_temperature_celsius: body.number(
    'mean skin temperature, degrees Celsius',
    (of) => of.temperature_data?.day_avg_skin_temperature_celsius,
  ),
  avg_oxygen_saturation_percentage: body.number(
    'mean oxygen saturation of the blood, percent',
    (of) => of.oxygen_data?.avg_saturation_percentage,
  ),
  vo2max_ml_per_min_per_kg: body.number(
    'VO2 max, millilitres a minute per kilogram',
    (of) => of.oxygen_data?.vo2max_ml_per_min_per_kg,
  ),
  resting_hr_bpm: body.number(
    'resting heart rate, beats a minute',
    (of) => of.heart_data?.heart_rate_data?.summary?.resting_hr_bpm,
  ),
  water_drunk_ml: body.number('water drunk, millilitres', (of) => of.hydration_data?.day_total_water_consumption_ml),
})

const activity = linesOf<'activity'>()
export const activitySummary = summary<'activity'>(
  {
    day: activity.text('local date on which it began', (of) => dateOf(of.metadata.start_time)),
    start_time: activity.text('when it began, with the offset of the local clock', (of) => of.metadata.start_time),
    end_time: activity.text('when it ended', (of) => of.metadata.end_time),
    sport: activity.text('kind of activity', (of) => activityTypeNames.get(of.metadata.type)),
    name: activity.text('what the workout is called', (of) => of.metadata.name),
    active_seconds: activity.number('time moving, seconds', (of) => of.active_durations_data?.activity_seconds),
    distance_meters: activity.number('distance, metres', (of) => of.distance_data?.summary?.distance_meters),
    steps: activity.number('steps', (of) => of.distance_data?.summary?.steps),
    elevation_gain_meters: activity.number(
      'metres climbed',
      (of) => of.distance_data?.summary?.elevation?.gain_actual_meters,
    ),
    total_burned_kilocalories: activity.number(
      'energy burned, kilocalories',
      (of) => of.calories_data?.total_burned_calories,
    ),
    avg_hr_bpm: activity.number('mean heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.avg_hr_bpm),
    max_hr_bpm: activity.number('highest heart rate, beats a minute', (of) => of.heart_rate_data?.summary?.max_hr_bpm),
    avg_speed_meters_per_second: activity.number(
      'mean speed, metres a second',
      (of) => of.movement_data?.avg_speed_meters_per_second,
    ),
    avg_cadence_rpm: activity.number('mean cadence, a minute', (of) => of.movement_data?.avg_cadence_rpm),
    avg_watts: activity.number('mean power, watts', (of) => of.power_data?.avg_watts),
    strain_level: activity.number("strain on the provider's own scale", (of) => of.strain_data?.strain_level),
  },
  {
    schema: { activity_id: z.string().describe('what get_activity takes') },
    show: (item) => ({ activity_id: activityIdOf(item) }),
  },
)

/** How an activity is named to a client: its account, and its key there. */
function activityIdOf({ of }: Item<'activity'>): string {
  const [first] = of
  return first === undefined ? '' : `${first.user.userId}:${first.key}`
}
