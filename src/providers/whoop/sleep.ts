import { z } from 'zod'
import { sessionTimes } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { asleepOf, sleepDurations } from '../../normalise/sleep-figures.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep as SleepRecord } from '../../schema/sleep.ts'
import { whereAllowed } from '../provider-error.ts'
import { type Made, resource } from '../resource.ts'
import { fetchList } from './client.ts'
import {
  byStart,
  changedAtMs,
  newest,
  type Recovery,
  recoveryShape,
  type Sleep,
  scoreOf,
  sleepShape,
  spanOf,
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
      .sort(byStart)
      .flatMap((one) => madeOf(one, bySleep.get(one.id) ?? null))
  },
})

function madeOf(night: Sleep, recovery: Recovery | null): Made[] {
  const span = spanOf(night)
  if (span === null) return []
  const [score, recovered] = [scoreOf(night), scoreOf(recovery)]
  const readiness = recovered?.scores.recovery
  const record: SleepRecord = {
    metadata: {
      summary_id: night.id,
      ...sessionTimes(span.start, span.end),
      is_nap: night.nap,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: score && durationsOf(score),
    heart_rate_data: { summary: recovered?.pulse },
    respiration_data: { breaths_data: score?.breaths_data, oxygen_saturation_data: recovered?.oxygen },
    readiness_data: { readiness, recovery_level: readiness },
    scores: score?.scores,
  }
  return [{ record: knownOnly(record), observedAtMs: changedAtMs(night, recovery) }]
}

/** The stages as sums: WHOOP gives no hypnogram. */
function durationsOf({ stage_summary, efficiency }: NonNullable<Sleep['score']>): SleepRecord['sleep_durations_data'] {
  const { slept = {} } = stage_summary ?? {}
  return sleepDurations({ ...slept, duration_asleep_state_seconds: asleepOf(slept), ...efficiency })
}
