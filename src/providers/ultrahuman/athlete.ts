import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { profile, profileOf } from './client.ts'

/** The person: `/user_data/user_info`. */
export const athlete = resource({
  raw: profile,
  windowDays: 366,
  historyDays: null,
  fetch: profileOf,
  normalise: ({ user_id: provider_user_id, email, first_name, last_name }) => [
    { record: knownOnly({ provider_user_id, email, first_name, last_name } satisfies Athlete) },
  ],
})
