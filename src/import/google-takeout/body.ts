import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { mean } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { dayMetadataOfZone } from '../../normalise/time.ts'
import { poundsToKg } from '../../normalise/units.ts'
import type { Body, MeasurementDataSample } from '../../schema/records.ts'
import type { ArchiveClock } from './clock.ts'
import { stampOn } from './daily.ts'
import type { Day } from './day.ts'
import type { WeightLog } from './logs.ts'
import type { Profile } from './profile.ts'
import { weighedAt } from './read-days.ts'

/** The weighings of a date; null when there are none. */
export function bodyOf(
  day: Day,
  clock: ArchiveClock,
  profile: Profile | null,
  rejections: Rejections,
): { record: Body; lastMs: number } | null {
  const stamp = stampOn(clock)
  const weighed = day.weights
    .flatMap((log) => {
      const atMs = weighedAt(clock, log.date, log.time)
      return atMs === null ? [] : [{ atMs, log }]
    })
    .sort((a, b) => a.atMs - b.atMs)
  const last = weighed.at(-1)
  if (last === undefined) return null
  const measurements = weighed.map(
    ({ atMs, log }): MeasurementDataSample => ({
      measurement_time: stamp(atMs),
      weight_kg: plausible('weight_kg', kilogramsOf(log, profile), rejections),
      BMI: plausible('bmi', log.bmi === 0 ? null : log.bmi, rejections),
      bodyfat_percentage: plausible('bodyfat_percentage', log.fat === 0 ? null : log.fat, rejections),
    }),
  )
  const average = (field: 'weight_kg' | 'BMI' | 'bodyfat_percentage'): number | null => {
    const value = mean(measurements.map((one) => one[field]))
    return value === null ? null : tidy(value)
  }
  return {
    lastMs: last.atMs,
    record: {
      metadata: dayMetadataOfZone(day.date, clock.zone),
      measurements_data: {
        measurements,
        day_avg_weight_kg: average('weight_kg'),
        day_avg_bmi: average('BMI'),
        day_avg_bodyfat_percentage: average('bodyfat_percentage'),
      },
    },
  }
}

/** A grown person's height; a smaller number is in another unit. */
const leastHeightCm = 100

/**
 * The weight in kilograms. The archive does not say whether it is in pounds; but it tells the BMI, which with the height gives
 * the weight, and only one of the two units comes near that. Without it the unit of the profile counts.
 */
export function kilogramsOf(
  { weight, bmi }: Pick<WeightLog, 'weight' | 'bmi'>,
  profile: Profile | null,
): number | null {
  if (weight === null) return null
  const pounds = tidy(poundsToKg(weight))
  const heightCm = profile?.heightCm ?? null
  if (bmi === null || bmi <= 0 || heightCm === null || heightCm < leastHeightCm) {
    return profile?.isMetric === true ? weight : pounds
  }
  const expected = bmi * (heightCm / 100) ** 2
  return Math.abs(pounds - expected) <= Math.abs(weight - expected) ? pounds : weight
}
