import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Sql } from '../../db/sql.ts'
import { getDestination } from '../../destinations/destination.ts'
import type { Hub } from '../../hub.ts'
import { addJob, type Task } from '../../jobs/jobs.ts'
import { messageOf } from '../../lib/errors.ts'
import { deliveryStatuses } from '../types.ts'
import { endJob, type JobRow, lockRunning, noteProgress, setTotal, startJob } from './jobs-store.ts'
import { type BulkResend, countPage, type Page, type Recovery, scopeOf, sendPage } from './resend.ts'

type TaskHub = Pick<Hub, 'db' | 'vault' | 'wake' | 'log'>

/** After so long a job lets others have its place, and goes on when its turn comes again. */
const sliceMs = 5_000
const mostFailures = 8
/** Seconds before the next try after each failure. */
const pausesSeconds = [1, 5, 15, 60, 120, 300, 600]
/** Kills of the process count as attempts of the job and must not use it up. */
const maxAttempts = 10_000

const payloadSchema = z.object({
  jobId: z.string(),
  /** How often in a row it failed. */
  failures: z.int().default(0),
})

/** Owes a job to the background, in the caller's transaction. */
export const oweJob = (sql: Sql, job: { jobId: string; failures?: number }, delaySeconds = 0) =>
  addJob(sql, 'resend', job, { key: `resend ${job.jobId}`, maxAttempts, delaySeconds })

const recoverySchema = z.object({
  kind: z.literal('recover'),
  destinationId: z.string(),
  include: z.enum(['failed', 'missed', 'all']),
  sinceMs: z.number(),
  untilMs: z.number(),
})
const resendSchema = z.object({
  kind: z.literal('resend'),
  type: z.string().optional(),
  userId: z.string().optional(),
  destinationId: z.string().optional(),
  status: z.enum(deliveryStatuses).optional(),
  sinceMs: z.number().optional(),
  untilMs: z.number(),
})
const requestSchema = z.discriminatedUnion('kind', [recoverySchema, resendSchema])

/** What a job was asked to do. */
export const requestOf = ({ kind, request }: Pick<JobRow, 'kind' | 'request'>): Recovery | BulkResend =>
  requestSchema.parse({ ...z.object({}).loose().parse(request), kind })

/**
 * The background job of a recovery or bulk resend. It works in pages, each in a transaction that also notes where the
 * page ended: interrupted at any point it goes on there, and nothing is put into the queue twice.
 */
export const resendTask =
  (hub: TaskHub): Task =>
  async (payload, { signal }) => {
    const job = payloadSchema.parse(payload)
    try {
      if (!(await runJob(hub, job.jobId, signal))) await oweJob(hub.db, { jobId: job.jobId })
    } catch (error) {
      if (signal.aborted) {
        await oweJob(hub.db, { jobId: job.jobId })
        return
      }
      const failures = job.failures + 1
      hub.log.warn({ err: error, jobId: job.jobId, failures }, 'a job failed')
      if (failures < mostFailures) await oweJob(hub.db, { jobId: job.jobId, failures }, pausesSeconds[job.failures])
      else await endJob(hub.db, job.jobId, 'failed', `It failed ${failures} times, last with: ${messageOf(error)}`)
    }
  }

/** Works on a job for a while; true when it has ended, however it did. */
export async function runJob(hub: TaskHub, jobId: string, signal: AbortSignal): Promise<boolean> {
  const untilMs = performance.now() + sliceMs
  const job = await startJob(hub.db, jobId)
  if (job === null) return true
  if (job.total === null && !(await count(hub, job, signal))) return false
  while (!signal.aborted && performance.now() < untilMs) {
    const step = await hub.db.transaction((sql) => stepOf(hub, sql, jobId))
    if (step.kind === 'ended') return true
    if (step.kind === 'wait') await sleep(Math.min(step.ms, sliceMs), undefined, { signal }).catch(() => undefined)
    else {
      if (step.deliveries > 0) hub.wake()
      if (step.isLast) {
        hub.log.info({ jobId }, 'finished a job')
        return true
      }
    }
  }
  return false
}

/** Counts what there is to do; false when it was interrupted. A job that was cancelled meanwhile stays so. */
async function count(hub: TaskHub, job: JobRow, signal: AbortSignal): Promise<boolean> {
  const scope = scopeOf(job.environment_id, requestOf(job), false)
  let total = 0
  let place: string | null = null
  for (;;) {
    if (signal.aborted) return false
    const page: Page = await countPage(hub.db, scope, place)
    total += page.deliveries
    place = page.place
    if (page.isLast) break
  }
  await setTotal(hub.db, job.id, total)
  return true
}

type Step = { kind: 'ended' } | { kind: 'wait'; ms: number } | ({ kind: 'sent' } & Page)

/** One page of a job, with its place noted; the row is locked, so that two that run the same job take turns. */
async function stepOf(hub: TaskHub, sql: Sql, jobId: string): Promise<Step> {
  const job = await lockRunning(sql, jobId)
  if (job === null) return { kind: 'ended' }
  if (job.wait_ms > 0) return { kind: 'wait', ms: job.wait_ms }
  const asked = requestOf(job)
  const rate = job.rate_per_second
  if (asked.kind === 'recover') {
    const destination = await getDestination({ db: hub.db, vault: hub.vault }, job.environment_id, asked.destinationId)
    if (destination === null || !destination.enabled) {
      const why = destination === null ? 'was deleted' : 'was switched off: switch it on and recover the rest'
      await endJob(sql, jobId, 'failed', `The destination ${why}.`)
      return { kind: 'ended' }
    }
  }
  const most = rate === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(rate))
  const page = await sendPage(sql, scopeOf(job.environment_id, asked, false), job.place, most)
  await noteProgress(sql, jobId, page.place, page.deliveries, rate === null ? 0 : (page.deliveries / rate) * 1000)
  if (page.isLast) await endJob(sql, jobId, 'completed')
  return { kind: 'sent', ...page }
}
