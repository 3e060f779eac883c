import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { guardedFetch } from '../../lib/guarded-fetch.ts'
import { signatureOf } from '../../providers/oura/notification.ts'
import { type DoubleAnswer, type DoubleRequest, type LocalDouble, openDouble } from './lead.ts'
import { documentsOf, heartRatesBetween, instantOf, todayAt } from './oura-data.ts'

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
const documentsOnAPage = 4
const rowsOnAPage = 300
const longestHeartRateMs = 30 * 86_400_000

const answered = z.object({ challenge: z.string() })
const wanted = z.object({
  callback_url: z.url(),
  verification_token: z.string(),
  event_type: z.string(),
  data_type: z.string(),
})

interface Grant {
  person: string
  /** SHA-256 of what only who began the sign-in knows (RFC 7636). */
  challenge: string
  scopes: string[]
  accessToken: string
  refreshToken: string
  /** Refresh tokens that were used: one of them again ends the grant. */
  spent: Set<string>
  isRevoked: boolean
}

export interface Subscribed {
  id: string
  callback_url: string
  event_type: string
  data_type: string
  expiration_time: string
  token: string
}

/** Oura on the loopback. */
export interface OuraDouble extends LocalDouble {
  /** Who sits at the browser, and what they tick: null for all that is asked. */
  visitor: { person: string; granted: string[] | null }
  /** What was asked of it: method and path with query. */
  asked: string[]
  grants: Grant[]
  subscriptions: Subscribed[]
  /** How many of the next calls are one too many. */
  tooMany: number
  revoke(person: string): void
  /** Sends a signed notification to whoever subscribed to its kind; gives the answers' statuses. */
  tell(event: { event_type: string; data_type: string; person: string }): Promise<number[]>
}

export const ouraClient = { id: 'oura-client', secret: 'oura-secret' } as const

