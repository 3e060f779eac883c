import { z } from 'zod'
import type { Sql } from '../../db/sql.ts'
import { addJob, addJobs, holdQueue, type JobOptions } from '../../jobs/jobs.ts'
import { dataTypes } from '../../schema/records.ts'

const day = z.iso.date()

/** Why something is asked of a provider. */
export const purposes = ['told', 'first', 'asked', 'poll', 'backfill'] as const
export type Purpose = (typeof purposes)[number]

/**
 * Which of them goes first, lowest first, beside the 0 of all other jobs: what is new, and what somebody waits for, before
 * what is asked in case there is something, before history (R16).
 */
export const priorityOf: Readonly<Record<Purpose, number>> = {
  told: -10,
  first: -10,
  asked: -10,
  poll: 10,
  backfill: 20,
}

/** What is to be fetched for whom. */
export const fetchJobSchema = z.object({
  environmentId: z.string(),
  userId: z.string(),
  /** Left out: all that are allowed. */
  types: z.array(z.enum(dataTypes)).optional(),
  /** Left out: the last `days`. */
  range: z.object({ first: day, last: day }).nullish(),
  days: z.number().int().min(1).default(3),
  /**
   * `told`: the provider said that there is something; `first`: after a sign-in; `poll`: its time has come; `asked`: somebody
   * reads it, so what lies further back is stored and not pushed.
   */
  purpose: z.enum(['told', 'first', 'asked', 'poll']).default('told'),
  /** What the provider told and is noted (`provider_news`), instead of types and days. */
  isOfNews: z.boolean().default(false),
  /** A limit stopped it: days that it got through are not asked for again. */
  isResumed: z.boolean().default(false),
  /** The account has not been connected here before. */
  isNew: z.boolean().default(false),
})
export type FetchJob = z.output<typeof fetchJobSchema>

export const fetchDataTask = 'fetch-data'

/**
 * The queue of what is fetched for a user, one job at a time. Users share 256 of them: a queue of one's own would be a row
 * that the job library keeps for ever.
 */
const queueOf = (userId: string): string => `users ${userId.slice(-2)}`

/** Has a user's data fetched, one job after the other; one that waits already with the same `key` is enough. */
export const addFetch = (
  sql: Sql,
  job: z.input<typeof fetchJobSchema>,
  options: Pick<JobOptions, 'delaySeconds' | 'key' | 'keepsTime' | 'queue'> = {},
) =>
  addJob(sql, fetchDataTask, job, {
    queue: queueOf(job.userId),
    maxAttempts: 8,
    priority: priorityOf[job.purpose ?? 'told'],
    ...options,
  })

const limitedQueue = (provider: string): string => `limited ${provider}`

/**
 * Has a fetch that a limit of its provider stopped go on later, those of a provider one after the other: at the same time each
 * would take a few of the calls that there are, and none get through what it has to ask in one go.
 */
export const addResumed = (sql: Sql, provider: string, job: z.input<typeof fetchJobSchema>, delaySeconds: number) =>
  addFetch(sql, { ...job, isResumed: true }, { delaySeconds, queue: limitedQueue(provider) })

/**
 * Has those that wait for a limit which all users of a provider share wait as long as the one that has just met it, and come after
 * it: each would only find out for itself.
 */
export const holdLimited = (sql: Sql, provider: string, purpose: Purpose, seconds: number) =>
  holdQueue(sql, limitedQueue(provider), priorityOf[purpose], seconds + 1)

/** Has the data of all these users asked for, in one statement. */
export const addPolls = (sql: Sql, users: readonly { userId: string; environmentId: string }[]) => {
  const jobs = users.map(({ userId, environmentId }) => ({
    payload: { environmentId, userId, purpose: 'poll' },
    queue: queueOf(userId),
    key: `poll ${userId}`,
  }))
  return addJobs(sql, fetchDataTask, jobs, { maxAttempts: 8, priority: priorityOf.poll })
}
