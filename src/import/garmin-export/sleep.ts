import { summaryId } from '../../normalise/identity.ts'
import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import type { DayOffsets } from './daily.ts'
import type { HealthStatus, Night } from './shapes.ts'

/** No sleep of a person is longer. */
const longestMs = 48 * 3_600_000

/** A night by its summary, which has the stages summed up and not in order; null when nothing of it was measured. */
export function sleepOf(
  told: Night,
  health: HealthStatus | null,
  offsets: { of: DayOffsets; known: boolean },
  rejections: Rejections,
): { record: Sleep; endMs: number } | null {
  const { sleepStartTimestampGMT: startMs, sleepEndTimestampGMT: endMs } = told
  const stages = [told.deepSleepSeconds, told.lightSleepSeconds, told.remSleepSeconds]
  const seconds = (value: number | null): number | null => plausible('duration_seconds', value, rejections)
  const asleep = seconds(sum(stages))
  // A watch that was not worn leaves a window with nothing in it.
  if (startMs === null || endMs === null || endMs <= startMs || endMs - startMs > longestMs || !asleep) return null
  const inBed = (endMs - startMs) / 1000
  const breaths = (value: number | null): number | null =>
    plausible('breaths_per_min', value === 0 ? null : value, rejections)
  const hrv = health?.metrics.find(({ type, value }) => type === 'HRV' && value !== 0)?.value ?? null
  return {
    endMs,
    record: {
      metadata: {
        summary_id: summaryId('GARMIN', 'sleep', told.calendarDate),
        // The clocks may change while one sleeps.
        start_time: formatTimestamp(startMs, offsets.of.start),
        end_time: formatTimestamp(endMs, offsets.of.end),
        is_nap: false,
        timestamp_localization: offsets.known ? 1 : 0,
        upload_type: uploadTypeOf(told.sleepWindowConfirmationType ?? ''),
      },
      sleep_durations_data: {
        asleep: {
          duration_asleep_state_seconds: asleep,
          duration_deep_sleep_state_seconds: seconds(told.deepSleepSeconds),
          duration_light_sleep_state_seconds: seconds(told.lightSleepSeconds),
          duration_REM_sleep_state_seconds: seconds(told.remSleepSeconds),
        },
        awake: {
          duration_awake_state_seconds: seconds(told.awakeSleepSeconds),
          num_wakeup_events: told.awakeCount === null || told.awakeCount < 0 ? null : Math.round(told.awakeCount),
        },
        other: {
          duration_in_bed_seconds: inBed,
          duration_unmeasurable_sleep_seconds: seconds(told.unmeasurableSeconds),
        },
        sleep_efficiency: plausible('percentage', tidy((asleep / inBed) * 100), rejections),
      },
      heart_rate_data: {
        summary: {
          avg_hr_bpm: plausible('heart_rate_bpm', told.spo2SleepSummary?.averageHR || null, rejections),
          avg_hrv_rmssd: plausible('hrv_ms', hrv, rejections),
        },
      },
      respiration_data: {
        breaths_data: {
          avg_breaths_per_min: breaths(told.averageRespiration),
          min_breaths_per_min: breaths(told.lowestRespiration),
          max_breaths_per_min: breaths(told.highestRespiration),
        },
        oxygen_saturation_data: {
          avg_saturation_percentage: plausible(
            'saturation_percentage',
            told.spo2SleepSummary?.averageSPO2 || told.spo2SleepSummary?.averageSpO2 || null,
            rejections,
          ),
        },
      },
      scores: { sleep: plausible('percentage', told.sleepScores?.overallScore, rejections) },
    },
  }
}

/** Garmin's words for how sure it is of a night, in either spelling of its API and its export. */
function uploadTypeOf(confirmation: string): SleepUploadType {
  if (confirmation.includes('MANUAL')) return SleepUploadType.MANUAL
  if (confirmation.includes('UNCONFIRMED') || confirmation.includes('TENTATIVE')) return SleepUploadType.TENTATIVE
  return confirmation.includes('CONFIRMED') || confirmation.includes('FINAL')
    ? SleepUploadType.AUTOMATIC
    : SleepUploadType.INDETERMINATE
}
