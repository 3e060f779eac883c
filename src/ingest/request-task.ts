import { z } from 'zod'
import { emitEvent } from '../events/emit.ts'
import { isSaid } from '../events/said-store.ts'
import type { Hub } from '../hub.ts'
import { addJob, type Task } from '../jobs/jobs.ts'
import { formatTimestamp } from '../normalise/time.ts'
import { dataTypes } from '../schema/records.ts'
import { findUser } from '../users/find.ts'
import { touchUser } from '../users/store.ts'
import type { User } from '../users/user.ts'
import { type Fetched, type FetchHub, fetchDays } from './fetch/fetch.ts'
import { missingOf, pushedFrom } from './fetch/missing.ts'
import { daysOf, largeRangeDays } from './range.ts'
import { planChunks, readChunk } from './read.ts'
import { textsOf, type WebhookRequest, webhookRequestTask } from './request.ts'
import { dataEvent, requestNotice } from './request-events.ts'

const payloadSchema: z.ZodType<WebhookRequest> = z.object({
  environmentId: z.string(),
  userId: z.string(),
  type: z.enum(dataTypes),
  range: z
    .object({ startDay: z.string(), endDay: z.string(), startMs: z.number(), endMs: z.number(), exact: z.boolean() })
    .nullable(),
  withSamples: z.boolean(),
  retryIfRateLimited: z.boolean(),
  reference: z.string(),
  receivedMs: z.number(),
  tries: z.number(),
})

/** After so many times that a provider asked to wait, what is stored is sent. */
const mostTries = 20

/**
 * The job behind a REST read to the webhook that is large, or for which the provider has to be asked: fetches what is
 * missing, then sends. A provider that asks to wait puts it off, with an event that says so. A user deleted meanwhile gets
 * nothing; what was sent already, before a crash, is not sent again.
 */
export const webhookRequest =
  (hub: FetchHub): Task =>
  async (payload, { signal }) => {
    const request = payloadSchema.parse(payload)
    const user = await findUser(hub, request.environmentId, request.userId)
    if (user === null) return
    const fetched = await fetchMissing(hub, user, request, signal)
    if (fetched?.kind === 'gone') return
    if (fetched?.kind === 'later' && (await putOff(hub, user, request, fetched))) return
    const now = await findUser(hub, request.environmentId, request.userId)
    // Access may have been taken back while it was used.
    if (now?.active) await sendAll(hub, now, request)
  }

async function fetchMissing(hub: FetchHub, user: User, request: WebhookRequest, signal: AbortSignal) {
  const missing = await missingOf(hub, user, request.type, request.range)
  if (missing === null) return null
  const options = { signal, quietBefore: pushedFrom(hub, user) }
  return fetchDays(hub, user, missing.provider, request.type, missing.ranges, options)
}

/**
 * Comes back when the provider said, and tells that: always where it is getting data ready, at a rate limit only when the
 * request asked for it. False when what is stored is to be sent now.
 */
async function putOff(
  hub: FetchHub,
  user: User,
  request: WebhookRequest,
  { why, retryAfterSeconds }: Extract<Fetched, { kind: 'later' }>,
): Promise<boolean> {
  if (request.tries >= mostTries || (why === 'rate_limited' && !request.retryIfRateLimited)) return false
  const at = hub.clock.now() + retryAfterSeconds * 1000
  const notice =
    why === 'rate_limited'
      ? requestNotice(hub, user, 'rate_limit_hit', request.reference, {
          start_date: request.range?.startDay ?? dayOf(hub.clock.now()),
          end_date: request.range?.endDay ?? dayOf(hub.clock.now()),
          retrying_at: formatTimestamp(at, 0),
          message: `The rate limit of ${user.provider} is reached: the request is tried again`,
        })
      : requestNotice(hub, user, 'processing', request.reference, {
          status: 'success',
          message: 'Request is processing, try again later',
          retry_after_seconds: retryAfterSeconds,
        })
  await hub.db.transaction(async (sql) => {
    await emitEvent(hub, sql, notice)
    const again: WebhookRequest = { ...request, tries: request.tries + 1 }
    await addJob(sql, webhookRequestTask, again, { delaySeconds: retryAfterSeconds })
  })
  hub.wake()
  return true
}

const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)

/** Sends what is stored, in one commit; nothing when that has been done. */
async function sendAll(
  hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'wake' | 'defect'>,
  user: User,
  request: WebhookRequest,
): Promise<void> {
  const { type, range, reference, receivedMs } = request
  const isLarge = range !== null && daysOf(range) > largeRangeDays
  await hub.db.transaction(async (sql) => {
    if (await isSaid(sql, user.environmentId, reference, isLarge ? 'large_request_sending' : type)) return
    await touchUser(sql, user.userId, { webhook: new Date(hub.clock.now()) })
    if (!isLarge) {
      const texts = await textsOf(sql, user, type, range, request.withSamples)
      await emitEvent(hub, sql, { ...dataEvent(hub, user, type, texts, reference), receivedMs })
      return
    }
    const planned = await planChunks(sql, user, type, range)
    const chunks = planned.length > 0 ? planned : [[]]
    const said = { message: 'Large request payloads are being sent', expected_payloads: chunks.length }
    await emitEvent(hub, sql, requestNotice(hub, user, 'large_request_sending', reference, said))
    for (const [chunk, keys] of chunks.entries()) {
      const texts = keys.length === 0 ? [] : await readChunk(sql, user, type, keys, request.withSamples)
      await emitEvent(hub, sql, { ...dataEvent(hub, user, type, texts, reference), receivedMs, chunk })
    }
  })
  hub.wake()
}
