import { z } from 'zod'
import { type Instant, parseInstant, shiftDate } from '../../normalise/time.ts'
import type { DayRange } from '../resource.ts'
import type { Asking } from './client.ts'

// What is used of Polar's answers, in its words, in which hyphens and low lines mix.

/** Local days that were asked for; the answers reach beyond them. */
export const range = z.object({ first: z.iso.date(), last: z.iso.date() })

export const isWithin = ({ first, last }: DayRange, day: string): boolean => day >= first && day <= last

/** A number that may be missing. */
export const figure = z.number().nullish()

/** Numbers by minute of the day, `23:57`, sometimes with seconds. */
export const byMinute = z.record(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/), z.number().nullable())

export const night = z.object({
  polar_user: z.string().nullish(),
  date: z.iso.date(),
  sleep_start_time: z.iso.datetime({ offset: true }),
  sleep_end_time: z.iso.datetime({ offset: true }),
  device_id: z.string().nullish(),
  light_sleep: figure,
  deep_sleep: figure,
  rem_sleep: figure,
  unrecognized_sleep_stage: figure,
  total_interruption_duration: figure,
  short_interruption_duration: figure,
  long_interruption_duration: figure,
  sleep_score: figure,
  hypnogram: byMinute.nullish(),
  heart_rate_samples: byMinute.nullish(),
})
export type Night = z.output<typeof night>

export const recharge = z.object({
  date: z.iso.date(),
  heart_rate_avg: figure,
  heart_rate_variability_avg: figure,
  breathing_rate_avg: figure,
  nightly_recharge_status: figure,
  ans_charge: figure,
  hrv_samples: byMinute.nullish(),
  breathing_samples: byMinute.nullish(),
})
export type Recharge = z.output<typeof recharge>

export const skinTemperature = z.object({
  sleep_date: z.iso.date(),
  sleep_time_skin_temperature_celsius: figure,
  deviation_from_baseline_celsius: figure,
})

/** When a workout began: the clock of the watch, and how far that was from UTC. */
export const begun = z.object({
  start_time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
  start_time_utc_offset: z
    .int()
    .min(-14 * 60)
    .max(14 * 60)
    .nullish(),
})

/** The beginning of a workout, where its offset is known. Some answers end the local time in a `Z` that means nothing. */
export function beginningOf({ start_time, start_time_utc_offset: offsetMinutes }: z.output<typeof begun>) {
  if (typeof offsetMinutes !== 'number') return null
  const wall = parseInstant(localTime(start_time))
  return { epochMs: wall.epochMs - offsetMinutes * 60_000, offsetMinutes, offsetKnown: true }
}

export const localTime = (text: string): string => text.replace(/Z$/, '')

export const beginAndEndOf = (one: Night): { start: Instant; end: Instant } => ({
  start: parseInstant(one.sleep_start_time),
  end: parseInstant(one.sleep_end_time),
})

/** What shows the person's clock: when nights began and ended, and workouts began. */
export const witnessesOf = (
  nights: readonly Night[] | null | undefined,
  exercises: readonly z.output<typeof begun>[] | null | undefined = null,
): Instant[] => [
  ...(nights ?? []).flatMap((one) => Object.values(beginAndEndOf(one))),
  ...(exercises ?? []).flatMap((one) => beginningOf(one) ?? []),
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
