import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { fetchDataRange } from './client.ts'
import { rangeShape } from './shapes.ts'

/** Who the person is to this app, which is all that Dexcom says of them: `/dataRange`. */
export const athlete = (base: string) =>
  resource({
    raw: rangeShape,
    windowDays: 366,
    historyDays: null,
    fetch: (access) => fetchDataRange(access, base),
    normalise: ({ userId }) => {
      const record: Athlete = { provider_user_id: userId }
      return [{ record }]
    },
  })
