import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { localDate } from '../../normalise/time.ts'
import type { Body } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { allAllowed, ofDays, reconciled, whereAllowed } from './client.ts'
import { dayClock } from './clock.ts'
import { date, figure, instantOf, int64, isWithin, range, sampleTime, stampOf } from './shapes.ts'

const raw = z.object({
  range,
  points: z.array(
    z.object({
      weight: z.object({ sampleTime, weightGrams: figure, notes: z.string().nullish() }).nullish(),
      height: z.object({ sampleTime, heightMillimeters: int64 }).nullish(),
      bodyFat: z.object({ sampleTime, percentage: figure }).nullish(),
      bloodGlucose: z.object({ sampleTime, bloodGlucoseMilligramsPerDeciliter: figure }).nullish(),
      coreBodyTemperature: z.object({ sampleTime, temperatureCelsius: figure }).nullish(),
      dailyVo2Max: z.object({ date, vo2Max: figure }).nullish(),
    }),
  ),
})
type Raw = z.output<typeof raw>

const sampleTypes = ['weight', 'height', 'body-fat', 'blood-glucose', 'core-body-temperature']

/** What was measured on a day: weight, height, fat, glucose, temperature and the day's VO2 max. */
export const body = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => ({
    range: days,
    points: [
      ...(await allAllowed(sampleTypes.map((type) => reconciled(access, type, ofDays(type, 'sample', days))))),
      ...(await whereAllowed(reconciled(access, 'daily-vo2-max', ofDays('daily-vo2-max', 'daily', days)))),
    ],
  }),
  normalise(told, { zone }) {
    const timed = <T extends { sampleTime: z.output<typeof sampleTime> }>(samples: readonly (T | null | undefined)[]) =>
      samples
        .flatMap((one) => {
          if (!one) return []
          const at = instantOf(one.sampleTime.physicalTime, one.sampleTime.utcOffset, zone)
          return [{ ...one, at, timestamp: stampOf(at), date: localDate(at.epochMs, at.offsetMinutes) }]
        })
        .sort((a, b) => a.at.epochMs - b.at.epochMs)
    const weights = timed(told.points.map(({ weight }) => weight))
    const heights = timed(told.points.map(({ height }) => height))
    const fats = timed(told.points.map(({ bodyFat }) => bodyFat))
    const glucose = timed(told.points.map(({ bloodGlucose }) => bloodGlucose))
    const temperatures = timed(told.points.map(({ coreBodyTemperature }) => coreBodyTemperature))
    const oxygen = told.points.flatMap(({ dailyVo2Max }) => dailyVo2Max ?? [])
    const samples = [weights, heights, fats, glucose, temperatures].flat()
    const clock = dayClock(
      samples.map(({ at }) => at),
      zone,
    )
    return [...new Set([...samples, ...oxygen].map((one) => one.date))]
      .filter((one) => isWithin(told.range, one))
      .sort()
      .flatMap((one) => {
        const on = <T extends { date: string }>(list: readonly T[]) => list.filter(({ date }) => date === one)
        const known = knownOnly({
          measurements_data: { measurements: measurementsOf(on(weights), on(heights), on(fats)) },
          glucose_data: {
            blood_glucose_samples: on(glucose).flatMap(({ timestamp, bloodGlucoseMilligramsPerDeciliter }) => {
              const blood_glucose_mg_per_dL = plausible('glucose_mg_per_dl', bloodGlucoseMilligramsPerDeciliter)
              return blood_glucose_mg_per_dL === null ? [] : [{ timestamp, blood_glucose_mg_per_dL }]
            }),
          },
          temperature_data: {
            body_temperature_samples: on(temperatures).flatMap(({ timestamp, temperatureCelsius }) => {
              const temperature_celsius = plausible('body_temperature_celsius', temperatureCelsius)
              return temperature_celsius === null ? [] : [{ timestamp, temperature_celsius }]
            }),
          },
          oxygen_data: { vo2max_ml_per_min_per_kg: plausible('vo2max', on(oxygen)[0]?.vo2Max) },
        } satisfies Omit<Body, 'metadata'>)
        return Object.keys(known).length === 0 ? [] : [{ record: { metadata: clock.metadataOf(one), ...known } }]
      })
  },
})

type Timed<K extends 'weight' | 'height' | 'bodyFat'> = NonNullable<Raw['points'][number][K]> & { timestamp: string }

/** What was measured at one moment is one measurement: a pair of scales tells weight and fat together. */
function measurementsOf(
  weights: readonly Timed<'weight'>[],
  heights: readonly Timed<'height'>[],
  fats: readonly Timed<'bodyFat'>[],
) {
  const times = [...weights, ...heights, ...fats].map(({ timestamp }) => timestamp)
  return [...new Set(times)].sort().flatMap((time) => {
    const weight = weights.find(({ timestamp }) => timestamp === time)
    const height = heights.find(({ timestamp }) => timestamp === time)
    const fat = fats.find(({ timestamp }) => timestamp === time)
    const { weightGrams: grams } = weight ?? {}
    const { heightMillimeters: millimeters } = height ?? {}
    const measured = {
      weight_kg: plausible('weight_kg', grams == null ? null : tidy(grams / 1000)),
      height_cm: plausible('height_cm', millimeters == null ? null : tidy(millimeters / 10)),
      bodyfat_percentage: plausible('bodyfat_percentage', fat?.percentage),
    }
    if (Object.values(measured).every((value) => value === null)) return []
    return [{ measurement_time: time, ...measured, user_notes: weight?.notes || null }]
  })
}
