import { createHmac } from 'node:crypto'
import { isSameText } from '../../lib/same-text.ts'
import { z } from 'zod'
import type { Notification } from '../notification.ts'

export const signatureHeader = 'x-acme-band-signature'
export const timestampHeader = 'x-acme-band-timestamp'

/** How old a notification may be. */
const toleranceMs = 5 * 60_000

/** HMAC-SHA256 with the client's secret over the time (milliseconds, as text) and the body, in hex. */
export const signatureOf = (clientSecret: string, timestamp: string, body: Buffer | string): string =>
  createHmac('sha256', clientSecret).update(timestamp).update(body).digest('hex')

const told = z.object({ user: z.string().min(1), first: z.iso.date(), last: z.iso.date() })

/** One post for each person with news, to the address that the developer has entered. */
export const notification: Notification = {
  verify({ headers, body }, { client, nowMs }) {
    const timestamp = headers[timestampHeader] ?? ''
    if (!/^\d{1,15}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > toleranceMs) return false
    return isSameText(signatureOf(client.secret, timestamp, body), headers[signatureHeader] ?? '')
  },
  read(body) {
    const { user, first, last } = told.parse(JSON.parse(body.toString('utf8')))
    return [{ kind: 'data', account: user, types: ['activity'], range: { first, last } }]
  },
}
