import type { HeartRateData } from '../schema/records.ts'
import { mean } from './samples.ts'
import { tidy } from './tidy.ts'

// RMSSD and SDNN are different statistics of the same beats; neither can be computed from the other (R12). Hence two
// functions whose inputs and outputs share no key, and none that takes "an HRV".

/** One RMSSD reading: root mean square of successive differences of the beat intervals. */
export interface RmssdReading {
  timestamp: string
  rmssdMs: number
}

/** One SDNN reading: standard deviation of the beat intervals. */
export interface SdnnReading {
  timestamp: string
  sdnnMs: number
}

type Detailed = NonNullable<HeartRateData['detailed']>
type Summary = NonNullable<HeartRateData['summary']>

/** RMSSD as Terra keeps it (Oura, WHOOP, Garmin overnight, Google, Polar, Suunto, Ultrahuman, Health Connect, Samsung); ms. */
export function rmssdData(readings: readonly RmssdReading[]): {
  detailed: Required<Pick<Detailed, 'hrv_samples_rmssd'>>
  summary: Required<Pick<Summary, 'avg_hrv_rmssd'>>
} {
  return {
    detailed: { hrv_samples_rmssd: readings.map(({ timestamp, rmssdMs }) => ({ timestamp, hrv_rmssd: rmssdMs })) },
    summary: { avg_hrv_rmssd: tidyMean(readings.map((reading) => reading.rmssdMs)) },
  }
}

/** SDNN as Terra keeps it (Apple); ms. */
export function sdnnData(readings: readonly SdnnReading[]): {
  detailed: Required<Pick<Detailed, 'hrv_samples_sdnn'>>
  summary: Required<Pick<Summary, 'avg_hrv_sdnn'>>
} {
  return {
    detailed: { hrv_samples_sdnn: readings.map(({ timestamp, sdnnMs }) => ({ timestamp, hrv_sdnn: sdnnMs })) },
    summary: { avg_hrv_sdnn: tidyMean(readings.map((reading) => reading.sdnnMs)) },
  }
}

function tidyMean(values: readonly number[]): number | null {
  const average = mean(values)
  return average === null ? null : tidy(average)
}
