import { max, min } from '../../normalise/samples.ts'
import type { HeartRateData } from '../../schema/records.ts'
import { averageOf, type Reading } from './metrics.ts'

/** Pulse and its variability over time; `resting` and `variability` (RMSSD, ms) are Ultrahuman's own figures. */
export const heartRateData = (
  rates: readonly Reading[],
  variations: readonly Reading[],
  { resting, variability }: { resting: number | null; variability: number | null },
): HeartRateData => ({
  summary: {
    avg_hr_bpm: averageOf(rates),
    max_hr_bpm: max(rates.map(({ value }) => value)),
    min_hr_bpm: min(rates.map(({ value }) => value)),
    resting_hr_bpm: resting,
    avg_hrv_rmssd: variability ?? averageOf(variations),
  },
  detailed: {
    hr_samples: rates.map(({ timestamp, value }) => ({ timestamp, bpm: value })),
    hrv_samples_rmssd: variations.map(({ timestamp, value }) => ({ timestamp, hrv_rmssd: value })),
  },
})
