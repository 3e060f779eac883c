import { createHash } from 'node:crypto'
import { round } from '../../generate/numbers.ts'
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
  type Posting,
  type Usage,
  type WrittenItem,
} from './double.ts'
import { oauthRefusal, oauthTokens } from './oauth.ts'
import { plans, shownWorkout, startsOf, writeWorkout } from './wahoo-plans.ts'
import {
  bareWorkoutOf,
  cdn,
  doneBy,
  fileAt,
  plannedOf,
  plannedStartOf,
  recordingOf,
  summaryOf,
  workedOutAfterMs,
  workoutOf,
} from './wahoo-workouts.ts'

const host = 'api.wahooligan.com'
const usualPageSize = 30
const mostOnAPage = 100

/** In the order of the headers. */
const limits: readonly DoubleLimit[] = [
  { per: 'app', calls: 250, seconds: 86_400 },
  { per: 'app', calls: 100, seconds: 3600 },
  { per: 'app', calls: 25, seconds: 300 },
]

const fault = (status: number, error: string): DoubleAnswer => ({ status, body: { error } })

/** Wahoo: its sign-in, version 1 of its Cloud API as an app in the sandbox has it, its files and its webhook. */
export const wahoo: Double = {
  provider: 'WAHOO',
  hosts: [host, cdn],
  authorizeAt: `${host}/oauth/authorize`,
  usesPkce: false,
  scopeSeparator: ' ',
  accessSeconds: 7200,
  // What was before is revoked once the new token has been used.
  rotation: { kind: 'grace', seconds: 60 * 86_400 },
  mostGrants: 10,
  limits,
  accountOf: (person) =>
    `${100_000 + (createHash('sha256').update(`WAHOO ${person}`).digest().readUInt32BE() % 9_900_000)}`,
  refuse(why, { retryAfterSeconds, usage }) {
    switch (why) {
      case 'unauthorized':
        return fault(401, 'The access token is invalid')
      case 'rate_limited':
        return { ...fault(429, 'Too Many Requests'), headers: limitHeaders(usage, retryAfterSeconds) }
      // Wahoo knows no answer that is not ready.
      case 'not_ready':
      case 'unavailable':
        return { ...fault(503, 'Service Unavailable'), headers: limitHeaders(usage, 0) }
    }
  },
  finishedAfterMs: () => workedOutAfterMs,
  async answer(request, frame) {
    const { method, url } = request
    if (url.host === cdn) return method === 'GET' ? file(url, frame) : { status: 405 }
    if (url.pathname === '/oauth/token') return method === 'POST' ? token(request, frame) : { status: 405 }
    return api(request, frame)
  },
  postings,
  // The token in the body is all the proof that there is.
  async sign() {
    return {}
  },
}

/** The client shows itself in the body; what is granted stands beside the tokens. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const form = formOf(request)
  const type = form.get('grant_type')
  if (request.headers['authorization'] !== undefined || !frame.isClient(request)) return fault(401, 'invalid_client')
  if (type !== 'authorization_code' && type !== 'refresh_token') return fault(400, 'unsupported_grant_type')
  const given =
    type === 'refresh_token'
      ? await frame.refresh(form.get('refresh_token') ?? '')
      : await frame.redeem({
          code: form.get('code') ?? '',
          verifier: null,
          redirectUri: form.get('redirect_uri'),
        })
  if (!('error' in given)) {
    const created_at = Math.floor(frame.nowMs / 1000)
    return { status: 200, body: { ...oauthTokens(given), token_type: 'Bearer', created_at } }
  }
  return given.error === 'too_many_grants'
    ? fault(400, 'Too many unrevoked access tokens exist for this app and user.')
    : oauthRefusal(given)
}

async function api(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { method, url } = request
  const path = url.pathname
  const isOfUser = path === '/v1/user' || path === '/v1/permissions'
  const call = await frame.admit(request, isOfUser ? 'profile' : 'data')
  if (call.grant === null) return call.answer
  const { grant, life, usage } = call
  const headers = limitHeaders(usage, 0)
  if (path === '/v1/permissions' && method === 'DELETE') {
    await frame.revokeAccount(grant.account)
    return { status: 200, headers, body: { success: 'Application has been revoked' } }
  }
  if (path.startsWith('/v1/plans')) return { ...(await plans(request, grant, frame)), headers }
  if (method !== 'GET' && path.startsWith('/v1/workouts'))
    return { ...(await writeWorkout(request, grant, frame)), headers }
  if (method !== 'GET') return { ...fault(405, 'Method Not Allowed'), headers }
  const needed = path === '/v1/user' ? 'user_read' : 'workouts_read'
  if (!grant.scopes.includes(needed)) return { ...fault(403, 'Forbidden'), headers }
  if (path === '/v1/user') return { status: 200, headers, body: userOf(grant, life) }
  const written = await frame.writtenOf(grant.person, 'workout')
  return { ...workouts(path, url.searchParams, { grant, life, written }), headers }
}

/** What is left of the day, the hour and five minutes; `resetSeconds` when one of them was reached. */
function limitHeaders(usage: readonly Usage[], resetSeconds: number): Record<string, string> {
  const left = limits.map(({ calls, seconds }) =>
    Math.max(0, calls - (usage.find(({ limit }) => limit.seconds === seconds)?.used ?? 0)),
  )
  return {
    'x-ratelimit-limit': limits.map(({ calls }) => calls).join(', '),
    'x-ratelimit-remaining': left.join(', '),
    'x-ratelimit-reset': `${resetSeconds}`,
  }
}

