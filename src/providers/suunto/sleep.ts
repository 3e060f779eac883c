import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { formatTimestamp, type Instant } from '../../normalise/time.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/sleep.ts'
import { resource } from '../resource.ts'
import { fetchSamples } from './client.ts'
import { hrvOf, lengthOf, type Night, nightsOf, sleepEntry } from './entries.ts'

/** Nights and naps: `/247samples/sleep`. */
export const sleep = resource({
  raw: z.object({ sleeps: z.array(sleepEntry) }),
  // With a day at both ends within the 28 that a call may be about.
  windowDays: 20,
  historyDays: null,
  isWhole: true,
  // By which of its times a night is found, Suunto does not say.
  fetch: async (access, range) => ({ sleeps: await fetchSamples(access, 'sleep', range, 1) }),
  normalise: ({ sleeps }, { zone }) => nightsOf(sleeps, zone).map((night) => ({ record: knownOnly(recordOf(night)) })),
})

const stamp = ({ epochMs, offsetMinutes }: Instant): string => formatTimestamp(epochMs, offsetMinutes)

function recordOf(night: Night): Sleep {
  const { id, start, end, data } = night
  return {
    metadata: {
      summary_id: id,
      start_time: stamp(start),
      end_time: stamp(end),
      timestamp_localization: start.offsetKnown ? 1 : 0,
      is_nap: data.IsNap,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(night),
    heart_rate_data: {
      summary: {
        avg_hr_bpm: plausible('heart_rate_bpm', data.HRAvg),
        min_hr_bpm: plausible('heart_rate_bpm', data.HRMin),
        avg_hrv_rmssd: hrvOf(data.AvgHRV),
      },
    },
    scores: { sleep: plausible('percentage', data.SleepQualityScore) },
  }
}

/** The stages as sums: there is no hypnogram. Older watches know none, and write 0 for each. */
function durationsOf(night: Night): Sleep['sleep_durations_data'] {
  const { DeepSleepDuration: deep, LightSleepDuration: light, REMSleepDuration: rem, ...data } = night.data
  const inBed = lengthOf(night) / 1000
  const asleep = deep == null || light == null || rem == null ? null : deep + light + rem || null
  const stage = (seconds: number | null | undefined) =>
    asleep === null ? null : plausible('duration_seconds', seconds)
  return {
    asleep: {
      duration_asleep_state_seconds: stage(asleep),
      duration_deep_sleep_state_seconds: stage(deep),
      duration_light_sleep_state_seconds: stage(light),
      duration_REM_sleep_state_seconds: stage(rem),
    },
    awake: {
      duration_awake_state_seconds: stage(inBed - (asleep ?? 0)),
      sleep_latency_seconds: stage(data.SleepOnsetLatencyDuration),
      wake_up_latency_seconds: stage(data.WakeBeforeOffBedDuration),
    },
    other: { duration_in_bed_seconds: inBed },
  }
}
