import type { Sql } from '../db/sql.ts'
import { emitEvent } from '../events/emit.ts'
import type { Hub } from '../hub.ts'
import { addJob } from '../jobs/jobs.ts'
import { TellusError } from '../lib/errors.ts'
import type { DataType } from '../schema/records.ts'
import { touchUser } from '../users/store.ts'
import type { User } from '../users/user.ts'
import { missingOf } from './fetch/missing.ts'
import { daysOf, largeRangeDays, type Range } from './range.ts'
import { readAthlete, readRecords } from './read.ts'
import { dataEvent, requestNotice } from './request-events.ts'

type Needs = Pick<Hub, 'db' | 'clock' | 'metrics' | 'log' | 'wake' | 'defect'>

const sentMessage = 'Data sent to webhook'
export const largeMessage =
  'Large request submitted. The data is being processed and will be sent to your destination in chunks'

export const webhookRequestTask = 'webhook-request'

/** What the job of a request that is not answered at once is told. */
export interface WebhookRequest {
  environmentId: string
  userId: string
  type: DataType
  range: Range | null
  withSamples: boolean
  retryIfRateLimited: boolean
  reference: string
  /** When it came, milliseconds since 1970. */
  receivedMs: number
  /** How often a provider has put it off. */
  tries: number
}

/**
 * Answers a REST read on the webhook: one event with all records of the range (an empty list is sent too), or, for more
 * than a month, an announcement now and chunks from a job; so too where the provider has to be asked first. What is owed is
 * committed before this resolves. Gives the sentence for the REST answer. Throws 403 for a user who is not active: a 200
 * would let the app wait for an event that never comes.
 */
export async function sendToWebhook(
  hub: Needs,
  user: User,
  type: DataType,
  range: Range | null,
  options: { withSamples: boolean; retryIfRateLimited: boolean; reference: string },
): Promise<{ message: string }> {
  if (!user.active)
    throw new TellusError(
      'forbidden',
      'the user is inactive and nothing is pushed: set them active (PATCH /users/{user_id}), or read with to_webhook=false',
    )
  const isLarge = range !== null && daysOf(range) > largeRangeDays
  const receivedMs = hub.clock.now()
  const { withSamples, retryIfRateLimited, reference } = options
  const isMissing = (await missingOf(hub, user, type, range)) !== null
  await hub.db.transaction(async (sql) => {
    if (isLarge) {
      const said = { status: 'processing', message: largeMessage }
      await emitEvent(hub, sql, requestNotice(hub, user, 'large_request_processing', reference, said))
    }
    if (isLarge || isMissing) {
      const { environmentId, userId } = user
      const whom = { environmentId, userId, type, range }
      const request: WebhookRequest = { ...whom, withSamples, retryIfRateLimited, reference, receivedMs, tries: 0 }
      await addJob(sql, webhookRequestTask, request)
    } else {
      const texts = await textsOf(sql, user, type, range, withSamples)
      await emitEvent(hub, sql, { ...dataEvent(hub, user, type, texts, reference), receivedMs })
      await touchUser(sql, user.userId, { webhook: new Date(hub.clock.now()) })
    }
  })
  hub.wake()
  return { message: isLarge ? largeMessage : sentMessage }
}

/** The stored records that a request is about. */
export async function textsOf(
  sql: Sql,
  user: User,
  type: DataType,
  range: Range | null,
  withSamples: boolean,
): Promise<string[]> {
  if (range !== null) return readRecords({ db: sql }, user, type, range, { withSamples })
  const text = await readAthlete({ db: sql }, user)
  return text === null ? [] : [text]
}
