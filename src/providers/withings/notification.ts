import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { localDate, shiftDate } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'
import type { Notification } from '../notification.ts'
import { unlessForbidden } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'
import { ask } from './client.ts'

/** What changes in our records with each kind of news, `appli`. */
const typesOf: ReadonlyMap<string, DataType[]> = new Map([
  // Weight and composition, temperature, blood pressure and oxygen, ECG.
  ...['1', '2', '4', '54'].map((appli): [string, DataType[]] => [appli, ['body']]),
  ['16', ['daily', 'activity']],
  ['44', ['sleep']],
])
/** The person deleted their account, took consent back, or changed their profile. */
const profile = '46'
const wanted = [...typesOf.keys(), profile]

/**
 * Withings drops a subscription that was not answered for some hours and tells nobody: whether all are there is looked up
 * every day. They do not end otherwise.
 */
const lookedUpSeconds = 2 * 86_400

const subscribed = { action: 'subscribe', comment: 'tellus' }
const subscriptions = z.object({
  profiles: z.array(z.object({ appli: z.coerce.string(), callbackurl: z.string() })).nullish(),
})

const second = z.string().regex(/^\d{1,10}$/)
const posted = z.object({
  userid: z.string().min(1),
  appli: z.string(),
  startdate: second.optional(),
  enddate: second.optional(),
  date: z.union([z.iso.date(), second]).optional(),
  action: z.string().optional(),
})

const formOf = (body: Buffer): URLSearchParams => new URLSearchParams(body.toString('utf8'))

/** How Withings tells of news: of each person and kind apart, unsigned, to an address that nobody else knows. */
export const notification: Notification = {
  async subscribeUser(access, { callbackUrl, secret }) {
    const address = `${callbackUrl}?${new URLSearchParams({ secret })}`
    const { profiles } = subscriptions.parse(await ask(access, '/notify', { action: 'list' }))
    const held = profiles ?? []
    // News that the person's consent does not cover is left out.
    for (const appli of wanted)
      if (!held.some((one) => one.appli === appli && one.callbackurl === address))
        await unlessForbidden(ask(access, '/notify', { ...subscribed, appli, callbackurl: address }))
    for (const { appli, callbackurl } of held)
      if (callbackurl !== address && callbackurl.split('?')[0] === callbackUrl)
        await ask(access, '/notify', { action: 'revoke', appli, callbackurl })
    return { expiresInSeconds: lookedUpSeconds }
  },
  // Before it takes an address Withings asks whether there is something; nothing is told by saying so.
  challenge: ({ method }) => (method === 'HEAD' ? { status: 200, type: 'text/plain; charset=utf-8', body: '' } : null),
  verify({ method, query, body }, { subscription }) {
    // Withings' own example has what stands in the query of the address among the fields of the form.
    const brought = query.get('secret') ?? formOf(body).get('secret')
    return method === 'POST' && brought !== null && isSameText(brought, subscription.secret)
  },
  read(body) {
    const told = posted.parse(Object.fromEntries(formOf(body)))
    const account = told.userid
    if (told.appli === profile)
      return told.action === 'delete' || told.action === 'unlink' ? [{ kind: 'revoked', account }] : []
    const types = typesOf.get(told.appli)
    return types === undefined ? [] : [{ kind: 'data', account, types, range: rangeOf(told) }]
  },
}

/** The local days that something was of, wherever on earth they are; null where Withings does not say. */
function rangeOf({ startdate, enddate, date }: z.output<typeof posted>): DayRange | null {
  if (date?.includes('-')) return { first: date, last: date }
  const from = startdate ?? date
  if (from === undefined) return null
  const dayOf = (seconds: string) => localDate(Number(seconds) * 1000, 0)
  return { first: shiftDate(dayOf(from), -1), last: shiftDate(dayOf(enddate ?? from), 1) }
}
