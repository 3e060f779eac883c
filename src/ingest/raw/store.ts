import sqlText from 'sql-template-tag'
import { empty, type Sql } from '../../db/sql.ts'
import type { Packed } from '../../lib/packed.ts'
import type { DataType } from '../../schema/records.ts'

/** What is known of a kept answer without reading it. */
export interface RawRow {
  id: string
  user_id: string
  provider: string
  type: DataType
  first_day: string
  last_day: string
  zone: string | null
  observed_at: Date
  bytes: number
}

/** A kept answer with what was answered. */
export type RawAnswerRow = RawRow & Packed

const columns = sqlText`id, user_id, provider, type, first_day, last_day, zone, observed_at, bytes`

export interface NewRaw extends Packed {
  id: string
  userId: string
  provider: string
  type: DataType
  firstDay: string
  lastDay: string
  zone: string | null
  observedAt: Date
  hash: Buffer
  bytes: number
}

/**
 * Notes that the last answer kept for a window was given again; gives its id, or null where another one was. Who a person is
 * has no days: there the last one of all counts.
 */
export async function seeAgain(
  sql: Sql,
  raw: Pick<NewRaw, 'userId' | 'type' | 'firstDay' | 'lastDay' | 'zone' | 'observedAt' | 'hash'>,
): Promise<string | null> {
  const window =
    raw.type === 'athlete' ? empty : sqlText`and first_day = ${raw.firstDay}::date and last_day = ${raw.lastDay}::date`
  const [row] = await sql<{ id: string }>`
    with last as (
      select id, hash, zone
      from raw_answers
      where user_id = ${raw.userId} and type = ${raw.type} ${window}
      order by observed_at desc, id desc
      limit 1
    )
    update raw_answers r
    set observed_at = greatest(r.observed_at, ${raw.observedAt})
    from last
    where r.user_id = ${raw.userId} and r.id = last.id and last.hash = ${raw.hash} and last.zone is not distinct from ${raw.zone}
    returning r.id`
  return row?.id ?? null
}

export const insertRaw = (sql: Sql, raw: NewRaw) => sql`
  insert into raw_answers (id, user_id, provider, type, first_day, last_day, zone, observed_at, hash, body, body_z, bytes)
  values (${raw.id}, ${raw.userId}, ${raw.provider}, ${raw.type}, ${raw.firstDay}, ${raw.lastDay}, ${raw.zone}, ${raw.observedAt},
    ${raw.hash}, ${raw.body}, ${raw.body_z}, ${raw.bytes})`

export async function selectRaw(sql: Sql, userId: string, id: string): Promise<RawAnswerRow | null> {
  const [row] = await sql<RawAnswerRow>`
    select ${columns}, body, body_z
    from raw_answers
    where user_id = ${userId} and id = ${id}`
  return row ?? null
}

/** What was last answered for some days; who a person is has none, and there the last answer of all counts. */
export async function selectLastRaw(
  sql: Sql,
  userId: string,
  type: DataType,
  { first, last }: { first: string; last: string },
): Promise<RawAnswerRow | null> {
  const window = type === 'athlete' ? empty : sqlText`and first_day = ${first}::date and last_day = ${last}::date`
  const [row] = await sql<RawAnswerRow>`
    select ${columns}, body, body_z
    from raw_answers
    where user_id = ${userId} and type = ${type} ${window}
    order by observed_at desc, id desc
    limit 1`
  return row ?? null
}

export interface RawFilter {
  type?: DataType | undefined
  /** A local day that the answer is about. */
  day?: string | undefined
}

/** A user's kept answers, the newest first, before an id. */
export const selectRaws = (sql: Sql, userId: string, filter: RawFilter, before: string | null, limit: number) =>
  sql<RawRow>`
  select ${columns}
  from raw_answers
  where user_id = ${userId} and (${before}::uuid is null or id < ${before}::uuid)
    and (${filter.type ?? null}::text is null or type = ${filter.type ?? null}::text)
    and (${filter.day ?? null}::date is null or ${filter.day ?? null}::date between first_day and last_day)
  order by id desc
  limit ${limit}`

/** The windows of a user and type of which there is a newer answer than this one. */
export const selectNewerWindows = (sql: Sql, raw: Pick<RawRow, 'user_id' | 'type' | 'observed_at' | 'id'>) => sql<{
  first_day: string
  last_day: string
}>`
  select distinct first_day, last_day
  from raw_answers
  where user_id = ${raw.user_id} and type = ${raw.type} and (observed_at, id) > (${raw.observed_at}::timestamptz, ${raw.id}::uuid)`

/** Deletes answers last given before a time, at most so many; gives how many. */
export async function deleteRawsBefore(sql: Sql, before: Date, limit: number): Promise<number> {
  const rows = await sql`
    delete from raw_answers
    where (user_id, id) in (
      select user_id, id
      from raw_answers
      where observed_at < ${before}
      order by observed_at
      limit ${limit}
    )
    returning id`
  return rows.length
}

/**
 * Deletes answers last given within a time that no replay has a use for: there is a newer one of the same window, and no
 * record is made of them. Gives how many.
 */
export async function deleteSuperseded(sql: Sql, from: Date, to: Date): Promise<number> {
  const rows = await sql`
    delete from raw_answers r
    where r.observed_at >= ${from} and r.observed_at < ${to}
      and exists (
        select 1
        from raw_answers n
        where n.user_id = r.user_id and n.type = r.type and n.first_day = r.first_day and n.last_day = r.last_day
          and (n.observed_at, n.id) > (r.observed_at, r.id)
      )
      and not exists (
        select 1
        from records c
        where c.user_id = r.user_id and c.type = r.type and r.id = any (c.raw_ids)
          and c.first_day between r.first_day - 7 and r.last_day + 7
      )
      and not exists (
        select 1
        from records c
        where c.user_id = r.user_id and c.type = r.type and r.id = any (c.raw_ids) and c.first_day is null
      )
    returning r.id`
  return rows.length
}
