import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { fetchAthlete } from './client.ts'
import { athleteShape } from './shapes.ts'

/** Strava's letters; nothing else is known of what they may be. */
const sexes: ReadonlyMap<string, string> = new Map([
  ['M', 'male'],
  ['F', 'female'],
])

/** The person: `/athlete`, which tells more to who may read the whole profile. */
export const athlete = resource({
  raw: z.object({ athlete: athleteShape }),
  windowDays: 366,
  historyDays: null,
  fetch: fetchAthlete,
  normalise: ({ athlete: person }) => {
    const created = person.created_at ? parseInstant(person.created_at) : null
    const record: Athlete = {
      provider_user_id: `${person.id}`,
      first_name: person.firstname || null,
      last_name: person.lastname || null,
      bio: person.bio || null,
      sex: sexes.get(person.sex ?? '') ?? null,
      city: person.city || null,
      state: person.state || null,
      country: person.country || null,
      account_creation_date: created === null ? null : formatTimestamp(created.epochMs, created.offsetMinutes),
    }
    return [{ record: knownOnly(record) }]
  },
})
