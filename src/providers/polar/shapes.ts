import { z } from 'zod'
import { figures } from '../../normalise/possible.ts'
import { type Instant, parseInstant, shiftDate } from '../../normalise/time.ts'
import { isoDurationSeconds } from '../../normalise/units.ts'
import type { DayRange } from '../resource.ts'
import { figure, isWithin } from '../shapes.ts'
import type { Asking } from './client.ts'

// What is used of Polar's answers, in its words, in which hyphens and low lines mix.

/** A length of time in seconds; null for one that nobody can read. */
export const duration = z.string().transform(isoDurationSeconds)

/** A time of the watch's clock, whatever stands behind its minutes. Some end in a `Z` that means nothing. */
export const wall = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$/)
  .transform((text) => text.replace(/Z$/, ''))

/** An instant with its offset. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => parseInstant(text))

/** A minute of the day, `23:57`, sometimes with seconds. */
export const minute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)

const byMinute = z.record(minute, z.number().nullable()).nullish()

export const night = figures({
  durations: {
    duration_light_sleep_state_seconds: 'light_sleep',
    duration_deep_sleep_state_seconds: 'deep_sleep',
    duration_REM_sleep_state_seconds: 'rem_sleep',
    duration_unmeasurable_sleep_seconds: 'unrecognized_sleep_stage',
    duration_awake_state_seconds: 'total_interruption_duration',
    duration_short_interruption_seconds: 'short_interruption_duration',
    duration_long_interruption_seconds: 'long_interruption_duration',
  },
  scores: { sleep: 'sleep_score' },
})
  .and(
    z.object({
      polar_user: z.string().nullish(),
      date: z.iso.date(),
      sleep_start_time: instant,
      sleep_end_time: instant,
      device_id: z.string().nullish(),
      hypnogram: byMinute,
      heart_rate_samples: byMinute,
    }),
  )
  .transform(({ sleep_start_time: start, sleep_end_time: end, ...one }) => ({ ...one, start, end }))
export type Night = z.output<typeof night>

/** From 1 (very poor) to 6 (very good) at Polar. */
const ofHundred = (status: number): number | null => (status >= 1 ? (status * 100) / 6 : null)

export const recharge = figures({
  pulse: { avg_hr_bpm: 'heart_rate_avg' },
  variability: { avg_hrv_rmssd: 'heart_rate_variability_avg' },
  breaths: { avg_breaths_per_min: 'breathing_rate_avg' },
  readiness: {
    readiness: ['nightly_recharge_status', ofHundred],
    // From −10 to 10 at Polar.
    recovery_level: ['ans_charge', (charge) => (charge + 10) * 5],
  },
  scores: { recovery: ['nightly_recharge_status', ofHundred] },
}).and(z.object({ date: z.iso.date(), hrv_samples: byMinute, breathing_samples: byMinute }))
export type Recharge = z.output<typeof recharge>

export const skinTemperature = z
  .object({ sleep_date: z.iso.date(), deviation_from_baseline_celsius: figure })
  .and(figures({ skin: { temperature_celsius: 'sleep_time_skin_temperature_celsius' } }))

/** Minutes east of UTC. */
export const offset = z.int().min(-840).max(840).nullish()

/** When a workout began: the clock of the watch, and how far that was from UTC, without which `start` is null. */
export const begun = z
  .object({ start_time: wall, start_time_utc_offset: offset })
  .transform(({ start_time, start_time_utc_offset: offsetMinutes }) => {
    if (typeof offsetMinutes !== 'number') return { start_time, start: null }
    const epochMs = parseInstant(start_time).epochMs - offsetMinutes * 60_000
    return { start_time, start: { epochMs, offsetMinutes, offsetKnown: true } }
  })

/** What shows the person's clock: when nights began and ended, and workouts began. */
export const witnessesOf = (nights: readonly Night[], exercises: readonly z.output<typeof begun>[] = []): Instant[] => [
  ...nights.flatMap(({ start, end }) => [start, end]),
  ...exercises.flatMap(({ start }) => start ?? []),
]

const dated = z.looseObject({ date: z.string() })

/**
 * The nights around some days, as they came. Polar lists those of the last 28 days, however few are wanted: the others are
 * left out, and two days more stay, which show the clock.
 */
export async function nightsNear(polar: Asking, { first, last }: DayRange): Promise<unknown[] | null> {
  const told = await polar.get(z.object({ nights: z.array(dated) }), '/v3/users/sleep')
  const around = { first: shiftDate(first, -2), last: shiftDate(last, 2) }
  return told?.nights.filter(({ date }) => isWithin(around, date)) ?? null
}

/** Nightly Recharges of some days, of the 28 that Polar lists. */
export async function rechargesOf(polar: Asking, days: DayRange): Promise<unknown[] | null> {
  const told = await polar.get(z.object({ recharges: z.array(dated) }), '/v3/users/nightly-recharge')
  return told?.recharges.filter(({ date }) => isWithin(days, date)) ?? null
}
