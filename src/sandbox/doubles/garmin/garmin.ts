import { addDays } from '../../../generate/local-day.ts'
import { localDate, offsetOfZone } from '../../../normalise/time.ts'
import { clientHeader } from '../../../providers/garmin/notification.ts'
import type { Life } from '../../life/life.ts'
import type { Double, DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, News, Posting } from '../double.ts'
import { oauthRefusal, oauthToken, oauthTokens } from '../oauth.ts'
import { type Kind, kinds, summariesOf } from './summaries.ts'
import { isTraining, trainingApi } from './training.ts'
import { accountOf } from './wearer.ts'

const apiHost = 'apis.garmin.com'
const base = '/wellness-api/rest'
const historyScope = 'HISTORICAL_DATA_EXPORT'
const daySeconds = 86_400
/** How long a request for history may be, and how far before the sign-in it may reach. */
const mostDays = 30
/** What one notification brings of history. */
const daysAtOnce = 10

/** Garmin: its sign-in, the requests for history, and the notifications that bring everything. */
export const garmin: Double = {
  provider: 'GARMIN',
  hosts: ['connect.garmin.com', 'diauth.garmin.com', apiHost],
  authorizeAt: 'connect.garmin.com/oauth2Confirm',
  usesPkce: true,
  scopeSeparator: ' ',
  accessSeconds: daySeconds,
  rotation: { kind: 'once' },
  limits: [{ per: 'app', calls: 100, seconds: 60 }],
  accountOf,
  hidesDeletions: true,
  // For some days: they bring the data themselves.
  resentAfterSeconds: [10, 60, 300, 3600, 6 * 3600, 24 * 3600, 48 * 3600, 72 * 3600],
  refuse(why, { retryAfterSeconds }) {
    switch (why) {
      case 'unauthorized':
        return refused(401, 'Unable to read oAuth header')
      case 'rate_limited':
        return { ...refused(429, 'Too many requests'), headers: { 'retry-after': `${retryAfterSeconds}` } }
      // Garmin knows no answer that is not ready.
      case 'not_ready':
      case 'unavailable':
        return refused(503, 'Service unavailable')
    }
  },
  async answer(request, frame) {
    const { host, pathname } = request.url
    if (host === 'diauth.garmin.com' && pathname === '/di-oauth2-service/oauth/token') return token(request, frame)
    if (host === apiHost && isTraining(pathname)) return training(request, frame)
    return host === apiHost && pathname.startsWith(`${base}/`)
      ? api(request, pathname.slice(base.length + 1), frame)
      : { status: 404 }
  },
  postings,
  sign: async (_, { client }) => ({ [clientHeader]: client.id }),
}

const refused = (status: number, errorMessage: string): DoubleAnswer => ({ status, body: { errorMessage } })

/** Takes the secret in the body. Its `scope` is of Garmin's platform, and nothing that a person allows. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (request.headers['authorization'] !== undefined)
    return oauthRefusal({ error: 'invalid_client', description: 'the client shows its secret in the body' })
  return oauthToken(request, frame, (given) => ({
    ...oauthTokens(given),
    scope: 'PARTNER_WRITE PARTNER_READ CONNECT_READ CONNECT_WRITE',
    jti: frame.random(),
    refresh_token_expires_in: 7_775_998,
  }))
}

async function training(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'data')
  return call.grant === null ? call.answer : trainingApi(request, call.grant, frame)
}

async function api(request: DoubleRequest, path: string, frame: DoubleFrame): Promise<DoubleAnswer> {
  const isProfile = path.startsWith('user/')
  const call = await frame.admit(request, isProfile ? 'profile' : 'data')
  if (call.grant === null) return call.answer
  const { grant, life } = call
  switch (`${request.method} ${path}`) {
    case 'GET user/id':
      return { status: 200, body: { userId: grant.account } }
    case 'GET user/permissions':
      return { status: 200, body: { permissions: grant.scopes } }
    case 'DELETE user/registration':
      await frame.revoke(request.headers['authorization']?.replace(/^Bearer /i, '') ?? '')
      return { status: 204 }
  }
  const [, isHistory, name] = /^(backfill\/)?([a-zA-Z]+)$/.exec(path) ?? []
  const kind = kinds.find((one) => one.path === name)
  if (request.method !== 'GET' || kind === undefined) return { status: 404 }
  if (!grant.scopes.includes(kind.scope)) return refused(403, `User has not allowed ${kind.scope}`)
  const asked = { kind, grant, life, query: request.url.searchParams }
  return isHistory === undefined ? waiting(asked) : history(asked, frame)
}

interface Asked {
  kind: Kind
  grant: DoubleGrant
  life: Life
  query: URLSearchParams
}

/** What waits at an address that a ping told: the token says of which days it is. */
function waiting({ kind, grant: { account }, life, query }: Asked): DoubleAnswer {
  const [from, to] = [Number(query.get('uploadStartTimeInSeconds')), Number(query.get('uploadEndTimeInSeconds'))]
  if (!(from > 0 && to >= from && to - from <= daySeconds)) return refused(400, 'Invalid upload time range')
  const dates = Buffer.from(query.get('token') ?? '', 'base64url')
    .toString()
    .split(' ')
  return { status: 200, body: summariesOf(kind, { account, life }, dates) }
}

