import { samples } from '../../normalise/possible.ts'
import { mean } from '../../normalise/samples.ts'
import { tidied } from '../../normalise/tidy.ts'
import type { Body } from '../../schema/records.ts'
import { knownDays } from '../shapes.ts'
import { amountOf, type Day, ofDays, partOf } from './metrics.ts'

/** Skin temperatures of the ring, and glucose of the sensor. */
export const body = ofDays((days) => knownDays(days.map(recordOf)))

function recordOf({ date, clock, one, readings }: Day): Body {
  const skin = samples('temperature_celsius', readings(one('temp')))
  const glucose = samples('blood_glucose_mg_per_dL', readings(one('glucose')))
  return {
    metadata: clock.metadataOf(date),
    temperature_data: {
      skin_temperature_samples: skin,
      day_avg_skin_temperature_celsius: tidied(mean(skin.map((sample) => sample.temperature_celsius))),
      // Of the night, and called so by Ultrahuman.
      day_avg_body_temperature_celsius: amountOf(
        'body_temperature_celsius',
        partOf(one('sleep'), 'average_body_temperature'),
        one('average_body_temperature'),
      ),
    },
    glucose_data: {
      detailed_blood_glucose_samples: glucose,
      day_avg_detailed_blood_glucose_mg_per_dL:
        amountOf('glucose_mg_per_dl', one('average_glucose')) ??
        tidied(mean(glucose.map((sample) => sample.blood_glucose_mg_per_dL))),
      time_in_range: amountOf('percentage', one('time_in_target')),
    },
  }
}
