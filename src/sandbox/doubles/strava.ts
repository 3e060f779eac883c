import { createHash } from 'node:crypto'
import { round } from '../../generate/numbers.ts'
import { dayText } from '../../normalise/civil.ts'
import { signatureOf } from '../../providers/strava/notification.ts'
import { placeOfNumber } from '../life/keys.ts'
import { type Life, type LivedSession, sceneOfPerson } from '../life/life.ts'
import type { Double, DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, Usage, WrittenItem } from './double.ts'
import { formOf } from './double.ts'
import { detailOf, isPrivate, isSubscriber, summaryOf } from './strava-activities.ts'
import { badRequest, fault, notFound } from './strava-faults.ts'
import { postings, subscription } from './strava-hooks.ts'
import { streamsOf, zonesOf } from './strava-samples.ts'
import {
  createActivity,
  detailOfWritten,
  startOfWritten,
  summaryOfWritten,
  writtenActivities,
} from './strava-written.ts'

const quarterSeconds = 15 * 60
const daySeconds = 24 * 3600
const pageSize = 30
const mostOnAPage = 200
/** How far a list reaches that does not say after when. */
const listedDays = 366
/** Before 2020 nobody recorded anything. */
const begunSeconds = Date.UTC(2020) / 1000
/** While more of it is left, the access token stays the same one. */
const keepsAccessSeconds = 3600

/** A permission that is missing is answered as a token that is no good is: 401. */
const lacks = (scope: string) => fault(401, 'Authorization Error', 'AccessToken', `${scope}_permission`, 'missing')

/** Strava: its sign-in, its API v3 and its webhooks. */
export const strava: Double = {
  provider: 'STRAVA',
  hosts: ['www.strava.com'],
  authorizeAt: 'www.strava.com/oauth/authorize',
  usesPkce: false,
  scopeSeparator: ',',
  accessSeconds: 6 * 3600,
  // The old refresh token is dead at once, and whoever brings it harms nobody.
  rotation: { kind: 'grace', seconds: 0 },
  limits: [
    { per: 'app', calls: 100, seconds: quarterSeconds, isAligned: true },
    { per: 'app', calls: 1000, seconds: daySeconds, isAligned: true },
    { per: 'app', calls: 200, seconds: quarterSeconds, isAligned: true },
    { per: 'app', calls: 2000, seconds: daySeconds, isAligned: true },
  ],
  accountOf: (person) => {
    const digits = createHash('sha256').update(`STRAVA ${person}`).digest().readUIntBE(0, 6)
    return `${100_000_000 + (digits % 900_000_000)}`
  },
  // The token does not say what was ticked.
  callbackQuery: (granted) => ({ scope: granted.join(',') }),
  refuse(why, { usage }) {
    switch (why) {
      case 'unauthorized':
        return fault(401, 'Authorization Error', 'Athlete', 'access_token', 'invalid')
      case 'rate_limited': {
        const answer = fault(429, 'Rate Limit Exceeded', 'Application', 'rate limit', 'exceeded')
        return { ...answer, headers: limitHeaders(usage) }
      }
      case 'not_ready':
        return { status: 202, body: { message: 'Accepted', errors: [] } }
      case 'unavailable':
        return { status: 503, body: { message: 'Service Unavailable', errors: [] } }
    }
  },
  async answer(request, frame) {
    const { method, url } = request
    const path = url.pathname.replace(/^\/api\/v3(?=\/oauth\/)/, '')
    if (path === '/oauth/token' && method === 'POST') return token(request, frame)
    if (path === '/oauth/revoke' && method === 'POST') return revoke(request, frame)
    if (path.startsWith('/api/v3/push_subscriptions')) return subscription(request, frame)
    const [, part, id, below] = /^\/api\/v3\/(athlete|activities)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? []
    if (method === 'POST' && part === 'activities' && id === undefined) return typedIn(request, frame)
    if (method !== 'GET' || part === undefined) return notFound('Path')
    return part === 'athlete' ? ofAthlete(request, frame, id) : ofActivity(request, frame, id, below)
  },
  postings,
  async sign({ body }, { nowMs, client }) {
    return { 'x-strava-signature': signatureOf(client.secret, Math.floor(nowMs / 1000), body) }
  },
}

