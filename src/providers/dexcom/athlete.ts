import type { Athlete } from '../../schema/athlete.ts'
import { resource } from '../resource.ts'
import { fetchDataRange, owned } from './client.ts'

/** Who the person is to this app, which is all that Dexcom says of them: `/dataRange`. */
export const athlete = (base: string) =>
  resource({
    raw: owned,
    windowDays: 366,
    historyDays: null,
    fetch: (access) => fetchDataRange(access, base),
    normalise: ({ userId }) => [{ record: { provider_user_id: userId } satisfies Athlete }],
  })
