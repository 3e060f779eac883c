import sqlText from 'sql-template-tag'
import { empty, type Sql } from '../db/sql.ts'
import type { Packed } from '../lib/packed.ts'
import type { DataType } from '../schema/records.ts'
import type { RecordPlace } from './keys.ts'
import type { Provenance } from './provenance.ts'

export interface StoredRecord extends Packed {
  type: DataType
  key: string
  hash: Buffer
  observed_at: Date
  raw_ids: string[]
  raw_whole: boolean
  mapper: string | null
}

/** What is stored under those keys of one user. */
export const selectRecords = (sql: Sql, userId: string, types: string[], keys: string[]) => sql.named(
  'select-records',
)<StoredRecord>`
  select r.type, r.key, r.hash, r.observed_at, r.body, r.body_z, r.raw_ids, r.raw_whole, r.mapper
  from unnest(${types}::text[], ${keys}::text[]) as asked (type, key)
  join records r on r.user_id = ${userId}::uuid and r.type = asked.type and r.key = asked.key`

export interface RecordRow extends RecordPlace, Packed {
  type: DataType
  hash: Buffer
  bytes: number
  observedAt: Date
  provenance: Provenance
}

/** A list of ids as PostgreSQL reads it: lists of different lengths do not fit into one parameter otherwise. */
const arrayText = (ids: readonly string[]): string => `{${ids.join(',')}}`

/** Writes whole records over what was under their keys. */
export const upsertRecords = (sql: Sql, userId: string, importId: string | null, rows: RecordRow[]) => {
  const column = <T>(pick: (row: RecordRow) => T) => rows.map(pick)
  return sql.named('upsert-records')`
    insert into records (user_id, import_id, type, key, first_day, last_day, start_at, end_at, hash, body, body_z, bytes, observed_at,
      raw_ids, raw_whole, mapper)
    select ${userId}::uuid, ${importId}::uuid, t.type, t.key, t.first_day, t.last_day, t.start_at, t.end_at, t.hash, t.body, t.body_z,
      t.bytes, t.observed_at, t.raw_ids::uuid[], t.raw_whole, t.mapper
    from unnest(
      ${column((r) => r.type)}::text[], ${column((r) => r.key)}::text[],
      ${column((r) => r.firstDay)}::date[], ${column((r) => r.lastDay)}::date[],
      ${column((r) => r.startAt)}::timestamptz[], ${column((r) => r.endAt)}::timestamptz[],
      ${column((r) => r.hash)}::bytea[], ${column((r) => r.body)}::text[], ${column((r) => r.body_z)}::bytea[],
      ${column((r) => r.bytes)}::integer[], ${column((r) => r.observedAt)}::timestamptz[],
      ${column((r) => arrayText(r.provenance.rawIds))}::text[], ${column((r) => r.provenance.isWhole)}::boolean[],
      ${column((r) => r.provenance.mapper)}::text[])
      as t (type, key, first_day, last_day, start_at, end_at, hash, body, body_z, bytes, observed_at, raw_ids, raw_whole, mapper)
    on conflict (user_id, type, key) do update
    set first_day = excluded.first_day, last_day = excluded.last_day, start_at = excluded.start_at,
      end_at = excluded.end_at, hash = excluded.hash, body = excluded.body, body_z = excluded.body_z,
      bytes = excluded.bytes, import_id = excluded.import_id, observed_at = excluded.observed_at, updated_at = now(),
      raw_ids = excluded.raw_ids, raw_whole = excluded.raw_whole, mapper = excluded.mapper`
}

export interface Confirmed {
  type: DataType
  key: string
  observedAt: Date
  /** Null: as it was. */
  provenance: Provenance | null
}

/**
 * Notes that records were seen again unchanged, so that a version dated in between does not win over them, and the newer
 * input is known to say it.
 */
export const confirmRecords = (sql: Sql, userId: string, seen: Confirmed[]) => sql.named('confirm-records')`
  update records r
  set observed_at = seen.observed_at, raw_ids = coalesce(seen.raw_ids::uuid[], r.raw_ids),
    raw_whole = coalesce(seen.raw_whole, r.raw_whole), mapper = coalesce(seen.mapper, r.mapper)
  from unnest(
    ${seen.map((r) => r.type)}::text[], ${seen.map((r) => r.key)}::text[],
    ${seen.map((r) => r.observedAt)}::timestamptz[],
    ${seen.map((r) => (r.provenance === null ? null : arrayText(r.provenance.rawIds)))}::text[],
    ${seen.map((r) => r.provenance?.isWhole ?? null)}::boolean[],
    ${seen.map((r) => r.provenance?.mapper ?? null)}::text[]) as seen (type, key, observed_at, raw_ids, raw_whole, mapper)
  where r.user_id = ${userId}::uuid and r.type = seen.type and r.key = seen.key and r.observed_at <= seen.observed_at`

/** Records of a user and type whose local days touch [startDay, endDay), and whose time touches an exact span. */
export interface RecordFilter {
  startDay: string
  endDay: string
  /** Set for sessions asked by unix seconds: an exact overlap instead of whole days. */
  span: { start: Date; end: Date } | null
}

// By the day it begins a record is found among those of the range and of the day before it, however long the history is;
// the few that last longer than a night have an index of their own, `records_long`. Two selects and not an `or`, for which
// a planner may read a whole history instead.
const found = (userId: string, type: DataType, { startDay, endDay, span }: RecordFilter) => sqlText`(
    select *
    from records
    where user_id = ${userId}::uuid and type = ${type}::text
      and first_day >= ${startDay}::date - 1 and first_day < ${endDay}::date and last_day >= ${startDay}::date
    union all
    select *
    from records
    where user_id = ${userId}::uuid and type = ${type}::text
      and last_day - first_day > 1 and first_day < ${startDay}::date - 1 and last_day >= ${startDay}::date
  ) found
  ${span === null ? empty : sqlText`where start_at < ${span.end}::timestamptz and end_at > ${span.start}::timestamptz`}`

