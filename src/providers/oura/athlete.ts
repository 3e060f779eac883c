import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import type { Athlete } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { profileOf } from './client.ts'

const raw = z.object({
  personal_info: z.object({
    id: z.string().min(1),
    age: z.int().nullish(),
    biological_sex: z.string().nullish(),
    email: z.string().nullish(),
  }),
})

/** The person, as far as they allow. */
export const athlete = resource({
  raw,
  windowDays: 366,
  historyDays: null,
  fetch: profileOf,
  normalise({ personal_info: { id, age, biological_sex: sex, email } }) {
    const record: Athlete = { provider_user_id: id, age, sex: sex?.toLowerCase() || null, email: email || null }
    return [{ record: knownOnly(record) }]
  },
})
