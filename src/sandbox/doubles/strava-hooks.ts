import { z } from 'zod'
import { dayNumber } from '../../generate/local-day.ts'
import { numberOf } from '../life/keys.ts'
import type { DoubleAnswer, DoubleFrame, DoubleRequest, News, Posting } from './double.ts'
import { formOf } from './double.ts'
import { isPrivate } from './strava-activities.ts'
import { badRequest, fault, notFound } from './strava-faults.ts'

const challenged = z.object({ 'hub.challenge': z.string() })

/** The app's one subscription: made, shown and deleted; it cannot be changed. */
export async function subscription(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { method, url } = request
  const given = method === 'POST' ? formOf(request) : url.searchParams
  if (given.get('client_id') !== frame.client.id || given.get('client_secret') !== frame.client.secret)
    return fault(401, 'Authorization Error', 'Application', 'client_id', 'invalid')
  const listeners = await frame.listeners()
  if (method === 'GET') return { status: 200, body: listeners.map(({ detail }) => detail) }
  if (method === 'DELETE')
    return (await frame.unlisten(url.pathname.split('/').at(-1) ?? '')) ? { status: 204 } : notFound('PushSubscription')
  if (method !== 'POST') return notFound('Path')
  if (listeners.length > 0) return badRequest('PushSubscription', '', 'already exists')
  const callbackUrl = given.get('callback_url') ?? ''
  const verifyToken = given.get('verify_token') ?? ''
  if (callbackUrl === '') return badRequest('PushSubscription', 'callback url', 'not verifiable')
  if (!(await isProved(frame, callbackUrl, verifyToken)))
    return badRequest('PushSubscription', 'callback url', 'GET to callback URL does not return 200')
  const id = Math.floor(frame.nowMs / 1000) % 1_000_000
  const at = new Date(frame.nowMs).toISOString()
  const detail = {
    id,
    resource_state: 2,
    application_id: 109_000,
    callback_url: callbackUrl,
    created_at: at,
    updated_at: at,
  }
  await frame.listen({ name: `${id}`, url: callbackUrl, secret: verifyToken, detail, expiresAtMs: null })
  return { status: 201, body: { id } }
}

async function isProved(frame: DoubleFrame, callbackUrl: string, verifyToken: string): Promise<boolean> {
  const challenge = frame.random()
  const address = new URL(callbackUrl)
  address.searchParams.set('hub.mode', 'subscribe')
  address.searchParams.set('hub.challenge', challenge)
  address.searchParams.set('hub.verify_token', verifyToken)
  const proof = await frame.call(address.href)
  return proof.status === 200 && challenged.safeParse(await proof.json()).data?.['hub.challenge'] === challenge
}

const aspects = { created: 'create', updated: 'update', deleted: 'delete' } as const

/** Strava tells of activities that the app may see, and of consent that was taken back; of what changed only the title. */
export async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  const listeners = await frame.listeners()
  const { account, person, scopes } = news.grant
  const owner = { owner_id: Number(account), event_time: Math.floor(frame.nowMs / 1000) }
  const events =
    news.kind === 'revoked'
      ? [
          {
            object_type: 'athlete',
            object_id: Number(account),
            aspect_type: 'update',
            updates: { authorized: 'false' },
          },
        ]
      : news.items.flatMap(({ type, change, key, date }) => {
          const id = numberOf(person, { kind: 'session', dayNumber: dayNumber(date), index: Number(key.split(' ')[2]) })
          if (type !== 'activity' || (!scopes.includes('activity:read_all') && isPrivate({ number: id }))) return []
          const updates = change === 'updated' ? { title: 'Corrected' } : {}
          return [{ object_type: 'activity', object_id: id, aspect_type: aspects[change], updates }]
        })
  return listeners.flatMap(({ url, name }) =>
    events.map((event) => ({ url, body: JSON.stringify({ ...event, ...owner, subscription_id: Number(name) }) })),
  )
}
