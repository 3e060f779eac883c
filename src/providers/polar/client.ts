import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { localDate, shiftDate } from '../../normalise/time.ts'
import { askJson, callProvider } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError, unlessRefused } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'
import { timed } from '../timed.ts'
import { resetSecondsOf } from './limits.ts'

export const api = 'https://www.polaraccesslink.com'
/** Of workouts; nights are listed for less. A day more, since it is another day elsewhere. */
const longestListDays = 31
/** Nowhere on earth are clocks further ahead of UTC. */
const furthestAheadMs = 14 * 3_600_000

type Query = Record<string, string>

/** Calls of one fetch. */
export type Asking = ReturnType<typeof asking>

/** Polar for a person. It says in two ways that there is nothing, 204 and 404; both are the answer null here. */
export function asking(access: Access) {
  const { fetch: asked, answeredAt } = timed(access)
  const fetch: Fetch = async (url, outgoing) => conform(await asked(url, outgoing))
  const get = <S extends z.ZodType>(shape: S, path: string, query?: Query) => {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
    return askJson({ ...access, fetch }, shape.nullable(), `${api}${path}${search}`)
  }
  return {
    /** What a path says, in a shape; null where there is nothing. Throws `ProviderError`. */
    get,
    /**
     * The same of what not every device has, for days of which Polar does not say how old they may be: 400 is nothing too.
     * Without days nothing is asked.
     */
    getAny: async (path: string, window: Query | null): Promise<unknown> =>
      window && unlessRefused(get(z.unknown(), path, window)),
    /** When the last answer was given, by Polar's clock (ISO 8601). */
    answeredAt,
    /** Whether lists of the last days, which reach back for a month, may hold some of these. */
    isListed({ last }: DayRange) {
      const now = answeredAt()
      return now === null || last >= shiftDate(now.slice(0, 10), -longestListDays)
    },
    /** Days as a query, without those that have begun nowhere yet at the last answer; null where none is left. */
    window({ first, last }: DayRange) {
      const now = answeredAt()
      const newest = now === null ? last : localDate(Date.parse(now) + furthestAheadMs, 0)
      const to = newest < last ? newest : last
      return first > to ? null : { from: first, to }
    },
  }
}

/** An answer in the form that calls of all providers expect: nothing as `null`, and how long to wait for calls. */
function conform(answer: Response): Response {
  const { status, headers } = answer
  if (status === 204 || status === 404) return new Response('null', { headers })
  if (status !== 429 || headers.has('retry-after')) return answer
  const seconds = resetSecondsOf(headers)
  return seconds === null ? answer : new Response(null, { status, headers: { 'retry-after': `${seconds}` } })
}

const granting = z.object({ x_user_id: z.union([z.int(), z.string().min(1)]) })
const registration = '/v3/users'
const registeredAlready = 409

/** The person's path. Throws `ProviderError`. */
export function pathOf({ account }: Access): string {
  if (account === null) throw new ProviderError('unavailable', 'nobody knows who the person is at Polar')
  return `${registration}/${encodeURIComponent(account)}`
}

/**
 * Who signed in, registered with Polar's API, without which there are no data: the token answer names the person. Polar
 * knows no zone. Throws `ProviderError`.
 */
export async function accountOf(access: Access, granted: Readonly<Record<string, unknown>>): Promise<Account> {
  const told = granting.safeParse(granted)
  const id = told.success ? `${told.data.x_user_id}` : access.account
  if (id === null) throw new ProviderError('unavailable', 'Polar gave a token without saying whose it is')
  const fetch: Fetch = async (url, outgoing) => conform(await access.fetch(url, outgoing))
  const asked = { method: 'POST', body: { 'member-id': id }, expected: [registeredAlready] } as const
  try {
    await callProvider({ ...access, fetch }, `${api}${registration}`, asked)
  } catch (error) {
    if (!(error instanceof ProviderError && error.failure === 'forbidden')) throw error
    const message =
      'Polar gives no data of a person who has not accepted its mandatory consents: they do so at https://account.polar.com, and connect again'
    throw new ProviderError('forbidden', message, { cause: error })
  }
  return { id, zone: null }
}

/** Ends a person's registration, and with it their token. Throws `ProviderError`. */
export async function endRegistration(access: Access): Promise<void> {
  await callProvider(access, `${api}${pathOf(access)}`, { method: 'DELETE' })
}
