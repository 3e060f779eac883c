import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { askJson, callProvider } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { comesLater, type DayRange } from '../resource.ts'
import type { Kind } from './kinds.ts'

/** The one host of the API, and the one that a notification may lead to. */
export const apiHost = 'apis.garmin.com'
export const base = `https://${apiHost}/wellness-api/rest`
/** What opens history, which the consent page leaves out unless the person ticks it. */
export const historyScope = 'HISTORICAL_DATA_EXPORT'

const user = z.object({ userId: z.string().min(1) })
const permissions = z.union([z.array(z.string()), z.object({ permissions: z.array(z.string()) })])

/** Who signed in, and what they allow: Garmin says it nowhere else. */
export async function accountOf(access: Access): Promise<Account> {
  const { userId } = await askJson(access, user, `${base}/user/id`)
  return { id: userId, zone: null, scopes: await grantedOf(access) }
}

/** What the person allows now. */
export async function grantedOf(access: Access): Promise<string[]> {
  const told = await askJson(access, permissions, `${base}/user/permissions`)
  return Array.isArray(told) ? told : told.permissions
}

/** Ends a person's registration, and with it what Garmin sends of them. Throws `ProviderError`. */
export async function endRegistration(held: { fetch: Fetch; accessToken: string }): Promise<void> {
  const path = '/user/registration'
  const answer = await held.fetch(`${base}${path}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${held.accessToken}` },
  })
  if (!answer.ok) throw new ProviderError('unavailable', `${path} was answered ${answer.status}`)
}

const accepted = 202
const refused = 400
/** Those days have been asked for, and were or will be brought. */
const askedBefore = 409

/**
 * Asks for what there is of some local days, wherever on earth they are, of several kinds of summaries: it comes with
 * notifications. A kind that is refused, for the app has not switched it on at Garmin or the days lie too far back, is passed
 * over unless all are. Throws `ProviderError`: `forbidden` where the person does not allow what `scope` opens.
 */
export async function askHistory(
  access: Access,
  kinds: readonly Kind[],
  scope: string,
  { first, last }: DayRange,
): Promise<typeof comesLater> {
  const query = new URLSearchParams({
    summaryStartTimeInSeconds: `${Date.parse(first) / 1000}`,
    summaryEndTimeInSeconds: `${Date.parse(last) / 1000 + 86_400}`,
  })
  let isTaken = false
  for (const { path } of kinds) {
    const status = await ask(access, `${base}/backfill/${path}?${query}`)
    if (status === null) return noHistory(access, scope)
    isTaken ||= status !== refused
  }
  if (!isTaken) throw new ProviderError('refused', 'Garmin takes no request for those days')
  return comesLater
}

/** The status of a request that was understood; null where it may not be made. */
async function ask(access: Access, address: string): Promise<number | null> {
  try {
    return (await callProvider(access, address, { expected: [accepted, refused, askedBefore] })).status
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'forbidden') return null
    throw error
  }
}

/** A person who shares no history has none; one who does not share these data is told apart. */
async function noHistory(access: Access, scope: string): Promise<typeof comesLater> {
  const granted = await grantedOf(access)
  if (!granted.includes(scope) || granted.includes(historyScope))
    throw new ProviderError('forbidden', `the person does not allow ${scope}`)
  return comesLater
}

/** What waits at an address that a notification named. Throws `ProviderError`. */
export const getWaiting = (access: Access, address: string): Promise<unknown[]> =>
  askJson(access, z.array(z.unknown()), address)