/** Keys and sizes in order of time, to plan chunks before any body is read. */
export const selectSizes = (sql: Sql, userId: string, type: DataType, filter: RecordFilter) => sql<{
  key: string
  bytes: number
}>`
  select key, bytes
  from ${found(userId, type, filter)}
  order by start_at, key`

/** A record as it is read: its body, and what it was last made of. */
export interface ReadRow extends Packed {
  key: string
  bytes: number
  raw_id: string | null
  mapper: string | null
}

const readColumns = sqlText`key, bytes, body, body_z, raw_ids[cardinality(raw_ids)] as raw_id, mapper`

/** The first records in order of time, with their bodies. */
export const selectFirst = (sql: Sql, userId: string, type: DataType, filter: RecordFilter, limit: number) => sql.named(
  filter.span === null ? 'first-of-days' : 'first-of-span',
)<ReadRow>`
  select ${readColumns}
  from ${found(userId, type, filter)}
  order by start_at, key
  limit ${limit}::int`

export const selectBodies = (sql: Sql, userId: string, type: DataType, keys: string[]) => sql.named(
  'record-bodies',
)<ReadRow>`
  select ${readColumns}
  from records
  where user_id = ${userId}::uuid and type = ${type}::text and key = any(${keys}::text[])
  order by start_at, key`

export const selectAthlete = async (sql: Sql, userId: string) => {
  const [row] = await sql.named('select-athlete')<ReadRow>`
    select ${readColumns}
    from records
    where user_id = ${userId}::uuid and type = 'athlete'`
  return row ?? null
}

export type ImportState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'

export interface ImportRow {
  id: string
  environment_id: string
  user_id: string
  kind: string
  filename: string
  raw_path: string | null
  status: ImportState
  cancel_requested: boolean
  bytes_read: number
  bytes_total: number
  counts: Record<string, number>
  saved: Record<string, number>
  warnings: string[]
  error: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

const importColumns = sqlText`id, environment_id, user_id, kind, filename, raw_path, status, cancel_requested, bytes_read, bytes_total,
  counts, saved, warnings, error, created_at, started_at, finished_at`

export const insertImport = (
  sql: Sql,
  row: Pick<
    ImportRow,
    'id' | 'environment_id' | 'user_id' | 'kind' | 'filename' | 'raw_path' | 'bytes_total' | 'created_at'
  > & { sha256: Buffer; zone: string | null },
) => sql`
  insert into imports (id, environment_id, user_id, kind, filename, raw_path, sha256, bytes_total, created_at, zone)
  values (${row.id}, ${row.environment_id}, ${row.user_id}, ${row.kind}, ${row.filename}, ${row.raw_path}, ${row.sha256}, ${row.bytes_total}, ${row.created_at}, ${row.zone})`

export const selectImport = async (sql: Sql, importId: string) => {
  const [row] = await sql<ImportRow>`
    select ${importColumns}
    from imports
    where id = ${importId}`
  return row ?? null
}

export const selectImports = (sql: Sql, environmentId: string, limit: number, before: string | null) => sql<ImportRow>`
  select ${importColumns}
  from imports
  where environment_id = ${environmentId} and (${before}::uuid is null or id < ${before}::uuid)
  order by id desc
  limit ${limit}`

/** Marks a run as begun; false when it has ended meanwhile (cancelled while it waited). */
export const startImport = async (sql: Sql, importId: string) => {
  const rows = await sql`
    update imports
    set status = 'running', started_at = coalesce(started_at, now()), bytes_read = 0, counts = '{}', warnings = '[]', error = null
    where id = ${importId} and status in ('queued', 'running')
    returning id`
  return rows.length > 0
}

/** Says how far a run is; gives whether it was asked to stop, null when the import is gone. */
export const progressImport = async (sql: Sql, importId: string, bytesRead: number, counts: object, saved: object) => {
  const [row] = await sql<{ cancel_requested: boolean }>`
    update imports
    set bytes_read = ${bytesRead}, counts = ${JSON.stringify(counts)}, saved = ${JSON.stringify(saved)}
    where id = ${importId} and status = 'running'
    returning cancel_requested`
  return row ?? null
}

export const endImport = (
  sql: Sql,
  importId: string,
  end: { status: ImportState; error: string | null; warnings: string[]; bytesRead: number },
) => sql`
  update imports
  set status = ${end.status}, error = ${end.error}, warnings = ${JSON.stringify(end.warnings)}, bytes_read = ${end.bytesRead}, finished_at = now()
  where id = ${importId} and status in ('queued', 'running')`

export const requestCancel = async (sql: Sql, environmentId: string, importId: string) => {
  const [row] = await sql<ImportRow>`
    update imports
    set cancel_requested = status in ('queued', 'running'),
      status = case when status = 'queued' then 'cancelled' else status end,
      finished_at = case when status = 'queued' then now() else finished_at end
    where environment_id = ${environmentId} and id = ${importId}
    returning ${importColumns}`
  return row ?? null
}

export const expiredRawFiles = (sql: Sql, before: Date) => sql<{ id: string; raw_path: string }>`
  select id, raw_path
  from imports
  where raw_path is not null and finished_at < ${before}`

export const knownRawFiles = (sql: Sql) => sql<{ raw_path: string }>`
  select raw_path
  from imports
  where raw_path is not null`

export const forgetRawFile = (sql: Sql, importId: string) => sql`
  update imports
  set raw_path = null
  where id = ${importId}`
