import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { dayMs } from '../../normalise/civil.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'

const base = 'https://api.prod.whoop.com/developer'
/** The most that a page of a list holds. */
const pageSize = 25
/** More pages than any window has: a list that goes on after them goes in circles. */
const mostPages = 100
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
  const all: unknown[] = []
  for (let pages = 0; pages < mostPages; pages++) {
    const { records, next_token: next } = await askJson(access, page, `${base}${list}?${query}`)
    all.push(...records)
    if (!next) return all
    query.set('nextToken', next)
  }
  throw new ProviderError('unavailable', `${list} did not end after ${mostPages} pages`)
}

/** What adds to a record, and is left out of it where the person does not allow it. */
export const whereAllowed = (list: Promise<unknown[]>): Promise<unknown[]> =>
  list.catch((error: unknown) => {
    if (error instanceof ProviderError && error.failure === 'forbidden') return []
    throw error
  })

/** An access that remembers when the provider last answered, by the provider's own clock (ISO 8601). */
export function timed(access: Access): Access & { answeredAt(): string | null } {
  let answeredAt: string | null = null
  const fetch: Fetch = async (url, outgoing) => {
    const answer = await access.fetch(url, outgoing)
    const epochMs = Date.parse(answer.headers.get('date') ?? '')
    if (!Number.isNaN(epochMs)) answeredAt = new Date(epochMs).toISOString()
    return answer
  }
  return { ...access, fetch, answeredAt: () => answeredAt }
}

/** Ends a person's consent, and with it the notifications about them. Throws `ProviderError`. */
export async function endConsent(held: { fetch: Fetch; accessToken: string }): Promise<void> {
  const path = '/v2/user/access'
  const answer = await held.fetch(`${base}${path}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${held.accessToken}` },
  })
  if (!answer.ok) throw new ProviderError('unavailable', `${path} was answered ${answer.status}`)
}
