import { z } from 'zod'
import { type PlausibleKind, plausible } from './plausible.ts'
import { max, mean, min } from './samples.ts'
import { tidied } from './tidy.ts'

/** What each figure of the schema claims to be, by its name there: that is what decides whether it is possible (R10). */
const kinds = {
  bpm: 'heart_rate_bpm',
  avg_hr_bpm: 'heart_rate_bpm',
  max_hr_bpm: 'heart_rate_bpm',
  min_hr_bpm: 'heart_rate_bpm',
  resting_hr_bpm: 'heart_rate_bpm',
  user_max_hr_bpm: 'heart_rate_bpm',
  hrv_rmssd: 'hrv_ms',
  hrv_sdnn: 'hrv_ms',
  avg_hrv_rmssd: 'hrv_ms',
  avg_hrv_sdnn: 'hrv_ms',
  percentage: 'saturation_percentage',
  avg_saturation_percentage: 'saturation_percentage',
  breaths_per_min: 'breaths_per_min',
  avg_breaths_per_min: 'breaths_per_min',
  max_breaths_per_min: 'breaths_per_min',
  min_breaths_per_min: 'breaths_per_min',
  temperature_celsius: 'body_temperature_celsius',
  weight_kg: 'weight_kg',
  height_cm: 'height_cm',
  bodyfat_percentage: 'bodyfat_percentage',
  water_percentage: 'percentage',
  BMI: 'bmi',
  systolic_bp: 'systolic_bp',
  diastolic_bp: 'diastolic_bp',
  blood_glucose_mg_per_dL: 'glucose_mg_per_dl',
  vo2max_ml_per_min_per_kg: 'vo2max',
  steps: 'steps',
  distance_meters: 'distance_meters',
  calories: 'calories',
  BMR_calories: 'calories',
  net_activity_calories: 'calories',
  net_intake_calories: 'calories',
  total_burned_calories: 'calories',
  speed_meters_per_second: 'speed_meters_per_second',
  avg_speed_meters_per_second: 'speed_meters_per_second',
  max_speed_meters_per_second: 'speed_meters_per_second',
  cadence_rpm: 'cadence_rpm',
  avg_cadence_rpm: 'cadence_rpm',
  max_cadence_rpm: 'cadence_rpm',
  watts: 'power_watts',
  avg_watts: 'power_watts',
  max_watts: 'power_watts',
  elev_meters: 'altitude_meters',
  avg_meters: 'altitude_meters',
  max_meters: 'altitude_meters',
  min_meters: 'altitude_meters',
  activity_seconds: 'duration_seconds',
  inactivity_seconds: 'duration_seconds',
  low_intensity_seconds: 'duration_seconds',
  moderate_intensity_seconds: 'duration_seconds',
  vigorous_intensity_seconds: 'duration_seconds',
  rest_seconds: 'duration_seconds',
  duration_seconds: 'duration_seconds',
  total_snoring_duration_seconds: 'duration_seconds',
  stress_duration_seconds: 'duration_seconds',
  rest_stress_duration_seconds: 'duration_seconds',
  activity_stress_duration_seconds: 'duration_seconds',
  low_stress_duration_seconds: 'duration_seconds',
  medium_stress_duration_seconds: 'duration_seconds',
  high_stress_duration_seconds: 'duration_seconds',
  duration_asleep_state_seconds: 'duration_seconds',
  duration_deep_sleep_state_seconds: 'duration_seconds',
  duration_light_sleep_state_seconds: 'duration_seconds',
  duration_REM_sleep_state_seconds: 'duration_seconds',
  duration_awake_state_seconds: 'duration_seconds',
  duration_long_interruption_seconds: 'duration_seconds',
  duration_short_interruption_seconds: 'duration_seconds',
  sleep_latency_seconds: 'duration_seconds',
  wake_up_latency_seconds: 'duration_seconds',
  duration_in_bed_seconds: 'duration_seconds',
  duration_unmeasurable_sleep_seconds: 'duration_seconds',
  sleep_efficiency: 'percentage',
  avg_stress_level: 'percentage',
  max_stress_level: 'percentage',
  readiness: 'percentage',
  recovery_level: 'percentage',
  activity: 'percentage',
  sleep: 'percentage',
  recovery: 'percentage',
  lean_mass_g: 'amount',
  muscle_mass_g: 'amount',
  bone_mass_g: 'amount',
  hydration_kg: 'amount',
  visceral_fat_level: 'amount',
  BMR: 'calories',
  pulse_wave_velocity_meters_per_second: 'speed_meters_per_second',
  floors_climbed: 'amount',
  num_laps: 'count',
  num_strokes: 'count',
  pool_length_meters: 'count',
  num_REM_events: 'count',
  num_wakeup_events: 'count',
  num_out_of_bed_events: 'count',
  num_snoring_events: 'count',
  avg_level: 'amount',
  num_high_intensity_minutes: 'amount',
  num_moderate_intensity_minutes: 'amount',
  num_low_intensity_minutes: 'amount',
  num_inactive_minutes: 'amount',
  gain_actual_meters: 'amount',
  loss_actual_meters: 'amount',
  avg_pace_minutes_per_kilometer: 'amount',
  max_pace_minutes_per_kilometer: 'amount',
} as const satisfies Record<string, PlausibleKind>

