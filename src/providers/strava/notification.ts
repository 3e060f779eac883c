import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import type { Notice, Notification } from '../notification.ts'
import { secretParameter, subscribe } from './subscription.ts'

/** How far the two clocks may be apart. */
const toleranceMs = 5 * 60_000

export const signatureHeader = 'x-strava-signature'

/** Strava's signature: `t` in seconds, and hex HMAC-SHA256 with the client's secret over `t.body`. */
export const signatureOf = (clientSecret: string, epochSeconds: number, body: Buffer | string): string =>
  `t=${epochSeconds},v1=${createHmac('sha256', clientSecret).update(`${epochSeconds}.`).update(body).digest('hex')}`

const posted = z.object({
  object_type: z.string(),
  object_id: z.int(),
  aspect_type: z.string(),
  owner_id: z.int(),
  updates: z.record(z.string(), z.unknown()).nullish(),
})

/** How Strava tells of news: one subscription of the app hears of all its athletes. */
export const notification: Notification = {
  subscribe,
  challenge({ method, query }, { secret }) {
    const challenge = query.get('hub.challenge')
    if (method !== 'GET' || query.get('hub.mode') !== 'subscribe' || challenge === null) return null
    if (!isSameText(query.get('hub.verify_token') ?? '', secret)) return null
    const body = JSON.stringify({ 'hub.challenge': challenge })
    return { status: 200, type: 'application/json; charset=utf-8', body }
  },
  /**
   * Either of two proofs: the secret in the address that only Strava was told, or a signature with the client's secret.
   * Strava shows the signature in an example, and does not say what key it signs with: who demanded it could hear nothing.
   */
  verify({ query, headers, body }, { client, subscription, nowMs }) {
    if (isSameText(query.get(secretParameter) ?? '', subscription.secret)) return true
    const given = headers[signatureHeader] ?? ''
    const epochSeconds = Number(/^t=(\d{1,12}),v1=/.exec(given)?.[1])
    if (!Number.isSafeInteger(epochSeconds) || Math.abs(nowMs - epochSeconds * 1000) > toleranceMs) return false
    return isSameText(given, signatureOf(client.secret, epochSeconds, body))
  },
  read(body) {
    const { object_type: object, ...said } = posted.parse(JSON.parse(body.toString('utf8')))
    if (object === 'athlete') return revocationIn(said)
    return object === 'activity' ? activityIn(said) : []
  },
}

type Said = Omit<z.output<typeof posted>, 'object_type'>

/** Of the athlete only the end of their consent is told. */
const revocationIn = ({ owner_id: owner, updates }: Said): Notice[] =>
  `${updates?.['authorized']}` === 'false' ? [{ kind: 'revoked', account: `${owner}` }] : []

/**
 * News of an activity says whose and which, and not of what day: the last ones are looked at. That one was made private is
 * told as an update to who may read it all the same, and to others as a deletion (Strava, "Webhook Events API").
 */
function activityIn({ aspect_type: aspect, object_id: id, owner_id: owner }: Said): Notice[] {
  switch (aspect) {
    case 'create':
    case 'update':
      return [{ kind: 'data', account: `${owner}`, types: ['activity'], range: null }]
    case 'delete':
      return [{ kind: 'deleted', account: `${owner}`, type: 'activity', id: `${id}` }]
    default:
      return []
  }
}
