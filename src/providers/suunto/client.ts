import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { dayMs } from '../../normalise/civil.ts'
import { localDate } from '../../normalise/time.ts'
import { askJson, callProvider } from '../call.ts'
import { fitTextOf } from '../fit.ts'
import type { Client } from '../oauth2.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError, unlessRefused } from '../provider-error.ts'
import { remembered } from '../remembered.ts'
import type { DayRange } from '../resource.ts'
import { isWithin } from '../shapes.ts'

const api = 'https://cloudapi.suunto.com'
export const signInHost = 'https://cloudapi-oauth.suunto.com'
const hourMs = 3_600_000
/** The most that a page of workouts holds. */
const pageSize = 100
/** More pages than any window has: an app may have few calls a minute. */
const mostPages = 20

const named = z.object({ user: z.string().min(1) })

/**
 * Who signed in: the name that the token itself tells, which notifications say too. There is no call for it. Throws
 * `ProviderError`.
 */
export async function accountOf({ accessToken }: Pick<Access, 'accessToken'>): Promise<Account> {
  const { data } = named.safeParse(claimsOf(accessToken))
  if (data === undefined) throw new ProviderError('unavailable', 'the token of Suunto does not say whose it is')
  return { id: data.user, zone: null }
}

/** The claims of a JSON Web Token (RFC 7519), which whoever made it need not prove here: it came from there by TLS. */
function claimsOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

const page = z.object({ error: z.null().optional(), payload: z.array(z.unknown()) })

/** The workouts that began on some local days, wherever on earth they are, as Suunto lists them. Throws `ProviderError`. */
export async function listWorkouts(access: Access, range: DayRange): Promise<unknown[]> {
  const { from, to } = spanOf(range, 0)
  const all: unknown[] = []
  for (let at = 0; at < mostPages; at++) {
    const query = new URLSearchParams({
      since: `${from}`,
      until: `${to}`,
      limit: `${pageSize}`,
      offset: `${at * pageSize}`,
      'filter-by-modification-time': 'false',
    })
    const { payload } = await counted(askJson(access, page, `${api}/v3/workouts?${query}`))
    all.push(...payload)
    if (payload.length < pageSize) return all
  }
  throw new ProviderError('unavailable', `/v3/workouts did not end after ${mostPages} pages`)
}

/** What has to be known of a workout in a list. */
export const listedWorkout = z.object({
  workoutKey: z.string().min(1),
  isManuallyAdded: z.boolean().nullish(),
  /** Milliseconds since 1970. */
  startTime: z.int(),
  timeOffsetInMinutes: z.int().nullish(),
})

/** The workouts that began on some local days, each with its file. Throws `ProviderError`. */
export async function fetchWorkouts(access: Access, range: DayRange): Promise<{ workouts: unknown[] }> {
  const workouts: unknown[] = []
  for (const workout of await listWorkouts(access, range)) {
    const { data } = listedWorkout.safeParse(workout)
    // One without a key cannot be told from others; one of another day is not asked for, and its file costs a call.
    if (data === undefined || !isOf(range, data)) continue
    const ask = () => fetchFit(access, data.workoutKey)
    workouts.push({ workout, fit: data.isManuallyAdded ? null : await remembered(access, workout, ask) })
  }
  return { workouts }
}

/** Whether a workout began on some local days, as far as the list says by which clock. */
const isOf = (days: DayRange, { startTime, timeOffsetInMinutes: offset }: z.output<typeof listedWorkout>): boolean =>
  offset == null || isWithin(days, localDate(startTime, offset))

/** The FIT file of a workout as it is kept; null where there is none. Throws `ProviderError`. */
export async function fetchFit(access: Access, workoutKey: string): Promise<string | null> {
  const address = `${api}/v3/workouts/${encodeURIComponent(workoutKey)}/fit`
  const asked = callProvider(access, address, { headers: { accept: 'application/octet-stream' } })
  const answer = await unlessRefused(counted(asked))
  return answer === null ? null : fitTextOf(answer)
}

/** The kinds of what a watch notes all day and night. */
export type Samples = 'activity' | 'recovery' | 'sleep'

/** What a watch noted on some local days, and as many `moreDays` before and after. Throws `ProviderError`. */
export function fetchSamples(access: Access, kind: Samples, range: DayRange, moreDays = 0): Promise<unknown[]> {
  const { from, to } = spanOf(range, moreDays)
  const query = new URLSearchParams({ from: `${from}`, to: `${to - 1}` })
  return counted(askJson(access, z.array(z.unknown()), `${api}/247samples/${kind}?${query}`))
}

/** Milliseconds since 1970 of local days anywhere on earth: from their earliest beginning (UTC+14) to their latest end (UTC-12). */
const spanOf = ({ first, last }: DayRange, moreDays: number) => ({
  from: Date.parse(first) - moreDays * dayMs - 14 * hourMs,
  to: Date.parse(last) + (1 + moreDays) * dayMs + 12 * hourMs,
})

/** The gateway answers 403 too when the calls of a week are spent, and says when there are more. */
const counted = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    if (error instanceof ProviderError && error.failure === 'forbidden' && error.retryAfterSeconds !== null)
      throw new ProviderError('rate_limited', error.message, { retryAfterSeconds: error.retryAfterSeconds })
    throw error
  })

/** Ends a person's consent, and with it the notifications about them. Throws `ProviderError`. */
export async function endConsent(held: { fetch: Fetch; accessToken: string; client: Client }): Promise<void> {
  const path = '/oauth/deauthorize'
  const answer = await held.fetch(`${signInHost}${path}?${new URLSearchParams({ client_id: held.client.id })}`, {
    headers: { authorization: `Bearer ${held.accessToken}` },
  })
  if (!answer.ok) throw new ProviderError('unavailable', `${path} was answered ${answer.status}`)
}
