import { z } from 'zod'
import { ageOn } from '../../generate/life/person.ts'
import { dayText } from '../../normalise/civil.ts'
import { offsetOfZone } from '../../normalise/time.ts'
import { placeOfNumber, uuidOf } from '../life/keys.ts'
import type { Life } from '../life/life.ts'
import {
  type Double,
  type DoubleAnswer,
  type DoubleFrame,
  type DoubleGrant,
  type DoubleRequest,
  formOf,
  jsonOf,
} from './double.ts'
import { dateOf, durationOf, googleError, Invalid, invalid } from './google-health-answers.ts'
import { daysIn, filterOf } from './google-health-filter.ts'
import { type GooglePoint, googleTypes, keyOfType, pointsBetween } from './google-health-points.ts'
import { dailyRollup, heartRollup, rollupScope } from './google-health-rollups.ts'
import { tcxOf } from './google-health-route.ts'
import { postings, signed, subscriber } from './google-health-subscriber.ts'
import { createPoint, deletePoints, writtenPoints } from './google-health-written.ts'
import { oauthToken } from './oauth.ts'

const scopeName = (scope: string, verb = 'readonly'): string =>
  `https://www.googleapis.com/auth/googlehealth.${scope}.${verb}`
/** With any of which somebody may ask who a person is; food and places do not do. */
const identifying = ['activity_and_fitness', 'health_metrics_and_measurements', 'profile', 'settings', 'sleep']

const forbidden = googleError(
  403,
  'PERMISSION_DENIED',
  'Request had insufficient authentication scopes.',
  'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
)
const notFound = googleError(404, 'NOT_FOUND', 'Requested entity was not found.')

/** Google's sign-in, its Health API v4 and its subscribers. */
export const googleHealth: Double = {
  provider: 'GOOGLE_HEALTH',
  hosts: ['accounts.google.com', 'oauth2.googleapis.com', 'health.googleapis.com'],
  authorizeAt: 'accounts.google.com/o/oauth2/v2/auth',
  usesPkce: true,
  scopeSeparator: ' ',
  accessSeconds: 3599,
  rotation: { kind: 'stays' },
  limits: [
    { per: 'user', calls: 300, seconds: 60 },
    { per: 'app', calls: 120_000, seconds: 60 },
  ],
  accountOf: (person) => `hu-${uuidOf('GOOGLE_HEALTH', person, 'account').slice(0, 13)}`,
  callbackQuery: (granted) => ({ iss: 'https://accounts.google.com', scope: granted.join(' ') }),
  refuse(why) {
    switch (why) {
      case 'unauthorized':
        return googleError(
          401,
          'UNAUTHENTICATED',
          'Request had invalid authentication credentials.',
          'ACCESS_TOKEN_EXPIRED',
        )
      case 'rate_limited':
        // Nothing says when to come back.
        return googleError(
          429,
          'RESOURCE_EXHAUSTED',
          "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user'.",
          'RATE_LIMIT_EXCEEDED',
        )
      case 'not_ready':
      case 'unavailable':
        return googleError(503, 'UNAVAILABLE', 'The service is currently unavailable.')
    }
  },
  answer(request, frame) {
    const { hostname, pathname } = request.url
    if (hostname === 'oauth2.googleapis.com') {
      if (pathname === '/token') return token(request, frame)
      return pathname === '/revoke' ? revoke(request, frame) : Promise.resolve(notFound)
    }
    return pathname.startsWith('/v4/projects/') ? subscriber(request, frame) : ofPerson(request, frame)
  },
  postings,
  sign: (_, frame) => signed(frame),
}

