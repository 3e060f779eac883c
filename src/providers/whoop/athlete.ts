import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { fetchObject } from './client.ts'
import { profileShape } from './shapes.ts'

/** The person: `/v2/user/profile/basic`. */
export const athlete = resource({
  raw: profileShape,
  windowDays: 366,
  historyDays: null,
  fetch: (access) => fetchObject(access, '/v2/user/profile/basic'),
  normalise: (profile) => {
    const record: Athlete = {
      provider_user_id: `${profile.user_id}`,
      first_name: profile.first_name || null,
      last_name: profile.last_name || null,
      email: profile.email || null,
    }
    return [{ record: knownOnly(record) }]
  },
})
