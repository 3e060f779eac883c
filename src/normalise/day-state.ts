import type { Daily } from '../schema/records.ts'
import { dayMs } from './civil.ts'
import { max } from './samples.ts'
import { parseInstant } from './time.ts'

/**
 * Whether nothing of a day may change any more: from 24 hours after its local end on (R9). Until then every change is
 * sent.
 */
export const isFinal = (day: { metadata: { end_time: string } }, nowMs: number): boolean =>
  nowMs >= parseInstant(day.metadata.end_time).epochMs + dayMs

/** Of the two numbers of a total, each may have been rounded. */
const roundingKcal = 1

/**
 * Whether a day is one on which the device lay in a drawer: BMR calories, which every provider computes anyway, and
 * nothing measured; no step, no pulse, no activity (R9). Zeros say nothing here. A day without BMR calories is merely
 * empty: false.
 */
export function isNotWorn(day: Daily): boolean {
  const { BMR_calories: bmr, net_activity_calories: active, total_burned_calories: total } = day.calories_data ?? {}
  if (!(typeof bmr === 'number' && bmr > 0)) return false
  if ((active ?? 0) > 0 || (total ?? 0) - bmr > roundingKcal) return false
  return !((max(signsOfWear(day)) ?? 0) > 0)
}

/** Figures that only a worn device has. */
function* signsOfWear(day: Daily): Generator<number | null | undefined> {
  const { distance_data: distance, active_durations_data: durations, oxygen_data: oxygen, stress_data: stress } = day
  const { summary: pulse, detailed: pulses } = day.heart_rate_data ?? {}
  yield* [distance?.steps, distance?.distance_meters, distance?.floors_climbed, distance?.swimming?.num_strokes]
  for (const { steps } of distance?.detailed?.step_samples ?? []) yield steps
  for (const { distance_meters } of distance?.detailed?.distance_samples ?? []) yield distance_meters
  yield* [pulse?.avg_hr_bpm, pulse?.max_hr_bpm, pulse?.min_hr_bpm, pulse?.resting_hr_bpm]
  yield* [pulse?.avg_hrv_rmssd, pulse?.avg_hrv_sdnn]
  for (const { bpm } of pulses?.hr_samples ?? []) yield bpm
  for (const { hrv_rmssd } of pulses?.hrv_samples_rmssd ?? []) yield hrv_rmssd
  for (const { hrv_sdnn } of pulses?.hrv_samples_sdnn ?? []) yield hrv_sdnn
  yield* [durations?.activity_seconds, durations?.low_intensity_seconds, durations?.moderate_intensity_seconds]
  yield* [durations?.vigorous_intensity_seconds, durations?.standing_seconds, durations?.standing_hours_count]
  yield oxygen?.avg_saturation_percentage
  for (const { percentage } of oxygen?.saturation_samples ?? []) yield percentage
  yield* [stress?.avg_stress_level, stress?.max_stress_level]
}

/**
 * A day as it is to be passed on: one that was not worn with null for all that only a worn device can tell, since its
 * zeros were not measured (R9); any other unchanged. What does not depend on wearing stays: BMR and eaten calories, VO2
 * max, scores, tags. Use it after `fillCalories`, which would derive zero active calories again.
 */
export function clearUnworn(day: Daily): Daily {
  if (!isNotWorn(day)) return day
  const { calories_data, oxygen_data } = day
  return {
    ...day,
    active_durations_data: null,
    distance_data: null,
    heart_rate_data: null,
    MET_data: null,
    strain_data: null,
    stress_data: null,
    ...(calories_data && { calories_data: { ...calories_data, net_activity_calories: null } }),
    ...(oxygen_data && { oxygen_data: { ...oxygen_data, avg_saturation_percentage: null, saturation_samples: null } }),
  }
}
