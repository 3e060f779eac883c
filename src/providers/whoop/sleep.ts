import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep as SleepRecord } from '../../schema/sleep.ts'
import { type Made, resource } from '../resource.ts'
import { fetchList, whereAllowed } from './client.ts'
import {
  changedAtMs,
  instantOf,
  newest,
  type Recovery,
  recoveryShape,
  type Sleep,
  scoreOf,
  sleepShape,
  timestampOf,
} from './shapes.ts'

/** Nights and naps, each with the recovery that WHOOP made of it: `/v2/activity/sleep` and `/v2/recovery`. */
export const sleep = resource({
  raw: z.object({ sleeps: z.array(sleepShape), recoveries: z.array(recoveryShape) }),
  // With what lies around it and a nap now and then, a page of each.
  windowDays: 20,
  historyDays: null,
  fetch: async (access, range) => ({
    sleeps: await fetchList(access, '/v2/activity/sleep', range),
    // By which of its times a recovery is found, WHOOP does not say: it is made after the night.
    recoveries: await whereAllowed(fetchList(access, '/v2/recovery', range, 1)),
  }),
  normalise: ({ sleeps, recoveries }) => {
    const bySleep = new Map(newest(recoveries, ({ sleep_id }) => sleep_id).map((one) => [one.sleep_id, one]))
    return newest(sleeps, ({ id }) => id)
      .sort((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id))
      .flatMap((one) => madeOf(one, bySleep.get(one.id) ?? null))
  },
})

function madeOf(night: Sleep, recovery: Recovery | null): Made[] {
  // One that goes on is told again when it ends.
  if (!night.end) return []
  const { id, nap, timezone_offset: offset } = night
  const score = scoreOf(night)
  const recovered = recovery === null ? null : scoreOf(recovery)
  const readiness = plausible('percentage', recovered?.recovery_score)
  const record: SleepRecord = {
    metadata: {
      summary_id: id,
      start_time: timestampOf(instantOf(night.start, offset)),
      end_time: timestampOf(instantOf(night.end, offset)),
      timestamp_localization: 1,
      is_nap: nap,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(score),
    heart_rate_data: {
      summary: {
        resting_hr_bpm: plausible('heart_rate_bpm', recovered?.resting_heart_rate),
        avg_hrv_rmssd: plausible('hrv_ms', recovered?.hrv_rmssd_milli),
      },
    },
    respiration_data: {
      breaths_data: { avg_breaths_per_min: plausible('breaths_per_min', score?.respiratory_rate) },
      oxygen_saturation_data: {
        avg_saturation_percentage: plausible('saturation_percentage', recovered?.spo2_percentage),
      },
    },
    readiness_data: { readiness, recovery_level: readiness },
    scores: { sleep: plausible('percentage', score?.sleep_performance_percentage) },
  }
  return [{ record: knownOnly(record), observedAtMs: changedAtMs(night, recovery) }]
}

/** The stages as sums: WHOOP gives no hypnogram. */
function durationsOf(score: Sleep['score']): SleepRecord['sleep_durations_data'] {
  const stages = score?.stage_summary
  const { total_light_sleep_time_milli: light, total_slow_wave_sleep_time_milli: deep } = stages ?? {}
  const rem = stages?.total_rem_sleep_time_milli
  // A sum without one of its parts is none.
  const asleep = light == null || deep == null || rem == null ? null : light + deep + rem
  return {
    asleep: {
      duration_asleep_state_seconds: secondsOf(asleep),
      duration_light_sleep_state_seconds: secondsOf(light),
      duration_deep_sleep_state_seconds: secondsOf(deep),
      duration_REM_sleep_state_seconds: secondsOf(rem),
    },
    awake: {
      duration_awake_state_seconds: secondsOf(stages?.total_awake_time_milli),
      num_wakeup_events: stages?.disturbance_count,
    },
    other: {
      duration_in_bed_seconds: secondsOf(stages?.total_in_bed_time_milli),
      duration_unmeasurable_sleep_seconds: secondsOf(stages?.total_no_data_time_milli),
    },
    sleep_efficiency: plausible('percentage', score?.sleep_efficiency_percentage),
  }
}

const secondsOf = (milli: number | null | undefined): number | null =>
  plausible('duration_seconds', milli == null ? null : milli / 1000)
