import { z } from 'zod'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'

// What is used of WHOOP's answers, in its words. Durations are milliseconds, energy is in kilojoules, times are UTC and
// stand beside the offset of the person's clock.

const amount = z.number().nullish()

/** A score is there when its state is SCORED; a pending one comes later, an unscorable one never. */
const scored = <S extends z.ZodType>(score: S) => ({ score_state: z.string(), score: score.nullish() })

const told = { updated_at: z.iso.datetime({ offset: true }) }

const spanned = {
  start: z.iso.datetime({ offset: true }),
  /** Absent while it goes on. */
  end: z.iso.datetime({ offset: true }).nullish(),
  timezone_offset: z.string().regex(/^(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/),
}

export const cycleShape = z.object({
  id: z.int(),
  ...told,
  ...spanned,
  ...scored(z.object({ strain: amount, kilojoule: amount, average_heart_rate: amount, max_heart_rate: amount })),
})
export type Cycle = z.output<typeof cycleShape>

export const sleepShape = z.object({
  id: z.string().min(1),
  cycle_id: z.int().nullish(),
  ...told,
  ...spanned,
  nap: z.boolean(),
  ...scored(
    z.object({
      stage_summary: z
        .object({
          total_in_bed_time_milli: amount,
          total_awake_time_milli: amount,
          total_no_data_time_milli: amount,
          total_light_sleep_time_milli: amount,
          total_slow_wave_sleep_time_milli: amount,
          total_rem_sleep_time_milli: amount,
          disturbance_count: z.int().nullish(),
        })
        .nullish(),
      respiratory_rate: amount,
      sleep_performance_percentage: amount,
      sleep_efficiency_percentage: amount,
    }),
  ),
})
export type Sleep = z.output<typeof sleepShape>

export const recoveryShape = z.object({
  cycle_id: z.int(),
  sleep_id: z.string(),
  ...told,
  ...scored(
    z.object({
      recovery_score: amount,
      resting_heart_rate: amount,
      hrv_rmssd_milli: amount,
      spo2_percentage: amount,
      skin_temp_celsius: amount,
    }),
  ),
})
export type Recovery = z.output<typeof recoveryShape>

export const workoutShape = z.object({
  id: z.string().min(1),
  ...told,
  ...spanned,
  sport_name: z.string().nullish(),
  ...scored(
    z.object({
      strain: amount,
      average_heart_rate: amount,
      max_heart_rate: amount,
      kilojoule: amount,
      distance_meter: amount,
      altitude_gain_meter: amount,
      zone_durations: z
        .object({ zone_zero_milli: amount, zone_one_milli: amount, zone_two_milli: amount })
        .extend({ zone_three_milli: amount, zone_four_milli: amount, zone_five_milli: amount })
        .nullish(),
    }),
  ),
})
export type Workout = z.output<typeof workoutShape>

export const profileShape = z.object({
  user_id: z.int(),
  email: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
})

export const measurementShape = z.object({ height_meter: amount, weight_kilogram: amount, max_heart_rate: amount })

/** The score of a record, null while there is none. */
export const scoreOf = <S>(record: { score_state: string; score?: S | null | undefined }): S | null =>
  record.score_state === 'SCORED' ? (record.score ?? null) : null

/** A time of WHOOP on the clock of the person there and then (R1). `Z` is an offset like any other: Greenwich in winter. */
export const instantOf = (text: string, offset: string): Instant =>
  parseInstant(text, offset === 'Z' ? '+00:00' : offset)

/** As the wire writes it. */
export const timestampOf = ({ epochMs, offsetMinutes }: Instant): string => formatTimestamp(epochMs, offsetMinutes)

/** Milliseconds since 1970 at which WHOOP last changed any of these. */
export const changedAtMs = (...records: readonly ({ updated_at: string } | null | undefined)[]): number =>
  records.reduce((latest, one) => (one ? Math.max(latest, parseInstant(one.updated_at).epochMs) : latest), 0)

/** Each once, as it was last changed: a list that changes while its pages are read repeats records. */
export function newest<R extends { updated_at: string }>(
  records: readonly R[],
  key: (record: R) => string | number,
): R[] {
  const byKey = new Map<string | number, R>()
  for (const record of records) {
    const known = byKey.get(key(record))
    if (known === undefined || changedAtMs(known) < changedAtMs(record)) byKey.set(key(record), record)
  }
  return [...byKey.values()]
}
