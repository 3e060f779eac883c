import { createHash } from 'node:crypto'
import { clientKeyHeader } from '../../providers/suunto/index.ts'
import { signatureHeader, signatureOf } from '../../providers/suunto/notification.ts'
import { lifeOf } from '../life/life.ts'
import {
  type Double,
  type DoubleAnswer,
  type DoubleFrame,
  type DoubleRequest,
  formOf,
  type Given,
  type News,
  type NewsItem,
  type Posting,
} from './double.ts'
import { oauthRefusal, oauthToken } from './oauth.ts'
import { activityEntries, recoveryEntries, sleepEntries, sleepEntryOf } from './suunto-entries.ts'
import { fitOf, gear, newWorkoutOf, workoutAt, workoutOf, workoutsOf } from './suunto-workouts.ts'

const dayMs = 86_400_000
const mostDays = 28
const samplesPath = '/247samples/'

/** Suunto: its sign-in, the gateway with its subscription key, workouts, what a watch notes, and the notifications. */
export const suunto: Double = {
  provider: 'SUUNTO',
  hosts: ['cloudapi.suunto.com', 'cloudapi-oauth.suunto.com'],
  authorizeAt: 'cloudapi-oauth.suunto.com/oauth/authorize',
  usesPkce: false,
  scopeSeparator: ' ',
  accessSeconds: 86_400,
  rotation: { kind: 'once' },
  // Of a Production subscription, of which each has its own.
  limits: [{ per: 'app', calls: 300, seconds: 60 }],
  accountOf: (person) =>
    `${person.replace(/\W+/g, '.')}.${createHash('sha256').update(person).digest('hex').slice(0, 6)}`,
  refuse(why, { retryAfterSeconds }) {
    switch (why) {
      case 'unauthorized':
        return { status: 401, body: { error: 'invalid_token', error_description: 'Access token expired or unknown' } }
      case 'rate_limited':
        return {
          status: 429,
          headers: { 'retry-after': `${retryAfterSeconds}` },
          body: { statusCode: 429, message: `Rate limit is exceeded. Try again in ${retryAfterSeconds} seconds.` },
        }
      // Suunto knows no answer that is not ready.
      case 'not_ready':
      case 'unavailable':
        return { status: 503, body: { statusCode: 503, message: 'Service unavailable' } }
    }
  },
  async answer(request, frame) {
    const { host, pathname } = request.url
    if (host === 'cloudapi.suunto.com') return api(request, frame)
    if (pathname === '/oauth/token') return request.method === 'POST' ? token(request, frame) : { status: 405 }
    return pathname === '/oauth/deauthorize' ? deauthorize(request, frame) : { status: 404 }
  },
  postings,
  sign: async ({ body }, frame) => ({ [signatureHeader]: signatureOf((await frame.hookSecret()) ?? '', body) }),
}

/** The secret is in the `Authorization` header alone. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (formOf(request).has('client_secret'))
    return oauthRefusal({ error: 'invalid_client', description: 'the client shows its secret in the header' })
  return oauthToken(request, frame, (given) => tokensOf(given, frame))
}

const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url')

/** An access token is a JSON Web Token that says whose it is; its last part is what the frame knows it by. */
function tokensOf({ accessToken, refreshToken, expiresInSeconds, grant }: Given, { nowMs, client }: DoubleFrame) {
  const claims = {
    aud: ['main'],
    user: grant.account,
    scope: grant.scopes,
    exp: Math.floor(nowMs / 1000) + (expiresInSeconds ?? 0),
    jti: grant.id,
    client_id: client.id,
  }
  return {
    access_token: `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${accessToken}`,
    token_type: 'bearer',
    refresh_token: refreshToken,
    expires_in: expiresInSeconds,
    scope: grant.scopes.join(' '),
    user: grant.account,
    jti: grant.id,
  }
}

const tokenIn = ({ headers }: DoubleRequest): string => headers['authorization']?.split('.').at(2) ?? ''

async function deauthorize(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'profile', tokenIn(request))
  if (call.grant === null) return call.answer
  if (request.url.searchParams.get('client_id') !== frame.client.id) return { status: 400 }
  await frame.revoke(tokenIn(request))
  return { status: 200 }
}

async function api(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (request.headers[clientKeyHeader] !== frame.client.key)
    return {
      status: 401,
      body: { statusCode: 401, message: 'Access denied due to missing or invalid subscription key.' },
    }
  const call = await frame.admit(request, 'data', tokenIn(request))
  if (call.grant === null) return call.answer
  const { life, grant } = call
  const { pathname, searchParams: query } = request.url
  if (request.method !== 'GET') return { status: 405 }
  if (/^\/v3\/workouts\/?$/.test(pathname)) {
    const listed = workoutsOf(life, grant.person, query)
    return listed === null ? { status: 400 } : { status: 200, body: { error: null, ...listed } }
  }
  const [, key = '', file] = /^\/v3\/workouts\/([\da-f]{24})(\/fit)?$/.exec(pathname) ?? []
  if (key !== '') {
    const session = workoutAt(life, grant.person, key)
    if (session === null) return { status: 404 }
    return file === undefined
      ? { status: 200, body: { error: null, payload: workoutOf(life, grant.person, session), metadata: {} } }
      : { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: fitOf(life, session) }
  }
  const read = pathname.startsWith(samplesPath) ? entries.get(pathname.slice(samplesPath.length)) : undefined
  if (read === undefined) return { status: 404 }
  const [from, to] = ['from', 'to'].map((name) => Number(query.get(name) ?? Number.NaN))
  const isAsked = from !== undefined && to !== undefined && from <= to && to - from <= mostDays * dayMs
  return isAsked ? { status: 200, body: read(life, from, to) } : { status: 400 }
}

const entries = new Map([
  ['activity', activityEntries],
  ['recovery', recoveryEntries],
  ['sleep', sleepEntries],
])

/**
 * To the address of the app's settings, once the secret beside it is known there. Of what is deleted and of consent that is
 * taken back nothing is told; a workout that is edited is told of as a new one is.
 */
async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  if (news.kind !== 'items' || (await frame.hookSecret()) === null) return []
  const { account: username, person } = news.grant
  return news.items
    .filter(({ change }) => change !== 'deleted')
    .flatMap((item) => eventsOf(item, person, frame.nowMs))
    .map((event) => ({ url: frame.hookUrl, body: JSON.stringify({ username, ...event }) }))
}

/** How much of a running day is told at a time. */
const toldMs = 3_600_000

function eventsOf({ type, key, date, startMs, endMs }: NewsItem, person: string, nowMs: number): object[] {
  const life = lifeOf(person, [], nowMs)
  const from = Math.max(startMs, endMs - toldMs)
  switch (type) {
    case 'activity':
      return [{ type: 'WORKOUT_CREATED', workout: newWorkoutOf(life, person, { key, date, startMs, endMs }), gear }]
    case 'sleep': {
      const lived = life.day(date)
      const night = lived?.nights.find((one) => one.key === key)
      return lived && night
        ? [{ type: 'SUUNTO_247_SLEEP_CREATED', samples: [sleepEntryOf(life, lived, { ...night, startMs, endMs })] }]
        : []
    }
    case 'daily':
      return [
        { type: 'SUUNTO_247_ACTIVITY_CREATED', samples: activityEntries(life, from, endMs - 1) },
        { type: 'SUUNTO_247_RECOVERY_CREATED', samples: recoveryEntries(life, from, endMs - 1) },
      ].filter(({ samples }) => samples.length > 0)
    default:
      return []
  }
}
