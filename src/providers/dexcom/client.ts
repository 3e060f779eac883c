import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import type { DayRange } from '../resource.ts'

const user = '/v3/users/self'
const hourMs = 3_600_000

/** What every answer says of whose it is: another id for each client, the same one for ever. */
export const owned = z.object({ userId: z.string().min(1) })

/** From when till when there is what, as it came. Throws `ProviderError`. */
export const fetchDataRange = (access: Access, base: string) =>
  askJson(access, owned.loose(), `${base}${user}/dataRange`)

/** Who signed in; each record brings its offset, no zone is known. Throws `ProviderError`. */
export async function accountAt(access: Access, base: string): Promise<Account> {
  const { userId } = await fetchDataRange(access, base)
  return { id: userId, zone: null }
}

/** The lists of the API that are read. */
export type List = 'calibrations' | 'egvs' | 'events'

const page = z.object({ records: z.array(z.unknown()) })

/**
 * All of a list that lies in some local days, wherever on earth they are: from their earliest beginning (UTC+14) to their
 * latest end (UTC-12). Dexcom takes times without an offset as UTC, and at most 30 days. Throws `ProviderError`.
 */
export async function fetchList(access: Access, base: string, list: List, { first, last }: DayRange) {
  const query = new URLSearchParams({
    startDate: bareUtc(Date.parse(first) - 14 * hourMs),
    endDate: bareUtc(Date.parse(last) + dayMs + 12 * hourMs),
  })
  const { records } = await askJson(access, page, `${base}${user}/${list}?${query}`)
  return records
}

const bareUtc = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 19)
