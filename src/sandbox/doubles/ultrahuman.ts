import { createHash } from 'node:crypto'
import type { Double, DoubleAnswer, DoubleFrame, DoubleRequest } from './double.ts'
import { oauthRefusal, oauthRevoke, oauthToken, oauthTokens } from './oauth.ts'
import { ringItems, sensorItems } from './ultrahuman-items.ts'

const api = '/api/partners/v1/user_data'

/** Ultrahuman: its sign-in and its API for partners. It tells of nothing, and says of no limit how far it is used. */
export const ultrahuman: Double = {
  provider: 'ULTRAHUMAN',
  hosts: ['auth.ultrahuman.com', 'partner.ultrahuman.com'],
  authorizeAt: 'auth.ultrahuman.com/authorise',
  usesPkce: false,
  scopeSeparator: ' ',
  accessSeconds: 86_400,
  rotation: { kind: 'once' },
  // No paper names one: this is far more than a client needs.
  limits: [{ per: 'app', calls: 600, seconds: 60 }],
  accountOf: (person) => `${ultrahumanUserId(person)}`,
  refuse(why, { retryAfterSeconds }) {
    switch (why) {
      case 'unauthorized':
        return refusal(401, 'Unauthorized')
      case 'rate_limited':
        return { ...refusal(429, 'Too Many Requests'), headers: { 'retry-after': `${retryAfterSeconds}` } }
      // What is not ready has no answer of its own: the day is there without it.
      case 'not_ready':
        return { ...refusal(202, 'Accepted'), headers: { 'retry-after': `${retryAfterSeconds}` } }
      case 'unavailable':
        return refusal(503, 'Service Unavailable')
    }
  },
  async answer(request, frame) {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'POST /api/partners/oauth/token':
        return token(request, frame)
      case 'POST /api/partners/oauth/revoke':
        return inBody(request) ? oauthRevoke(request, frame) : noClient
      case `GET ${api}/user_info`:
        return userInfo(request, frame)
      case `GET ${api}/metrics`:
        return metrics(request, frame)
      default:
        return refusal(404, 'Not Found')
    }
  },
  async postings() {
    return []
  },
  async sign() {
    return {}
  },
}

/** A person's number there. */
export const ultrahumanUserId = (person: string): number =>
  1_000_000 + (createHash('sha256').update(`ULTRAHUMAN ${person}`).digest().readUInt32BE() % 9_000_000)

/**
 * Whether a person's days come in the older form. Both are about, and nobody has written down who gets which: here a third of the
 * people get it.
 */
export const isOlderForm = (account: string): boolean => Number(account) % 3 === 2

const refusal = (status: number, error: string): DoubleAnswer => ({ status, body: { data: null, error, status } })

const inBody = ({ headers }: DoubleRequest): boolean => headers['authorization'] === undefined
const noClient = oauthRefusal({ error: 'invalid_client', description: 'Client authentication failed' })

/** Takes the client in the body alone, and says when it gave the token. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (!inBody(request)) return noClient
  return oauthToken(request, frame, (given) => ({
    ...oauthTokens(given),
    token_type: 'Bearer',
    created_at: Math.floor(frame.nowMs / 1000),
  }))
}

async function userInfo(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'profile')
  if (call.grant === null) return call.answer
  const { account, person, scopes } = call.grant
  if (!scopes.includes('profile')) return refusal(403, 'Insufficient scope')
  const username = person.replace(/\W+/g, '.')
  return {
    status: 200,
    body: { user_id: Number(account), username, email: `${username}@example.com`, time_zone: call.life.zone },
  }
}

/** A day, as far as it has gone; without an item where nothing is known of it. */
async function metrics(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'data')
  if (call.grant === null) return call.answer
  const { account, scopes } = call.grant
  const date = request.url.searchParams.get('date') ?? ''
  if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date)) return refusal(400, 'Invalid date')
  const parts = [
    { scope: 'ring_data', itemsOf: ringItems },
    { scope: 'cgm_data', itemsOf: sensorItems },
  ].filter(({ scope }) => scopes.includes(scope))
  if (parts.length === 0) return refusal(403, 'Insufficient scope')
  const lived = call.life.day(date)
  const items = lived === null ? [] : parts.flatMap(({ itemsOf }) => itemsOf(call.life, lived))
  const data = isOlderForm(account)
    ? { metric_data: items.map(olderItem) }
    : { metrics: { [date]: items }, latest_time_zone: call.life.zone }
  const headers = { date: new Date(frame.nowMs).toUTCString() }
  return { status: 200, headers, body: { data, error: null, status: 200 } }
}

/** The older form spells a night with a capital, and has of steps no sum. */
function olderItem({ type, object }: { type: string; object: Record<string, unknown> }) {
  if (type === 'sleep') return { type: 'Sleep', object }
  const { total: _, ...rest } = object
  return { type, object: type === 'steps' ? rest : object }
}
