import { createHash } from 'node:crypto'
import { z } from 'zod'
import { addDays, dayNumber } from '../../../generate/local-day.ts'
import type { Life, LivedDay } from '../../life/life.ts'
import type { Double, DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest } from '../double.ts'
import { formOf, jsonOf } from '../double.ts'
import { oauthToken } from '../oauth.ts'
import { physicalInfoOf, sensors } from './body.ts'
import { activityOf, cardioLoadsOf, heartRatesOf } from './days.ts'
import { exerciseId, exerciseOf, exercisesOf } from './exercises.ts'
import { fault, isDate, limitHeaders, mostDays, nothing } from './form.ts'
import { rechargeOf, sleepOf } from './nights.ts'
import { postings, sign, webhooks } from './webhooks.ts'

const scope = 'accesslink.read_all'
/** Activities are shown for so long. */
const historyDays = 365

/** Polar: its sign-in, version 3 of AccessLink and its webhook. */
export const polar: Double = {
  provider: 'POLAR',
  hosts: ['flow.polar.com', 'polarremote.com', 'www.polaraccesslink.com'],
  authorizeAt: 'flow.polar.com/oauth2/authorization',
  usesPkce: false,
  scopeSeparator: ' ',
  accessSeconds: 315_359_999,
  rotation: { kind: 'none' },
  // With one person registered.
  limits: [
    { per: 'app', calls: 520, seconds: 15 * 60 },
    { per: 'app', calls: 5100, seconds: 24 * 3600 },
  ],
  accountOf: (person) => {
    const digits = createHash('sha256').update(`POLAR ${person}`).digest().readUInt32BE()
    return `${10_000_000 + (digits % 90_000_000)}`
  },
  refuse(why, { retryAfterSeconds, usage }) {
    const body = (status: number, message: string) => ({ status, body: { status, message } })
    switch (why) {
      case 'unauthorized':
        return body(401, 'Unauthorized')
      case 'rate_limited':
        return {
          ...body(429, 'Too Many Requests'),
          headers: limitHeaders(usage, { resetSeconds: retryAfterSeconds }),
        }
      // Polar does not know it: what is not there yet is 204.
      case 'not_ready':
        return body(202, 'Accepted')
      case 'unavailable':
        return body(503, 'Service Unavailable')
    }
  },
  async answer(request, frame) {
    const { method, url } = request
    const path = url.pathname
    if (path === '/v2/oauth2/token' && method === 'POST') return token(request, frame)
    if (path === '/v3/webhooks' || path.startsWith('/v3/webhooks/')) return webhooks(request, frame)
    if (path === '/v3/users' && method === 'POST') return register(request, frame)
    if (/^\/v3\/users\/\d+$/.test(path)) return user(request, frame)
    if (method === 'GET' && /^\/v3\/(users|exercises)(\/|$)/.test(path)) return data(request, frame)
    return fault(frame.nowMs, 404, 'not_found', 'Not Found')
  },
  postings,
  sign,
}

/** Tokens last ten years and are not renewed; no scope is told, but who the person is. The client comes in the header alone. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (request.headers['authorization'] === undefined) return { status: 401, body: { error: 'invalid_client' } }
  if (formOf(request).get('grant_type') === 'refresh_token')
    return { status: 400, body: { error: 'unsupported_grant_type' } }
  return oauthToken(request, frame, ({ accessToken, expiresInSeconds, grant }) => ({
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresInSeconds,
    x_user_id: Number(grant.account),
  }))
}

const registering = z.object({ 'member-id': z.string().min(1) })
const registered = z.object({ registeredAtMs: z.number(), memberId: z.string() })

/** What was kept when a person was registered: it stands with what else this client asked for. */
async function registrationOf(frame: DoubleFrame, account: string) {
  const own = `user ${account}`
  const found = (await frame.listeners(own)).find(({ name }) => name === own)
  return registered.safeParse(found?.detail).data ?? null
}

