import { z } from 'zod'
import { heartSummary, possible } from '../../normalise/possible.ts'
import { parseInstant } from '../../normalise/time.ts'
import { HeartRateContext } from '../../schema/enums.ts'
import type { HeartRateData } from '../../schema/records.ts'
import { figure, listed } from '../shapes.ts'

const row = z.object({ timestamp: z.string(), bpm: figure, source: z.string().nullish() })

/** The heart rates that a heart can have, in order of time; Oura writes it in UTC. */
export const heartRates = listed(row).transform((rows) =>
  rows
    .flatMap(({ timestamp, source, bpm: told }) => {
      const { bpm } = possible({ bpm: told })
      return bpm === null ? [] : [{ epochMs: parseInstant(timestamp).epochMs, bpm, source }]
    })
    .sort((a, b) => a.epochMs - b.epochMs),
)
export type HeartRate = z.output<typeof heartRates>[number]

/** Heart rates as samples, with the figures that follow from them; nothing of none. */
export const heartRateData = (rates: readonly HeartRate[], stamp: (epochMs: number) => string): HeartRateData => ({
  summary: heartSummary(rates),
  detailed: {
    hr_samples: rates.map(({ epochMs, bpm, source }) => ({
      timestamp: stamp(epochMs),
      bpm,
      context: contextOf(source),
    })),
  },
})

/** What the wearer was doing, by the source of a heart rate; being awake is neither rest nor exercise. */
const contextOf = (source: string | null | undefined): HeartRateContext => {
  if (source === 'workout') return HeartRateContext.ACTIVE
  return source === 'rest' || source === 'sleep' ? HeartRateContext.NOT_ACTIVE : HeartRateContext.NOT_SET
}
