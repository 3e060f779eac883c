import { randomBytes, randomUUID } from 'node:crypto'
import { type DoubleAnswer, type DoubleRequest, type LocalDouble, openDouble } from './lead.ts'
import { listsOf } from './whoop-data.ts'

/** WHOOP as Tellus meets it: sign-in, rotating tokens, lists by pages and windows, limits, and consent that is taken back. */
export interface WhoopDouble extends LocalDouble {
  /** Who sits at the browser from now on, and what they allow; null for all that is asked. */
  seat(person: string, granted: readonly string[] | null): void
  /** The person removes the app at WHOOP, which tells nobody. */
  revoke(person: string): void
  /** Whether a person's consent stands. */
  allows(person: string): boolean
  /** The id of a person's account. */
  accountOf(person: string): number
  /** So many calls are left before the limit, which is reset in so many seconds. */
  limit(callsLeft: number, resetSeconds: number): void
  /** Every call of the API, as method and path, with its query. */
  calls: string[]
  /** Every form that the token endpoint got. */
  forms: URLSearchParams[]
}

interface Grant {
  person: string
  scopes: string[]
  access: string | null
  refresh: string | null
  endsAtMs: number
}

const accessSeconds = 3600
const scopeOfPath: readonly (readonly [RegExp, string])[] = [
  [/^\/v2\/user\/profile\/basic$/, 'read:profile'],
  [/^\/v2\/user\/measurement\/body$/, 'read:body_measurement'],
  [/^\/v2\/cycle$/, 'read:cycles'],
  [/^\/v2\/recovery$/, 'read:recovery'],
  [/^\/v2\/activity\/sleep$/, 'read:sleep'],
  [/^\/v2\/activity\/workout$/, 'read:workout'],
]

