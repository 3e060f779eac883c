import type { Sql } from '../db/sql.ts'

/** What one destination has in the queue, each number exact up to the bound it was counted to. */
export interface QueueRow {
  destination_id: string
  due: number
  later: number
  held: number
  /** How long ago its oldest row fell due, in seconds; null when none is due. */
  oldest_due_seconds: number | null
  /** The bound: a number from it on may be cut off. */
  most: number
}

/**
 * Counts the queue by destination through the index of claims, at most `bound` rows for each number over all
 * destinations, so that a backlog of a million costs no more than one of thousands. Rows of a destination that is off are held.
 */
export const countQueue = (sql: Sql, at: string, bound: number) => sql<QueueRow>`
  with recursive active (id) as (
    (select destination_id from deliveries order by destination_id limit 1)
    union all
    select (select q.destination_id from deliveries q where q.destination_id > a.id order by q.destination_id limit 1)
    from active a
    where a.id is not null
  ),
  bounds as materialized (
    select greatest(100, ${bound}::int / greatest(1, count(id)))::int as most
    from active
  ),
  counted as (
    select a.id, d.enabled, bounds.most, due.due, due.oldest, later.later, held.held
    from active a
    cross join bounds
    join destinations d on d.id = a.id
    cross join (values (0::smallint), (1::smallint)) c (class)
    cross join lateral (
      select count(*) as due, min(due_at) as oldest
      from (
        select due_at from deliveries
        where destination_id = a.id and class = c.class and due_at <= ${at}::timestamptz
        order by due_at limit bounds.most) q
    ) due
    cross join lateral (
      select count(*) as later
      from (
        select 1 from deliveries
        where destination_id = a.id and class = c.class and due_at > ${at}::timestamptz and due_at < 'infinity'
        order by due_at limit bounds.most) q
    ) later
    cross join lateral (
      select count(*) as held
      from (
        select 1 from deliveries
        where destination_id = a.id and class = c.class and due_at = 'infinity'
        limit bounds.most) q
    ) held
  )
  select id as destination_id,
    coalesce(sum(due) filter (where enabled), 0)::int as due,
    coalesce(sum(later) filter (where enabled), 0)::int as later,
    (sum(held) + coalesce(sum(due + later) filter (where not enabled), 0))::int as held,
    extract(epoch from ${at}::timestamptz - min(oldest) filter (where enabled))::float8 as oldest_due_seconds,
    min(most) as most
  from counted
  group by id`

interface Plan {
  'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }]
}

const rowsOf = ([row]: Plan[]): number => row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0

/** How many rows the planner believes to be due; of one destination, or of all. It knows the table's size and histograms. */
export const estimateDue = async (sql: Sql, at: string, destinationId: string | null): Promise<number> =>
  rowsOf(
    destinationId === null
      ? await sql<Plan>`explain (format json) select 1 from deliveries where due_at <= ${at}::timestamptz`
      : await sql<Plan>`explain (format json)
          select 1 from deliveries where destination_id = ${destinationId}::uuid and due_at <= ${at}::timestamptz`,
  )

export const estimateHeld = async (sql: Sql): Promise<number> =>
  rowsOf(await sql<Plan>`explain (format json) select 1 from deliveries where due_at = 'infinity'`)

/** How many rows the planner believes the queue to have. */
export const estimateAll = async (sql: Sql): Promise<number> =>
  rowsOf(await sql<Plan>`explain (format json) select 1 from deliveries`)

export interface Pulse {
  /** The clock by which due times are judged. */
  at: string
  dead_rows: number
  oldest_snapshot_seconds: number
  jobs_waiting: number
}

/** What needs no counting, or little: statistics, the oldest snapshot, waiting jobs up to `jobsBound`. */
export async function readPulse(sql: Sql, jobsBound: number): Promise<Pulse> {
  const [row] = await sql<Pulse>`
    select clock()::text as at,
      coalesce((select n_dead_tup from pg_stat_user_tables where relid = 'deliveries'::regclass), 0)::float8 as dead_rows,
      coalesce((
        select max(extract(epoch from clock_timestamp() - xact_start))
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_xmin is not null
          and backend_type not in ('autovacuum worker', 'walsender')
      ), 0)::float8 as oldest_snapshot_seconds,
      (select count(*) from (
        select 1 from graphile_worker._private_jobs
        where is_available and run_at <= now()
        limit ${jobsBound}::int) j)::int as jobs_waiting`
  if (row === undefined) throw new Error('The database gave no row for its gauges.')
  return row
}

/** For a reader that must not hold anything up, nor be held up. A plan that reads the queue whole would wade through dead rows. */
export const limitTime = (sql: Sql, ms: number) => sql`
  select set_config('statement_timeout', ${String(ms)}, true), set_config('enable_seqscan', 'off', true)`
