import sqlText from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'
import type { DataType } from '../../schema/records.ts'

export type BackfillStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'

export interface BackfillRow {
  id: string
  environment_id: string
  user_id: string
  status: BackfillStatus
  types: DataType[]
  first_day: string | null
  last_day: string
  reference: string
  places: unknown
  windows_done: number
  windows_total: number | null
  records: number
  oldest_day: string | null
  payloads_sent: number
  payloads_total: number | null
  failures: number
  waits: number
  waits_until: Date | null
  error: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

const columns = sqlText`id, environment_id, user_id, status, types, first_day, last_day, reference, places, windows_done,
  windows_total, records, oldest_day, payloads_sent, payloads_total, failures, waits, waits_until, error, created_at,
  started_at, finished_at`

/** Makes a backfill, unless one of the user runs already: then nothing. */
export const insertBackfill = async (
  sql: Sql,
  row: Pick<
    BackfillRow,
    | 'id'
    | 'environment_id'
    | 'user_id'
    | 'types'
    | 'first_day'
    | 'last_day'
    | 'reference'
    | 'windows_total'
    | 'created_at'
  > & { places: object },
) => {
  const [made] = await sql<BackfillRow>`
    insert into backfills (id, environment_id, user_id, types, first_day, last_day, reference, places, windows_total, created_at)
    values (${row.id}, ${row.environment_id}, ${row.user_id}, ${row.types}, ${row.first_day}, ${row.last_day},
      ${row.reference}, ${JSON.stringify(row.places)}, ${row.windows_total}, ${row.created_at})
    on conflict (user_id) where status in ('queued', 'running') do nothing
    returning ${columns}`
  return made ?? null
}

export const selectBackfill = async (sql: Sql, environmentId: string, id: string) => {
  const [row] = await sql<BackfillRow>`
    select ${columns}
    from backfills
    where id = ${id} and environment_id = ${environmentId}`
  return row ?? null
}

/** Newest first, before an id; of one user where that is told. */
export const selectBackfills = (
  sql: Sql,
  environmentId: string,
  what: { userId: string | null; before: string | null; limit: number },
) => sql<BackfillRow>`
  select ${columns}
  from backfills
  where environment_id = ${environmentId} and (${what.userId}::uuid is null or user_id = ${what.userId}::uuid)
    and (${what.before}::uuid is null or id < ${what.before}::uuid)
  order by id desc
  limit ${what.limit}`

/** The one of a user that has not ended. */
export const selectRunning = async (sql: Sql, userId: string) => {
  const [row] = await sql<{ id: string }>`
    select id
    from backfills
    where user_id = ${userId} and status in ('queued', 'running')`
  return row?.id ?? null
}

/** Says that a backfill runs, and gives it; null when it has ended or is no more. */
export const startBackfilling = async (sql: Sql, id: string) => {
  const [row] = await sql<BackfillRow>`
    update backfills
    set status = 'running', started_at = coalesce(started_at, clock())
    where id = ${id} and status in ('queued', 'running')
    returning ${columns}`
  return row ?? null
}

/** Locks a backfill until the transaction ends; false when it does not run any more or has got further. */
export const lockAt = async (
  sql: Sql,
  at: Pick<BackfillRow, 'id' | 'windows_done' | 'payloads_sent' | 'payloads_total'>,
): Promise<boolean> => {
  const rows = await sql`
    select 1
    from backfills
    where id = ${at.id} and status = 'running' and windows_done = ${at.windows_done}
      and payloads_sent = ${at.payloads_sent} and payloads_total is not distinct from ${at.payloads_total}
    for update`
  return rows.length > 0
}

/** Notes where a backfill is after a window, or after a type that there is nothing of. */
export const noteWindow = (
  sql: Sql,
  id: string,
  what: { places: object; windows: number; records: number; windowsLeft: number | null; oldestDay: string | null },
) => sql`
  update backfills
  set places = ${JSON.stringify(what.places)}, windows_done = windows_done + ${what.windows},
    windows_total = windows_done + ${what.windows} + ${what.windowsLeft}::integer, records = records + ${what.records},
    oldest_day = ${what.oldestDay}, failures = 0, waits = 0, waits_until = null
  where id = ${id}`

/** Notes that the provider asked to wait, and how far the backfill is if that has changed. */
export const noteWait = (
  sql: Sql,
  id: string,
  what: { places: object; until: Date; windowsLeft: number | null },
) => sql`
  update backfills
  set places = ${JSON.stringify(what.places)}, waits = waits + 1, waits_until = ${what.until},
    windows_total = windows_done + ${what.windowsLeft}::integer
  where id = ${id} and status = 'running'`

/** Counts a failure, and says until when to wait. */
export const noteFailure = (sql: Sql, id: string, until: Date) => sql`
  update backfills
  set failures = failures + 1, waits_until = ${until}
  where id = ${id} and status = 'running'`

/** Ends a backfill that has not ended, and what it was still to send; gives it as it is then. */
export const endBackfill = async (
  sql: Sql,
  id: string,
  end: { status: BackfillStatus; error: string | null; at: Date },
) => {
  const [row] = await sql<BackfillRow>`
    update backfills
    set status = ${end.status}, error = ${end.error}, finished_at = ${end.at}, waits_until = null
    where id = ${id} and status in ('queued', 'running')
    returning ${columns}`
  if (row !== undefined) await sql`delete from backfill_chunks where backfill_id = ${id}`
  return row ?? null
}

export interface Chunk {
  no: number
  type: DataType
  keys: string[]
}

/** Keeps what is to be sent, in order. */
export const insertChunks = async (sql: Sql, id: string, chunks: readonly Chunk[]): Promise<void> => {
  // Lists in a list of parameters would have to be of one length: each goes as JSON.
  await sql`
    insert into backfill_chunks (backfill_id, no, type, keys)
    select ${id}, c.no, c.type, array(select jsonb_array_elements_text(c.keys::jsonb))
    from unnest(
      ${chunks.map(({ no }) => no)}::int[], ${chunks.map(({ type }) => type)}::text[],
      ${chunks.map(({ keys }) => JSON.stringify(keys))}::text[]) as c (no, type, keys)`
  await sql`
    update backfills
    set payloads_total = ${chunks.length}, waits_until = null, failures = 0, waits = 0
    where id = ${id}`
}

/** What is to be sent next; the backfill is locked by the caller. */
export const takeChunks = (sql: Sql, id: string, limit: number) => sql<Chunk>`
  with taken as (
    delete from backfill_chunks
    where backfill_id = ${id}
      and no in (select no from backfill_chunks where backfill_id = ${id} order by no limit ${limit})
    returning no, type, keys
  )
  select no, type, keys
  from taken
  order by no`

export const noteSent = (sql: Sql, id: string, payloads: number) => sql`
  update backfills
  set payloads_sent = payloads_sent + ${payloads}
  where id = ${id}`

/** Forgets those that ended before a time. */
export const sweepBackfills = (sql: Sql, before: Date) => sql`
  delete from backfills
  where finished_at < ${before}`
