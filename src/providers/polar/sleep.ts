import { z } from 'zod'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { knownOnly } from '../../normalise/known.ts'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { max, mean, min } from '../../normalise/samples.ts'
import { isNap, type SleepSegment, sleepSummary } from '../../normalise/sleep.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, type Instant } from '../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/sleep.ts'
import { resource } from '../resource.ts'
import { asking } from './client.ts'
import { type Clock, clockOf, stamp, throughNight } from './clock.ts'
import {
  beginAndEndOf,
  isWithin,
  type Night,
  night,
  nightsNear,
  type Recharge,
  range,
  recharge,
  rechargesOf,
  skinTemperature,
} from './shapes.ts'

const raw = z.object({
  range,
  nights: z.array(night).nullable(),
  recharges: z.array(recharge).nullable(),
  skin_temperatures: z.array(skinTemperature).nullable(),
})

/** The hypnogram's numbers. */
const levels: ReadonlyMap<number, SleepLevel> = new Map([
  [0, SleepLevel.AWAKE],
  [1, SleepLevel.REM_SLEEP],
  [2, SleepLevel.LIGHT_SLEEP],
  [3, SleepLevel.LIGHT_SLEEP],
  [4, SleepLevel.DEEP_SLEEP],
  [5, SleepLevel.UNKNOWN],
])

/** Nights, with the Nightly Recharge and the skin temperature of their date: `/v3/users/sleep` and others. */
export const sleep = resource({
  raw,
  windowDays: 27,
  // Polar lists the last 28 days, and which day it is there nobody knows.
  historyDays: 27,
  isWhole: true,
  fetch: async (access, days) => {
    const polar = asking(access)
    const nights = await nightsNear(polar, days)
    const recharges = await rechargesOf(polar, days)
    const window = polar.window(days)
    const skin_temperatures =
      window === null ? null : await polar.getAny('/v3/users/biosensing/skintemperature', window)
    return { range: days, nights, recharges, skin_temperatures }
  },
  normalise({ range: days, nights, recharges, skin_temperatures }, { zone }) {
    const all = (nights ?? []).map((one) => ({ one, ...beginAndEndOf(one) }))
    return all
      .filter(({ one, start, end }) => isWithin(days, one.date) && end.epochMs > start.epochMs)
      .sort((a, b) => a.start.epochMs - b.start.epochMs)
      .map((sleeper): Sleep => {
        const { date } = sleeper.one
        const nap = isNap(spanOf(sleeper), all.filter(({ one }) => one.date === date).map(spanOf))
        // What Polar says of a date is of its main sleep.
        const isMain = nap === false
        const recharged = isMain ? recharges?.find((one) => one.date === date) : null
        const warmth = isMain ? skin_temperatures?.find(({ sleep_date }) => sleep_date === date) : null
        return {
          metadata: metadataOf(sleeper, nap),
          ...measuredOf(sleeper, recharged ?? null, clockOf([sleeper.start, sleeper.end], zone)),
          temperature_data: { delta: warmth?.deviation_from_baseline_celsius },
        }
      })
      .map((record) => ({ record: knownOnly(record) }))
  },
})

interface Sleeper {
  one: Night
  start: Instant
  end: Instant
}

const spanOf = ({ start, end }: Sleeper) => ({
  startMs: start.epochMs,
  endMs: end.epochMs,
  offsetMinutes: start.offsetMinutes,
})

/** Nights have no id at Polar. There is one of a date, whose times a person may correct; another is known by its start. */
function metadataOf({ one, start, end }: Sleeper, nap: boolean | null): Sleep['metadata'] {
  const person = /\d+$/.exec(one.polar_user ?? '')?.[0] ?? ''
  const which = nap === false ? [] : [startMinute(start.epochMs)]
  return {
    summary_id: summaryId('POLAR', person, 'sleep', one.date, ...which),
    start_time: stamp(start),
    end_time: stamp(end),
    timestamp_localization: start.offsetKnown ? 1 : 0,
    is_nap: nap,
    upload_type: SleepUploadType.AUTOMATIC,
  }
}

