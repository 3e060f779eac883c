import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { signatureOf } from '../../providers/oura/notification.ts'
import { uuidOf } from '../life/keys.ts'
import type { Life } from '../life/life.ts'
import type {
  Double,
  DoubleAnswer,
  DoubleFrame,
  DoubleGrant,
  DoubleRequest,
  News,
  NewsItem,
  Posting,
} from './double.ts'
import { jsonOf } from './double.ts'
import { oauthRevoke, oauthToken } from './oauth.ts'
import { documentsOf, heartRatesBetween, type OuraDocument } from './oura-documents.ts'

/** Which scope opens a collection. */
const scopeOf: Readonly<Record<string, string>> = {
  daily_activity: 'extapi:daily',
  daily_sleep: 'extapi:daily',
  daily_readiness: 'extapi:daily',
  daily_stress: 'extapi:daily',
  sleep: 'extapi:daily',
  daily_spo2: 'extapi:spo2',
  daily_cardiovascular_age: 'extapi:heart_health',
  vO2_max: 'extapi:heart_health',
  enhanced_tag: 'extapi:tag',
  heartrate: 'extapi:heartrate',
  workout: 'extapi:workout',
}
const dayMs = 86_400_000
const documentsOnAPage = 50
const rowsOnAPage = 5000
const longestHeartRateMs = 30 * dayMs
const subscriptionLifeMs = 90 * dayMs

const answered = z.object({ challenge: z.string() })
const wanted = z.object({
  callback_url: z.url(),
  verification_token: z.string(),
  event_type: z.enum(['create', 'update', 'delete']),
  data_type: z.string(),
})

/** Oura: its identity provider, its API v2 and its webhooks. */
export const oura: Double = {
  provider: 'OURA',
  hosts: ['moi.ouraring.com', 'api.ouraring.com'],
  authorizeAt: 'moi.ouraring.com/oauth/v2/ext/oauth-authorize',
  usesPkce: true,
  scopeSeparator: ' ',
  accessSeconds: 86_400,
  rotation: { kind: 'once' },
  limits: [{ per: 'app', calls: 5000, seconds: 300 }],
  accountOf: (person) => uuidOf('OURA', person, 'account'),
  callbackQuery: () => ({ iss: 'https://moi.ouraring.com/oauth/v2/ext/oauth-anonymous' }),
  refuse(why, { retryAfterSeconds }) {
    switch (why) {
      case 'unauthorized':
        return { status: 401, body: { detail: 'Unauthorized' } }
      case 'rate_limited':
        return {
          status: 429,
          headers: { 'retry-after': `${retryAfterSeconds}`, 'x-ratelimit-tier': 'user' },
          body: { detail: 'Too Many Requests' },
        }
      case 'not_ready':
        return { status: 202, headers: { 'retry-after': `${retryAfterSeconds}` }, body: { detail: 'Accepted' } }
      case 'unavailable':
        return { status: 503, body: { detail: 'Service Unavailable' } }
    }
  },
  async answer(request, frame) {
    switch (request.url.pathname) {
      case '/oauth/v2/ext/oauth-token':
        return oauthToken(request, frame)
      case '/oauth/v2/ext/oauth-revoke':
        return oauthRevoke(request, frame)
      case '/v2/usercollection/personal_info':
        return personalInfo(request, frame)
    }
    if (!request.url.pathname.startsWith('/v2/webhook/')) return collection(request, frame)
    // By the date of the answer a client knows how long its subscription has still to go.
    return { ...(await subscription(request, frame)), headers: { date: new Date(frame.nowMs).toUTCString() } }
  },
  postings,
  async sign({ body }, { nowMs, client }) {
    const timestamp = `${Math.floor(nowMs / 1000)}`
    return { 'x-oura-timestamp': timestamp, 'x-oura-signature': signatureOf(client.secret, timestamp, body) }
  },
}

async function personalInfo(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'profile')
  if (call.grant === null) return call.answer
  const { scopes, account, person: name } = call.grant
  const mayKnow = scopes.includes('extapi:personal')
  if (!mayKnow && !scopes.includes('extapi:email')) return { status: 401, body: { detail: 'missing scope' } }
  const { person, nowMs } = call.life
  const age = Math.floor((nowMs - Date.parse(person.birthDate)) / (365.2425 * dayMs))
  const personal = mayKnow
    ? { age, weight: Math.round(person.weightKg * 10) / 10, height: person.heightCm / 100, biological_sex: person.sex }
    : {}
  const email = scopes.includes('extapi:email') ? { email: `${name.replace(/\W+/g, '.')}@example.com` } : {}
  const headers = { date: new Date(nowMs).toUTCString() }
  return { status: 200, headers, body: { id: account, ...personal, ...email } }
}

async function collection(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const name = request.url.pathname.split('/').at(-1) ?? ''
  const call = await frame.admit(request, 'data')
  if (call.grant === null) return call.answer
  const scope = scopeOf[name]
  if (scope === undefined) return { status: 404, body: { detail: 'Not Found' } }
  // Oura answers a scope that is missing as it does a token that is no good.
  if (!call.grant.scopes.includes(scope)) return { status: 401, body: { detail: `missing scope ${scope}` } }
  return name === 'heartrate' ? heartRates(call.life, request.url) : documents(name, call.grant, call.life, request.url)
}

