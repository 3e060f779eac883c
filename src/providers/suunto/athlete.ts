import { z } from 'zod'
import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { accountOf } from './client.ts'

/** The person, of whom Suunto tells others the name of their account and nothing more: it is in the token. */
export const athlete = resource({
  raw: z.object({ user: z.string().min(1) }),
  windowDays: 366,
  historyDays: null,
  fetch: async (access) => ({ user: (await accountOf(access)).id }),
  normalise: ({ user }) => [{ record: { provider_user_id: user } satisfies Athlete }],
})
