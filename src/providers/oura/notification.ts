import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { dayMs } from '../../normalise/civil.ts'
import { localDate, parseInstant } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'
import { readJson } from '../call.ts'
import type { Notice, Notification, Subscribing } from '../notification.ts'
import { ProviderError } from '../provider-error.ts'

const subscriptions = 'https://api.ouraring.com/v2/webhook/subscription'

/** Oura sends again for about an hour, and does not say whether it signs anew. */
const toleranceMs = 2 * 3_600_000
/** A notification does not say of which day its document is: a ring may be read days after it recorded. */
const lookBackDays = 6
/** For a subscription whose end is not told; Oura gives about 90 days. */
const usualLifeSeconds = 30 * 86_400

/** What changes in our records with each kind of document. Heart rates have no notification: they come with these. */
const typesOf: ReadonlyMap<string, DataType[]> = new Map([
  ['sleep', ['sleep']],
  ['daily_sleep', ['sleep', 'daily']],
  ['daily_readiness', ['sleep', 'daily']],
  ['daily_spo2', ['sleep', 'daily']],
  ['daily_activity', ['daily']],
  ['daily_stress', ['daily']],
  ['vo2_max', ['daily']],
  ['enhanced_tag', ['daily']],
  ['workout', ['activity']],
  ['daily_cardiovascular_age', ['body']],
])
/** Documents that are a record of their own: with one its record goes. What others added to a day stays. */
const recordOf: ReadonlyMap<string, DataType> = new Map([
  ['sleep', 'sleep'],
  ['workout', 'activity'],
])

/** What is subscribed to: each kind of document made and changed, and deleted where that has a record go. */
const subscribedTo = [...typesOf.keys()].flatMap((data_type) =>
  (recordOf.has(data_type) ? ['create', 'update', 'delete'] : ['create', 'update']).map((event_type) => ({
    event_type,
    data_type,
  })),
)

const posted = z.object({
  event_type: z.string(),
  data_type: z.string(),
  object_id: z.string().nullish(),
  event_time: z.string(),
  user_id: z.string().min(1),
})
const subscription = z.object({
  id: z.string().min(1),
  callback_url: z.string().nullish(),
  event_type: z.string(),
  data_type: z.string(),
  expiration_time: z.string().nullish(),
})
type Subscribed = z.output<typeof subscription>

/** Upper-case hex HMAC-SHA256 with the client's secret over the timestamp and the body as it came. */
export const signatureOf = (clientSecret: string, timestamp: string, body: Buffer | string): string =>
  createHmac('sha256', clientSecret).update(timestamp).update(body).digest('hex').toUpperCase()

/** How Oura tells of news: one subscription for each kind of document and change, proved by a challenge, signed. */
export const notification: Notification = {
  async subscribe(subscribing) {
    const { list, nowMs } = await subscribed(subscribing)
    const ends: number[] = []
    for (const { event_type, data_type } of subscribedTo) {
      const known = list.find((one) => one.data_type === data_type && one.event_type === event_type)
      const { expiration_time: end } = await keep(subscribing, known ?? null, { event_type, data_type })
      if (typeof end === 'string') ends.push(parseInstant(end).epochMs)
    }
    const life = Math.floor((Math.min(...ends) - nowMs) / 1000)
    return { expiresInSeconds: Number.isFinite(life) && life > 0 ? life : usualLifeSeconds }
  },
  challenge({ method, query }, { secret }) {
    const challenge = query.get('challenge')
    if (method !== 'GET' || challenge === null || !isSameText(query.get('verification_token') ?? '', secret))
      return null
    return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify({ challenge }) }
  },
  verify({ headers, body }, { client, nowMs }) {
    const timestamp = headers['x-oura-timestamp'] ?? ''
    if (!/^\d{10}(\d{3})?$/.test(timestamp)) return false
    const epochMs = Number(timestamp) * (timestamp.length === 10 ? 1000 : 1)
    if (Math.abs(nowMs - epochMs) > toleranceMs) return false
    return isSameText(signatureOf(client.secret, timestamp, body), (headers['x-oura-signature'] ?? '').toUpperCase())
  },
  read(body) {
    const told = posted.parse(JSON.parse(body.toString('utf8')))
    const { event_type, data_type, object_id, event_time, user_id } = told
    // Kinds of documents and changes that come later are no reason to refuse them.
    if (!subscribedTo.some((one) => one.event_type === event_type && one.data_type === data_type)) return []
    if (event_type === 'delete') return deletedOf(user_id, recordOf.get(data_type), object_id)
    const types = typesOf.get(data_type) ?? []
    const { epochMs } = parseInstant(event_time)
    const range = { first: localDate(epochMs - lookBackDays * dayMs, 0), last: localDate(epochMs + dayMs, 0) }
    return [{ kind: 'data', account: user_id, types: [...types], range } satisfies Notice]
  },
}

/** A record is known by the id of its document. */
const deletedOf = (account: string, type: DataType | undefined, id: string | null | undefined): Notice[] =>
  type === undefined || !id ? [] : [{ kind: 'deleted', account, type, id }]

/** The subscriptions that there are, and what time it is at Oura. */
async function subscribed(subscribing: Subscribing): Promise<{ list: Subscribed[]; nowMs: number }> {
  const answer = await ask(subscribing, 'GET', '')
  const list = await readJson(answer, z.array(subscription), '/v2/webhook/subscription')
  return { list, nowMs: Date.parse(answer.headers.get('date') ?? '') }
}

/** Makes a subscription, leads it to where this server is now, or has it last longer. */
async function keep(
  subscribing: Subscribing,
  known: Subscribed | null,
  what: { event_type: string; data_type: string },
): Promise<{ expiration_time?: string | null | undefined }> {
  const { callbackUrl, secret } = subscribing
  const body = { callback_url: callbackUrl, verification_token: secret, ...what }
  const answer =
    known === null
      ? await ask(subscribing, 'POST', '', body)
      : known.callback_url === callbackUrl
        ? await ask(subscribing, 'PUT', `/renew/${encodeURIComponent(known.id)}`)
        : await ask(subscribing, 'PUT', `/${encodeURIComponent(known.id)}`, body)
  return subscription.safeParse(await answer.json()).data ?? {}
}

async function ask(
  { client, ...out }: Subscribing,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<Response> {
  const answer = await out.fetch(`${subscriptions}${path}`, {
    method,
    headers: {
      'x-client-id': client.id,
      'x-client-secret': client.secret,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new ProviderError('unavailable', `/v2/webhook/subscription was answered ${answer.status}`)
  return answer
}
