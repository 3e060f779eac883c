import { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import type { ECGReading } from '../../schema/body.ts'
import { AFibFlag } from '../../schema/enums.ts'
import { type Clock, epoch } from './shapes.ts'

/** An entry of `/v2/heart` `list`, with what `get` has of its recording. */
export const ecg = z.object({
  timestamp: epoch,
  modified: z.int().nullish(),
  heart_rate: z.number().nullish(),
  ecg: z.object({ signalid: z.int(), afib: z.int().nullish() }).nullish(),
  /** Microvolts, one after the other. */
  recording: z.object({ signal: z.array(z.number()), sampling_frequency: z.number().positive() }).nullish(),
})
type Ecg = z.output<typeof ecg>

export const afib: ReadonlyMap<number | null | undefined, AFibFlag> = new Map([
  [0, AFibFlag.NEGATIVE],
  [1, AFibFlag.POSITIVE],
  [2, AFibFlag.INCONCLUSIVE],
])

/** Electrocardiograms, oldest first. */
export const readingsOf = (ecgs: readonly Ecg[], clock: Clock): ECGReading[] =>
  ecgs.flatMap(({ timestamp, heart_rate, ecg, recording }) => {
    if (!ecg) return []
    return [
      {
        start_timestamp: clock.stamp(timestamp),
        avg_hr_bpm: plausible('heart_rate_bpm', heart_rate),
        afib_classification: afib.get(ecg.afib),
        raw_signal: recording?.signal.map((potential_uV, index) => ({
          timestamp: clock.stamp(timestamp + index / recording.sampling_frequency),
          potential_uV,
        })),
      },
    ]
  })
