import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { word } from '../shapes.ts'
import { fetchObject } from './client.ts'

/** The person: `/v2/user/profile/basic`. */
export const athlete = resource({
  raw: z.object({ user_id: z.int(), email: word, first_name: word, last_name: word }),
  windowDays: 366,
  historyDays: null,
  fetch: (access) => fetchObject(access, '/v2/user/profile/basic'),
  normalise: ({ user_id, ...person }) => [
    { record: knownOnly({ provider_user_id: `${user_id}`, ...person } satisfies Athlete) },
  ],
})
