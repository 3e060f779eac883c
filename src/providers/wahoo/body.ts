import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { tidy } from '../../normalise/tidy.ts'
import { dayMetadata, dayMetadataOfZone, formatTimestamp, localDate, parseInstant } from '../../normalise/time.ts'
import { resource } from '../resource.ts'
import { fetchUser } from './client.ts'
import { userShape } from './shapes.ts'

const date = z.iso.date()

/**
 * Weight and height of the profile (`/v1/user`), on the day on which it was last changed: nobody knows when each of them was
 * typed in, but that they held then. Other days have none.
 */
export const body = resource({
  raw: z.object({ asked: z.object({ first: date, last: date }), user: userShape }),
  windowDays: 366,
  historyDays: null,
  fetch: async (access, asked) => ({ asked, user: await fetchUser(access) }),
  normalise: ({ asked, user }, { zone }) => {
    if (!user.updated_at) return []
    const { epochMs } = parseInstant(user.updated_at)
    const { offsetMinutes } = chooseOffset(epochMs, { userZone: zone })
    const day = localDate(epochMs, offsetMinutes)
    const weight_kg = plausible('weight_kg', user.weight)
    const height_cm = plausible('height_cm', user.height === null ? null : tidy(user.height * 100))
    if (day < asked.first || day > asked.last || (weight_kg ?? height_cm) === null) return []
    const metadata = zone === null ? dayMetadata(day, 0, 0, false) : dayMetadataOfZone(day, zone)
    const measurement_time = formatTimestamp(epochMs, offsetMinutes)
    const measured = { measurements_data: { measurements: [{ measurement_time, weight_kg, height_cm }] } }
    return [{ record: { metadata, ...knownOnly(measured) }, observedAtMs: epochMs }]
  },
})
