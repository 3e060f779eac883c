/** What a file of the archive holds. Each has a reader in `read-days.ts`, but for the two that are read before. */
export type Part =
  | 'profile'
  | 'sleepScores'
  | 'sleeps'
  | 'exercises'
  | 'weights'
  | 'steps'
  | 'distance'
  | 'energy'
  | 'altitude'
  | 'heartRate'
  | 'restingHeartRate'
  | 'heartRateZones'
  | 'vo2max'
  | 'sedentaryMinutes'
  | 'lightMinutes'
  | 'moderateMinutes'
  | 'vigorousMinutes'
  | 'nightlyVariability'
  | 'variability'
  | 'nightlyBreathing'
  | 'dailySaturation'
  | 'saturation'
  | 'temperature'

/**
 * Names of the files. Folders have changed three times (`user-site-export`, `Physical Activity`, `Global Export Data`, each below
 * a root of another name), the names of the files have not. What is not listed, above all the raw signals of the sensors, which
 * are four fifths of a large archive, is never unpacked.
 */
const names: readonly [RegExp, Part][] = [
  [/^Profile\.csv$/i, 'profile'],
  [/^sleep_score\.csv$/i, 'sleepScores'],
  [/^sleep-\d{4}-\d\d-\d\d\.json$/, 'sleeps'],
  [/^exercise-\d+(-\d\d-\d\d)?\.json$/, 'exercises'],
  [/^weight-\d{4}-\d\d-\d\d\.json$/, 'weights'],
  [/^steps-\d{4}-\d\d-\d\d\.json$/, 'steps'],
  [/^distance-\d{4}-\d\d-\d\d\.json$/, 'distance'],
  [/^calories-\d{4}-\d\d-\d\d\.json$/, 'energy'],
  [/^altitude-\d{4}-\d\d-\d\d\.json$/, 'altitude'],
  [/^heart_rate-\d{4}-\d\d-\d\d\.json$/, 'heartRate'],
  [/^resting_heart_rate-\d{4}-\d\d-\d\d\.json$/, 'restingHeartRate'],
  [/^time_in_heart_rate_zones-\d{4}-\d\d-\d\d\.json$/, 'heartRateZones'],
  [/^demographic_vo2_max-\d{4}-\d\d-\d\d\.json$/, 'vo2max'],
  [/^sedentary_minutes-\d{4}-\d\d-\d\d\.json$/, 'sedentaryMinutes'],
  [/^lightly_active_minutes-\d{4}-\d\d-\d\d\.json$/, 'lightMinutes'],
  [/^moderately_active_minutes-\d{4}-\d\d-\d\d\.json$/, 'moderateMinutes'],
  [/^very_active_minutes-\d{4}-\d\d-\d\d\.json$/, 'vigorousMinutes'],
  [/^Daily Heart Rate Variability Summary - .*\.csv$/i, 'nightlyVariability'],
  [/^Heart Rate Variability Details - .*\.csv$/i, 'variability'],
  [/^Daily Respiratory Rate Summary - .*\.csv$/i, 'nightlyBreathing'],
  [/^Daily SpO2 - .*\.csv$/i, 'dailySaturation'],
  [/^Minute SpO2 - .*\.csv$/i, 'saturation'],
  [/^Computed Temperature - .*\.csv$/i, 'temperature'],
]

/** What a file holds by its path; null for one that is of no use here. */
export function partOf(path: string): Part | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
