import { z } from 'zod'
import { type Clock, clockOf } from '../../normalise/clock.ts'
import { figures } from '../../normalise/possible.ts'
import { shiftDate } from '../../normalise/time.ts'
import type { Body } from '../../schema/body.ts'
import { resource } from '../resource.ts'
import { dayRecords, isWithin, range } from '../shapes.ts'
import { biosensed, type Measured, measured, measuredIn } from './biosensing.ts'
import { asking } from './client.ts'
import { instant, nightsNear, witnessesOf } from './shapes.ts'

const physicalInfo = z.object({ weight_source: z.string().nullish(), modified: instant.nullish() }).and(
  figures({
    size: { weight_kg: 'weight', height_cm: 'height' },
    oxygen: { vo2max_ml_per_min_per_kg: 'vo2_max' },
    pulse: { resting_hr_bpm: 'resting_heart_rate', user_max_hr_bpm: 'maximum_heart_rate' },
  }),
)

const raw = biosensed.extend({
  range,
  /** What the person's settings are now, and when Polar said so. */
  physical_info: z.object({ at: instant, said: physicalInfo }).nullable(),
})

/** Temperatures, oxygen and ECGs of watches that measure them; and, on the day it was asked, what the person's settings say. */
export const body = resource({
  raw,
  windowDays: 14,
  historyDays: 365,
  fetch: async (access, days) => {
    const polar = asking(access)
    const nights = await nightsNear(polar, days)
    // Those are filed by UTC: a day more at both ends.
    const around = { first: shiftDate(days.first, -1), last: shiftDate(days.last, 1) }
    const window = polar.window(around)
    const of = (kind: string) => polar.getAny(`/v3/users/biosensing/${kind}`, window)
    const told = {
      range: days,
      nights,
      body_temperatures: await of('bodytemperature'),
      skin_temperatures: await of('skintemperature'),
      ecgs: await of('ecg'),
      oxygen_tests: await of('spo2'),
    }
    // Wherever on earth it is today.
    const isNow = isWithin(around, polar.answeredAt()?.slice(0, 10) ?? '')
    const said = isNow ? await polar.get(z.unknown(), '/v3/users/physical-info') : null
    return { ...told, physical_info: said === null ? null : { at: polar.answeredAt(), said } }
  },
  normalise(told, { zone }) {
    const clock = clockOf(witnessesOf(told.nights), zone)
    const found = measuredIn(told, clock)
    // The settings stand on the day on which they were asked for.
    const settings = told.physical_info && measured(clock.of(told.physical_info.at.epochMs), told.physical_info.said)
    const dates = [...Object.values(found).flat(), ...(settings === null ? [] : [settings])].map(({ date }) => date)
    return dayRecords(
      dates.filter((date) => isWithin(told.range, date)),
      (date): Body => {
        const on = <V>(list: readonly Measured<V>[]): V[] =>
          list
            .filter((one) => one.date === date)
            .sort((a, b) => a.epochMs - b.epochMs)
            .map(({ value }) => value)
        const said = settings?.date === date ? settings.value : null
        return {
          metadata: clock.metadataOf(date),
          measurements_data: { measurements: said && measurementsOf(said, date, clock) },
          heart_data: { heart_rate_data: { summary: said?.pulse }, ecg_signal: on(found.ecgs) },
          oxygen_data: { ...said?.oxygen, saturation_samples: on(found.oxygen) },
          temperature_data: { body_temperature_samples: on(found.core), skin_temperature_samples: on(found.skin) },
        }
      },
    )
  },
})

/** Weight and height, with their time where they were changed on the day. */
function measurementsOf({ size, weight_source, modified }: z.output<typeof physicalInfo>, date: string, clock: Clock) {
  // One that nobody said is Polar's own idea of a person.
  const weight_kg = weight_source === 'SOURCE_DEFAULT' ? null : size.weight_kg
  if (weight_kg === null && size.height_cm === null) return []
  const isOfDay = modified && clock.dateOf(modified.epochMs) === date
  return [{ ...size, weight_kg, measurement_time: isOfDay ? clock.stamp(modified.epochMs) : null }]
}
