import type { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import { max, mean, min } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { parseInstant } from '../../normalise/time.ts'
import type { HeartRateData } from '../../schema/records.ts'
import { contextOf, type heartRates } from './shapes.ts'

/** A heart rate that a heart can have, at its instant. */
export interface HeartRate {
  epochMs: number
  bpm: number
  source: string | null | undefined
}

/** The heart rates there are, in order of time. */
export const heartRatesOf = (rows: z.output<typeof heartRates> | undefined): HeartRate[] =>
  (rows ?? [])
    .flatMap(({ timestamp, bpm, source }) => {
      const possible = plausible('heart_rate_bpm', bpm)
      return possible === null ? [] : [{ epochMs: parseInstant(timestamp).epochMs, bpm: possible, source }]
    })
    .sort((a, b) => a.epochMs - b.epochMs)

/** Heart rates as samples, with the figures that follow from them; nothing of none. */
export function heartRateData(rates: readonly HeartRate[], stamp: (epochMs: number) => string): HeartRateData | null {
  if (rates.length === 0) return null
  const bpm = rates.map((rate) => rate.bpm)
  return {
    summary: { avg_hr_bpm: tidy(mean(bpm) ?? 0), max_hr_bpm: max(bpm), min_hr_bpm: min(bpm) },
    detailed: {
      hr_samples: rates.map((rate) => ({
        timestamp: stamp(rate.epochMs),
        bpm: rate.bpm,
        context: contextOf(rate.source),
      })),
    },
  }
}
