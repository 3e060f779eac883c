import { z } from 'zod'
import { sessionTimes } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { asleepOf, sleepDurations } from '../../normalise/sleep-figures.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/sleep.ts'
import { resource } from '../resource.ts'
import { fetchSamples } from './client.ts'
import { lengthOf, type Night, nightsOf, sleepEntry } from './entries.ts'

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

function recordOf(night: Night): Sleep {
  const { id, start, end, data } = night
  return {
    metadata: {
      summary_id: id,
      ...sessionTimes(start, end),
      is_nap: data.IsNap,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(night),
    heart_rate_data: { summary: data.pulse },
    scores: data.scores,
  }
}

/** The stages as sums: there is no hypnogram. Older watches know none, and write 0 for each. */
function durationsOf(night: Night): Sleep['sleep_durations_data'] {
  const { slept } = night.data
  const duration_in_bed_seconds = lengthOf(night) / 1000
  const asleep = asleepOf(slept)
  if (!asleep) return sleepDurations({ duration_in_bed_seconds })
  return sleepDurations({
    ...slept,
    duration_asleep_state_seconds: asleep,
    duration_awake_state_seconds: duration_in_bed_seconds - asleep,
    duration_in_bed_seconds,
  })
}
