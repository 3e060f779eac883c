import { randomUUID } from 'node:crypto'
import { signatureHeader, signatureOf, timestampHeader } from '../../providers/whoop/notification.ts'
import type { Life } from '../life/life.ts'
import {
  type Double,
  type DoubleAnswer,
  type DoubleFrame,
  type DoubleGrant,
  type DoubleLimit,
  type DoubleRequest,
  formOf,
  type News,
  type NewsItem,
  type Posting,
  type Usage,
} from './double.ts'
import { oauthRefusal, oauthToken, oauthTokens } from './oauth.ts'
import { pageOf, recordAt } from './whoop-lists.ts'
import { neverMeasured, scoringMs, type Wearer, whoopId, whoopUserId } from './whoop-records.ts'

const base = '/developer'
const scopeOfPath: readonly (readonly [RegExp, string])[] = [
  [/^\/v2\/user\/profile\/basic$/, 'read:profile'],
  [/^\/v2\/user\/measurement\/body$/, 'read:body_measurement'],
  [/^\/v2\/cycle(\/\d+)?$/, 'read:cycles'],
  [/^\/v2\/(recovery|cycle\/\d+\/recovery)$/, 'read:recovery'],
  [/^\/v2\/(activity\/sleep(\/[^/]+)?|cycle\/\d+\/sleep)$/, 'read:sleep'],
  [/^\/v2\/activity\/workout(\/[^/]+)?$/, 'read:workout'],
]
const limits: readonly DoubleLimit[] = [
  { per: 'app', calls: 100, seconds: 60 },
  { per: 'app', calls: 10_000, seconds: 86_400 },
]

/** WHOOP: its sign-in, version 2 of its API, and the notifications to the address that its dashboard has. */
export const whoop: Double = {
  provider: 'WHOOP',
  hosts: ['api.prod.whoop.com'],
  authorizeAt: 'api.prod.whoop.com/oauth/oauth2/auth',
  usesPkce: false,
  scopeSeparator: ' ',
  shortestState: 8,
  accessSeconds: 3600,
  rotation: { kind: 'once' },
  limits,
  accountOf: (person) => `${whoopUserId(person)}`,
  callbackQuery: (granted) => ({ scope: granted.join(' ') }),
  finishedAfterMs: scoringMs,
  refuse(why, { retryAfterSeconds, usage }) {
    switch (why) {
      case 'unauthorized':
        return { status: 401, body: 'Authorization was not valid' }
      case 'rate_limited':
        return { status: 429, headers: spentHeaders(usage, retryAfterSeconds) }
      // WHOOP knows no answer that is not ready.
      case 'not_ready':
      case 'unavailable':
        return { status: 503, headers: limitHeaders(usage) }
    }
  },
  async answer(request, frame) {
    const { pathname } = request.url
    const { method } = request
    if (pathname === '/oauth/oauth2/token') return method === 'POST' ? token(request, frame) : { status: 405 }
    if (!pathname.startsWith(`${base}/`)) return { status: 404 }
    const answer = await api(request, pathname.slice(base.length), frame)
    return { ...answer, headers: { date: new Date(frame.nowMs).toUTCString(), ...answer.headers } }
  },
  postings,
  async sign({ body }, { nowMs, client }) {
    return { [timestampHeader]: `${nowMs}`, [signatureHeader]: signatureOf(client.secret, `${nowMs}`, body) }
  },
}