/** Opens the double; `now` is the clock it lives by. */
export async function openWhoop(client: { id: string; secret: string }, now: () => number): Promise<WhoopDouble> {
  const people: string[] = []
  const codes = new Map<string, Grant>()
  const grants: Grant[] = []
  const calls: string[] = []
  const forms: URLSearchParams[] = []
  const budget = { left: Number.POSITIVE_INFINITY, resetSeconds: 60 }
  let seated: { person: string; granted: readonly string[] | null } = { person: 'ada', granted: null }

  const accountOf = (person: string): number => {
    if (!people.includes(person)) people.push(person)
    return 4_815_162 + people.indexOf(person)
  }

  function authorize({ url }: DoubleRequest): DoubleAnswer {
    const query = url.searchParams
    const state = query.get('state') ?? ''
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('state', state)
    if (query.get('client_id') !== client.id || query.get('response_type') !== 'code') return { status: 400 }
    if (state.length < 8) back.searchParams.set('error', 'invalid_state')
    else {
      const asked = (query.get('scope') ?? '').split(' ')
      const scopes = asked.filter((scope) => seated.granted?.includes(scope) ?? true)
      const code = randomUUID()
      codes.set(code, { person: seated.person, scopes, access: null, refresh: null, endsAtMs: 0 })
      back.searchParams.set('code', code)
      back.searchParams.set('scope', scopes.join(' '))
    }
    return { status: 302, headers: { location: back.href } }
  }

  function token({ headers, body }: DoubleRequest): DoubleAnswer {
    const form = new URLSearchParams(body)
    forms.push(form)
    const isClient = form.get('client_id') === client.id && form.get('client_secret') === client.secret
    if (headers['authorization'] !== undefined || !isClient) return { status: 401, body: { error: 'invalid_client' } }
    if (form.get('grant_type') === 'refresh_token') {
      const grant = grants.find(({ refresh }) => refresh !== null && refresh === form.get('refresh_token'))
      // Without this scope in the request no new refresh token would come.
      return grant === undefined ? invalidGrant : issue(grant, form.get('scope') === 'offline')
    }
    const code = form.get('code') ?? ''
    const grant = codes.get(code)
    codes.delete(code)
    if (grant === undefined) return invalidGrant
    grants.push(grant)
    return issue(grant, grant.scopes.includes('offline'))
  }

  /** New tokens: the old ones of the grant, both, are dead from here on. */
  function issue(grant: Grant, isOffline: boolean): DoubleAnswer {
    grant.access = randomBytes(24).toString('base64url')
    grant.refresh = isOffline ? randomBytes(24).toString('base64url') : null
    grant.endsAtMs = now() + accessSeconds * 1000
    return {
      status: 200,
      body: {
        access_token: grant.access,
        expires_in: accessSeconds,
        ...(grant.refresh === null ? {} : { refresh_token: grant.refresh }),
        scope: grant.scopes.join(' '),
        token_type: 'bearer',
      },
    }
  }

  function end(grant: Grant): void {
    grant.access = null
    grant.refresh = null
  }

  function api({ method, url, headers }: DoubleRequest): DoubleAnswer {
    const path = url.pathname.replace('/developer', '')
    calls.push(`${method} ${path}${url.search}`)
    const bearer = headers['authorization']?.replace('Bearer ', '')
    const grant = grants.find(({ access, endsAtMs }) => access !== null && access === bearer && endsAtMs > now())
    if (grant === undefined) return { status: 401, body: 'Authorization was not valid' }
    if (budget.left <= 0) return { status: 429 }
    budget.left--
    if (method === 'DELETE' && path === '/v2/user/access') {
      end(grant)
      return { status: 204 }
    }
    const scope = scopeOfPath.find(([pattern]) => pattern.test(path))?.[1]
    if (scope === undefined) return { status: 404 }
    if (!grant.scopes.includes(scope)) return { status: 403 }
    return answerOf(path, grant.person, url.searchParams)
  }

  function answerOf(path: string, person: string, query: URLSearchParams): DoubleAnswer {
    const userId = accountOf(person)
    if (path === '/v2/user/profile/basic')
      return {
        status: 200,
        body: { user_id: userId, email: `${person}@example.com`, first_name: person, last_name: 'Rivers' },
      }
    if (path === '/v2/user/measurement/body') {
      const measurement = { height_meter: 1.7, weight_kilogram: 70.5, max_heart_rate: 188 }
      return person === 'new' ? { status: 404 } : { status: 200, body: measurement }
    }
    const limit = Number(query.get('limit') ?? 10)
    const endMs = Math.min(Date.parse(query.get('end') ?? '') || now(), now())
    const startMs = Date.parse(query.get('start') ?? '') || endMs - 30 * 86_400_000
    if (!(limit >= 1 && limit <= 25)) return { status: 400 }
    const all = listsOf(userId, now())(path, startMs, endMs)
    const from = Number(Buffer.from(query.get('nextToken') ?? '', 'base64url').toString() || 0)
    const hasMore = from + limit < all.length
    return {
      status: 200,
      body: {
        records: all.slice(from, from + limit),
        ...(hasMore ? { next_token: Buffer.from(`${from + limit}`).toString('base64url') } : {}),
      },
    }
  }

  const local = await openDouble(['api.prod.whoop.com'], (request) => {
    const path = request.url.pathname
    if (path === '/oauth/oauth2/auth') return authorize(request)
    if (path === '/oauth/oauth2/token' && request.method === 'POST') return token(request)
    const answer = api(request)
    const headers = {
      date: new Date(now()).toUTCString(),
      'x-ratelimit-limit': '100, 100;window=60, 10000;window=86400',
      'x-ratelimit-remaining': `${Math.min(100, Math.max(0, budget.left))}`,
      'x-ratelimit-reset': `${budget.resetSeconds}`,
    }
    return { ...answer, headers: { ...headers, ...answer.headers } }
  })
  return {
    fetch: local.fetch,
    seat: (person, granted) => {
      seated = { person, granted }
    },
    revoke: (person) => {
      for (const grant of grants) if (grant.person === person) end(grant)
    },
    allows: (person) => grants.some((grant) => grant.person === person && grant.access !== null),
    accountOf,
    limit: (callsLeft, resetSeconds) => {
      budget.left = callsLeft
      budget.resetSeconds = resetSeconds
    },
    calls,
    forms,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  }
}

const invalidGrant: DoubleAnswer = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'The refresh token is malformed, used or revoked.' },
}
