import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import type { DayRange } from '../resource.ts'
import { eventsShape, rangeShape } from './shapes.ts'

const user = '/v3/users/self'
const hourMs = 3_600_000

/** The lists of the API that are read. */
export type List = 'calibrations' | 'egvs' | 'events'

const listShape = z.object({ records: z.array(z.unknown()) })

/** From when till when there is what, as it came. Throws `ProviderError`. */
export const fetchDataRange = (access: Access, base: string): Promise<unknown> =>
  askJson(access, z.unknown(), `${base}${user}/dataRange`)

/** Who signed in; each record brings its offset, no zone is known. Throws `ProviderError`. */
export async function accountAt(access: Access, base: string): Promise<Account> {
  const { userId } = await askJson(access, rangeShape, `${base}${user}/dataRange`)
  return { id: userId, zone: null }
}

/**
 * All of a list that lies in some local days, wherever on earth they are: from their earliest beginning (UTC+14) to their
 * latest end (UTC-12). Dexcom takes times without an offset as UTC, and at most 30 days. Throws `ProviderError`.
 */
export async function fetchList(access: Access, base: string, list: List, { first, last }: DayRange) {
  const query = new URLSearchParams({
    startDate: bareUtc(Date.parse(first) - 14 * hourMs),
    endDate: bareUtc(Date.parse(last) + dayMs + 12 * hourMs),
  })
  const { records } = await askJson(access, listShape, `${base}${user}/${list}?${query}`)
  return records
}

/** What the types that are made of events alone have in common. */
export const eventsAt = (base: string) => ({
  raw: eventsShape,
  windowDays: 28,
  historyDays: null,
  fetch: async (access: Access, range: DayRange) => ({
    asked: range,
    events: await fetchList(access, base, 'events', range),
  }),
})

const bareUtc = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 19)
