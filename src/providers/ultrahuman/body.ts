import { knownOnly } from '../../normalise/known.ts'
import type { Body } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { metricsOf } from './client.ts'
import { amountOf, answers, averageOf, daysOf, partOf, type Told } from './metrics.ts'

/** Skin temperatures of the ring, and glucose of the sensor: `/user_data/metrics`. */
export const body = resource({
  raw: answers,
  windowDays: 7,
  historyDays: null,
  fetch: metricsOf,
  normalise: (told, { zone }) =>
    daysOf(told, zone)
      .map((day): Body => ({ metadata: day.clock.metadata, ...measuredOn(day) }))
      .map((record) => ({ record: knownOnly(record) }))
      .filter(({ record }) => Object.keys(record).length > 1),
})

function measuredOn({ one, readings }: Told): Omit<Body, 'metadata'> {
  const skin = readings(one('temp')['values'], 'body_temperature_celsius', one('temp')['unit'])
  const glucose = readings(one('glucose')['values'], 'glucose_mg_per_dl', one('glucose')['unit'])
  return {
    temperature_data: {
      skin_temperature_samples: skin.map(({ timestamp, value }) => ({ timestamp, temperature_celsius: value })),
      day_avg_skin_temperature_celsius: averageOf(skin),
      // Of the night, and called so by Ultrahuman.
      day_avg_body_temperature_celsius:
        amountOf(partOf(one('sleep')['average_body_temperature']), 'body_temperature_celsius') ??
        amountOf(one('average_body_temperature'), 'body_temperature_celsius'),
    },
    glucose_data: {
      detailed_blood_glucose_samples: glucose.map(({ timestamp, value }) => ({
        timestamp,
        blood_glucose_mg_per_dL: value,
      })),
      day_avg_detailed_blood_glucose_mg_per_dL:
        amountOf(one('average_glucose'), 'glucose_mg_per_dl') ?? averageOf(glucose),
      time_in_range: amountOf(one('time_in_target'), 'percentage'),
    },
  }
}