/** How far the limits of reads and of all calls are used; every call here is a read. */
function limitHeaders(usage: readonly Usage[]): Record<string, string> {
  const pair = (calls: readonly [number, number], read: (one: Usage) => number): string =>
    calls.map((most) => usage.filter(({ limit }) => limit.calls === most).map(read)[0] ?? 0).join(',')
  return Object.fromEntries(
    [['readratelimit', [100, 1000]] as const, ['ratelimit', [200, 2000]] as const].flatMap(([name, calls]) => [
      [`x-${name}-limit`, calls.join(',')],
      [`x-${name}-usage`, pair(calls, ({ used }) => used)],
    ]),
  )
}

/** Tokens; the first ones come with a short word about the person. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const form = formOf(request)
  if (!frame.isClient(request)) return badRequest('Application', 'client_id')
  const isFirst = form.get('grant_type') === 'authorization_code'
  if (!isFirst && form.get('grant_type') !== 'refresh_token') return badRequest('Application', 'grant_type')
  const given = isFirst
    ? await frame.redeem({ code: form.get('code') ?? '', verifier: null })
    : await frame.refresh(form.get('refresh_token') ?? '', keepsAccessSeconds)
  if ('error' in given) {
    if (given.error === 'temporarily_unavailable') return { status: 503, body: { message: 'Service Unavailable' } }
    return isFirst ? badRequest('AuthorizationCode', 'code') : badRequest('RefreshToken', 'refresh_token')
  }
  const seconds = given.expiresInSeconds ?? 0
  const body = {
    token_type: 'Bearer',
    access_token: given.accessToken,
    expires_at: Math.floor(frame.nowMs / 1000) + seconds,
    expires_in: seconds,
    refresh_token: given.refreshToken,
    ...(isFirst ? { athlete: athleteOf(given.grant, false) } : {}),
  }
  return { status: 200, body }
}

/** Either token ends the other; the client shows itself in the `Authorization` header alone. */
async function revoke(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (request.headers['authorization'] === undefined || !frame.isClient(request))
    return fault(401, 'Authorization Error', 'Application', 'client_id', 'invalid')
  await frame.revoke(formOf(request).get('token') ?? '')
  return { status: 200, body: {} }
}

/** The person; who may read the whole profile sees the weight. */
function athleteOf({ account, person: name }: DoubleGrant, isDetailed: boolean): object {
  const { person } = sceneOfPerson(name)
  return {
    id: Number(account),
    username: null,
    resource_state: isDetailed ? 3 : 2,
    firstname: person.firstName,
    lastname: person.lastName,
    bio: '',
    city: person.home.city,
    state: person.home.state,
    country: person.home.country,
    sex: person.sex === 'male' ? 'M' : 'F',
    premium: isSubscriber(account),
    summit: isSubscriber(account),
    created_at: '2019-04-02T07:11:00Z',
    updated_at: '2026-01-08T18:20:11Z',
    ...(isDetailed
      ? { weight: round(person.weightKg, 1), measurement_preference: 'meters', bikes: [], shoes: [] }
      : {}),
  }
}

async function ofAthlete(request: DoubleRequest, frame: DoubleFrame, below?: string): Promise<DoubleAnswer> {
  const call = await frame.admit(request, below === undefined ? 'profile' : 'data')
  if (call.grant === null) return call.answer
  const { grant, usage, life } = call
  const headers = { ...limitHeaders(usage), date: new Date(frame.nowMs).toUTCString() }
  const isDetailed = grant.scopes.includes('profile:read_all')
  if (below === undefined)
    return isDetailed || grant.scopes.includes('read')
      ? { status: 200, headers, body: athleteOf(grant, isDetailed) }
      : { ...lacks('read'), headers }
  if (below !== 'activities') return { ...notFound('Path'), headers }
  if (!readsActivities(grant)) return { ...lacks('activity:read'), headers }
  const written = await writtenActivities(frame, grant)
  return { headers, ...listed(grant, life, written, request.url.searchParams) }
}

/** An activity that somebody types in, by an app. */
async function typedIn(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'data')
  if (call.grant === null) return call.answer
  const { grant, usage, life } = call
  const headers = { ...limitHeaders(usage), date: new Date(frame.nowMs).toUTCString() }
  if (!grant.scopes.includes('activity:write')) return { ...lacks('activity:write'), headers }
  return { headers, ...(await createActivity(request, grant, life, frame)) }
}

