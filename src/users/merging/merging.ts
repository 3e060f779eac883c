import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Sql } from '../../db/sql.ts'
import { addJob } from '../../jobs/jobs.ts'
import { insertDays, noteAllOf, type Whom } from './store.ts'

/** Makes the merged records of a person's noted days and tells them. */
export const mergeTask = 'merge-person'

export const mergeJobSchema = z.object({ environmentId: z.string(), referenceId: z.string() })

/**
 * How long changes of a person are gathered, from the first on: a ring and a phone that sync at breakfast make one event of a day,
 * and what a device uploads in a few calls is told once.
 */
const gatherSeconds = 3

/**
 * Notes, in the transaction that stores it, that what the sources of a person tell of some local days has changed: what becomes of it is
 * told to the destinations that want each thing once, if and only if that transaction commits.
 */
export async function noteChanged(
  sql: Sql,
  whom: Whom,
  days: readonly { type: string; day: string | null }[],
): Promise<void> {
  if (days.length === 0) return
  await insertDays(sql, whom, days)
  await addMerge(sql, whom)
}

/** Has all that was made of an account's records told again without them: it ends, or belongs to somebody else from now on. */
export async function noteLeft(sql: Sql, whom: Whom, userId: string): Promise<void> {
  if ((await noteAllOf(sql, whom, userId)) > 0) await addMerge(sql, whom)
}

/**
 * One job for each person at a time, in one of 256 queues: a queue of one's own would be a row that the job library keeps for
 * ever. A reference id may be longer than a key of a job.
 */
function addMerge(sql: Sql, { environmentId, referenceId }: Whom) {
  const name = createHash('sha256').update(`${environmentId} ${referenceId}`).digest('hex')
  return addJob(
    sql,
    mergeTask,
    { environmentId, referenceId },
    { key: `merge ${name}`, queue: `people ${name.slice(0, 2)}`, delaySeconds: gatherSeconds, keepsTime: true },
  )
}
