import type { Sql } from '../../db/sql.ts'

export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'

export interface JobRow {
  id: string
  environment_id: string
  kind: 'recover' | 'resend'
  status: JobStatus
  request: unknown
  rate_per_second: number | null
  place: string | null
  done: number
  total: number | null
  error: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

/** A job in hand, and how long it must wait to keep to its rate. */
export interface LockedJobRow extends JobRow {
  wait_ms: number
}

export const insertJob = (
  sql: Sql,
  job: { id: string; environmentId: string; kind: string; request: object; ratePerSecond: number | null; at: Date },
) => sql`
  insert into jobs (id, environment_id, kind, request, rate_per_second, created_at)
  values (${job.id}, ${job.environmentId}, ${job.kind}, ${JSON.stringify(job.request)}, ${job.ratePerSecond}, ${job.at})`

/** Newest first, before an id. */
export const selectJobs = (sql: Sql, environmentId: string, before: string | null, limit: number) => sql<JobRow>`
  select *
  from jobs
  where environment_id = ${environmentId} and (${before}::uuid is null or id < ${before}::uuid)
  order by id desc
  limit ${limit}`

export async function selectJob(sql: Sql, environmentId: string, id: string): Promise<JobRow | null> {
  const [row] = await sql<JobRow>`select * from jobs where id = ${id} and environment_id = ${environmentId}`
  return row ?? null
}

/** Says that a job runs; null when it has ended or is no more. */
export async function startJob(sql: Sql, id: string): Promise<JobRow | null> {
  const [row] = await sql<JobRow>`
    update jobs
    set status = 'running', started_at = coalesce(started_at, now())
    where id = ${id} and status in ('queued', 'running')
    returning *`
  return row ?? null
}

/** The job, locked until the transaction ends; null when it does not run any more. */
export async function lockRunning(sql: Sql, id: string): Promise<LockedJobRow | null> {
  const [row] = await sql<LockedJobRow>`
    select *, coalesce(greatest(0, extract(epoch from resumes_at - clock()) * 1000), 0)::float8 as wait_ms
    from jobs
    where id = ${id} and status = 'running'
    for update`
  return row ?? null
}

export const setTotal = (sql: Sql, id: string, total: number) => sql`
  update jobs set total = ${total} where id = ${id} and status = 'running' and total is null`

/** Notes a page: where it ended, how much was done, and how long the next must wait. */
export const noteProgress = (sql: Sql, id: string, place: string | null, deliveries: number, waitMs: number) => sql`
  update jobs
  set place = ${place}, done = done + ${deliveries}, resumes_at = clock() + make_interval(secs => ${waitMs / 1000})
  where id = ${id}`

/** Ends a job that has not ended; gives it as it is then. */
export const endJob = (sql: Sql, id: string, status: JobStatus, error: string | null = null) => sql<JobRow>`
  update jobs
  set status = ${status}, error = ${error}, finished_at = now()
  where id = ${id} and status in ('queued', 'running')
  returning *`

export const deleteJobsBefore = (sql: Sql, firstId: string) => sql`
  delete from jobs where id < ${firstId}::uuid and status not in ('queued', 'running')`
