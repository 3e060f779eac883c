import { z } from 'zod'
import { figures } from '../../normalise/possible.ts'
import { parseInstant } from '../../normalise/time.ts'
import type { Body } from '../../schema/records.ts'
import { unlessForbidden } from '../provider-error.ts'
import { resource } from '../resource.ts'
import { dayRecords, isWithin, listed, range } from '../shapes.ts'
import { bundleOf, profileOf } from './client.ts'
import { dayClock } from './clock.ts'
import { ofDay, onDay } from './shapes.ts'

const vessels = figures({ speed: { pulse_wave_velocity_meters_per_second: 'pulse_wave_velocity' } })

/** Of the activity only what tells the clock of the days. */
const documents = {
  daily_cardiovascular_age: listed(ofDay({}).and(vessels)),
  daily_activity: listed(ofDay({ timestamp: z.string() })),
}
const raw = z.object({
  range,
  /** When the profile said so. */
  as_of: z.string().nullable(),
  personal_info: figures({ body: { weight_kg: 'weight', height_cm: ['height', (meters) => meters * 100] } }),
  ...documents,
})

/** Pulse wave velocities; and, on the day it was asked, the weight and height of the profile, which nobody measured then. */
export const body = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => {
    const fields = { daily_activity: 'id,day,timestamp' }
    const profile = await profileOf(access)
    const told = await unlessForbidden(bundleOf(access, days, Object.keys(documents), fields))
    return { ...profile, range: days, ...told }
  },
  normalise(bundle, { zone }) {
    const clock = dayClock(bundle.daily_activity, zone)
    const today = bundle.as_of === null ? [] : [clock.dateOf(parseInstant(bundle.as_of).epochMs)]
    const velocities = bundle.daily_cardiovascular_age
    const dates = [...velocities.map(({ day }) => day), ...today].filter((date) => isWithin(bundle.range, date))
    return dayRecords(
      dates,
      (date): Body => ({
        metadata: clock.metadataOf(date),
        measurements_data: { measurements: today.includes(date) ? [bundle.personal_info.body] : [] },
        heart_data: { pulse_wave_velocity_samples: [onDay(velocities, date)?.speed ?? {}] },
      }),
    )
  },
})
