import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { fetchProfile } from './client.ts'
import { date } from './shapes.ts'

/** The person, of whom Google tells an age and no name: `profile` and `identity`. */
export const athlete = resource({
  raw: z.object({
    profile: z.object({ age: z.int().nullish(), membershipStartDate: date.nullish() }),
    identity: z.object({ healthUserId: z.string().min(1) }),
  }),
  windowDays: 366,
  historyDays: null,
  fetch: fetchProfile,
  normalise: ({ profile, identity }) => {
    const record: Athlete = {
      provider_user_id: identity.healthUserId,
      age: profile.age,
      account_creation_date: profile.membershipStartDate,
    }
    return [{ record: knownOnly(record) }]
  },
})