/** Takes the secret in the body alone; without `offline`, granted and asked for again each time, there is no refresh token. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (request.headers['authorization'] !== undefined)
    return oauthRefusal({ error: 'invalid_client', description: 'the client shows its secret in the body' })
  const asked = formOf(request).get('scope')?.split(' ') ?? []
  return oauthToken(request, frame, (given, isFirst) => {
    const isOffline = given.grant.scopes.includes('offline') && (isFirst || asked.includes('offline'))
    return oauthTokens(isOffline ? given : { ...given, refreshToken: null })
  })
}

async function api(request: DoubleRequest, path: string, frame: DoubleFrame): Promise<DoubleAnswer> {
  const isEnd = request.method === 'DELETE' && path === '/v2/user/access'
  const call = await frame.admit(request, isEnd || path === '/v2/user/profile/basic' ? 'profile' : 'data')
  if (call.grant === null) return call.answer
  const headers = limitHeaders(call.usage)
  if (isEnd) {
    await frame.revoke(request.headers['authorization']?.replace(/^Bearer /i, '') ?? '')
    return { status: 204, headers }
  }
  const scope = scopeOfPath.find(([pattern]) => pattern.test(path))?.[1]
  if (scope === undefined || request.method !== 'GET') return { status: 404, headers }
  if (!call.grant.scopes.includes(scope)) return { status: 403, headers }
  return { ...dataOf(path, call.grant, call.life, request.url), headers }
}

function dataOf(path: string, { person: name, account }: DoubleGrant, life: Life, url: URL): DoubleAnswer {
  const wearer: Wearer = { name, userId: Number(account), life }
  switch (path) {
    case '/v2/user/profile/basic':
      return { status: 200, body: profileOf(wearer) }
    case '/v2/user/measurement/body':
      return neverMeasured(name) ? { status: 404 } : { status: 200, body: measurementOf(life) }
  }
  const page = pageOf(path, wearer, url.searchParams)
  if (page === null) return { status: 400 }
  const body = page ?? recordAt(path, wearer)
  return body === null ? { status: 404 } : { status: 200, body }
}

const profileOf = ({ name, userId, life: { person } }: Wearer) => ({
  user_id: userId,
  email: `${name.replace(/\W+/g, '.')}@example.com`,
  first_name: person.firstName,
  last_name: person.lastName,
})

const measurementOf = ({ person }: Life) => ({
  height_meter: person.heightCm / 100,
  weight_kilogram: Math.round(person.weightKg * 10) / 10,
  max_heart_rate: person.maxHr,
})

const leftOf = ({ limit, used }: Usage): number => Math.max(0, limit.calls - used)

/** What every answer says of the limit that is nearest; nothing for a caller who is not known. */
function limitHeaders(usage: readonly Usage[]): Record<string, string> {
  const [nearest] = usage.toSorted((a, b) => leftOf(a) - leftOf(b))
  return nearest === undefined ? {} : headersOf(nearest.limit, leftOf(nearest), nearest.resetSeconds)
}

/** The same for a call too many. */
function spentHeaders(usage: readonly Usage[], resetSeconds: number): Record<string, string> {
  const spent = usage.filter((one) => leftOf(one) === 0).toSorted((a, b) => b.resetSeconds - a.resetSeconds)
  const limit = (spent[0] ?? usage[0])?.limit
  return limit === undefined ? {} : headersOf(limit, 0, resetSeconds)
}

const headersOf = (nearest: DoubleLimit, left: number, resetSeconds: number) => ({
  'x-ratelimit-limit': [nearest.calls, ...limits.map(({ calls, seconds }) => `${calls};window=${seconds}`)].join(', '),
  'x-ratelimit-remaining': `${left}`,
  'x-ratelimit-reset': `${resetSeconds}`,
})

/** WHOOP's words for what happened; it tells of no cycle and no measurement, and a night is a recovery too. */
function eventsOf({ type, change, key }: NewsItem, scopes: readonly string[]): string[] {
  const verb = change === 'deleted' ? 'deleted' : 'updated'
  switch (type) {
    case 'activity':
      return [`workout.${verb}`]
    case 'sleep':
      return key.startsWith('night ') && scopes.includes('read:recovery')
        ? [`sleep.${verb}`, `recovery.${verb}`]
        : [`sleep.${verb}`]
    default:
      return []
  }
}

/** To the one address that the app's dashboard has; nothing of a consent that is taken back. */
async function postings(news: News, { hookUrl }: DoubleFrame): Promise<Posting[]> {
  if (news.kind !== 'items') return []
  const { person, account, scopes } = news.grant
  return news.items.flatMap((item) =>
    eventsOf(item, scopes).map((type) => ({
      url: hookUrl,
      body: JSON.stringify({
        user_id: Number(account),
        id: whoopId(person, item.key),
        type,
        trace_id: randomUUID(),
      }),
    })),
  )
}