const noConsent = (nowMs: number): DoubleAnswer =>
  fault(nowMs, 403, 'consents_not_accepted', 'User has not accepted all mandatory consents')

/** Registers a person, without which there are no data. */
async function register(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'profile')
  if (call.grant === null) return call.answer
  const { account, scopes } = call.grant
  const asked = registering.safeParse(jsonOf(request))
  if (!asked.success) return fault(frame.nowMs, 400, 'bad_request', 'member-id is missing')
  if (!scopes.includes(scope)) return noConsent(frame.nowMs)
  if ((await registrationOf(frame, account)) !== null) return { status: 409 }
  const detail = { registeredAtMs: frame.nowMs, memberId: asked.data['member-id'] }
  await frame.listen({ name: `user ${account}`, url: frame.hookUrl, secret: '', detail, expiresAtMs: null })
  return { status: 200, body: userOf(call.grant, call.life, detail) }
}

function userOf({ account }: DoubleGrant, { person }: Life, known: z.output<typeof registered>) {
  return {
    'polar-user-id': Number(account),
    'member-id': known.memberId,
    'registration-date': new Date(known.registeredAtMs).toISOString(),
    'first-name': person.firstName,
    'last-name': person.lastName,
    birthdate: person.birthDate,
    gender: person.sex.toUpperCase(),
    weight: Math.round(person.weightKg * 10) / 10,
    height: person.heightCm,
    'extra-info': null,
  }
}

/** Says who a person is, or ends their registration, and with it the token. */
async function user(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'profile')
  if (call.grant === null) return call.answer
  const { account } = call.grant
  const known = await registrationOf(frame, account)
  if (request.url.pathname !== `/v3/users/${account}`) return fault(frame.nowMs, 403, 'forbidden', 'Forbidden')
  if (known === null) return nothing
  const headers = limitHeaders(call.usage)
  if (request.method !== 'DELETE') return { status: 200, headers, body: userOf(call.grant, call.life, known) }
  await frame.unlisten(`user ${account}`)
  await frame.revoke((request.headers['authorization'] ?? '').replace(/^Bearer /i, ''))
  return { status: 204, headers }
}

/** A call for data: of a person who is registered, with how far the limits are used. */
async function data(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'data')
  if (call.grant === null) return call.answer
  const known = await registrationOf(frame, call.grant.account)
  const answer =
    known === null || !call.grant.scopes.includes(scope)
      ? noConsent(frame.nowMs)
      : answerOf(request.url, call.grant, call.life, known.registeredAtMs)
  const date = new Date(frame.nowMs).toUTCString()
  return { ...answer, headers: { date, ...limitHeaders(call.usage), ...answer.headers } }
}

function answerOf(url: URL, grant: DoubleGrant, life: Life, registeredAtMs: number): DoubleAnswer {
  const [, , , part, name = '', kind] = url.pathname.split('/')
  const query = url.searchParams
  if (url.pathname.startsWith('/v3/exercises')) return exercises(query, part, grant, life, registeredAtMs)
  switch (part) {
    case 'physical-info':
      return { status: 200, body: physicalInfoOf(life) }
    case 'activities':
      return activities(query, name, life)
    case 'sleep':
      return nights('nights', name, life, (lived) => sleepOf(grant.account, life, lived))
    case 'nightly-recharge':
      return nights('recharges', name, life, (lived) => rechargeOf(grant.account, life, lived))
    case 'continuous-heart-rate':
      return heartRates(query, name, grant, life)
    case 'cardio-load': {
      const range = name === 'date' ? rangeOf(query, life) : null
      if (range === null) return fault(life.nowMs, 400, 'bad_request', 'Invalid request')
      return { status: 200, body: cardioLoadsOf(life, range.first, range.last) }
    }
    case 'biosensing': {
      const read = sensors.get(kind === undefined ? name : '')
      const range = rangeOf(query, life)
      if (read === undefined) return fault(life.nowMs, 404, 'not_found', 'Not Found')
      if (range === null) return fault(life.nowMs, 400, 'bad_request', 'Invalid request')
      const found = life.days(range.first, range.last).flatMap((lived) => read(life, lived))
      return found.length === 0 ? nothing : { status: 200, body: found }
    }
    default:
      return fault(life.nowMs, 404, 'not_found', 'Not Found')
  }
}

