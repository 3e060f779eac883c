import { fillCalories } from '../../normalise/calories.ts'
import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { dayMetadata } from '../../normalise/time.ts'
import { maxOffsetMinutes } from '../../normalise/zones.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import type { DaySummary, HealthStatus } from './shapes.ts'

/** Minutes east of UTC where the person was, at both ends of a day. */
export interface DayOffsets {
  start: number
  end: number
}

/** Garmin's floor is ten feet of climb. */
const metersPerFloor = 3.048

/** The offsets of a day by its summary, which tells both midnights in UTC and in local time; null when it does not. */
export function offsetsOf(summary: DaySummary): DayOffsets | null {
  const start = offsetBetween(summary.wellnessStartTimeLocal, summary.wellnessStartTimeGmt)
  return start === null
    ? null
    : { start, end: offsetBetween(summary.wellnessEndTimeLocal, summary.wellnessEndTimeGmt) ?? start }
}

/** The offset between a local time, read as if it were UTC, and UTC itself, in whole minutes. */
export function offsetBetween(localMs: number | null, utcMs: number | null): number | null {
  if (localMs === null || utcMs === null) return null
  const minutes = Math.round((localMs - utcMs) / 60_000)
  return Math.abs(minutes) <= maxOffsetMinutes ? minutes : null
}

/** A day by its summary; null when that holds nothing but the date. */
export function summaryDaily(
  summary: DaySummary | null,
  health: HealthStatus | null,
  date: string,
  offsets: { of: DayOffsets; known: boolean },
  rejections: Rejections,
): Daily | null {
  const check = (kind: Parameters<typeof plausible>[0], value: number | null | undefined): number | null =>
    plausible(kind, value, rejections)
  const measured = (type: string): number | null =>
    health?.metrics.find((metric) => metric.type === type && metric.value !== 0)?.value ?? null
  const stress = summary?.allDayStress?.aggregatorList.find(({ type }) => type === 'TOTAL')
  const climbed = amount(summary?.floorsAscendedInMeters)
  const hrv = check('hrv_ms', measured('HRV'))
  const oxygen = check('saturation_percentage', measured('SPO2'))
  const figures = [summary?.totalSteps, summary?.totalKilocalories, summary?.restingHeartRate, hrv, oxygen]
  if (figures.every((value) => value === null || value === undefined)) return null
  return {
    metadata: {
      ...dayMetadata(date, offsets.of.start, offsets.of.end, offsets.known),
      upload_type: UploadType.AUTOMATIC,
    },
    distance_data: {
      steps: rounded(check('steps', summary?.totalSteps)),
      distance_meters: check('distance_meters', summary?.totalDistanceMeters),
      floors_climbed: climbed === null ? null : Math.round(climbed / metersPerFloor),
      elevation: { gain_actual_meters: climbed, loss_actual_meters: amount(summary?.floorsDescendedInMeters) },
    },
    calories_data: fillCalories({
      total_burned_calories: check('calories', summary?.totalKilocalories),
      net_activity_calories: check('calories', summary?.activeKilocalories),
      BMR_calories: check('calories', summary?.bmrKilocalories),
    }),
    active_durations_data: {
      activity_seconds: check('duration_seconds', sum([summary?.activeSeconds, summary?.highlyActiveSeconds])),
      moderate_intensity_seconds: seconds(summary?.moderateIntensityMinutes),
      vigorous_intensity_seconds: seconds(summary?.vigorousIntensityMinutes),
    },
    heart_rate_data: {
      summary: {
        min_hr_bpm: check('heart_rate_bpm', summary?.minHeartRate),
        max_hr_bpm: check('heart_rate_bpm', summary?.maxHeartRate),
        resting_hr_bpm: check('heart_rate_bpm', summary?.restingHeartRate),
        avg_hrv_rmssd: hrv,
      },
    },
    oxygen_data: { avg_saturation_percentage: oxygen },
    stress_data: {
      // Below zero it could not be measured.
      avg_stress_level: amount(stress?.averageStressLevel),
      max_stress_level: amount(stress?.maxStressLevel),
      stress_duration_seconds: amount(stress?.stressDuration),
      rest_stress_duration_seconds: amount(stress?.restDuration),
      activity_stress_duration_seconds: amount(stress?.activityDuration),
      low_stress_duration_seconds: amount(stress?.lowDuration),
      medium_stress_duration_seconds: amount(stress?.mediumDuration),
      high_stress_duration_seconds: amount(stress?.highDuration),
    },
  }
}

const amount = (value: number | null | undefined): number | null =>
  typeof value === 'number' && value >= 0 ? tidy(value) : null
const seconds = (minutes: number | null | undefined): number | null => {
  const spent = amount(minutes)
  return spent === null ? null : spent * 60
}
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))
