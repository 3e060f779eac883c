import { formatTimestamp, offsetOfZone } from '../../normalise/time.ts'
import { signatureHeader, signatureOf, timestampHeader } from '../../providers/acme-band/notification.ts' // +notifications
import { sports } from '../../providers/acme-band/sports.ts'
import { uuidOf } from '../life/keys.ts'
import type { Life, LivedSession } from '../life/life.ts'
import type { Double, DoubleAnswer, DoubleFrame, DoubleRequest } from './double.ts'
import { oauthToken } from './oauth.ts'

/** Acme Band: its sign-in, version 1 of its API, and its notifications. */
export const acmeBand: Double = {
  provider: 'ACME_BAND',
  hosts: ['api.acme-band.example'],
  authorizeAt: 'api.acme-band.example/oauth/authorize',
  usesPkce: true,
  scopeSeparator: ' ',
  accessSeconds: 3600,
  rotation: { kind: 'once' },
  limits: [{ per: 'app', calls: 1000, seconds: 3600 }],
  accountOf: (person) => uuidOf('ACME_BAND', person, 'account'),
  refuse(why, { retryAfterSeconds }) {
    switch (why) {
      case 'unauthorized':
        return { status: 401, body: { error: 'unauthorized' } }
      case 'rate_limited':
        return { status: 429, headers: { 'retry-after': `${retryAfterSeconds}` }, body: { error: 'too many requests' } }
      case 'not_ready':
        return { status: 202, headers: { 'retry-after': `${retryAfterSeconds}` }, body: { status: 'pending' } }
      case 'unavailable':
        return { status: 503, body: { error: 'unavailable' } }
    }
  },
  async answer(request, frame) {
    switch (request.url.pathname) {
      case '/oauth/token':
        return oauthToken(request, frame)
      case '/v1/me':
        return me(request, frame)
      case '/v1/workouts':
        return workouts(request, frame)
      default:
        return { status: 404, body: { error: 'not found' } }
    }
  },
  async postings() { // -notifications
    return [] // -notifications
  }, // -notifications
  async sign() { // -notifications
    return {} // -notifications
  }, // -notifications
  async postings(news, { hookUrl }) { // +notifications
    if (news.kind !== 'items') return [] // +notifications
    const dates = news.items.filter(({ type }) => type === 'activity').map(({ date }) => date).sort() // +notifications
    const [first, last] = [dates.at(0), dates.at(-1)] // +notifications
    return first === undefined ? [] : [{ url: hookUrl, body: JSON.stringify({ user: news.grant.account, first, last }) }] // +notifications
  }, // +notifications
  async sign({ body }, { nowMs, client }) { // +notifications
    return { [timestampHeader]: `${nowMs}`, [signatureHeader]: signatureOf(client.secret, `${nowMs}`, body) } // +notifications
  }, // +notifications
}

async function me(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'profile')
  if (call.grant === null) return call.answer
  return { status: 200, body: { id: call.grant.account, timezone: call.life.zone } }
}

async function workouts(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const call = await frame.admit(request, 'data')
  if (call.grant === null) return call.answer
  const { person } = call.grant
  const query = request.url.searchParams
  const days = call.life.days(query.get('from') ?? '', query.get('to') ?? '')
  const shown = days.flatMap(({ sessions }) => sessions.map((session) => workoutOf(person, call.life, session)))
  return { status: 200, body: { workouts: shown } }
}

function workoutOf(person: string, { zone }: Life, { key, sport, startMs, endMs, points }: LivedSession) {
  const stamp = (epochMs: number) => formatTimestamp(epochMs, offsetOfZone(zone, epochMs))
  const rates = points.map(({ bpm }) => bpm)
  const last = points.at(-1)
  return {
    id: uuidOf('ACME_BAND', person, key),
    sport: [...sports].find(([, type]) => type === sport.type)?.[0] ?? 'other',
    start: stamp(startMs),
    end: stamp(endMs),
    calories: Math.round(last?.activeKcal ?? 0),
    distance_km: last === undefined || last.meters === 0 ? null : last.meters / 1000,
    average_heart_rate: Math.round(rates.reduce((sum, bpm) => sum + bpm, 0) / rates.length),
    max_heart_rate: Math.round(Math.max(...rates)),
  }
}
