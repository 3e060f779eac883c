import { z } from 'zod'
import type { DataType } from '../../schema/records.ts'
import { askJson, callProvider } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { comesLater, type DayRange } from '../resource.ts'
import { join, kinds } from './kinds.ts'

/** The one host of the API, and the one that a notification may lead to. */
export const apiHost = 'apis.garmin.com'
const base = `https://${apiHost}/wellness-api/rest`
/** What opens history, which the consent page leaves out unless the person ticks it. */
export const historyScope = 'HISTORICAL_DATA_EXPORT'

/** Whose something is. */
export const user = z.object({ userId: z.string().min(1) })
const permissions = z.union([
  z.array(z.string()),
  z.object({ permissions: z.array(z.string()) }).transform((told) => told.permissions),
])

/** Who signed in, and what they allow: Garmin says it nowhere else. */
export async function accountOf(access: Access): Promise<Account> {
  const { userId } = await askJson(access, user, `${base}/user/id`)
  return { id: userId, zone: null, scopes: await grantedOf(access) }
}

/** What the person allows now. */
export const grantedOf = (access: Access): Promise<string[]> => askJson(access, permissions, `${base}/user/permissions`)

/** Ends a person's registration, and with it what Garmin sends of them. Throws `ProviderError`. */
export async function endRegistration(access: Access): Promise<void> {
  await callProvider(access, `${base}/user/registration`, { method: 'DELETE' })
}

/** How long a request for history may be, and how far before the sign-in it may reach. */
const mostDays = 30

/** What all types have in common: their days come in pieces, and history is asked for by the kinds of summaries that hold them. */
export const broughtInPieces = (type: DataType, scope: string) => ({
  windowDays: mostDays,
  historyDays: mostDays,
  fetch: (access: Access, range: DayRange) => askHistory(access, type, scope, range),
  join,
})

const accepted = 202
const refused = 400
const notAllowed = 403
/** Those days have been asked for, and were or will be brought. */
const askedBefore = 409
const expected = [accepted, refused, notAllowed, askedBefore]

/**
 * Asks for what there is of some local days, wherever on earth they are, of the kinds of summaries that hold a type: it comes
 * with notifications. A kind that is refused, for the app has not switched it on at Garmin or the days lie too far back, is
 * passed over unless all are. Throws `ProviderError`: `forbidden` where the person does not allow what `scope` opens.
 */
async function askHistory(access: Access, type: DataType, scope: string, days: DayRange): Promise<typeof comesLater> {
  const query = new URLSearchParams({
    summaryStartTimeInSeconds: `${Date.parse(days.first) / 1000}`,
    summaryEndTimeInSeconds: `${Date.parse(days.last) / 1000 + 86_400}`,
  })
  let isTaken = false
  for (const { name, path } of kinds.filter(({ types }) => types.includes(type))) {
    const { status } = await callProvider(access, `${base}/backfill/${path ?? name}?${query}`, { expected })
    if (status === notAllowed) return noHistory(access, scope)
    isTaken ||= status !== refused
  }
  if (!isTaken) throw new ProviderError('refused', 'Garmin takes no request for those days')
  return comesLater
}

/** A person who shares no history has none; one who does not share these data is told apart. */
async function noHistory(access: Access, scope: string): Promise<typeof comesLater> {
  const granted = await grantedOf(access)
  if (!granted.includes(scope) || granted.includes(historyScope))
    throw new ProviderError('forbidden', `the person does not allow ${scope}`)
  return comesLater
}

/** What waits at an address that a notification named. Throws `ProviderError`. */
export const getWaiting = (access: Access, address: string): Promise<object[]> =>
  askJson(access, z.array(z.looseObject({})), address)
