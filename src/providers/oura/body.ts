import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { parseInstant } from '../../normalise/time.ts'
import type { Body } from '../../schema/records.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { type DayRange, resource } from '../resource.ts'
import { bundleOf, profileOf } from './client.ts'
import { dayClock } from './clock.ts'
import { figure, isWithin, ofDay, range } from './shapes.ts'

const raw = z.object({
  range,
  /** When the profile said so. */
  as_of: z.string().nullable(),
  personal_info: z.object({ weight: figure, height: figure }),
  daily_cardiovascular_age: z.array(ofDay({ pulse_wave_velocity: figure })).optional(),
  daily_activity: z.array(ofDay({ timestamp: z.string() })).optional(),
})

/** Pulse wave velocities; and, on the day it was asked, the weight and height of the profile, which nobody measured then. */
export const body = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => ({ ...(await profileOf(access)), ...(await velocitiesOf(access, days)) }),
  normalise(bundle, { zone }) {
    const clock = dayClock(bundle.daily_activity ?? [], zone)
    const today = bundle.as_of === null ? null : clock.dateOf(parseInstant(bundle.as_of).epochMs)
    const velocities = bundle.daily_cardiovascular_age ?? []
    const dates = [...velocities.map(({ day }) => day), ...(today === null ? [] : [today])]
    return [...new Set(dates)]
      .filter((date) => isWithin(bundle.range, date))
      .sort()
      .map((date): Body => {
        const velocity = velocities.find(({ day }) => day === date)?.pulse_wave_velocity ?? null
        return {
          metadata: clock.metadataOf(date),
          measurements_data: { measurements: date === today ? profile(bundle.personal_info) : [] },
          heart_data: {
            pulse_wave_velocity_samples: velocity === null ? [] : [{ pulse_wave_velocity_meters_per_second: velocity }],
          },
        }
      })
      .map((record) => ({ record: knownOnly(record) }))
      .filter(({ record }) => Object.keys(record).length > 1)
  },
})

async function velocitiesOf(access: Access, days: DayRange) {
  try {
    // Of the activity only what tells the clock of the days.
    const fields = { daily_activity: 'id,day,timestamp' }
    return await bundleOf(access, days, ['daily_cardiovascular_age', 'daily_activity'], fields)
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'forbidden') return { range: days }
    throw error
  }
}

function profile({ weight, height }: z.output<typeof raw>['personal_info']) {
  const weight_kg = plausible('weight_kg', weight)
  const height_cm = plausible('height_cm', typeof height === 'number' ? tidy(height * 100) : null)
  return weight_kg === null && height_cm === null ? [] : [{ weight_kg, height_cm }]
}
