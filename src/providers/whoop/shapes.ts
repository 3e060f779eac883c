import { z } from 'zod'
import { figures } from '../../normalise/possible.ts'
import { type Instant, parseInstant } from '../../normalise/time.ts'
import { kilojoulesToKcal } from '../../normalise/units.ts'
import { figure, onceEach } from '../shapes.ts'

// What is used of WHOOP's answers, in its words. Durations are milliseconds, energy is in kilojoules, times are UTC and
// stand beside the offset of the person's clock.

/** A score is there when its state is SCORED; a pending one comes later, an unscorable one never. */
const scored = <S extends z.ZodType>(score: S) => ({ score_state: z.string(), score: score.nullish() })

const told = { updated_at: z.iso.datetime({ offset: true }) }

const spanned = {
  start: z.iso.datetime({ offset: true }),
  /** Absent while it goes on. */
  end: z.iso.datetime({ offset: true }).nullish(),
  timezone_offset: z.string().regex(/^(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/),
}

const strained = z.object({ strain: figure }).and(
  figures({
    calories_data: { total_burned_calories: ['kilojoule', kilojoulesToKcal] },
    pulse: { avg_hr_bpm: 'average_heart_rate', max_hr_bpm: 'max_heart_rate' },
  }),
)

export const cycleShape = z.object({ id: z.int(), ...told, ...spanned, ...scored(strained) })
export type Cycle = z.output<typeof cycleShape>

const toSeconds = (milli: number): number => milli / 1000

const stages = figures({
  slept: {
    duration_light_sleep_state_seconds: ['total_light_sleep_time_milli', toSeconds],
    duration_deep_sleep_state_seconds: ['total_slow_wave_sleep_time_milli', toSeconds],
    duration_REM_sleep_state_seconds: ['total_rem_sleep_time_milli', toSeconds],
    duration_awake_state_seconds: ['total_awake_time_milli', toSeconds],
    num_wakeup_events: 'disturbance_count',
    duration_in_bed_seconds: ['total_in_bed_time_milli', toSeconds],
    duration_unmeasurable_sleep_seconds: ['total_no_data_time_milli', toSeconds],
  },
})

export const sleepShape = z.object({
  id: z.string().min(1),
  cycle_id: z.int().nullish(),
  ...told,
  ...spanned,
  nap: z.boolean(),
  ...scored(
    z.object({ stage_summary: stages.nullish() }).and(
      figures({
        breaths_data: { avg_breaths_per_min: 'respiratory_rate' },
        scores: { sleep: 'sleep_performance_percentage' },
        efficiency: { sleep_efficiency: 'sleep_efficiency_percentage' },
      }),
    ),
  ),
})
export type Sleep = z.output<typeof sleepShape>

export const recoveryShape = z.object({
  cycle_id: z.int(),
  sleep_id: z.string(),
  ...told,
  ...scored(
    figures({
      pulse: { resting_hr_bpm: 'resting_heart_rate', avg_hrv_rmssd: 'hrv_rmssd_milli' },
      oxygen: { avg_saturation_percentage: 'spo2_percentage' },
      scores: { recovery: 'recovery_score' },
      skin: { temperature_celsius: 'skin_temp_celsius' },
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
    z
      .object({
        kilojoule: figure,
        zone_durations: z
          .object({ zone_zero_milli: figure, zone_one_milli: figure, zone_two_milli: figure })
          .extend({ zone_three_milli: figure, zone_four_milli: figure, zone_five_milli: figure })
          .nullish(),
      })
      .and(strained)
      .and(
        figures({
          distance: { distance_meters: 'distance_meter' },
          elevation: { gain_actual_meters: 'altitude_gain_meter' },
        }),
      ),
  ),
})
export type Workout = z.output<typeof workoutShape>

/** The score of a record, null while there is none. */
export const scoreOf = <S>(record: { score_state: string; score?: S | null | undefined } | null): S | null =>
  record?.score_state === 'SCORED' ? (record.score ?? null) : null

/** A time of WHOOP on the clock of the person there and then (R1). `Z` is an offset like any other: Greenwich in winter. */
export const instantOf = (text: string, offset: string): Instant =>
  parseInstant(text, offset === 'Z' ? '+00:00' : offset)

/** When something began and ended; null while it goes on, of which is told again when it ends. */
export const spanOf = (one: z.output<z.ZodObject<typeof spanned>>): { start: Instant; end: Instant } | null =>
  one.end ? { start: instantOf(one.start, one.timezone_offset), end: instantOf(one.end, one.timezone_offset) } : null

/** Milliseconds since 1970 at which WHOOP last changed any of these. */
export const changedAtMs = (...records: readonly ({ updated_at: string } | null | undefined)[]): number =>
  records.reduce((latest, one) => (one ? Math.max(latest, parseInstant(one.updated_at).epochMs) : latest), 0)

/** Each once, as it was last changed: a list that changes while its pages are read repeats records. */
export const newest = <R extends { updated_at: string }>(records: readonly R[], keyOf: (record: R) => unknown): R[] =>
  onceEach(records, keyOf, (a, b) => changedAtMs(a) - changedAtMs(b))

/** In the order of their beginning. */
export const byStart = (a: { start: string; id: string }, b: { start: string; id: string }): number =>
  a.start.localeCompare(b.start) || a.id.localeCompare(b.id)
