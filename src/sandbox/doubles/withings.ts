import { createHash, createHmac } from 'node:crypto'
import { signatureOf } from '../../providers/withings/tokens.ts'
import type { Double, DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, Given, Refused } from './double.ts'
import { activities, intraday, workouts } from './withings-activity.ts'
import { type Asked, devicesOf, failed, ok } from './withings-answers.ts'
import { ecgSignal, ecgs, measures } from './withings-measures.ts'
import { answerNotify, postings } from './withings-notify.ts'
import { sleepDetail, sleepSummaries } from './withings-sleep.ts'

const nonceSeconds = 30 * 60

/** What is answered to data calls, and the scope that each wants (page "Authorization URL"); none for devices. */
const services: Readonly<Record<string, { scope: string | null; answer: (asked: Asked) => DoubleAnswer }>> = {
  '/measure getmeas': { scope: 'user.metrics', answer: measures },
  '/v2/heart list': { scope: 'user.metrics', answer: ecgs },
  '/v2/heart get': { scope: 'user.metrics', answer: ecgSignal },
  '/v2/measure getactivity': { scope: 'user.activity', answer: activities },
  '/v2/measure getintradayactivity': { scope: 'user.activity', answer: intraday },
  '/v2/measure getworkouts': { scope: 'user.activity', answer: workouts },
  '/v2/sleep getsummary': { scope: 'user.activity', answer: sleepSummaries },
  '/v2/sleep get': { scope: 'user.activity', answer: sleepDetail },
  '/v2/user getdevice': { scope: null, answer: ({ life, person }) => ok({ devices: devicesOf(person, life) }) },
}

const noScope = failed(
  403,
  'XRequestID: Not provided insufficient_scope: The request requires higher privileges than provided by the access token',
)

/** Withings: its sign-in, its Health Data API and its notifications. Every answer is HTTP 200, whatever came of it. */
export const withings: Double = {
  provider: 'WITHINGS',
  hosts: ['account.withings.com', 'wbsapi.withings.net'],
  authorizeAt: 'account.withings.com/oauth2_user/authorize2',
  usesPkce: false,
  scopeSeparator: ',',
  accessSeconds: 10_800,
  rotation: { kind: 'grace', seconds: 8 * 3600 },
  limits: [{ per: 'app', calls: 120, seconds: 60 }],
  accountOf: (person) => {
    const digits = createHash('sha256').update(`WITHINGS ${person}`).digest().readUIntBE(0, 4)
    return `${10_000_000 + (digits % 80_000_000)}`
  },
  refuse(why, { retryAfterSeconds }) {
    switch (why) {
      case 'unauthorized':
        return failed(401, 'XRequestID: Not provided invalid_token: The access token provided is invalid')
      case 'rate_limited':
        return failed(601, 'Too Many Requests', { wait_seconds: retryAfterSeconds })
      // Withings never says that it is not ready; what comes nearest is a state that is bad for now.
      case 'not_ready':
        return failed(524, 'Bad state')
      case 'unavailable':
        return failed(522, 'Timeout')
    }
  },
  async answer(request, frame) {
    const form = parametersOf(request)
    const action = form.get('action') ?? ''
    const path = request.url.pathname
    if (path === '/v2/oauth2' && action === 'requesttoken') return requestToken(request, form, frame)
    if (path === '/v2/oauth2' && action === 'revoke') return revoke(form, frame)
    if (path === '/v2/signature' && action === 'getnonce') return getNonce(form, frame)
    const service = services[`${path} ${action}`]
    if (service === undefined && path !== '/notify') return failed(2554, 'Not implemented')
    const call = await frame.admit(request, path === '/notify' ? 'profile' : 'data')
    if (call.grant === null) return call.answer
    const { grant, life } = call
    if (service === undefined) return answerNotify(form, grant, frame, noScope)
    if (!mayRead(grant, service.scope)) return noScope
    const date = new Date(frame.nowMs).toUTCString()
    return { ...service.answer({ form, life, person: grant.person }), headers: { date } }
  },
  postings,
  // Nothing is signed: the address that is posted to is all that proves it.
  sign: async () => ({}),
}

const mayRead = ({ scopes }: DoubleGrant, scope: string | null): boolean => scope === null || scopes.includes(scope)

/** What a call says: the papers list it as query parameters and show it as a form; either is taken. */
const parametersOf = ({ url, body }: DoubleRequest): URLSearchParams =>
  new URLSearchParams([...url.searchParams, ...new URLSearchParams(body.toString('utf8'))])

async function requestToken(request: DoubleRequest, form: URLSearchParams, frame: DoubleFrame): Promise<DoubleAnswer> {
  const isSigned = form.has('nonce') && isProved(form, frame, form.get('nonce') ?? '')
  if (!frame.isClient(request) && !isSigned) return failed(503, 'Invalid Params: invalid client_id or client_secret')
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const code = { code: form.get('code') ?? '', verifier: null, redirectUri: form.get('redirect_uri') }
      return tokensOf(await frame.redeem(code), 'code')
    }
    case 'refresh_token':
      return tokensOf(await frame.refresh(form.get('refresh_token') ?? ''), 'refresh_token')
    default:
      return failed(503, 'Invalid Params: invalid grant_type')
  }
}

/** The answer is wrapped, scopes have commas between them, and the person's number is a text. */
function tokensOf(given: Given | Refused, what: 'code' | 'refresh_token'): DoubleAnswer {
  if ('error' in given)
    return given.error === 'temporarily_unavailable'
      ? failed(522, 'Timeout')
      : failed(503, `Invalid Params: invalid ${what}`)
  return ok({
    userid: given.grant.account,
    access_token: given.accessToken,
    refresh_token: given.refreshToken,
    scope: given.grant.scopes.join(','),
    expires_in: given.expiresInSeconds,
    token_type: 'Bearer',
  })
}

/** A nonce says itself until when it is good: nothing is kept of it, so it may be used more than once here. */
function nonceOf({ client }: DoubleFrame, endsAt: number): string {
  const proof = createHmac('sha256', client.secret).update(`nonce ${endsAt}`).digest('hex').slice(0, 28)
  return `${endsAt.toString(16).padStart(12, '0')}${proof}`
}

/** Whether the client signed a call: hex HMAC-SHA256 of action, client and nonce or time, commas between. */
function isProved(form: URLSearchParams, frame: DoubleFrame, third: string): boolean {
  const { client } = frame
  const right = signatureOf(client.secret, [form.get('action') ?? '', client.id, third])
  return form.get('client_id') === client.id && form.get('signature') === right
}

function getNonce(form: URLSearchParams, frame: DoubleFrame): DoubleAnswer {
  if (!isProved(form, frame, form.get('timestamp') ?? '')) return failed(503, 'Invalid Params: invalid signature')
  return ok({ nonce: nonceOf(frame, Math.floor(frame.nowMs / 1000) + nonceSeconds) })
}

async function revoke(form: URLSearchParams, frame: DoubleFrame): Promise<DoubleAnswer> {
  const nonce = form.get('nonce') ?? ''
  const endsAt = Number.parseInt(nonce.slice(0, 12), 16)
  const isGood = nonce === nonceOf(frame, endsAt) && endsAt * 1000 > frame.nowMs
  if (!isGood || !isProved(form, frame, nonce)) return failed(503, 'Invalid Params: invalid signature')
  const account = form.get('userid') ?? ''
  // Whether the person is known is not told.
  await frame.revokeAccount(account)
  for (const { name } of await frame.listeners(`${account} `)) await frame.unlisten(name)
  return ok({})
}
