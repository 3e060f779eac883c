import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { asking, pathOf } from './client.ts'

const raw = z
  .object({
    'polar-user-id': z.union([z.int(), z.string().min(1)]),
    'first-name': z.string().nullish(),
    'last-name': z.string().nullish(),
    birthdate: z.iso.date().nullish(),
    gender: z.string().nullish(),
  })
  .nullable()

/** The person: `/v3/users/{id}`. */
export const athlete = resource({
  raw,
  windowDays: 366,
  historyDays: null,
  fetch: async (access) => asking(access).get(z.unknown(), pathOf(access)),
  normalise(user) {
    if (user === null) return []
    const record: Athlete = {
      provider_user_id: `${user['polar-user-id']}`,
      first_name: user['first-name'] || null,
      last_name: user['last-name'] || null,
      date_of_birth: user.birthdate,
      // Polar calls it gender, and says in its papers that it is the sex.
      sex: user.gender?.toLowerCase() || null,
    }
    return [{ record: knownOnly(record) }]
  },
})
