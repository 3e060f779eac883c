import sqlText from 'sql-template-tag'
import { empty, type Sql } from '../../db/sql.ts'
import type { DataType } from '../../schema/records.ts'
import type { StoredRecord } from '../store.ts'

export type ReplayStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'

export interface ReplayRow {
  id: string
  environment_id: string
  status: ReplayStatus
  request: unknown
  place: unknown
  result: unknown
  done: number
  total: number
  error: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

export const insertReplay = (
  sql: Sql,
  replay: { id: string; environmentId: string; request: object; result: object; total: number; at: Date },
) => sql`
  insert into replays (id, environment_id, request, result, total, created_at)
  values (${replay.id}, ${replay.environmentId}, ${JSON.stringify(replay.request)}, ${JSON.stringify(replay.result)},
    ${replay.total}, ${replay.at})`

/** Newest first, before an id. */
export const selectReplays = (sql: Sql, environmentId: string, before: string | null, limit: number) => sql<ReplayRow>`
  select *
  from replays
  where environment_id = ${environmentId} and (${before}::uuid is null or id < ${before}::uuid)
  order by id desc
  limit ${limit}`

export async function selectReplay(sql: Sql, environmentId: string, id: string): Promise<ReplayRow | null> {
  const [row] = await sql<ReplayRow>`select * from replays where id = ${id} and environment_id = ${environmentId}`
  return row ?? null
}

/** Says that a replay runs; null when it has ended or is no more. */
export async function startReplay(sql: Sql, id: string): Promise<ReplayRow | null> {
  const [row] = await sql<ReplayRow>`
    update replays
    set status = 'running', started_at = coalesce(started_at, now())
    where id = ${id} and status in ('queued', 'running')
    returning *`
  return row ?? null
}

/** The replay, locked until the transaction ends; null when it does not run any more. */
export async function lockReplay(sql: Sql, id: string): Promise<ReplayRow | null> {
  const [row] = await sql<ReplayRow>`select * from replays where id = ${id} and status = 'running' for update`
  return row ?? null
}

/** Notes where a step ended and what it found. */
export const noteStep = (sql: Sql, id: string, place: object, result: object, done: number) => sql`
  update replays
  set place = ${JSON.stringify(place)}, result = ${JSON.stringify(result)}, done = done + ${done},
    total = greatest(total, done + ${done})
  where id = ${id}`

/** Ends a replay that has not ended; gives it as it is then. */
export const endReplay = (sql: Sql, id: string, status: ReplayStatus, error: string | null = null) => sql<ReplayRow>`
  update replays
  set status = ${status}, error = ${error}, finished_at = now()
  where id = ${id} and status in ('queued', 'running')
  returning *`

export const deleteReplaysBefore = (sql: Sql, firstId: string) => sql`
  delete from replays where id < ${firstId}::uuid and status not in ('queued', 'running')`

/** What of an environment is replayed. */
export interface ReplayFilter {
  environmentId: string
  provider?: string | undefined
  type?: DataType | undefined
  userId?: string | undefined
  since: Date | null
  until: Date | null
}

const users = ({ environmentId, provider, userId }: ReplayFilter) => sqlText`
  u.environment_id = ${environmentId}
  ${provider === undefined ? empty : sqlText`and u.provider = ${provider}`}
  ${userId === undefined ? empty : sqlText`and u.user_id = ${userId}::uuid`}`

const answers = (filter: ReplayFilter) => sqlText`
  from users u
  join raw_answers r using (user_id)
  where ${users(filter)}
    ${filter.type === undefined ? empty : sqlText`and r.type = ${filter.type}`}
    and (${filter.since}::timestamptz is null or r.observed_at >= ${filter.since}::timestamptz)
    and (${filter.until}::timestamptz is null or r.observed_at < ${filter.until}::timestamptz)`

const files = (filter: ReplayFilter) => sqlText`
  from imports i
  join users u on u.user_id = i.user_id
  where i.environment_id = ${filter.environmentId} and i.raw_path is not null and i.status = 'completed'
    and ${users(filter)}
    and (${filter.since}::timestamptz is null or i.created_at >= ${filter.since}::timestamptz)
    and (${filter.until}::timestamptz is null or i.created_at < ${filter.until}::timestamptz)`

/** How much a filter finds. */
export async function countScope(
  sql: Sql,
  filter: ReplayFilter,
): Promise<{ answers: number; files: number; users: number }> {
  const [row] = await sql<{ answers: number; files: number; users: number }>`
    with a as (select r.user_id ${answers(filter)}), f as (select i.user_id ${files(filter)})
    select (select count(*) from a) as answers, (select count(*) from f) as files,
      (select count(*) from (select user_id from a union select user_id from f) whose) as users`
  return row ?? { answers: 0, files: 0, users: 0 }
}

export interface Point {
  userId: string
  rawId: string
}

/** The next answers of one user after a place, in the order in which they were kept. */
export const selectNextRaws = (sql: Sql, filter: ReplayFilter, after: Point | null, limit: number) => sql<{
  user_id: string
  id: string
}>`
  with next as (
    select r.user_id, r.id
    ${answers(filter)}
      ${after === null ? empty : sqlText`and (r.user_id, r.id) > (${after.userId}::uuid, ${after.rawId}::uuid)`}
    order by r.user_id, r.id
    limit ${limit}
  )
  select user_id, id
  from next
  where user_id = (select user_id from next order by user_id limit 1)
  order by id`

export interface FileRow {
  id: string
  user_id: string
  kind: string
  filename: string
  raw_path: string
  bytes_total: number
  zone: string | null
  created_at: Date
}

/** The newest file of a filter, before an import where one is given. */
export async function selectNextFile(sql: Sql, filter: ReplayFilter, before: string | null): Promise<FileRow | null> {
  const [row] = await sql<FileRow>`
    select i.id, i.user_id, i.kind, i.filename, i.raw_path, i.bytes_total, coalesce(i.zone, u.zone) as zone, i.created_at
    ${files(filter)} and (${before}::uuid is null or i.id < ${before}::uuid)
    order by i.id desc
    limit 1`
  return row ?? null
}

/**
 * What is stored of a user and type under those keys, and what an input was the last to make. The latter is looked for around
 * the days of the input, and among what has none.
 */
export const selectConcerned = (
  sql: Sql,
  userId: string,
  type: DataType,
  keys: string[],
  input: { id: string; firstDay: string; lastDay: string },
) => {
  const made = sqlText`
    select key
    from records
    where user_id = ${userId} and type = ${type} and raw_ids[cardinality(raw_ids)] = ${input.id}::uuid`
  return sql<StoredRecord>`
  with concerned as (
    select unnest(${keys}::text[]) as key
    union
    ${made} and first_day between ${input.firstDay}::date - 7 and ${input.lastDay}::date + 7
    union
    ${made} and first_day is null
  )
  select r.type, r.key, r.hash, r.observed_at, r.body, r.body_z, r.raw_ids, r.raw_whole, r.mapper
  from concerned c
  join records r on r.user_id = ${userId} and r.type = ${type} and r.key = c.key
  order by r.start_at, r.key`
}

/** Notes which mapper made records whose contents stay as they are. */
export const noteMappers = (
  sql: Sql,
  userId: string,
  noted: readonly { type: DataType; key: string; rawIds: readonly string[]; isWhole: boolean; mapper: string | null }[],
) => sql`
  update records r
  set raw_ids = noted.raw_ids::uuid[], raw_whole = noted.raw_whole, mapper = noted.mapper
  from unnest(
    ${noted.map((one) => one.type)}::text[], ${noted.map((one) => one.key)}::text[],
    ${noted.map((one) => `{${one.rawIds.join(',')}}`)}::text[], ${noted.map((one) => one.isWhole)}::boolean[],
    ${noted.map((one) => one.mapper)}::text[]) as noted (type, key, raw_ids, raw_whole, mapper)
  where r.user_id = ${userId} and r.type = noted.type and r.key = noted.key`
