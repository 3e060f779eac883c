import { z } from 'zod'
import { tidied } from '../../normalise/tidy.ts'
import { figure } from '../shapes.ts'
import { date, type Groups, told } from './shapes.ts'

const ofDay = <const G extends Groups>(groups: G) => z.object({ date }).and(told(groups)).nullish()

/** What Google says of a day as a whole, each type in a point of its own. */
export const dayPoint = z.object({
  dailyRestingHeartRate: ofDay({ pulse: { resting_hr_bpm: 'beatsPerMinute' } }),
  dailyHeartRateVariability: ofDay({ pulse: { avg_hrv_rmssd: 'averageHeartRateVariabilityMilliseconds' } }),
  dailyOxygenSaturation: ofDay({ oxygen: { avg_saturation_percentage: 'averagePercentage' } }),
  dailyRespiratoryRate: ofDay({ breaths: { avg_breaths_per_min: 'breathsPerMinute' } }),
  dailyVo2Max: ofDay({ oxygen: { vo2max_ml_per_min_per_kg: 'vo2Max' } }),
  dailySleepTemperatureDerivations: z
    .object({ date, nightlyTemperatureCelsius: figure, baselineTemperatureCelsius: figure })
    .transform(({ date, nightlyTemperatureCelsius: nightly, baselineTemperatureCelsius: usual }) => ({
      date,
      delta: nightly == null ? null : tidied(usual, (celsius) => nightly - celsius),
    }))
    .nullish(),
})

/** The types that points of a shape may be of: they are asked for with hyphens, and answered in camel case. */
export const typesIn = ({ shape }: { shape: object }): string[] =>
  Object.keys(shape).map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))

/** The dates that points name. */
export const datesOf = (points: readonly object[]): string[] =>
  points.flatMap((point) => Object.values(point).flatMap((value) => value?.date ?? []))

/** What points say of a date, as one: each is of another type. */
export const onDate = <P extends object>(points: readonly P[], date: string): Partial<P> =>
  Object.assign({}, ...points.filter((point) => datesOf([point]).includes(date)))
