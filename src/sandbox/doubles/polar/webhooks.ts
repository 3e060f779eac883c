import { z } from 'zod'
import { signatureOf } from '../../../providers/polar/notification.ts'
import type { DoubleAnswer, DoubleFrame, DoubleRequest, Listener, News, NewsItem, Posting } from '../double.ts'
import { jsonOf } from '../double.ts'
import { exerciseId } from './exercises.ts'
import { api } from './form.ts'

const kinds = [
  'EXERCISE',
  'SLEEP',
  'CONTINUOUS_HEART_RATE',
  'SLEEP_WISE_CIRCADIAN_BEDTIME',
  'SLEEP_WISE_ALERTNESS',
  'ACTIVITY_SUMMARY',
  'PHYSICAL_INFORMATION',
] as const
const wanted = z.object({ events: z.array(z.enum(kinds)).min(1), url: z.url() })

/** Begins the id of a webhook, so that it is told from what is kept of each person. */
const hookPrefix = 'hook'

/** What is kept of a webhook. */
const kept = z.object({ events: z.array(z.string()), active: z.boolean() })

interface Hook {
  listener: Listener
  events: string[]
  active: boolean
}

/** The webhook of this client: there is one at most. */
async function hookOf(frame: DoubleFrame): Promise<Hook | null> {
  for (const listener of await frame.listeners(hookPrefix)) {
    const detail = kept.safeParse(listener.detail)
    if (detail.success) return { listener, ...detail.data }
  }
  return null
}

const shownOf = ({ listener: { name, url }, events, active }: Hook) => ({ id: name, events, url, active })

/** Errors of these calls are worded in another way than those of data. */
const refusal = (nowMs: number, status: number, error_type: string, message: string): DoubleAnswer => ({
  status,
  body: {
    error: { timestamp: new Date(nowMs).toISOString().slice(0, -1), status, error_type, message, corr_id: '8c2d1f' },
  },
})

/** The webhook calls, which are the client's and not a person's. */
export async function webhooks(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { method, url } = request
  if (!frame.isClient(request)) return refusal(frame.nowMs, 401, 'UnauthorizedException', 'Unauthorized')
  const id = url.pathname.split('/')[3]
  const hook = await hookOf(frame)
  if (id === 'activate' || id === 'deactivate') return turn(frame, hook, id === 'activate')
  if (id === undefined) {
    if (method === 'GET') return { status: 200, body: { data: hook === null ? [] : [shownOf(hook)] } }
    if (hook !== null) return refusal(frame.nowMs, 409, 'WebhookExistsException', 'Webhook already exists')
    return create(request, frame)
  }
  if (hook?.listener.name !== id) return refusal(frame.nowMs, 404, 'WebhookNotFoundException', 'Webhook not found')
  if (method !== 'DELETE') return refusal(frame.nowMs, 405, 'MethodNotAllowed', 'Method not allowed')
  await frame.unlisten(id)
  return { status: 204 }
}

/** Makes the webhook when the address answers a ping with 200; its key is told this once. */
async function create(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const asked = wanted.safeParse(jsonOf(request))
  if (!asked.success) return refusal(frame.nowMs, 400, 'BadRequestException', 'events or url is not valid')
  const { events, url } = asked.data
  if (!(await isThere(frame, url)))
    return refusal(frame.nowMs, 400, 'WebhookPingFailedException', `Ping failed to URL ${url}`)
  const name = `${hookPrefix}${frame.random().slice(0, 8).toLowerCase()}`
  const secret = frame.random()
  await frame.listen({ name, url, secret, detail: { events, active: true }, expiresAtMs: null })
  return { status: 201, body: { data: { id: name, events, url, signature_secret_key: secret } } }
}

async function turn(frame: DoubleFrame, hook: Hook | null, active: boolean): Promise<DoubleAnswer> {
  if (hook === null) return { status: 204 }
  const { listener, events } = hook
  if (active && !(await isThere(frame, listener.url)))
    return refusal(frame.nowMs, 400, 'WebhookPingFailedException', `Ping failed to URL ${listener.url}`)
  await frame.listen({ ...listener, detail: { events, active } })
  return { status: 200 }
}

/** The ping is not signed: who is asked knows no key yet. */
async function isThere(frame: DoubleFrame, url: string): Promise<boolean> {
  try {
    const answer = await frame.call(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'polar-webhook-event': 'PING' },
      body: JSON.stringify({ timestamp: sentAt(frame), event: 'PING' }),
    })
    return answer.status === 200
  } catch {
    return false
  }
}

const sentAt = ({ nowMs }: DoubleFrame): string => `${new Date(nowMs).toISOString().slice(0, 19)}Z`

/**
 * What is told of news. Of what was deleted nothing is, nor of naps, which Polar does not show. Whether an edit is told, its
 * papers do not say: here it is.
 */
export async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  const hook = await hookOf(frame)
  if (news.kind !== 'items' || hook === null || !hook.active) return []
  const { person, account } = news.grant
  return news.items
    .filter(({ change }) => change !== 'deleted')
    .flatMap((item) => eventsOf(item, person))
    .filter(({ event }) => hook.events.includes(event))
    .map(({ event, path, ...what }) => ({
      url: hook.listener.url,
      headers: { 'polar-webhook-event': event },
      body: JSON.stringify({
        event,
        user_id: Number(account),
        ...what,
        timestamp: sentAt(frame),
        url: `${api}${path}`,
      }),
    }))
}

interface Event {
  event: string
  path: string
  entity_id?: string
  date?: string
}

function eventsOf({ type, key, date }: NewsItem, person: string): Event[] {
  switch (type) {
    case 'activity': {
      const entity_id = exerciseId(person, key)
      return [{ event: 'EXERCISE', entity_id, path: `/v3/exercises/${entity_id}` }]
    }
    case 'sleep':
      return key.startsWith('nap') ? [] : [{ event: 'SLEEP', date, path: `/v3/users/sleep/${date}` }]
    case 'daily':
      return [
        { event: 'ACTIVITY_SUMMARY', date, path: `/v3/users/activities/${date}` },
        { event: 'CONTINUOUS_HEART_RATE', date, path: `/v3/users/continuous-heart-rate/${date}` },
      ]
    case 'body':
      return [{ event: 'PHYSICAL_INFORMATION', path: '/v3/users/physical-info' }]
    default:
      return []
  }
}

/** Signed with the key that the webhook was made with. */
export async function sign({ body }: Posting, frame: DoubleFrame): Promise<Record<string, string>> {
  const hook = await hookOf(frame)
  return { 'polar-webhook-signature': signatureOf(hook?.listener.secret ?? '', body) }
}
