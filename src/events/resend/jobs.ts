import { getDestination, noDestination } from '../../destinations/destination.ts'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { newId, publicId } from '../../lib/ids.ts'
import { endJob, insertJob, type JobRow, selectJob, selectJobs } from './jobs-store.ts'
import type { BulkResend, Recovery } from './resend.ts'
import { oweJob, requestOf } from './task.ts'

type JobsHub = Pick<Hub, 'db' | 'vault' | 'clock' | 'log'>

/**
 * Makes the background job of a recovery or bulk resend; gives its id. Throws `not_found` when there is no such
 * destination, `conflict` when the one to recover is switched off.
 */
export async function createJob(
  hub: JobsHub,
  environmentId: string,
  asked: Recovery | BulkResend,
  ratePerSecond: number | null,
): Promise<string> {
  if (asked.destinationId !== undefined) {
    const destination = await getDestination(hub, environmentId, asked.destinationId)
    if (destination === null) throw noDestination(asked.destinationId)
    if (asked.kind === 'recover' && !destination.enabled)
      throw new TellusError('conflict', `${destination.name} is switched off: switch it on, then recover.`)
  }
  const at = new Date(hub.clock.now())
  const id = newId(at.getTime())
  const { kind, ...request } = asked
  await hub.db.transaction(async (sql) => {
    await insertJob(sql, { id, environmentId, kind, request, ratePerSecond, at })
    await oweJob(sql, { jobId: id })
  })
  hub.log.info({ jobId: id, kind }, 'took on a job')
  return id
}

/** A page of an environment's jobs, newest first. */
export async function listJobs(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  page: { limit: number; cursor: string | null },
): Promise<{ items: JobRow[]; nextCursor: string | null }> {
  const rows = await selectJobs(hub.db, environmentId, page.cursor, page.limit + 1)
  const items = rows.slice(0, page.limit)
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
}

/** One job, or null. */
export const getJob = (hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<JobRow | null> =>
  selectJob(hub.db, environmentId, id)

/** Stops a job; what it put into the queue stays there. One that has ended stays as it is. Null when there is none. */
export async function cancelJob(
  hub: Pick<Hub, 'db' | 'log'>,
  environmentId: string,
  id: string,
): Promise<JobRow | null> {
  const found = await selectJob(hub.db, environmentId, id)
  if (found === null) return null
  const [cancelled] = await endJob(hub.db, id, 'cancelled')
  if (cancelled !== undefined) hub.log.info({ jobId: id, done: cancelled.done }, 'cancelled a job')
  return cancelled ?? selectJob(hub.db, environmentId, id)
}

const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString())

/** A job as the management API shows it. */
export function viewJob(job: JobRow) {
  const asked = requestOf(job)
  const destination = asked.destinationId === undefined ? null : publicId('destination', asked.destinationId)
  return {
    id: publicId('job', job.id),
    kind: job.kind,
    status: job.status,
    done: job.done,
    total: job.total,
    error: job.error,
    rate_per_second: job.rate_per_second,
    request:
      asked.kind === 'recover'
        ? { destination_id: destination, include: asked.include, since: iso(asked.sinceMs), until: iso(asked.untilMs) }
        : {
            type: asked.type ?? null,
            user_id: asked.userId ?? null,
            destination_id: destination,
            status: asked.status ?? null,
            since: iso(asked.sinceMs),
            until: iso(asked.untilMs),
          },
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    finished_at: job.finished_at?.toISOString() ?? null,
  }
}