/** What the watch measured in a night, and what Polar made of it. */
function measuredOf(sleeper: Sleeper, recharged: Recharge | null, clock: Clock): Omit<Sleep, 'metadata'> {
  const { one, start } = sleeper
  const read = (kind: PlausibleKind, values: Night['heart_rate_samples']) =>
    throughNight(values, start, clock).flatMap(({ at, value }) => {
      const possible = plausible(kind, value)
      return possible === null ? [] : [{ timestamp: stamp(at), value: possible }]
    })
  const rates = read('heart_rate_bpm', one.heart_rate_samples)
  const bpm = rates.map(({ value }) => value)
  const average = mean(bpm)
  const charge = recharged?.ans_charge
  return {
    device_data: { serial_number: one.device_id || null },
    sleep_durations_data: durationsOf(sleeper, clock),
    heart_rate_data: {
      summary: {
        // Of the whole night; that of the Nightly Recharge is of its first hours.
        avg_hr_bpm: average === null ? plausible('heart_rate_bpm', recharged?.heart_rate_avg) : tidy(average),
        max_hr_bpm: max(bpm),
        min_hr_bpm: min(bpm),
        avg_hrv_rmssd: plausible('hrv_ms', recharged?.heart_rate_variability_avg),
      },
      detailed: {
        hr_samples: rates.map(({ timestamp, value }) => ({ timestamp, bpm: value })),
        hrv_samples_rmssd: read('hrv_ms', recharged?.hrv_samples).map(({ timestamp, value }) => ({
          timestamp,
          hrv_rmssd: value,
        })),
      },
    },
    respiration_data: {
      breaths_data: {
        avg_breaths_per_min: plausible('breaths_per_min', recharged?.breathing_rate_avg),
        samples: read('breaths_per_min', recharged?.breathing_samples).map(({ timestamp, value }) => ({
          timestamp,
          breaths_per_min: value,
        })),
      },
    },
    readiness_data: {
      readiness: recoveryOf(recharged?.nightly_recharge_status),
      // From −10 to 10 at Polar.
      recovery_level: plausible('percentage', typeof charge === 'number' ? tidy((charge + 10) * 5) : null),
    },
    scores: { sleep: plausible('percentage', one.sleep_score) },
  }
}

/** Durations are Polar's own; the hypnogram counts only what it does not. */
function durationsOf(sleeper: Sleeper, clock: Clock): Sleep['sleep_durations_data'] {
  const { one, start, end } = sleeper
  const { light_sleep: light, deep_sleep: deep, rem_sleep: rem } = one
  // A sum without one of its parts is none.
  const isStaged = typeof light === 'number' && typeof deep === 'number' && typeof rem === 'number'
  const stages = stagesOf(sleeper, clock)
  const summary = stages.length === 0 ? null : sleepSummary(stages)
  const offsets = new Map(stages.map(({ startMs, offsetMinutes }) => [startMs, offsetMinutes]))
  const seconds = (value: number | null | undefined) => plausible('duration_seconds', value)
  return {
    asleep: {
      duration_asleep_state_seconds: seconds(isStaged ? light + deep + rem : null),
      duration_light_sleep_state_seconds: seconds(light),
      duration_deep_sleep_state_seconds: seconds(deep),
      duration_REM_sleep_state_seconds: seconds(rem),
      num_REM_events: summary?.durations.asleep?.num_REM_events,
    },
    awake: {
      duration_awake_state_seconds: seconds(one.total_interruption_duration),
      duration_short_interruption_seconds: seconds(one.short_interruption_duration),
      duration_long_interruption_seconds: seconds(one.long_interruption_duration),
      num_wakeup_events: summary?.durations.awake?.num_wakeup_events,
    },
    other: {
      duration_in_bed_seconds: seconds((end.epochMs - start.epochMs) / 1000),
      duration_unmeasurable_sleep_seconds: seconds(one.unrecognized_sleep_stage),
    },
    hypnogram_samples: summary?.hypnogram.map(({ startMs, level }) => ({
      timestamp: formatTimestamp(startMs, offsets.get(startMs) ?? start.offsetMinutes),
      level,
    })),
  }
}

/** The status of a Nightly Recharge, 1 (very poor) to 6 (very good), of 100. */
export const recoveryOf = (status: number | null | undefined): number | null =>
  plausible('percentage', typeof status === 'number' && status >= 1 ? tidy((status * 100) / 6) : null)

/** The stages, from the key of each to that of the next, the last to the end; with the clock at the beginning of each. */
function stagesOf({ one, start, end }: Sleeper, clock: Clock): (SleepSegment & { offsetMinutes: number })[] {
  const told = throughNight(one.hypnogram, start, clock)
  return told.flatMap(({ at: { epochMs, offsetMinutes }, value }, index) => {
    // Keys are minutes, and the night may begin within one.
    const startMs = Math.max(epochMs, start.epochMs)
    const endMs = Math.min(told[index + 1]?.at.epochMs ?? end.epochMs, end.epochMs)
    const level = levels.get(value ?? 5) ?? SleepLevel.UNKNOWN
    return startMs < endMs ? [{ startMs, endMs, level, offsetMinutes }] : []
  })
}