const readsActivities = ({ scopes }: DoubleGrant): boolean =>
  scopes.includes('activity:read') || scopes.includes('activity:read_all')

/** Without `activity:read_all` what is for the person's eyes alone is not there. */
const isShown = ({ scopes }: DoubleGrant, session: LivedSession): boolean =>
  scopes.includes('activity:read_all') || !isPrivate(session)

/** A page of the list: newest first, and oldest first where it begins after a time. */
function listed(grant: DoubleGrant, life: Life, written: readonly WrittenItem[], query: URLSearchParams): DoubleAnswer {
  const number = (name: string, usual: number): number => (query.has(name) ? Number(query.get(name)) : usual)
  const nowSeconds = Math.floor(life.nowMs / 1000)
  const [after, before] = [number('after', nowSeconds - listedDays * daySeconds), number('before', nowSeconds + 1)]
  const [page, size] = [number('page', 1), number('per_page', pageSize)]
  const wrong = Object.entries({ after, before, page, per_page: size }).find(([, value]) => !Number.isInteger(value))
  if (wrong !== undefined) return badRequest('Application', wrong[0])
  if (page < 1) return badRequest('Application', 'page')
  if (size < 1 || size > mostOnAPage) return badRequest('Application', 'per page', 'exceeds limit')
  const dayOf = (seconds: number, days: number) => dayText(Math.floor(seconds / daySeconds) + days)
  const lived = life
    .days(dayOf(Math.max(after, begunSeconds), -1), dayOf(Math.min(before, nowSeconds), 1))
    .flatMap(({ sessions }) => sessions)
    .filter((one) => isShown(grant, one))
    .map((one) => ({ startMs: one.startMs, show: () => summaryOf(grant.account, life, one) }))
  const found = [
    ...lived,
    ...written.map((one) => ({
      startMs: startOfWritten(life, one),
      show: () => summaryOfWritten(grant.account, life, one),
    })),
  ]
    .filter(({ startMs }) => startMs > after * 1000 && startMs < before * 1000)
    .sort((a, b) => a.startMs - b.startMs)
  const ordered = query.has('after') ? found : found.reverse()
  const shown = ordered.slice((page - 1) * size, page * size)
  return { status: 200, body: shown.map(({ show }) => show()) }
}

async function ofActivity(
  request: DoubleRequest,
  frame: DoubleFrame,
  id: string | undefined,
  below: string | undefined,
): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'data')
  if (call.grant === null) return call.answer
  const { grant, usage, life } = call
  const headers = { ...limitHeaders(usage), date: new Date(frame.nowMs).toUTCString() }
  if (!readsActivities(grant)) return { ...lacks('activity:read'), headers }
  const written = (await writtenActivities(frame, grant)).find(({ number }) => number === Number(id))
  if (written !== undefined)
    return below === undefined
      ? { status: 200, headers, body: detailOfWritten(grant.account, life, written) }
      : { ...notFound('Stream'), headers }
  const session = sessionOf(grant, life, Number(id))
  if (session === null) return { ...notFound('Activity'), headers }
  switch (below) {
    case undefined:
      return { status: 200, headers, body: detailOf(grant.account, life, session) }
    case 'streams': {
      const streams = streamsOf(session, (request.url.searchParams.get('keys') ?? '').split(','))
      return streams === null ? { ...notFound('Stream'), headers } : { status: 200, headers, body: streams }
    }
    case 'zones':
      return isSubscriber(grant.account)
        ? { status: 200, headers, body: zonesOf(life, session) }
        : { status: 402, headers, body: { message: 'Payment Required', errors: [] } }
    default:
      return { ...notFound('Path'), headers }
  }
}

/** An activity by its id; null for one that is gone, of somebody else, or not to be seen, which is all one. */
function sessionOf(grant: DoubleGrant, life: Life, id: number): LivedSession | null {
  const place = Number.isSafeInteger(id) ? placeOfNumber(grant.person, id) : null
  if (place?.kind !== 'session') return null
  const found = life.day(dayText(place.dayNumber))?.sessions.find(({ number }) => number === id)
  return found !== undefined && isShown(grant, found) ? found : null
}
