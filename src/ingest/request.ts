import type { Sql } from '../db/sql.ts'
import { emitEvent } from '../events/emit.ts'
import type { NewEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import { addJob } from '../jobs/jobs.ts'
import type { DataType } from '../schema/records.ts'
import { touchUser } from '../users/store.ts'
import { terraUser, type User } from '../users/user.ts'
import { dataBody } from './data-body.ts'
import { daysOf, largeRangeDays, type Range } from './range.ts'
import { planChunks, readAthlete, readChunk, readRecords } from './read.ts'

type Needs = Pick<Hub, 'db' | 'clock' | 'metrics' | 'log' | 'wake' | 'defect'>

const sentMessage = 'Data sent to webhook'
const largeMessage =
  'Large request submitted. The data is being processed and will be sent to your destination in chunks'

/** What a large request's job is told. */
export interface LargeRequest {
  environmentId: string
  userId: string
  type: DataType
  range: Range
  withSamples: boolean
  reference: string
}

/**
 * Answers a REST read on the webhook: one event with all records of the range (an empty list is sent too), or, for more
 * than a month, an announcement now and chunks from a job. What is owed is committed before this resolves. Gives the
 * sentence for the REST answer.
 */
export async function sendToWebhook(
  hub: Needs,
  user: User,
  type: DataType,
  range: Range | null,
  options: { withSamples: boolean; reference: string },
): Promise<{ message: string }> {
  const isLarge = range !== null && daysOf(range) > largeRangeDays
  const receivedMs = hub.clock.now()
  await hub.db.transaction(async (sql) => {
    if (isLarge) {
      await emitEvent(
        hub,
        sql,
        notice(hub, user, 'large_request_processing', options.reference, {
          status: 'processing',
          message: largeMessage,
        }),
      )
      const request: LargeRequest = { environmentId: user.environmentId, userId: user.userId, type, range, ...options }
      await addJob(sql, 'large-request', request)
    } else {
      const texts = await textsOf(sql, user, type, range, options)
      await emitEvent(hub, sql, { ...dataEvent(hub, user, type, texts, options.reference), receivedMs })
    }
    await touchUser(sql, user.userId, { webhook: new Date(hub.clock.now()) })
  })
  hub.wake()
  return { message: isLarge ? largeMessage : sentMessage }
}

/** The job of a large request: says how many payloads follow, then stores them all, in one commit. */
export async function sendChunks(hub: Needs, user: User, request: LargeRequest): Promise<void> {
  await hub.db.transaction(async (sql) => {
    const chunks = await planChunks(sql, user, request.type, request.range)
    const expected_payloads = Math.max(1, chunks.length)
    await emitEvent(
      hub,
      sql,
      notice(hub, user, 'large_request_sending', request.reference, {
        message: 'Large request payloads are being sent',
        expected_payloads,
      }),
    )
    for (const [n, keys] of (chunks.length > 0 ? chunks : [[]]).entries()) {
      const texts = keys.length === 0 ? [] : await readChunk(sql, user, request.type, keys, request.withSamples)
      await emitEvent(hub, sql, { ...dataEvent(hub, user, request.type, texts, request.reference), chunk: n })
    }
  })
  hub.wake()
}

async function textsOf(
  sql: Sql,
  user: User,
  type: DataType,
  range: Range | null,
  options: { withSamples: boolean },
): Promise<string[]> {
  if (range !== null) return readRecords({ db: sql }, user, type, range, options)
  const text = await readAthlete({ db: sql }, user)
  return text === null ? [] : [text]
}

const dataEvent = (
  hub: Pick<Hub, 'clock'>,
  user: User,
  type: DataType,
  texts: string[],
  reference: string,
): NewEvent => ({
  environmentId: user.environmentId,
  userId: user.userId,
  type,
  body: dataBody(type, user, texts),
  reference,
  orderingMs: hub.clock.now(),
})

const notice = (
  hub: Pick<Hub, 'clock'>,
  user: User,
  type: 'large_request_processing' | 'large_request_sending',
  reference: string,
  rest: object,
): NewEvent => ({
  environmentId: user.environmentId,
  userId: user.userId,
  type,
  body: JSON.stringify({ type, user: terraUser(user), reference, ...rest }),
  reference,
  orderingMs: hub.clock.now(),
})
