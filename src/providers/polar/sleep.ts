import { z } from 'zod'
import { type Clock, clockOf, dateOf, sessionTimes, stampOf } from '../../normalise/clock.ts'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { heartSummary, samples } from '../../normalise/possible.ts'
import { isNap, type SleepSegment } from '../../normalise/sleep.ts'
import { asleepOf, sleepDurations, staged } from '../../normalise/sleep-figures.ts'
import { formatTimestamp, shiftDate } from '../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/sleep.ts'
import { resource } from '../resource.ts'
import { isWithin, listed, range, recordsInOrder } from '../shapes.ts'
import { asking } from './client.ts'
import { type Night, night, nightsNear, type Recharge, recharge, rechargesOf, skinTemperature } from './shapes.ts'

/** The hypnogram's numbers. */
const levels: ReadonlyMap<number | null, SleepLevel> = new Map([
  [0, SleepLevel.AWAKE],
  [1, SleepLevel.REM_SLEEP],
  [2, SleepLevel.LIGHT_SLEEP],
  [3, SleepLevel.LIGHT_SLEEP],
  [4, SleepLevel.DEEP_SLEEP],
  [5, SleepLevel.UNKNOWN],
])

/** Nights, with the Nightly Recharge and the skin temperature of their date: `/v3/users/sleep` and others. */
export const sleep = resource({
  raw: z.object({
    range,
    nights: listed(night),
    recharges: listed(recharge),
    skin_temperatures: listed(skinTemperature),
  }),
  windowDays: 27,
  // Polar lists the last 28 days, and which day it is there nobody knows.
  historyDays: 27,
  isWhole: true,
  fetch: async (access, days) => {
    const polar = asking(access)
    const nights = await nightsNear(polar, days)
    const recharges = await rechargesOf(polar, days)
    const skin_temperatures = await polar.getAny('/v3/users/biosensing/skintemperature', polar.window(days))
    return { range: days, nights, recharges, skin_temperatures }
  },
  normalise({ range: days, nights, recharges, skin_temperatures }, { zone }) {
    const asked = nights.filter(({ date, start, end }) => isWithin(days, date) && end.epochMs > start.epochMs)
    return recordsInOrder(
      asked.map((one): Sleep => {
        const sameDate = nights.filter(({ date }) => date === one.date)
        const nap = isNap(spanOf(one), sameDate.map(spanOf))
        // What Polar says of a date is of its main sleep.
        const isMain = nap === false
        const recharged = isMain ? recharges.find(({ date }) => date === one.date) : undefined
        const warmth = isMain ? skin_temperatures.find(({ sleep_date }) => sleep_date === one.date) : undefined
        return {
          metadata: { ...identityOf(one, nap), ...sessionTimes(one.start, one.end) },
          ...measuredIn(one, recharged, clockOf([one.start, one.end], zone)),
          temperature_data: { delta: warmth?.deviation_from_baseline_celsius },
        }
      }),
    )
  },
})

const spanOf = ({ start, end }: Night) => ({
  startMs: start.epochMs,
  endMs: end.epochMs,
  offsetMinutes: start.offsetMinutes,
})

/** Nights have no id at Polar. There is one of a date, whose times a person may correct; another is known by its start. */
function identityOf({ polar_user, date, start }: Night, is_nap: boolean | null) {
  const person = /\d+$/.exec(polar_user ?? '')?.[0] ?? ''
  const which = is_nap === false ? [] : [startMinute(start.epochMs)]
  return {
    summary_id: summaryId('POLAR', person, 'sleep', date, ...which),
    is_nap,
    upload_type: SleepUploadType.AUTOMATIC,
  }
}

/** What the watch measured in a night, and what Polar made of it. */
function measuredIn(one: Night, recharged: Recharge | undefined, clock: Clock): Omit<Sleep, 'metadata'> {
  const read = (readings: Night['hypnogram']) => throughNight(readings, one, clock)
  const hr_samples = samples('bpm', read(one.heart_rate_samples))
  const hrv_samples_rmssd = samples('hrv_rmssd', read(recharged?.hrv_samples))
  const breaths = samples('breaths_per_min', read(recharged?.breathing_samples))
  // Of the whole night; that of the Nightly Recharge is of its first hours.
  const pulse = hr_samples.length > 0 ? heartSummary(hr_samples) : recharged?.pulse
  return {
    device_data: { serial_number: one.device_id || null },
    sleep_durations_data: durationsOf(one, read(one.hypnogram)),
    heart_rate_data: { summary: { ...pulse, ...recharged?.variability }, detailed: { hr_samples, hrv_samples_rmssd } },
    respiration_data: { breaths_data: { ...recharged?.breaths, samples: breaths } },
    readiness_data: recharged?.readiness,
    scores: one.scores,
  }
}

type Reading = ReturnType<typeof throughNight>[number]

/**
 * Readings of a night, which stand under the minute of the day (`23:57`, `00:02`), in order of time: what is earlier on the
 * clock than its beginning is of the next date.
 */
function throughNight(readings: Night['hypnogram'], { start }: Night, clock: Clock) {
  const date = dateOf(start)
  const first = stampOf(start).slice(11, 16)
  return Object.entries(readings ?? {})
    .map(([minute, value]) => {
      const at = clock.at(`${minute < first ? shiftDate(date, 1) : date}T${minute}`)
      return { epochMs: at.epochMs, timestamp: stampOf(at), value }
    })
    .sort((a, b) => a.epochMs - b.epochMs)
}

/** Durations are Polar's own; the hypnogram counts only what it does not. */
function durationsOf(one: Night, told: readonly Reading[]): Sleep['sleep_durations_data'] {
  const { start, end, durations } = one
  const { figures, hypnogram } = staged(stagesOf(one, told))
  const stamps = new Map(told.map(({ epochMs, timestamp }) => [epochMs, timestamp]))
  return sleepDurations(
    {
      ...durations,
      duration_asleep_state_seconds: asleepOf(durations),
      duration_in_bed_seconds: (end.epochMs - start.epochMs) / 1000,
      num_REM_events: figures.num_REM_events,
      num_wakeup_events: figures.num_wakeup_events,
    },
    hypnogram,
    (epochMs) => stamps.get(epochMs) ?? formatTimestamp(epochMs, start.offsetMinutes),
  )
}

/** The stages, from the key of each to that of the next, the last to the end. */
function stagesOf({ start, end }: Night, told: readonly Reading[]): SleepSegment[] {
  return told.flatMap(({ epochMs, value }, index) => {
    // Keys are minutes, and the night may begin within one.
    const startMs = Math.max(epochMs, start.epochMs)
    const endMs = Math.min(told[index + 1]?.epochMs ?? end.epochMs, end.epochMs)
    return startMs < endMs ? [{ startMs, endMs, level: levels.get(value) ?? SleepLevel.UNKNOWN }] : []
  })
}
