import type { PoolClient } from 'pg'
import { from, to } from 'pg-copy-streams'
import { tablesLock } from '../db/partitions.ts'
import type { Job, Manifest } from './format.ts'

type Client = Pick<PoolClient, 'query'>

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const list = (columns: readonly string[]): string => columns.map(quoted).join(', ')

/** How values are written and read, whatever the server's settings are. */
const plainForms = `
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local timezone = 'UTC';
  set local bytea_output = 'hex';
  set local extra_float_digits = 1;
  set local statement_timeout = 0;
  set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`

/**
 * Begins a transaction that sees one moment of the database to its end. Meanwhile no partition is made or dropped: that
 * would wait for this reader, and everything that stores would wait behind it.
 */
export async function beginSnapshot(client: Client): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1)', [tablesLock])
  await client.query('begin isolation level repeatable read read only')
  await client.query(plainForms)
}

export async function endSnapshot(client: Client): Promise<void> {
  await client.query('commit')
  await client.query('select pg_advisory_unlock_shared($1)', [tablesLock])
}

export async function beginLoad(client: Client): Promise<void> {
  await client.query('begin')
  await client.query(plainForms)
}

export interface Table {
  name: string
  columns: string[]
}

/** The tables, a partitioned one as a whole, without what belongs to extensions. */
export async function selectTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select 1 from pg_depend p where p.objid = c.oid and p.classid = 'pg_class'::regclass and p.deptype = 'e')
    group by c.relname
    order by c.relname`)
  return rows
}

export async function selectMigrations(client: Client): Promise<Manifest['migrations']> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.migrations') is not null as there`,
  )
  if (rows[0]?.there !== true) return []
  const applied = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations order by name',
  )
  return applied.rows
}

/** The days that have a partition in any table, as `YYYYMMDD`. */
export async function selectDays(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ day: string }>(`
    select distinct right(c.relname, 8) as day
    from pg_class c
    where c.relispartition and c.relnamespace = 'public'::regnamespace and c.relname ~ '_[0-9]{8}$' and c.relkind = 'r'
    order by day`)
  return rows.map((row) => row.day)
}

export async function selectSequences(client: Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(`
    select relname::text as name
    from pg_class
    where relkind = 'S' and relnamespace = 'public'::regnamespace
    order by relname`)
  const found: Manifest['sequences'] = []
  for (const { name } of rows) {
    const { rows: values } = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value::text, is_called from ${quoted(name)}`,
    )
    for (const value of values) found.push({ name, ...value })
  }
  return found
}

/** The jobs that wait or run; of a database whose job library has no tables yet, none. */
export async function selectJobs(client: Client): Promise<Job[]> {
  const { rows: there } = await client.query<{ there: boolean }>(
    `select to_regclass('graphile_worker._private_jobs') is not null as there`,
  )
  if (there[0]?.there !== true) return []
  const { rows } = await client.query<Job>(`
    select t.identifier as task, j.payload, q.queue_name as queue, j.run_at::text as run_at, j.priority, j.attempts,
      j.max_attempts, j.key, j.last_error,
      (select array_agg(flag) from jsonb_object_keys(coalesce(j.flags, '{}')) flag) as flags
    from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    order by j.id`)
  return rows
}

export async function insertJobs(client: Client, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    const { rows } = await client.query<{ id: string }>(
      `select (graphile_worker.add_job(
        $1::text, payload := $2::json, queue_name := $3::text, run_at := $4::timestamptz, max_attempts := $5::int,
        job_key := $6::text, priority := $7::int, flags := $8::text[])).id`,
      [
        job.task,
        JSON.stringify(job.payload),
        job.queue,
        job.run_at,
        job.max_attempts,
        job.key,
        job.priority,
        job.flags,
      ],
    )
    await client.query(
      'update graphile_worker._private_jobs set attempts = $2::int, last_error = $3::text where id = $1::bigint',
      [rows[0]?.id, job.attempts, job.last_error],
    )
  }
}

export async function selectUploads(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ raw_path: string }>(
    'select raw_path from imports where raw_path is not null order by raw_path',
  )
  return rows.map((row) => row.raw_path)
}

export const forgetUploads = (client: Client, paths: readonly string[]) =>
  client.query('update imports set raw_path = null where raw_path = any ($1::text[])', [paths])

/**
 * Tables whose rows no backup carries: who is signed in, and links that wait. A stolen backup opens no session then, and
 * a restored one revives none that was ended since; people sign in again with their passwords. Nor does it carry the live
 * stream, which lasts for minutes.
 */
const carriedEmpty = new Set(['sessions', 'one_time_tokens', 'live_tokens', 'live_dispatches'])

/** The rows of a table as a stream, in the text form of `COPY`; none of a table that is carried empty. */
export const copyOut = (client: Client, { name, columns }: Table) => {
  const rows = carriedEmpty.has(name) ? 'where false' : ''
  return client.query(to(`copy (select ${list(columns)} from ${quoted(name)} ${rows}) to stdout`))
}

export const copyIn = (client: Client, { name, columns }: Table) =>
  client.query(from(`copy ${quoted(name)} (${list(columns)}) from stdin`))

/** Empties tables, with what migrations put into them. */
export const emptyTables = (client: Client, names: readonly string[]) => client.query(`truncate ${list(names)}`)

export const setSequence = (client: Client, { name, last_value, is_called }: Manifest['sequences'][number]) =>
  client.query('select setval($1::regclass, $2::bigint, $3)', [`public.${quoted(name)}`, last_value, is_called])

/** Which table's rows point to which other's. */
export async function selectReferences(client: Client): Promise<{ child: string; parent: string }[]> {
  const { rows } = await client.query<{ child: string; parent: string }>(`
    select distinct c.relname::text as child, p.relname::text as parent
    from pg_constraint f
    join pg_class c on c.oid = f.conrelid
    join pg_class p on p.oid = f.confrelid
    where f.contype = 'f' and c.relnamespace = 'public'::regnamespace and c.oid <> p.oid`)
  return rows
}

/** Tables that have rows, of our schema and of the job library. */
export async function tablesInUse(client: Client): Promise<string[]> {
  const found: string[] = []
  for (const { name } of await selectTables(client)) {
    const { rowCount } = await client.query(`select 1 from ${quoted(name)} limit 1`)
    if (rowCount !== 0) found.push(name)
  }
  return (await selectJobs(client)).length > 0 ? [...found, 'jobs'] : found
}
