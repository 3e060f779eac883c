import { z } from 'zod'
import { clockOf } from '../../normalise/clock.ts'
import type { Body } from '../../schema/records.ts'
import { whereAllowed } from '../provider-error.ts'
import { resource } from '../resource.ts'
import { dayRecords, isWithin, range, word } from '../shapes.ts'
import { reconciledDays } from './client.ts'
import { datesOf, dayPoint, onDate, typesIn } from './days.ts'
import { type Moment, momentOf, type Reading, sampled, samplesOf, thousandth } from './shapes.ts'

const sample = z.object({
  weight: sampled({ weight_kg: ['weightGrams', thousandth] })
    .and(z.object({ notes: word }))
    .nullish(),
  height: sampled({ height_cm: ['heightMillimeters', (millimeters) => millimeters / 10] }).nullish(),
  bodyFat: sampled({ bodyfat_percentage: 'percentage' }).nullish(),
  bloodGlucose: sampled({ blood_glucose_mg_per_dL: 'bloodGlucoseMilligramsPerDeciliter' }).nullish(),
  coreBodyTemperature: sampled({ temperature_celsius: 'temperatureCelsius' }).nullish(),
})
const day = dayPoint.pick({ dailyVo2Max: true })

/** The types of Google's that tell of a body. */
export const sampleTypes = typesIn(sample)
export const measureTypes = typesIn(day)

const raw = z.object({ range, points: z.array(sample.extend(day.shape)) })

/** What was measured on a day: weight, height, fat, glucose, temperature and the day's VO2 max. */
export const body = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => ({
    range: days,
    points: [
      ...(await reconciledDays(access, sampleTypes, 'sample', days)),
      ...(await whereAllowed(reconciledDays(access, measureTypes, 'daily', days))),
    ],
  }),
  normalise({ range: days, points }, { zone }) {
    const readings = points
      .flatMap(({ dailyVo2Max, ...point }) => Object.values(point))
      .flatMap((one): Taken[] => (one ? [{ ...one, ...momentOf(one.epochMs, one.offsetMinutes, zone) }] : []))
      .sort((a, b) => a.epochMs - b.epochMs)
    const clock = clockOf(readings, zone)
    const dates = [...readings.map(({ date }) => date), ...datesOf(points)]
    return dayRecords(
      dates.filter((date) => isWithin(days, date)),
      (date): Body => {
        const then = readings.filter((one) => one.date === date)
        return {
          metadata: clock.metadataOf(date),
          measurements_data: { measurements: measurementsOf(then) },
          glucose_data: { blood_glucose_samples: samplesOf('blood_glucose_mg_per_dL', then) },
          temperature_data: { body_temperature_samples: samplesOf('temperature_celsius', then) },
          oxygen_data: onDate(points, date).dailyVo2Max?.oxygen,
        }
      },
    )
  },
})

type Taken = Moment & Pick<Reading, 'told'> & { notes?: string | null }

/** What was measured at one moment is one measurement: a pair of scales tells weight and fat together. */
const measurementsOf = (readings: readonly Taken[]) =>
  [...Map.groupBy(readings, ({ timestamp }) => timestamp)].flatMap(([measurement_time, together]) => {
    const told: Reading['told'] = Object.assign({}, ...together.map((one) => one.told))
    const { weight_kg, height_cm, bodyfat_percentage } = told
    if ([weight_kg, height_cm, bodyfat_percentage].every((value) => value == null)) return []
    const user_notes = together.find(({ notes }) => notes)?.notes
    return [{ measurement_time, weight_kg, height_cm, bodyfat_percentage, user_notes }]
  })