/** Opens a double of Oura: its identity provider, its API v2 and its webhooks. */
export async function openOura(now: () => number): Promise<OuraDouble> {
  const codes = new Map<string, Grant>()
  const outside = guardedFetch('unguarded')
  const newToken = (kind: string) => `${kind}-${randomBytes(12).toString('hex')}`

  function authorize({ url }: DoubleRequest): DoubleAnswer {
    const query = url.searchParams
    const asked = (query.get('scope') ?? '').split(' ')
    const { person, granted } = double.visitor
    const code = newToken('code')
    codes.set(code, {
      person,
      challenge: query.get('code_challenge') ?? '',
      scopes: granted === null ? asked : asked.filter((scope) => granted.includes(scope)),
      accessToken: newToken('access'),
      refreshToken: newToken('refresh'),
      spent: new Set(),
      isRevoked: false,
    })
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    back.searchParams.set('iss', 'https://moi.ouraring.com/oauth/v2/ext/oauth-anonymous')
    return { status: 302, headers: { location: back.href } }
  }

  function token({ body }: DoubleRequest): DoubleAnswer {
    const form = new URLSearchParams(body)
    if (form.get('client_id') !== ouraClient.id || form.get('client_secret') !== ouraClient.secret)
      return { status: 401, body: { error: 'invalid_client' } }
    if (form.get('grant_type') === 'authorization_code') {
      const grant = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (grant?.challenge !== verifier) return { status: 400, body: { error: 'invalid_grant' } }
      double.grants.push(grant)
      return { status: 200, body: tokensOf(grant) }
    }
    const brought = form.get('refresh_token') ?? ''
    const grant = double.grants.find((one) => one.refreshToken === brought || one.spent.has(brought))
    if (grant?.spent.has(brought)) grant.isRevoked = true
    if (grant === undefined || grant.isRevoked) return { status: 400, body: { error: 'invalid_grant' } }
    grant.spent.add(brought)
    grant.refreshToken = newToken('refresh')
    grant.accessToken = newToken('access')
    return { status: 200, body: tokensOf(grant) }
  }

  function revokeToken({ body }: DoubleRequest): DoubleAnswer {
    const brought = new URLSearchParams(body).get('token')
    for (const grant of double.grants)
      if (grant.refreshToken === brought || grant.accessToken === brought) grant.isRevoked = true
    return { status: 200 }
  }

  function collection({ url, headers }: DoubleRequest): DoubleAnswer {
    const name = url.pathname.split('/').at(-1) ?? ''
    if (double.tooMany > 0) {
      double.tooMany--
      return { status: 429, headers: { 'retry-after': '17', 'x-ratelimit-tier': 'user' }, body: { detail: 'limit' } }
    }
    const grant = double.grants.find((one) => `Bearer ${one.accessToken}` === headers['authorization'])
    if (grant === undefined || grant.isRevoked) return { status: 401, body: { detail: 'Unauthorized' } }
    if (name === 'personal_info') return personalInfo(grant)
    const scope = scopeOf[name]
    if (scope === undefined) return { status: 404, body: { detail: 'Not Found' } }
    if (!grant.scopes.includes(scope)) return { status: 401, body: { detail: `missing scope ${scope}` } }
    return name === 'heartrate' ? heartRate(url) : documents(name, grant, url)
  }

  function heartRate({ searchParams: query }: URL): DoubleAnswer {
    const [start, end] = [query.get('start_datetime') ?? '', query.get('end_datetime') ?? ''].map(instantOf)
    if (start === undefined || end === undefined || end - start > longestHeartRateMs) return refusal('end_datetime')
    return paged(heartRatesBetween(start, Math.min(end, now())), rowsOnAPage, query)
  }

  /** Days of which there is nothing yet are missing; nights and other documents have their own ideas of a window. */
  function documents(name: string, { person }: Grant, { searchParams: query }: URL): DoubleAnswer {
    const [start, end] = [query.get('start_date') ?? '', query.get('end_date') ?? '']
    if (!/^\d{4}-\d\d-\d\d$/.test(start) || !/^\d{4}-\d\d-\d\d$/.test(end)) return refusal('start_date')
    const days: string[] = []
    for (let ms = instantOf(start); ms <= instantOf(end); ms += 86_400_000)
      days.push(new Date(ms).toISOString().slice(0, 10))
    const isAsked = (day: string) => (name === 'sleep' ? day > start && day <= end : day >= start && day < end)
    const found = days
      .filter((day) => isAsked(day) && day <= todayAt(now()))
      .flatMap((day) => documentsOf(name, person, day))
    const fields = query.get('fields')?.split(',')
    const shown = fields === undefined ? found : found.map((one) => pick(one, fields))
    return paged(shown, documentsOnAPage, query)
  }

  async function subscription(request: DoubleRequest): Promise<DoubleAnswer> {
    const { method, url, headers, body } = request
    if (headers['x-client-id'] !== ouraClient.id || headers['x-client-secret'] !== ouraClient.secret)
      return { status: 401, body: { detail: 'Unauthorized' } }
    const [, id = ''] = /\/subscription\/(?:renew\/)?(.+)$/.exec(url.pathname) ?? []
    const known = double.subscriptions.find((one) => one.id === id)
    const expiration_time = new Date(now() + 90 * 86_400_000).toISOString()
    if (method === 'GET') return { status: 200, body: double.subscriptions.map(shownOf) }
    if (url.pathname.includes('/renew/')) {
      if (known === undefined) return { status: 403, body: { detail: 'Forbidden' } }
      known.expiration_time = expiration_time
      return { status: 200, body: shownOf(known) }
    }
    const { callback_url, verification_token: token, event_type, data_type } = wanted.parse(JSON.parse(body))
    const twin = double.subscriptions.find((one) => one.event_type === event_type && one.data_type === data_type)
    if (method === 'POST' && twin !== undefined) return { status: 409, body: { detail: 'Conflict' } }
    const challenge = newToken('challenge')
    const proof = await outside(`${callback_url}?${new URLSearchParams({ verification_token: token, challenge })}`)
    if (!proof.ok || answered.parse(await proof.json()).challenge !== challenge) return refusal('callback_url')
    if (known !== undefined) {
      Object.assign(known, { callback_url, token })
      return { status: 200, body: shownOf(known) }
    }
    const made = { id: newToken('subscription'), callback_url, event_type, data_type, expiration_time, token }
    double.subscriptions.push(made)
    return { status: 201, body: shownOf(made) }
  }

  const local = await openDouble(['moi.ouraring.com', 'api.ouraring.com'], (request) => {
    const { method, url } = request
    double.asked.push(`${method} ${url.pathname}${url.search}`)
    switch (`${url.host}${url.pathname}`) {
      case 'moi.ouraring.com/oauth/v2/ext/oauth-authorize':
        return authorize(request)
      case 'moi.ouraring.com/oauth/v2/ext/oauth-token':
        return token(request)
      case 'moi.ouraring.com/oauth/v2/ext/oauth-revoke':
        return revokeToken(request)
    }
    return url.pathname.startsWith('/v2/webhook/') ? subscription(request) : collection(request)
  })
  const double: OuraDouble = {
    ...local,
    visitor: { person: 'ada', granted: null },
    asked: [],
    grants: [],
    subscriptions: [],
    tooMany: 0,
    revoke(person) {
      for (const grant of double.grants) if (grant.person === person) grant.isRevoked = true
    },
    async tell({ event_type, data_type, person }) {
      const listening = double.subscriptions.filter(
        (one) => one.event_type === event_type && one.data_type === data_type,
      )
      const event_time = new Date(now()).toISOString().replace('Z', '000+00:00')
      const body = JSON.stringify({ event_type, data_type, object_id: 'doc', event_time, user_id: `id-${person}` })
      const timestamp = `${Math.floor(now() / 1000)}`
      const headers = {
        'content-type': 'application/json',
        'x-oura-timestamp': timestamp,
        'x-oura-signature': signatureOf(ouraClient.secret, timestamp, body),
      }
      const answers = listening.map((one) => outside(one.callback_url, { method: 'POST', headers, body }))
      return (await Promise.all(answers)).map(({ status }) => status)
    },
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  }
  return double
}