/** Takes a request for history once: it is answered 202, and the data are brought by notifications of a few days each. */
async function history({ kind, grant, life, query }: Asked, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (!grant.scopes.includes(historyScope)) return refused(403, 'User has not allowed historical data')
  const [from, to] = [Number(query.get('summaryStartTimeInSeconds')), Number(query.get('summaryEndTimeInSeconds'))]
  const oldest = grant.createdAtMs / 1000 - mostDays * daySeconds
  if (!(from >= oldest && to > from && to - from <= mostDays * daySeconds)) return refused(400, 'Invalid time range')
  const name = `${grant.id} ${kind.path} ${from} ${to}`
  if ((await frame.listeners(name)).length > 0) return refused(409, 'Duplicate backfill request')
  await frame.listen({ name, url: frame.hookUrl, secret: '', detail: {}, expiresAtMs: null })
  const dateOf = (seconds: number) => localDate(seconds * 1000, offsetOfZone(life.zone, seconds * 1000))
  for (let first = dateOf(from); first <= dateOf(to - 1); first = addDays(first, daysAtOnce)) {
    const dates = Array.from({ length: daysAtOnce }, (_, at) => addDays(first, at)).filter(
      (one) => one <= dateOf(to - 1),
    )
    const summaries = summariesOf(kind, { account: grant.account, life }, dates)
    const isTaken = summaries.length === 0 || (await post(frame, { [kind.key]: summaries }))
    if (!isTaken) await frame.unlisten(name)
    if (!isTaken) return refused(503, 'Service unavailable')
  }
  return { status: 202 }
}

/** Posts a notification now; true where nobody expects any, for then it is dropped. */
async function post(frame: DoubleFrame, told: object): Promise<boolean> {
  const url = await addressOf(frame)
  if (url === null) return true
  const headers = { 'content-type': 'application/json', [clientHeader]: frame.client.id }
  return (await frame.call(url, { method: 'POST', headers, body: JSON.stringify(told) })).ok
}

/** Where the developer has told Garmin to send to; null while nothing is expected there. */
async function addressOf({ hookUrl, hookSecret }: DoubleFrame): Promise<string | null> {
  const secret = await hookSecret()
  return secret === null ? null : `${hookUrl}?${new URLSearchParams({ secret })}`
}

/** A person whose name begins so is told of by pings: Garmin sends each kind as it is set at its side. */
const isPinged = ({ person }: DoubleGrant): boolean => person.startsWith('ping')

/** The news with the data in them, or with the addresses at which they wait. Of what was deleted Garmin tells nothing. */
async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  const url = await addressOf(frame)
  if (url === null) return []
  const { grant } = news
  const { account, scopes } = grant
  if (news.kind === 'revoked') return [{ url, body: JSON.stringify({ deregistrations: [{ userId: account }] }) }]
  const life = await frame.lifeOf(grant.person)
  const told: Record<string, object[]> = {}
  for (const kind of kinds) {
    const fresh = news.items.filter(({ type, change }) => type === kind.toldWith && change !== 'deleted')
    const dates = [...new Set(fresh.map(({ date }) => date))].sort()
    if (dates.length === 0 || !scopes.includes(kind.scope)) continue
    const summaries = isPinged(grant)
      ? [{ userId: account, callbackURL: callbackOf(kind, dates, frame.nowMs) }]
      : summariesOf(kind, { account, life }, dates)
    if (summaries.length > 0) told[kind.key] = summaries
  }
  return Object.keys(told).length === 0 ? [] : [{ url, body: JSON.stringify(told) }]
}

function callbackOf({ path }: Kind, dates: readonly string[], nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  const query = new URLSearchParams({
    uploadStartTimeInSeconds: `${seconds}`,
    uploadEndTimeInSeconds: `${seconds + 60}`,
    token: Buffer.from(dates.join(' ')).toString('base64url'),
  })
  return `https://${apiHost}${base}/${path}?${query}`
}
