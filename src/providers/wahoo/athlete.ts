import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { fetchUser } from './client.ts'
import { userShape } from './shapes.ts'

/** Wahoo's numbers; 3 is whoever does not say. */
const sexes: readonly string[] = ['male', 'female', 'other']

/** The person: `/v1/user`, with the address where the person lets it be read. */
export const athlete = resource({
  raw: z.object({ user: userShape }),
  windowDays: 366,
  historyDays: null,
  fetch: async (access) => ({ user: await fetchUser(access) }),
  normalise: ({ user }) => {
    const record: Athlete = {
      provider_user_id: `${user.id}`,
      first_name: user.first || null,
      last_name: user.last || null,
      email: user.email || null,
      date_of_birth: z.iso.date().safeParse(user.birth).data ?? null,
      sex: sexes[user.gender ?? -1] ?? null,
      account_creation_date: user.created_at ? formatTimestamp(parseInstant(user.created_at).epochMs, 0) : null,
    }
    const observedAtMs = user.updated_at ? parseInstant(user.updated_at).epochMs : undefined
    return [{ record: knownOnly(record), ...(observedAtMs === undefined ? {} : { observedAtMs }) }]
  },
})