/** The person, who types their weight in on the first of the month. */
function userOf({ account, scopes, person: name }: DoubleGrant, life: Life): object {
  const { person, today } = life
  const weighed = life.day(`${today.slice(0, 8)}01`)
  const updatedMs = weighed?.weighing?.atMs ?? weighed?.day.startMs ?? life.nowMs
  return {
    id: Number(account),
    height: (person.heightCm / 100).toFixed(2),
    weight: `${weighed?.weighing?.weightKg ?? round(person.weightKg, 1)}`,
    first: person.firstName,
    last: person.lastName,
    ...(scopes.includes('email') ? { email: `${name.replace(/\W+/g, '.')}@example.com` } : {}),
    birth: person.birthDate,
    gender: person.sex === 'male' ? 0 : 1,
    created_at: '2021-03-01T10:00:00.000Z',
    updated_at: new Date(updatedMs).toISOString(),
  }
}

interface Calendar {
  grant: DoubleGrant
  life: Life
  /** What apps planned. */
  written: readonly WrittenItem[]
}

/** The list, newest first, with what is planned; one workout; its results. */
function workouts(path: string, query: URLSearchParams, { grant, life, written }: Calendar): DoubleAnswer {
  const { person } = grant
  const [, id, below] = /^\/v1\/workouts(?:\/(\d+))?(\/workout_summary)?$/.exec(path) ?? ['none']
  if (path !== '/v1/workouts' && id === undefined) return fault(404, 'Not Found')
  const done = doneBy(life)
  if (id !== undefined) {
    const plan = written.find(({ number }) => number === Number(id))
    if (plan !== undefined && below === undefined) return { status: 200, body: shownWorkout(plan) }
    const session = done.find(({ number }) => number === Number(id))
    if (session === undefined) return fault(404, 'Not Found')
    const body = below === undefined ? workoutOf(person, life, session) : summaryOf(person, life, session)
    return { status: 200, body }
  }
  const [page, size] = [numberIn(query, 'page', 1), numberIn(query, 'per_page', usualPageSize)]
  if (page === null || size === null || size > mostOnAPage) return fault(422, 'Unprocessable Entity')
  const all = [
    { startMs: plannedStartOf(life), show: () => plannedOf(person, life) },
    ...written.map((plan) => ({ startMs: startsOf(plan), show: () => shownWorkout(plan) })),
    ...done.map((session) => ({ startMs: session.startMs, show: () => workoutOf(person, life, session) })),
  ].sort((a, b) => b.startMs - a.startMs)
  const body = {
    workouts: all.slice((page - 1) * size, page * size).map(({ show }) => show()),
    total: all.length,
    page,
    per_page: size,
    order: 'descending',
    sort: 'starts',
  }
  return { status: 200, body }
}

function numberIn(query: URLSearchParams, name: string, usual: number): number | null {
  const text = query.get(name) ?? `${usual}`
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null
}

/** What a device recorded, for whoever has the address, as long as it is that of the workout. */
async function file(url: URL, frame: DoubleFrame): Promise<DoubleAnswer> {
  const named = fileAt(url.pathname)
  if (named === null) return { status: 404 }
  const life = await frame.lifeOf(named.person)
  const session = life.day(named.key.split(' ')[1] ?? '')?.sessions.find(({ key }) => key === named.key)
  if (session === undefined || session.revision !== named.revision) return { status: 404 }
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: recordingOf(life, session) }
}

/**
 * The results of workouts that are new or have changed, to the one address that the portal has, with the token that was entered
 * there; nothing of what was deleted, and nothing without `offline_data`.
 */
async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  const secret = await frame.hookSecret()
  if (news.kind !== 'items' || secret === null || !news.grant.scopes.includes('offline_data')) return []
  const { person, account } = news.grant
  const life = await frame.lifeOf(person)
  return news.items.flatMap(({ type, change, key, date }) => {
    const session = life.day(date)?.sessions.find((one) => one.key === key)
    if (type !== 'activity' || change === 'deleted' || session === undefined) return []
    const body = {
      event_type: 'workout_summary',
      webhook_token: secret,
      user: { id: Number(account) },
      workout_summary: { ...summaryOf(person, life, session), workout: bareWorkoutOf(session) },
    }
    return [{ url: frame.hookUrl, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }]
  })
}
