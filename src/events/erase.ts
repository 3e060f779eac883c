import { z } from 'zod'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { addJob, type Task } from '../jobs/jobs.ts'
import { deleteEnvironmentEvents } from './erase-store.ts'

const task = 'erase-environment'
const batch = 2000
/** When another process has surely learned that the environment is gone, and stores nothing for it any more. */
const againAfterSeconds = 60

const payloadSchema = z.object({ environmentId: z.string() })

/**
 * Owes, in the caller's transaction, the erasure of a deleted environment's events, attempts and outcomes: at once, and
 * once more for what was being stored in that moment.
 */
export async function oweErasure(sql: Sql, environmentId: string): Promise<void> {
  await addJob(sql, task, { environmentId }, { key: `${task} ${environmentId}` })
  const options = { key: `${task} again ${environmentId}`, delaySeconds: againAfterSeconds }
  await addJob(sql, task, { environmentId }, options)
}

/** Erases in batches, so that no lock is held for long; an interruption loses nothing that was done. */
export const eraseTask =
  (hub: Pick<Hub, 'db' | 'log'>): Task =>
  async (payload, { signal }) => {
    const { environmentId } = payloadSchema.parse(payload)
    let events = 0
    for (let n = batch; n === batch; events += n) {
      signal.throwIfAborted()
      n = await deleteEnvironmentEvents(hub.db, environmentId, batch)
    }
    hub.log.info({ environmentId, events }, 'erased the events of a deleted environment')
  }
