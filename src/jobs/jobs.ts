import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Database, Sql } from '../db/sql.ts'
import type { Log } from '../lib/log.ts'
import { cronItems } from './cron.ts'
import { steadyPool } from './steady-pool.ts'

/** What a task gets: its payload as it was added, and a signal that is aborted when the process stops. */
export type Task = (payload: unknown, context: { signal: AbortSignal; attempt: number }) => Promise<void>

export interface JobOptions {
  /** Jobs of one queue run one at a time, in order. */
  queue?: string
  /** A second job with the same key replaces the first while that waits. */
  key?: string
  /** Seconds before it may start. */
  delaySeconds?: number
  /** True for one that starts when the job it replaces would have. */
  keepsTime?: boolean
  maxAttempts?: number
  /** Of jobs that may start the one with the lowest goes first; 0 unless told. */
  priority?: number
}

/**
 * Adds a background job in the caller's transaction: it runs if and only if that commits. Everything that is not a
 * delivery goes through here.
 */
export const addJob = (sql: Sql, task: string, payload: object, options: JobOptions = {}) => sql`
  select graphile_worker.add_job(
    ${task}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null},
    job_key := ${options.key ?? null}, job_key_mode := ${options.keepsTime === true ? 'preserve_run_at' : 'replace'},
    max_attempts := ${options.maxAttempts ?? 25},
    priority := ${options.priority ?? 0}::integer,
    run_at := now() + make_interval(secs => ${options.delaySeconds ?? 0}))`

/** `addJob` for many of one task, in one statement; one that waits already under its key keeps its place. */
export const addJobs = (
  sql: Sql,
  task: string,
  jobs: readonly { payload: object; queue: string; key: string }[],
  options: Pick<JobOptions, 'maxAttempts' | 'priority'> = {},
) => sql`
  select count(*)
  from graphile_worker.add_jobs(array(
    select row(${task}::text, j.payload::json, j.queue, now(), ${options.maxAttempts ?? 25}::smallint, j.key,
      ${options.priority ?? 0}::smallint, null::text[])::graphile_worker.job_spec
    from unnest(
      ${jobs.map(({ payload }) => JSON.stringify(payload))}::text[],
      ${jobs.map(({ queue }) => queue)}::text[],
      ${jobs.map(({ key }) => key)}::text[]) as j (payload, queue, key)), job_key_preserve_run_at := true)`

/** Has what waits in a queue, of a priority or of what comes after it, not start for so many seconds. */
export const holdQueue = (sql: Sql, queue: string, priority: number, seconds: number) => sql`
  select count(*)
  from graphile_worker.reschedule_jobs(array(
    select j.id
    from graphile_worker._private_jobs j
    join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    where q.queue_name = ${queue} and j.priority >= ${priority}::integer and j.locked_at is null
      and j.run_at < now() + make_interval(secs => ${seconds})), run_at := now() + make_interval(secs => ${seconds}))`

/** Makes or updates the tables of the job library. */
export const migrateJobs = (db: Database): Promise<void> => runMigrations({ pgPool: db.pool })

export interface JobsOptions {
  concurrency: number
  /** Lines of a crontab (`15 3 * * * task`), judged in UTC. */
  cron: string[]
  /** Called with the name under which a part of this process locks jobs, before it takes any. */
  onLockId(id: string): Promise<void>
}

/** Starts running jobs in this process; disposing waits for the running ones, which get an abort signal. */
export async function startJobs(
  hub: { db: Database; log: Log },
  tasks: Record<string, Task>,
  options: JobsOptions,
): Promise<AsyncDisposable> {
  const stopping = new AbortController()
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload, helpers) => task(payload, { signal: stopping.signal, attempt: helpers.job.attempts }),
    ]),
  )
  // The library's own lines are for its authors; ours are written by the tasks. Its warnings and errors are kept.
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') hub.log.error({ task: 'jobs' }, message)
    else if (level === 'warning') hub.log.warn({ task: 'jobs' }, message)
  })
  const events: WorkerEvents = new EventEmitter()
  const register = (id: string): void => {
    options
      .onLockId(id)
      .catch((error) => hub.log.error({ err: error, task: 'jobs' }, 'could not register a job runner'))
  }
  // A job is locked under the name of the pool or of one of its workers, by how it was fetched.
  events.on('pool:create', ({ workerPool }) => register(workerPool.id))
  events.on('worker:create', ({ worker }) => register(worker.workerId))
  const runner: Runner = await run({
    events,
    pgPool: steadyPool(hub.db.pool),
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    taskList,
    parsedCronItems: cronItems(options.cron, () => Date.now()),
    logger,
    gracefulShutdownAbortTimeout: 4000,
  })
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error('Tellus is stopping.'))
      await runner.stop()
    },
  }
}

/** Gives back the jobs that a dead process had locked, so that they start again at once. */
export const unlockJobs = (sql: Sql, lockIds: string[]) => sql`
  select graphile_worker.force_unlock_workers(${lockIds}::text[])`