function exercises(
  query: URLSearchParams,
  id: string | undefined,
  grant: DoubleGrant,
  life: Life,
  registeredAtMs: number,
): DoubleAnswer {
  const isWanted = (what: string) => query.get(what) === 'true'
  const wanted = { samples: isWanted('samples'), zones: isWanted('zones'), route: isWanted('route') }
  const shown = exercisesOf(life, registeredAtMs)
  const of = (session: (typeof shown)[number]) => exerciseOf(grant.person, grant.account, life, session, wanted)
  if (id === undefined) return { status: 200, body: shown.map(of) }
  const session = shown.find(({ key }) => exerciseId(grant.person, key) === id)
  return session === undefined
    ? fault(life.nowMs, 404, 'not_found', 'Exercise not found')
    : { status: 200, body: of(session) }
}

/** Days of a query, the last 28 unless told; null for what is no such stretch, or a longer one. */
function rangeOf(query: URLSearchParams, life: Life): { first: string; last: string } | null {
  const last = query.get('to') ?? life.today
  const first = query.get('from') ?? addDays(life.today, 1 - mostDays)
  if (!isDate(first) || !isDate(last) || first > last) return null
  return dayNumber(last) - dayNumber(first) <= mostDays ? { first, last } : null
}

function activities(query: URLSearchParams, date: string, life: Life): DoubleAnswer {
  if (date !== '' && !isDate(date)) return fault(life.nowMs, 404, 'not_found', 'Not Found')
  const range = isDate(date) ? { first: date, last: date } : rangeOf(query, life)
  if (range === null || range.first < addDays(life.today, -historyDays))
    return fault(life.nowMs, 400, 'bad_request', 'Invalid or too old date')
  const isWanted = (what: string) => query.get(what) === 'true'
  const wanted = {
    steps: isWanted('steps'),
    activity_zones: isWanted('activity_zones'),
    inactivity_stamps: isWanted('inactivity_stamps'),
  }
  const found = life.days(range.first, range.last).flatMap((lived) => activityOf(life, lived, wanted) ?? [])
  if (!isDate(date)) return { status: 200, body: found }
  const [only] = found
  return only === undefined ? nothing : { status: 200, body: only }
}

/** Nights or what was made of them: of a date, or of the last 28 days in a list with a name. */
function nights(list: string, date: string, life: Life, read: (lived: LivedDay) => object | null): DoubleAnswer {
  if (date === '')
    return {
      status: 200,
      body: { [list]: life.days(addDays(life.today, 1 - mostDays), life.today).flatMap((lived) => read(lived) ?? []) },
    }
  if (!isDate(date)) return fault(life.nowMs, 400, 'bad_request', 'Invalid date')
  const lived = life.day(date)
  const found = lived === null ? null : read(lived)
  return found === null ? fault(life.nowMs, 404, 'not_found', 'No data found for date') : { status: 200, body: found }
}

function heartRates(query: URLSearchParams, date: string, { account }: DoubleGrant, life: Life): DoubleAnswer {
  if (isDate(date)) {
    const lived = life.day(date)
    return lived === null
      ? fault(life.nowMs, 404, 'not_found', 'No data found for date')
      : { status: 200, body: heartRatesOf(account, life, lived) }
  }
  const range = query.has('from') && query.has('to') ? rangeOf(query, life) : null
  if (range === null) return fault(life.nowMs, 400, 'bad_request', 'Invalid request')
  const found = life.days(range.first, range.last).map((lived) => heartRatesOf(account, life, lived))
  return { status: 200, body: { heart_rates: found } }
}