const tokensOf = ({ accessToken, refreshToken, scopes }: Grant) => ({
  access_token: accessToken,
  token_type: 'bearer',
  expires_in: 86_400,
  refresh_token: refreshToken,
  scope: scopes.join(' '),
  id_token: 'a.b.c',
})

function personalInfo({ person, scopes }: Grant): DoubleAnswer {
  const mayKnow = scopes.includes('extapi:personal')
  if (!mayKnow && !scopes.includes('extapi:email')) return { status: 401, body: { detail: 'missing scope' } }
  const personal = mayKnow ? { age: 36, weight: 71.4, height: 1.78, biological_sex: 'female' } : {}
  const email = scopes.includes('extapi:email') ? { email: `${person}@example.com` } : {}
  return { status: 200, body: { id: `id-${person}`, ...personal, ...email } }
}

const refusal = (name: string): DoubleAnswer => ({
  status: 422,
  body: { detail: [{ loc: ['query', name], msg: 'Input should be valid', type: 'value_error' }] },
})

function paged(rows: readonly object[], size: number, query: URLSearchParams): DoubleAnswer {
  const from = Number(Buffer.from(query.get('next_token') ?? '', 'base64url').toString() || 0)
  const next = from + size < rows.length ? Buffer.from(`${from + size}`).toString('base64url') : null
  return { status: 200, body: { data: rows.slice(from, from + size), next_token: next } }
}

const pick = (document: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(document).filter(([key]) => fields.includes(key)))

const shownOf = ({ token: _, ...shown }: Subscribed) => shown
