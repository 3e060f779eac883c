import { createHash } from 'node:crypto'
import { lifeOf } from '../../life/life.ts'
import type { Double, DoubleAnswer, DoubleFrame, DoubleRequest } from '../double.ts'
import { oauthRefusal, oauthToken } from '../oauth.ts'
import { eventsOf } from './events.ts'
import { alertsOf, calibrationsOf, devicesOf, egvsOf, readingsOf } from './readings.ts'
import { deviceOf, type Listed, type Span, timesAt, type Wearer } from './wearer.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const self = '/v3/users/self/'
/** The most that is asked for at once. */
const mostMs = 30 * dayMs
/** People of the sandbox have worn a sensor for two years. */
const wornMs = 730 * dayMs

/** The lists by their names, with the word that their records have for themselves. */
const lists: ReadonlyMap<string, { type: string; of: (wearer: Wearer, span: Span) => Listed[] }> = new Map([
  ['egvs', { type: 'egv', of: egvsOf }],
  ['events', { type: 'event', of: eventsOf }],
  ['calibrations', { type: 'calibration', of: calibrationsOf }],
  ['alerts', { type: 'alert', of: alertsOf }],
])

/** Dexcom in one region, whose accounts and clock of publishing are its own: sign-in and version 3 of the API. */
const dexcomIn = (provider: string, host: string, delayHours: number): Double => ({
  provider,
  hosts: [host],
  authorizeAt: `${host}/v2/oauth2/login`,
  usesPkce: false,
  scopeSeparator: ' ',
  accessSeconds: 7200,
  rotation: { kind: 'once' },
  limits: [{ per: 'app', calls: 60_000, seconds: 3600 }],
  accountOf: (person) => createHash('sha256').update(`${provider} ${person}`).digest('hex'),
  refuse(why) {
    switch (why) {
      case 'unauthorized':
        return { status: 401 }
      // Dexcom does not say for how long.
      case 'rate_limited':
        return { status: 429 }
      // It knows no answer that is not ready.
      case 'not_ready':
      case 'unavailable':
        return { status: 503 }
    }
  },
  async answer(request, frame) {
    const { pathname } = request.url
    if (pathname === '/v2/oauth2/token') return request.method === 'POST' ? token(request, frame) : { status: 405 }
    if (!pathname.startsWith(self)) return { status: 404 }
    return request.method === 'GET' ? read(request, frame, delayHours * hourMs) : { status: 405 }
  },
  // It tells nobody of anything.
  async postings() {
    return []
  },
  async sign() {
    return {}
  },
})

export const dexcom = dexcomIn('DEXCOM', 'api.dexcom.com', 1)
export const dexcomEu = dexcomIn('DEXCOM_EU', 'api.dexcom.eu', 3)
export const dexcomJp = dexcomIn('DEXCOM_JP', 'api.dexcom.jp', 3)

/** Takes the client in the form alone, and says no scope. */
async function token(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (request.headers['authorization'] !== undefined)
    return oauthRefusal({ error: 'invalid_client', description: 'the client shows its secret in the body' })
  return oauthToken(request, frame, ({ accessToken, refreshToken, expiresInSeconds }) => ({
    access_token: accessToken,
    expires_in: expiresInSeconds,
    refresh_expires_in: 0,
    token_type: 'Bearer',
    refresh_token: refreshToken,
    'not-before-policy': 0,
    session_state: frame.random(),
  }))
}

async function read(request: DoubleRequest, frame: DoubleFrame, delayMs: number): Promise<DoubleAnswer> {
  const { pathname, searchParams } = request.url
  const asked = pathname.slice(self.length)
  const call = await frame.admit(request, asked === 'dataRange' ? 'profile' : 'data')
  if (call.grant === null) return call.answer
  const { person: name, account: userId, scopes } = call.grant
  if (!scopes.includes('offline_access')) return { status: 403 }
  // What was deleted is listed still, and says that it was.
  const life = lifeOf(
    name,
    call.deeds.filter(({ kind }) => kind !== 'deleted'),
    frame.nowMs,
  )
  const deleted = new Set(call.deeds.flatMap(({ kind, key }) => (kind === 'deleted' ? [key] : [])))
  const wearer: Wearer = { name, userId, life, deleted, device: deviceOf(name) }
  const shown: Span = { startMs: frame.nowMs - wornMs, endMs: frame.nowMs - delayMs }
  const answer = (type: string, more: object) => ({
    status: 200,
    body: { recordType: type, recordVersion: '3.0', userId, ...more },
  })
  if (asked === 'dataRange') return answer('dataRange', rangesOf(wearer, shown))
  if (asked === 'devices') return answer('device', { records: devicesOf(wearer, shown) })
  const list = lists.get(asked)
  if (list === undefined) return { status: 404 }
  const span = spanOf(searchParams)
  if ('errors' in span) return { status: 400, body: span }
  const records = list.of(wearer, within(span, shown)).sort((a, b) => b.atMs - a.atMs)
  return answer(list.type, { records: records.map(({ record }) => record) })
}

const within = (one: Span, other: Span): Span => ({
  startMs: Math.max(one.startMs, other.startMs),
  endMs: Math.min(one.endMs, other.endMs),
})

/** What was asked for: both ends as UTC without saying so, the last one exclusive. */
function spanOf(query: URLSearchParams): Span | { errors: Record<string, string[]> } {
  const [startMs, endMs] = [timeOf(query.get('startDate')), timeOf(query.get('endDate'))]
  if (startMs === null) return { errors: { startDate: ['The value is not valid.'] } }
  if (endMs === null) return { errors: { endDate: ['The value is not valid.'] } }
  if (endMs <= startMs) return { errors: { endDate: ['endDate must be after startDate.'] } }
  return endMs - startMs > mostMs
    ? { errors: { endDate: ['The time window must not exceed 30 days.'] } }
    : { startMs, endMs }
}

function timeOf(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return null
  const epochMs = Date.parse(`${text}Z`)
  return Number.isNaN(epochMs) ? null : epochMs
}

/** The first and the last of each list; null for one that has nothing. */
function rangesOf(wearer: Wearer, shown: Span): object {
  const ends = [
    { startMs: shown.startMs, endMs: shown.startMs + 7 * dayMs },
    { startMs: shown.endMs - 7 * dayMs, endMs: shown.endMs },
  ]
  const rangeOf = (of: (wearer: Wearer, span: Span) => { atMs: number }[]) => {
    const found = ends.flatMap((span) => of(wearer, span).map(({ atMs }) => atMs)).sort((a, b) => a - b)
    const [first, last] = [found.at(0), found.at(-1)]
    return first === undefined || last === undefined
      ? null
      : { start: timesAt(wearer, first), end: timesAt(wearer, last) }
  }
  return { calibrations: rangeOf(calibrationsOf), egvs: rangeOf(readingsOf), events: rangeOf(eventsOf) }
}
