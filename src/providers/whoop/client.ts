import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { askJson, callProvider } from '../call.ts'
import { allPages } from '../pages.ts'
import type { Access, Account } from '../provider.ts'
import type { DayRange } from '../resource.ts'

const base = 'https://api.prod.whoop.com/developer'
/** The most that a page of a list holds. */
const pageSize = 25
const hourMs = 3_600_000

const page = z.object({ records: z.array(z.unknown()), next_token: z.string().nullish() })
const profile = z.object({ user_id: z.int() })

/** Who signed in; no zone is known, each record brings its offset. */
export async function fetchAccount(access: Access): Promise<Account> {
  const { user_id: id } = await askJson(access, profile, `${base}/v2/user/profile/basic`)
  return { id: `${id}`, zone: null }
}

/** Whatever an object of the API says, as it came. */
export const fetchObject = (access: Access, path: string): Promise<unknown> =>
  askJson(access, z.unknown(), `${base}${path}`)

/** The lists of the API. */
export type List = '/v2/cycle' | '/v2/recovery' | '/v2/activity/sleep' | '/v2/activity/workout'

/**
 * All of a list that lies in some local days, wherever on earth they are: from their earliest beginning (UTC+14) to their
 * latest end (UTC-12), as many `moreDays` before and after. Throws `ProviderError`.
 */
export async function fetchList(
  access: Access,
  list: List,
  { first, last }: DayRange,
  moreDays = 0,
): Promise<unknown[]> {
  const query = new URLSearchParams({
    limit: `${pageSize}`,
    start: new Date(Date.parse(first) - moreDays * dayMs - 14 * hourMs).toISOString(),
    end: new Date(Date.parse(last) + (1 + moreDays) * dayMs + 12 * hourMs).toISOString(),
  })
  return allPages(list, async (next) => {
    if (next !== null) query.set('nextToken', next)
    const { records, next_token } = await askJson(access, page, `${base}${list}?${query}`)
    return { items: records, next: next_token }
  })
}

/** Ends a person's consent, and with it the notifications about them. Throws `ProviderError`. */
export async function endConsent(held: Access): Promise<void> {
  await callProvider(held, `${base}/v2/user/access`, { method: 'DELETE' })
}
