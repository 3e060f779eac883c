import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/records.ts'
import { askJson } from '../call.ts'
import { resource } from '../resource.ts'
import { identity, me } from './client.ts'
import { date } from './shapes.ts'

/** The person, of whom Google tells an age and no name: `profile` and `identity`. */
export const athlete = resource({
  raw: z.object({
    profile: z.object({ age: z.int().nullish(), membershipStartDate: date.nullish() }),
    identity,
  }),
  windowDays: 366,
  historyDays: null,
  fetch: async (access) => ({
    profile: await askJson(access, z.unknown(), `${me}/profile`),
    identity: await askJson(access, z.unknown(), `${me}/identity`),
  }),
  normalise: ({ profile: { age, membershipStartDate }, identity }) => {
    const record: Athlete = { provider_user_id: identity.healthUserId, age, account_creation_date: membershipStartDate }
    return [{ record: knownOnly(record) }]
  },
})
