import { z } from 'zod'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { addJob, type Task } from '../jobs/jobs.ts'
import { messageOf } from '../lib/errors.ts'
import { runImport } from './run-import.ts'
import { endImport } from './store.ts'

const payloadSchema = z.object({
  importId: z.string(),
  userId: z.string(),
  zone: z.string().nullable(),
  /** How often it failed for a reason that may pass. */
  failures: z.int().default(0),
})

const mostFailures = 8
/** Seconds before the next try after each failure. */
const pausesSeconds = [1, 5, 15, 60, 120, 300, 600]
/** Kills of the process count as attempts of the job and must not use it up. */
const maxAttempts = 10_000

/** Owes an import to a job, in the caller's transaction. The imports of one user run one after another. */
export const oweImport = (
  sql: Sql,
  job: { importId: string; userId: string; zone: string | null; failures?: number },
  delaySeconds = 0,
) => addJob(sql, 'import', job, { queue: `import ${job.userId}`, maxAttempts, delaySeconds })

/**
 * The job of an import. Interrupted by a stop of the process it is owed again as it was; after a failure that may pass
 * (a lost database, a full disk) it is tried again a little later, and the last one ends it with a sentence.
 */
export const importTask =
  (hub: Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>): Task =>
  async (payload, { signal }) => {
    const job = payloadSchema.parse(payload)
    try {
      await runImport(hub, job.importId, job.zone, signal)
    } catch (error) {
      if (signal.aborted) {
        await oweImport(hub.db, job)
        return
      }
      const failures = job.failures + 1
      hub.log.warn({ err: error, importId: job.importId, failures }, 'an import failed')
      if (failures < mostFailures) await oweImport(hub.db, { ...job, failures }, pausesSeconds[job.failures])
      else
        await endImport(hub.db, job.importId, {
          status: 'failed',
          error: `The import failed ${failures} times, last with: ${messageOf(error)}`,
          warnings: [],
          bytesRead: 0,
        })
    }
  }
