import { z } from 'zod'
import type { Sql } from '../../db/sql.ts'
import { addJob } from '../../jobs/jobs.ts'
import { dataTypes } from '../../schema/records.ts'

const day = z.iso.date()

/** What is to be fetched for whom. */
export const fetchJobSchema = z.object({
  environmentId: z.string(),
  userId: z.string(),
  /** Left out: all that are allowed. */
  types: z.array(z.enum(dataTypes)).optional(),
  /** Left out: the last `days`. */
  range: z.object({ first: day, last: day }).nullish(),
  days: z.number().int().min(1).default(3),
  /** What lies further back is stored and not pushed: somebody asked for it, and reads it. */
  isAsked: z.boolean().default(false),
})

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
  options: { delaySeconds?: number; key?: string } = {},
) => addJob(sql, fetchDataTask, job, { queue: queueOf(job.userId), maxAttempts: 8, ...options })
