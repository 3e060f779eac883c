import { cumulate, max, mean, min } from '../../normalise/samples.ts'
import { type Portion, sumBySourcePriority } from '../../normalise/source-priority.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { OxygenSaturationType } from '../../schema/enums.ts'
import type { HeartRateData, OxygenData } from '../../schema/records.ts'
import { type Day, type Sample, startText } from './day.ts'
import type { Measure } from './measures.ts'

/** A number without binary dust; null stays null. */
export const tidied = (value: number | null): number | null => (value === null ? null : tidy(value))
export const whole = (value: number | null): number | null => (value === null ? null : Math.round(value))

const valuesOf = (samples: readonly Sample[]): number[] => samples.map(({ value }) => value)

/** Mean of the values; null without any. */
export const meanOf = (samples: readonly Sample[]): number | null => tidied(mean(valuesOf(samples)))

/** The samples that begin in a stretch of time, both ends included. */
export const within = (samples: readonly Sample[], fromMs: number, toMs: number): readonly Sample[] =>
  samples.slice(firstFrom(samples, fromMs), firstFrom(samples, toMs + 1))

function firstFrom(samples: readonly Sample[], atMs: number): number {
  let low = 0
  let high = samples.length
  while (low < high) {
    const middle = (low + high) >> 1
    const sample = samples[middle]
    if (sample !== undefined && sample.startMs < atMs) low = middle + 1
    else high = middle
  }
  return low
}

/** What counted of an amount: its total, and the portions in order of time. */
export interface Counted {
  total: number | null
  portions: readonly Portion<AmountSample>[]
}

interface AmountSample {
  startMs: number
  endMs: number
  value: number
  source: string
  sample: Sample
}

/** Amounts of several sources counted once (R8); null when nothing was measured, 0 when 0 was (R9). */
export function countOnce(samples: readonly Sample[]): Counted {
  const ranks = new Map(samples.map(({ source }) => [source.name, source.rank]))
  const amounts = samples.map((sample): AmountSample => {
    const { startMs, endMs, value, source } = sample
    return { startMs, endMs, value, source: source.name, sample }
  })
  if (amounts.length === 0) return { total: null, portions: [] }
  const { total, portions } = sumBySourcePriority(amounts, (name) => ranks.get(name) ?? Number.MAX_SAFE_INTEGER)
  return { total: tidy(total), portions }
}

/**
 * An amount of a day. What began the day before or ends the day after covers its time too, but counts on the day on which
 * it began.
 */
export function countOfDay(measure: Measure, before: Day | undefined, day: Day, after: Day | undefined): Counted {
  const samples = day.of(measure)
  const first = samples[0]
  if (first === undefined) return { total: null, portions: [] }
  const endMs = max(samples.map((sample) => sample.endMs)) ?? first.endMs
  const around = [
    ...(before?.of(measure) ?? []).filter((sample) => sample.endMs > first.startMs),
    ...samples,
    ...(after?.of(measure) ?? []).filter((sample) => sample.startMs < endMs),
  ]
  if (around.length === samples.length) return countOnce(samples)
  const own = new Set(samples)
  const portions = countOnce(around).portions.filter(({ sample }) => own.has(sample.sample))
  return { total: tidy(portions.reduce((sum, { value }) => sum + value, 0)), portions }
}

/** Running totals of what counted: each at the end of its portion, when the total is reached. */
export function runningTotals<T>({ portions }: Counted, make: (timestamp: string, total: number) => T): T[] {
  const offsets = new Map(portions.map(({ endMs, sample }) => [endMs, sample.sample.offsetMinutes]))
  const ordered = portions.toSorted((a, b) => a.endMs - b.endMs)
  return cumulate(ordered).map(({ epochMs, value }) =>
    make(formatTimestamp(epochMs, offsets.get(epochMs) ?? 0), tidy(value)),
  )
}

/** What is known of the heart in a stretch of time. */
export interface HeartSamples {
  rates?: readonly Sample[]
  resting?: readonly Sample[]
  rmssd?: readonly Sample[]
  sdnn?: readonly Sample[]
}

/** Heart rate and its two variabilities, which never mix (R12); null without any. */
export function heartRateOf({ rates = [], resting = [], rmssd = [], sdnn = [] }: HeartSamples): HeartRateData | null {
  if (rates.length + resting.length + rmssd.length + sdnn.length === 0) return null
  const bpm = valuesOf(rates)
  return {
    summary: {
      avg_hr_bpm: meanOf(rates),
      min_hr_bpm: tidied(min(bpm)),
      max_hr_bpm: tidied(max(bpm)),
      resting_hr_bpm: meanOf(resting),
      avg_hrv_rmssd: meanOf(rmssd),
      avg_hrv_sdnn: meanOf(sdnn),
    },
    detailed: {
      hr_samples: rates.map((sample) => ({ timestamp: startText(sample), bpm: tidy(sample.value) })),
      hrv_samples_rmssd: rmssd.map((sample) => ({ timestamp: startText(sample), hrv_rmssd: tidy(sample.value) })),
      hrv_samples_sdnn: sdnn.map((sample) => ({ timestamp: startText(sample), hrv_sdnn: tidy(sample.value) })),
    },
  }
}

export const saturationSamples = (samples: readonly Sample[]) =>
  samples.map((sample) => ({
    timestamp: startText(sample),
    percentage: tidy(sample.value),
    type: OxygenSaturationType.BLOOD,
  }))

/** Oxygen saturation and VO2 max of a day; null without either. */
export function oxygenOf(saturation: readonly Sample[], vo2max: readonly Sample[]): OxygenData | null {
  if (saturation.length + vo2max.length === 0) return null
  return {
    avg_saturation_percentage: meanOf(saturation),
    saturation_samples: saturationSamples(saturation),
    vo2_samples: vo2max.map((sample) => ({
      timestamp: startText(sample),
      vo2max_ml_per_min_per_kg: tidy(sample.value),
    })),
    vo2max_ml_per_min_per_kg: tidied(vo2max.at(-1)?.value ?? null),
    day_avg_vo2max_ml_per_min_per_kg: meanOf(vo2max),
  }
}
