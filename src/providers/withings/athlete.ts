import { z } from 'zod'
import type { Athlete } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { accountOf } from './account.ts'
import { identity } from './shapes.ts'

/** The person: nobody but a partner with a contract gets more of Withings than their number. */
export const athlete = resource({
  raw: z.object({ userid: identity }),
  windowDays: 366,
  historyDays: null,
  fetch: async (access) => ({ userid: (await accountOf(access, {})).id }),
  normalise: ({ userid }) => {
    const record: Athlete = { provider_user_id: userid }
    return [{ record }]
  },
})
