import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { dataTypes } from '../../schema/records.ts'
import type { Notice, Notification } from '../notification.ts'
import { addressOf } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'

/** How far the two clocks may be apart. */
const toleranceMs = 5 * 60_000

export const signatureHeader = 'x-sandbox-signature'

/** What the pretend provider posts, and its signature: `t` in milliseconds and an HMAC-SHA256 over `t.body`. */
export const signatureOf = (secret: string, epochMs: number, body: Buffer | string): string =>
  `t=${epochMs},v1=${createHmac('sha256', secret).update(`${epochMs}.`).update(body).digest('hex')}`

const posted = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('data'),
    account: z.string().min(1),
    types: z.array(z.enum(dataTypes)),
    start: z.iso.date(),
    end: z.iso.date(),
  }),
  z.object({ event: z.literal('revoked'), account: z.string().min(1) }),
  z.object({ event: z.literal('scopes'), account: z.string().min(1), scopes: z.array(z.string()) }),
])
/** A notification of the pretend provider. */
export type Posted = z.output<typeof posted>

function noticeOf(said: Posted): Notice {
  switch (said.event) {
    case 'data':
      return { kind: 'data', account: said.account, types: said.types, range: { first: said.start, last: said.end } }
    case 'revoked':
      return { kind: 'revoked', account: said.account }
    case 'scopes':
      return { kind: 'scopes', account: said.account, scopes: said.scopes }
  }
}

/** How the pretend provider tells of news: one subscription for all its people, proved by a challenge, signed. */
export const notification: Notification = {
  async subscribe({ publicUrl, client, callbackUrl, secret, ...out }) {
    const answer = await out.fetch(addressOf(publicUrl, '/sandbox/subscriptions'), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ callback_url: callbackUrl, secret }).toString(),
    })
    if (!answer.ok) throw new ProviderError('unavailable', `/sandbox/subscriptions was answered ${answer.status}`)
    return { expiresInSeconds: null }
  },
  challenge({ method, query }, { secret }) {
    const challenge = query.get('challenge')
    if (method !== 'GET' || challenge === null) return null
    const body = createHmac('sha256', secret).update(challenge).digest('hex')
    return { status: 200, type: 'text/plain; charset=utf-8', body }
  },
  verify({ headers, body }, { subscription, nowMs }) {
    const given = headers[signatureHeader] ?? ''
    const epochMs = Number(/^t=(\d+),/.exec(given)?.[1])
    if (!Number.isSafeInteger(epochMs) || Math.abs(nowMs - epochMs) > toleranceMs) return false
    return isSameText(signatureOf(subscription.secret, epochMs, body), given)
  },
  read: (body) => [noticeOf(posted.parse(JSON.parse(body.toString('utf8'))))],
}
