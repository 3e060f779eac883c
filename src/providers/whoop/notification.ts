import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import type { DataType } from '../../schema/records.ts'
import type { Notice, Notification } from '../notification.ts'

/**
 * How old a notification may be. WHOOP repeats what was not taken for about an hour, and does not say whether it signs each
 * time anew; an old one that somebody sends again only has us look once more.
 */
const toleranceMs = 2 * 3_600_000

export const signatureHeader = 'x-whoop-signature'
export const timestampHeader = 'x-whoop-signature-timestamp'

/** WHOOP's signature: HMAC-SHA256 with the client's secret over the time (in milliseconds, as text) and the body, in base64. */
export const signatureOf = (clientSecret: string, timestamp: string, body: Buffer | string): string =>
  createHmac('sha256', clientSecret).update(timestamp).update(body).digest('base64')

const posted = z.object({ user_id: z.int(), type: z.string(), id: z.string().min(1) })

/**
 * What is to be fetched for an event. Sleep and recovery make one record, and both show in the day and in the body; a
 * workout moves the strain of its day. Of what was deleted there is nothing to fetch, but the rest of its day is another. A
 * recovery is no record of its own: with one gone, what it added to is looked at again.
 */
const typesOfEvent: ReadonlyMap<string, readonly DataType[]> = new Map([
  ['workout.updated', ['activity', 'daily']],
  ['workout.deleted', ['daily']],
  ['sleep.updated', ['sleep', 'daily', 'body']],
  ['sleep.deleted', ['daily']],
  ['recovery.updated', ['sleep', 'daily', 'body']],
  ['recovery.deleted', ['sleep', 'daily', 'body']],
] as const)

/** With what was deleted its record goes, whose `summary_id` is the same. */
const goneWithEvent: ReadonlyMap<string, DataType> = new Map([
  ['workout.deleted', 'activity'],
  ['sleep.deleted', 'sleep'],
])

/** How WHOOP tells of news: an address that is entered in its dashboard hears of everybody, and each post is signed. */
export const notification: Notification = {
  verify({ headers, body }, { client, nowMs }) {
    const timestamp = headers[timestampHeader] ?? ''
    if (!/^\d{1,15}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > toleranceMs) return false
    return isSameText(signatureOf(client.secret, timestamp, body), headers[signatureHeader] ?? '')
  },
  read(body) {
    const { user_id, type, id } = posted.parse(JSON.parse(body.toString('utf8')))
    const account = `${user_id}`
    const types = typesOfEvent.get(type)
    const gone = goneWithEvent.get(type)
    const deleted: Notice[] = gone === undefined ? [] : [{ kind: 'deleted', account, type: gone, id }]
    // Kinds of events that come later are no reason to refuse them.
    return types === undefined ? [] : [...deleted, { kind: 'data', account, types: [...types], range: null }]
  },
}
