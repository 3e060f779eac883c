import { z } from 'zod'
import type { Sql } from '../../db/sql.ts'
import { addJob, type Task } from '../../jobs/jobs.ts'
import { messageOf } from '../../lib/errors.ts'
import { type ReplayHub, runReplay } from './run.ts'
import { endReplay } from './store.ts'

const mostFailures = 8
/** Seconds before the next try after each failure. */
const pausesSeconds = [1, 5, 15, 60, 120, 300, 600]
/** Kills of the process count as attempts of the job and must not use it up. */
const maxAttempts = 10_000

const payloadSchema = z.object({
  replayId: z.string(),
  /** How often in a row it failed. */
  failures: z.int().default(0),
})

/** Owes a replay to the background, in the caller's transaction. */
export const oweReplay = (sql: Sql, job: { replayId: string; failures?: number }, delaySeconds = 0) =>
  addJob(sql, 'replay', job, { key: `replay ${job.replayId}`, maxAttempts, delaySeconds })

/** The background job of a replay: a slice of it, and the next one owed; a failure is tried again a little later. */
export const replayTask =
  (hub: ReplayHub): Task =>
  async (payload, { signal }) => {
    const { replayId, failures } = payloadSchema.parse(payload)
    try {
      if (!(await runReplay(hub, replayId, signal))) await oweReplay(hub.db, { replayId })
    } catch (error) {
      if (signal.aborted) {
        await oweReplay(hub.db, { replayId })
        return
      }
      const now = failures + 1
      hub.log.warn({ err: error, replayId, failures: now }, 'a replay failed')
      if (now < mostFailures) await oweReplay(hub.db, { replayId, failures: now }, pausesSeconds[failures])
      else await endReplay(hub.db, replayId, 'failed', `It failed ${now} times, last with: ${messageOf(error)}`)
    }
  }