/** Name of a figure of the schema of which not every number is possible. */
export type Figure = keyof typeof kinds

type Told = number | null | undefined

/** Figures by their names in the schema, those that are missing or impossible as null: `possible({ avg_hr_bpm: 0 })`. */
export const possible = <F extends { [K in keyof F]: K extends Figure ? Told : never }>(
  figures: F,
): { [K in keyof F]: number | null } =>
  Object.fromEntries(
    Object.entries<Told>(figures).map(([name, value]) => [name, plausible(kinds[name as Figure], value)]),
  ) as { [K in keyof F]: number | null }

/**
 * Under which name an answer has a figure, and how it becomes one of the schema's unit; null where it says nothing. Of several
 * names (`anyOf`) the first under which there is a possible one counts.
 */
type Named =
  | string
  | readonly [name: string, convert: (value: number) => number | null]
  | { readonly anyOf: readonly string[] }

interface Reading {
  figure: string
  kind: PlausibleKind
  names: readonly string[]
  convert: ((value: number) => number | null) | null
}

function readingOf(figure: Figure, named: Named): Reading {
  const kind = kinds[figure]
  if (typeof named === 'string') return { figure, kind, names: [named], convert: null }
  if ('anyOf' in named) return { figure, kind, names: named.anyOf, convert: null }
  return { figure, kind, names: [named[0]], convert: named[1] }
}

function figureIn(answer: Readonly<Record<string, Told>>, { kind, names, convert }: Reading): number | null {
  for (const name of names) {
    const told = answer[name]
    const figure = plausible(kind, told == null || convert === null ? told : tidied(convert(told)))
    if (figure !== null) return figure
  }
  return null
}

/**
 * Reads the figures of an answer by the names that the schema has for them, in groups:
 * `figures({ pulse: { avg_hr_bpm: 'averageHeartRate' } })` makes `{ pulse: { avg_hr_bpm: 62 } }`. What is missing or
 * impossible is null; what is no number is an answer of another shape, unless `number` takes it. Join it to the rest of an answer
 * with `.and()`.
 */
export function figures<G extends Record<string, Partial<Record<Figure, Named>>>>(
  groups: G,
  number: z.ZodType<Told, Told> = z.number().nullish(),
) {
  const readings = Object.entries(groups).map(([group, members]) => ({
    group,
    members: Object.entries<Named | undefined>(members).flatMap(([figure, named]) =>
      named === undefined ? [] : [readingOf(figure as Figure, named)],
    ),
  }))
  const names = readings.flatMap(({ members }) => members.flatMap((one) => one.names))
  const shape = Object.fromEntries(names.map((name) => [name, number]))
  return z.object(shape).transform((answer) => {
    // By hand, for workouts have a reading of each second.
    const found: Record<string, Record<string, number | null>> = {}
    for (const { group, members } of readings) {
      const figures: Record<string, number | null> = {}
      for (const one of members) figures[one.figure] = figureIn(answer, one)
      found[group] = figures
    }
    return found as { [K in keyof G]: { [F in keyof G[K]]: number | null } }
  })
}

/** The names under which an answer has figures, for a provider that wants to be told: `hr_average,hr_max`. */
export const namesIn = (read: { in: { shape: object } }): string => Object.keys(read.in.shape).join(',')

/** Readings as samples of the schema, without those that are missing or impossible: `samples('bpm', readings)`. */
export const samples = <F extends Figure>(
  figure: F,
  readings: Iterable<{ timestamp: string; value: Told }>,
): ({ timestamp: string } & Record<F, number>)[] =>
  [...readings].flatMap(({ timestamp, value }) => {
    const known = plausible(kinds[figure], value)
    return known === null ? [] : [{ timestamp, [figure]: known } as { timestamp: string } & Record<F, number>]
  })

/** `samples` of what was read at instants, stamped by a clock: `samplesBy(clock.stamp)('bpm', beats, ({ rate }) => rate)`. */
export const samplesBy =
  (stamp: (epochMs: number) => string) =>
  <F extends Figure, R extends { epochMs: number }>(figure: F, readings: readonly R[], readOf: (one: R) => Told) =>
    samples(
      figure,
      readings.map((one) => ({ timestamp: stamp(one.epochMs), value: readOf(one) })),
    )

/** A place on earth by its degrees, as the schema has it; null where one of them is missing or impossible. */
export function placeOf(latitude: Told, longitude: Told): [latitude: number, longitude: number] | null {
  const [lat, lng] = [plausible('latitude_deg', latitude), plausible('longitude_deg', longitude)]
  return lat === null || lng === null ? null : [lat, lng]
}

/** Mean, highest and lowest of heart rates; null each without any. */
export function heartSummary(rates: readonly { bpm: number }[]) {
  const bpm = rates.map((one) => one.bpm)
  return { avg_hr_bpm: tidied(mean(bpm)), max_hr_bpm: max(bpm), min_hr_bpm: min(bpm) }
}

/** Mean, highest and lowest of breathing rates; null each without any. */
export function breathSummary(rates: readonly { breaths_per_min: number }[]) {
  const breaths = rates.map((one) => one.breaths_per_min)
  return {
    avg_breaths_per_min: tidied(mean(breaths)),
    max_breaths_per_min: max(breaths),
    min_breaths_per_min: min(breaths),
  }
}