function heartRates(life: Life, { searchParams: query }: URL): DoubleAnswer {
  const [start, end] = [query.get('start_datetime') ?? '', query.get('end_datetime') ?? ''].map(epochOf)
  if (start === null || start === undefined || end === null || end === undefined || end - start > longestHeartRateMs)
    return refusal('end_datetime')
  return paged(heartRatesBetween(life, start, end), rowsOnAPage, query)
}

/** Nights reach from the day after the first to the last one; of other documents the last day is left out. */
function documents(name: string, grant: DoubleGrant, life: Life, { searchParams: query }: URL): DoubleAnswer {
  const [start, end] = [query.get('start_date') ?? '', query.get('end_date') ?? '']
  if (!/^\d{4}-\d\d-\d\d$/.test(start) || !/^\d{4}-\d\d-\d\d$/.test(end)) return refusal('start_date')
  const isAsked = (day: string) => (name === 'sleep' ? day > start && day <= end : day >= start && day < end)
  const found = life
    .days(start, end)
    .filter(({ day }) => isAsked(day.date))
    .flatMap((lived) => documentsOf(name, grant.person, life, lived))
  const fields = query.get('fields')?.split(',')
  return paged(fields === undefined ? found : found.map((one) => pick(one, fields)), documentsOnAPage, query)
}

async function subscription(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { method, url, headers } = request
  if (headers['x-client-id'] !== frame.client.id || headers['x-client-secret'] !== frame.client.secret)
    return { status: 401, body: { detail: 'Unauthorized' } }
  const listeners = await frame.listeners()
  const [, id = ''] = /\/subscription\/(?:renew\/)?(.+)$/.exec(url.pathname) ?? []
  const known = listeners.find(({ name }) => name === id)
  const expiresAtMs = frame.nowMs + subscriptionLifeMs
  if (method === 'GET') return { status: 200, body: listeners.map(shownOf) }
  if (method === 'DELETE') return { status: (await frame.unlisten(id)) ? 204 : 404 }
  if (url.pathname.includes('/renew/')) {
    if (known === undefined) return { status: 403, body: { detail: 'Forbidden' } }
    await frame.listen({ ...known, expiresAtMs })
    return { status: 200, body: shownOf({ ...known, expiresAtMs }) }
  }
  const asked = wanted.safeParse(jsonOf(request))
  if (!asked.success) return refusal('body')
  const { callback_url, verification_token, event_type, data_type } = asked.data
  const twin = listeners.find(({ detail }) => detail['event_type'] === event_type && detail['data_type'] === data_type)
  if (method === 'POST' && twin !== undefined) return { status: 409, body: { detail: 'Conflict' } }
  if (!(await isProved(frame, callback_url, verification_token))) return refusal('callback_url')
  const made = {
    name: known?.name ?? randomUUID(),
    url: callback_url,
    secret: verification_token,
    detail: { event_type, data_type },
    expiresAtMs: known?.expiresAtMs ?? expiresAtMs,
  }
  await frame.listen(made)
  return { status: known === undefined ? 201 : 200, body: shownOf(made) }
}

async function isProved(frame: DoubleFrame, callbackUrl: string, token: string): Promise<boolean> {
  const challenge = frame.random()
  const proof = await frame.call(`${callbackUrl}?${new URLSearchParams({ verification_token: token, challenge })}`)
  return proof.ok && answered.safeParse(await proof.json()).data?.challenge === challenge
}

type Subscribed = Awaited<ReturnType<DoubleFrame['listeners']>>[number]

const shownOf = ({ name, url, detail, expiresAtMs }: Subscribed) => ({
  id: name,
  callback_url: url,
  event_type: detail['event_type'],
  data_type: detail['data_type'],
  expiration_time: new Date(expiresAtMs ?? 0).toISOString(),
})

/** Which kinds of documents change with what happened. */
function kindsOf({ type }: NewsItem): string[] {
  switch (type) {
    case 'sleep':
      return ['sleep', 'daily_sleep', 'daily_readiness', 'daily_spo2']
    case 'daily':
      return ['daily_activity', 'daily_stress']
    case 'activity':
      return ['workout']
    default:
      return []
  }
}

const operations = { created: 'create', updated: 'update', deleted: 'delete' } as const

/** Oura tells of documents, and of nothing that a person allows or takes back. */
async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  if (news.kind !== 'items') return []
  const listeners = await frame.listeners()
  const event_time = new Date(frame.nowMs).toISOString().replace('Z', '000+00:00')
  return news.items.flatMap((item) =>
    kindsOf(item).flatMap((data_type) => {
      const event_type = operations[item.change]
      const object_id = uuidOf('OURA', news.grant.person, `${data_type} ${item.key}`)
      const body = JSON.stringify({ event_type, data_type, object_id, event_time, user_id: news.grant.account })
      return listeners
        .filter(({ detail }) => detail['event_type'] === event_type && detail['data_type'] === data_type)
        .map(({ url }) => ({ url, body }))
    }),
  )
}

const refusal = (name: string): DoubleAnswer => ({
  status: 422,
  body: { detail: [{ loc: ['query', name], msg: 'Input should be valid', type: 'value_error' }] },
})

function paged(rows: readonly object[], size: number, query: URLSearchParams): DoubleAnswer {
  const from = Number(query.get('next_token') ?? '0')
  const next = from + size < rows.length ? `${from + size}` : null
  return { status: 200, body: { data: rows.slice(from, from + size), next_token: next } }
}

const pick = (document: OuraDocument, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(document).filter(([name]) => fields.includes(name)))

function epochOf(text: string): number | null {
  const epochMs = Date.parse(text)
  return Number.isNaN(epochMs) ? null : epochMs
}
