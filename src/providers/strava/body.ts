import { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { dayMetadata, dayMetadataOfZone, localDate, parseInstant } from '../../normalise/time.ts'
import type { Body } from '../../schema/body.ts'
import { resource } from '../resource.ts'
import { fetchAthlete } from './client.ts'
import { athleteShape } from './shapes.ts'

const date = z.iso.date()

/**
 * The weight of the profile (`/athlete`), on the day on which Strava said it: nobody knows when it was typed in, and the
 * record of the athlete has no place for it. Days that are past have none, so none are asked for.
 */
export const body = resource({
  raw: z.object({
    asked: z.object({ first: date, last: date }),
    as_of: z.iso.datetime().nullable(),
    athlete: athleteShape,
  }),
  windowDays: 3,
  historyDays: 3,
  fetch: async (access, asked) => ({ asked, ...(await fetchAthlete(access)) }),
  normalise: ({ asked, as_of: asOf, athlete }, { zone }) => {
    const weight_kg = plausible('weight_kg', athlete.weight)
    if (asOf === null || weight_kg === null) return []
    const { epochMs } = parseInstant(asOf)
    const { offsetMinutes } = chooseOffset(epochMs, { userZone: zone })
    const day = localDate(epochMs, offsetMinutes)
    if (day < asked.first || day > asked.last) return []
    const metadata = zone === null ? dayMetadata(day, 0, 0, false) : dayMetadataOfZone(day, zone)
    const record: Body = { metadata, measurements_data: { measurements: [{ weight_kg }] } }
    return [{ record, observedAtMs: epochMs }]
  },
})
