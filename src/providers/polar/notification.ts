import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { dayMs } from '../../normalise/civil.ts'
import { localDate, parseInstant, tryParseInstant } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'
import { type Asking, callProvider } from '../call.ts'
import { jsonOf, type Notification, type Subscribing } from '../notification.ts'
import { ProviderError } from '../provider-error.ts'
import { api } from './client.ts'

/** Polar goes on for a week with what was not taken, and does not say how often: half a day is waited for. */
const toleranceMs = 12 * 3_600_000
/** A subscription is renewed a day before it ends: so Polar's side of it is looked at once a day. */
const lookedAtAgainSeconds = 2 * 24 * 3600
/** A workout's notification does not say when the workout was: a watch may be synced days later. */
const lookBackDays = 6
const goneAlready = 404

export const signatureHeader = 'polar-webhook-signature'

/** What is to be fetched for an event. The Nightly Recharge, which shows in night and day, comes with the sleep. */
const typesOf: ReadonlyMap<string, readonly DataType[]> = new Map([
  ['EXERCISE', ['activity']],
  ['SLEEP', ['sleep', 'daily']],
  ['CONTINUOUS_HEART_RATE', ['daily']],
  ['ACTIVITY_SUMMARY', ['daily']],
  ['PHYSICAL_INFORMATION', ['body', 'athlete']],
] as const)

const posted = z.object({
  event: z.string(),
  user_id: z.union([z.int(), z.string().min(1)]),
  timestamp: z.string(),
  date: z.iso.date().nullish(),
})
const ping = z.object({ event: z.literal('PING') })
const timed = posted.pick({ timestamp: true })
const hook = z.object({ id: z.string().min(1), url: z.string(), active: z.boolean().nullish() })
const list = z.object({ data: z.array(hook).nullish() })
const created = z.object({ data: z.object({ id: z.string().min(1), signature_secret_key: z.string().min(1) }) })

/** Lower-case hex HMAC-SHA256 of the body as it came, with the key that Polar made for the webhook. */
export const signatureOf = (key: string, body: Buffer | string): string =>
  createHmac('sha256', key).update(body).digest('hex')

// What is kept is the webhook's id and its key: `abdf33:key`. A webhook that somebody else made with these credentials is
// told by its id, since nobody can read a key a second time.
const keptOf = (id: string, key: string): string => `${id}:${key}`
const keyOf = (kept: string): string => kept.slice(kept.indexOf(':') + 1)

/** How Polar tells of news: one webhook for each client, made by a call, with a key of Polar's. */
export const notification: Notification = {
  async subscribe(subscribing) {
    const { callbackUrl, secret } = subscribing
    const hooks = list.safeParse(await ask(subscribing, '')).data?.data ?? []
    const [own] = hooks.filter(({ id, url }) => secret.startsWith(keptOf(id, '')) && url === callbackUrl)
    if (own !== undefined) {
      // It is off after a week in which nobody answered.
      if (own.active === false) await ask(subscribing, '/activate', { method: 'POST' })
      return { expiresInSeconds: lookedAtAgainSeconds, secret }
    }
    for (const { id } of hooks)
      await ask(subscribing, `/${encodeURIComponent(id)}`, { method: 'DELETE', expected: [goneAlready] })
    const body = { events: [...typesOf.keys()], url: callbackUrl }
    const made = created.safeParse(await ask(subscribing, '', { method: 'POST', body }))
    if (!made.success) throw new ProviderError('unavailable', '/v3/webhooks was answered without a key')
    const { id, signature_secret_key: key } = made.data.data
    return { expiresInSeconds: lookedAtAgainSeconds, secret: keptOf(id, key) }
  },
  // Polar asks whether anybody is there before it says with which key it signs.
  challenge: ({ method, body }) =>
    method === 'POST' && ping.safeParse(jsonOf(body)).success
      ? { status: 200, type: 'application/json; charset=utf-8', body: '{"status":"success"}' }
      : null,
  verify({ headers, body }, { subscription, nowMs }) {
    const brought = (headers[signatureHeader] ?? '').toLowerCase()
    if (!isSameText(signatureOf(keyOf(subscription.secret), body), brought)) return false
    const sent = tryParseInstant(timed.safeParse(jsonOf(body)).data?.timestamp ?? '')
    return sent !== null && Math.abs(nowMs - sent.epochMs) <= toleranceMs
  },
  read(body) {
    const { event, user_id, date, timestamp } = posted.parse(jsonOf(body))
    const types = typesOf.get(event)
    // Kinds of events that come later are no reason to refuse them.
    if (types === undefined) return []
    return [{ kind: 'data', account: `${user_id}`, types: [...types], range: rangeOf(event, date, timestamp) }]
  },
}

function rangeOf(event: string, date: string | null | undefined, timestamp: string) {
  if (date) return { first: date, last: date }
  if (event !== 'EXERCISE') return null
  const { epochMs } = parseInstant(timestamp)
  return { first: localDate(epochMs - lookBackDays * dayMs, 0), last: localDate(epochMs + dayMs, 0) }
}

/** Calls Polar as the client; gives the JSON of its answer, null without any. Throws `ProviderError`. */
async function ask({ client, fetch, publicUrl }: Subscribing, path: string, asking: Asking = {}): Promise<unknown> {
  const access = { fetch, publicUrl, accessToken: '', account: null }
  const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
  const answer = await callProvider(access, `${api}/v3/webhooks${path}`, { ...asking, headers: { authorization } })
  return answer.json().catch(() => null)
}