/** A refresh token is given with the first tokens and never again. */
const token = (request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> =>
  oauthToken(request, frame, ({ accessToken, refreshToken, expiresInSeconds, grant }, isFirst) => ({
    access_token: accessToken,
    expires_in: expiresInSeconds,
    ...(isFirst ? { refresh_token: refreshToken } : {}),
    scope: grant.scopes.join(' '),
    token_type: 'Bearer',
  }))

/** Either token will do, and no client has to show itself; one that is unknown is an error here. */
async function revoke(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const brought = formOf(request).get('token') ?? request.url.searchParams.get('token') ?? ''
  return (await frame.revoke(brought))
    ? { status: 200, body: {} }
    : { status: 400, body: { error: 'invalid_token', error_description: 'Token expired or revoked' } }
}

const person = /^\/v4\/users\/me\/(identity|profile|settings)$/
const exported = /^\/v4\/users\/me\/dataTypes\/exercise\/dataPoints\/(\d+):exportExerciseTcx$/
const data = /^\/v4\/users\/me\/dataTypes\/([a-z0-9-]+)\/dataPoints(?::(reconcile|rollUp|dailyRollUp|batchDelete))?$/

async function ofPerson(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { pathname } = request.url
  const [, about] = person.exec(pathname) ?? []
  const [, type = '', verb = 'list'] = data.exec(pathname) ?? []
  const call = await frame.admit(request, about === undefined ? 'data' : 'profile')
  if (call.grant === null) return call.answer
  const { grant, life } = call
  if (about !== undefined) return told(about, grant, life)
  const [, number] = exported.exec(pathname) ?? []
  if (number !== undefined && request.method === 'GET') return tcx(Number(number), grant, life)
  if (type !== '' && request.method === 'POST' && (verb === 'list' || verb === 'batchDelete')) {
    const whom = { grant, allows: (scope: string) => grant.scopes.includes(scopeName(scope, 'writeonly')) }
    return verb === 'list' ? createPoint(type, request, whom, frame) : deletePoints(type, request, whom, frame)
  }
  const isPosted = verb === 'rollUp' || verb === 'dailyRollUp'
  if (type === '' || (request.method === 'POST') !== isPosted) return notFound
  try {
    if (verb === 'list' || verb === 'reconcile') {
      const written = await writtenPoints(type, grant, life, frame)
      return listed(type, verb, { grant, life, written }, request.url.searchParams)
    }
    return rolledUp(type, verb, grant, life, jsonOf(request))
  } catch (error) {
    if (error instanceof Invalid) return invalid(error.message, error.reason)
    throw error
  }
}

const allows = ({ scopes }: DoubleGrant, scope: string): boolean => scopes.includes(scopeName(scope))

function told(about: string, grant: DoubleGrant, { person: who, zone, nowMs, today }: Life): DoubleAnswer {
  const name = `users/me/${about}`
  if (about === 'identity') {
    if (!identifying.some((scope) => allows(grant, scope))) return forbidden
    // Six signs, as the accounts of the old Fitbit API were known.
    const legacyUserId = uuidOf('GOOGLE_HEALTH', grant.person, 'legacy').slice(0, 6).toUpperCase()
    return { status: 200, body: { name, healthUserId: grant.account, legacyUserId } }
  }
  if (!allows(grant, about)) return forbidden
  if (about === 'profile')
    return { status: 200, body: { name, age: ageOn(who.birthDate, today), membershipStartDate: dateOf('2021-01-12') } }
  return {
    status: 200,
    body: { name, timeZone: zone, utcOffset: durationOf(offsetOfZone(zone, nowMs) * 60), languageLocale: 'en_GB' },
  }
}

/** The course of a session, for which both its scope and that of places are wanted; what has none is not found. */
function tcx(number: number, grant: DoubleGrant, life: Life): DoubleAnswer {
  if (!allows(grant, 'activity_and_fitness') || !allows(grant, 'location')) return forbidden
  const place = placeOfNumber(grant.person, number)
  const lived = place === null ? null : life.day(dayText(place.dayNumber))
  const session = lived?.sessions.find((one) => one.number === number)
  const tcxData = session === undefined ? null : tcxOf(session)
  return tcxData === null ? notFound : { status: 200, body: { tcxData } }
}

const isSession = (type: string): boolean => type === 'sleep' || type === 'exercise'

interface Of {
  grant: DoubleGrant
  life: Life
  /** What apps wrote of the type. */
  written: readonly GooglePoint[]
}

function listed(type: string, verb: string, { grant, life, written }: Of, query: URLSearchParams): DoubleAnswer {
  const of = googleTypes[type]
  if (of === undefined) return invalid(`${type} is not listed`, 'INVALID_DATA_TYPE')
  if (!allows(grant, of.scope)) return forbidden
  const text = query.get('filter') ?? ''
  const passes = filterOf(type, of.found, text, life.zone)
  const lived = pointsBetween(of, life, grant.person, daysIn(text, life.today))
  const all = written.length === 0 ? lived : [...written, ...lived].sort((a, b) => b.startMs - a.startMs)
  const found = all.filter(passes)
  const most = isSession(type) ? 25 : 10_000
  const size = Math.min(most, Number(query.get('pageSize') ?? (isSession(type) ? 25 : 1440)) || most)
  const { page, ...rest } = paged(found, size, query.get('pageToken'), isSession(type))
  return answered('dataPoints', { ...rest, page: page.map((point) => shownOf(type, verb, grant.account, point)) })
}

/** Merged points have another key for their name, and come from nowhere in particular. */
function shownOf(type: string, verb: string, account: string, { value, number, source }: GooglePoint): object {
  const named =
    number === undefined ? {} : { [verb === 'list' ? 'name' : 'dataPointName']: nameOf(account, type, number) }
  return { ...named, ...(verb === 'list' ? { dataSource: source } : {}), [keyOfType(type)]: value() }
}

const nameOf = (account: string, type: string, number: number): string =>
  `users/${account}/dataTypes/${type}/dataPoints/${number}`

const civil = z.object({ date: z.object({ year: z.int(), month: z.int(), day: z.int() }) })
const daily = z.object({
  range: z.object({ start: civil, end: civil }),
  windowSizeDays: z.literal(1).default(1),
})
const physical = z.object({
  range: z.object({ startTime: z.iso.datetime(), endTime: z.iso.datetime() }),
  windowSize: z.string().regex(/^\d+s$/),
  pageSize: z.int().default(1440),
  pageToken: z.string().nullish(),
})

const textOf = ({ date: { year, month, day } }: z.output<typeof civil>): string =>
  [`${year}`.padStart(4, '0'), ...[month, day].map((part) => `${part}`.padStart(2, '0'))].join('-')

function rolledUp(type: string, verb: string, grant: DoubleGrant, life: Life, body: unknown): DoubleAnswer {
  const scope = rollupScope(type)
  if (scope === undefined) return invalid(`${type} is not rolled up`, 'INVALID_DATA_TYPE')
  if (!allows(grant, scope)) return forbidden
  if (verb === 'dailyRollUp') {
    const asked = daily.safeParse(body)
    if (!asked.success) return invalid('The request is not one of days')
    const { start, end } = asked.data.range
    const days = dailyRollup(life, type, keyOfType(type), textOf(start), textOf(end))
    // No page is told of; a person of whom there is nothing has not even a list.
    return { status: 200, body: days.length === 0 ? {} : { rollupDataPoints: days } }
  }
  const asked = physical.safeParse(body)
  if (!asked.success || type !== 'heart-rate') return invalid('The request is not one of windows')
  const { range, windowSize, pageSize, pageToken } = asked.data
  const [startMs, endMs] = [Date.parse(range.startTime), Date.parse(range.endTime)]
  const windows = heartRollup(life, startMs, endMs, Number(windowSize.slice(0, -1)))
  const { page, nextPageToken } = paged(windows, Math.min(pageSize, 10_000), pageToken ?? null, false)
  return answered('rollupDataPoints', { nextPageToken, page: page.map((window) => window()) })
}

interface Page<T> {
  page: readonly T[]
  nextPageToken: string | null
}

/**
 * A page of a list. Between those of sessions comes an empty one with a token, as developers have met them: the end is only
 * where no token is. Throws `Invalid`.
 */
function paged<T>(all: readonly T[], size: number, pageToken: string | null, hasHoles: boolean): Page<T> {
  const [, from, hole] = /^p(\d+)(e?)$/.exec(pageToken ?? 'p0') ?? []
  if (from === undefined) throw new Invalid('The page token is not one of this list')
  if (hole === 'e') return { page: [], nextPageToken: `p${from}` }
  const next = Number(from) + size
  const nextPageToken = next < all.length ? `p${next}${hasHoles ? 'e' : ''}` : null
  return { page: all.slice(Number(from), next), nextPageToken }
}

/** What is empty is left out. */
const answered = (key: string, { page, nextPageToken }: Page<object>): DoubleAnswer => ({
  status: 200,
  body: { ...(page.length === 0 ? {} : { [key]: page }), ...(nextPageToken === null ? {} : { nextPageToken }) },
})
