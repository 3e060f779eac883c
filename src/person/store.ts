import type { Sql } from '../db/sql.ts'
import type { Whom } from '../users/merging/store.ts'

/** Days of a person that wait to be told merged: of one type, within a week. */
export interface DueDays {
  type: string
  ids: string[]
  /** Each once, in order; none of a type that has no days. */
  days: string[]
}

/** The first of the days that wait; null where none do. */
export async function selectDue(
  sql: Sql,
  { environmentId, referenceId }: Whom,
  windowDays: number,
): Promise<DueDays | null> {
  const rows = await sql<{ id: string; type: string; day: string | null }>`
    with earliest as (
      select type, day
      from merge_days
      where environment_id = ${environmentId} and reference_id = ${referenceId}
      order by type, day
      limit 1
    )
    select m.id, m.type, m.day
    from earliest e
    join merge_days m
      on m.environment_id = ${environmentId} and m.reference_id = ${referenceId} and m.type = e.type
      and (m.day is not distinct from e.day or m.day between e.day and e.day + ${windowDays - 1}::int)
    order by m.day`
  const [first] = rows
  if (first === undefined) return null
  const days = new Set(rows.flatMap(({ day }) => day ?? []))
  return { type: first.type, ids: rows.map(({ id }) => id), days: [...days] }
}

export const deleteDue = (sql: Sql, ids: readonly string[]) => sql`
  delete from merge_days where id = any (${[...ids]}::uuid[])`

export const deleteAllDue = (sql: Sql, { environmentId, referenceId }: Whom) => sql`
  delete from merge_days where environment_id = ${environmentId} and reference_id = ${referenceId}`

export async function wantsMerged(sql: Sql, environmentId: string): Promise<boolean> {
  const rows = await sql`
    select from destinations where environment_id = ${environmentId} and view = 'merged' limit 1`
  return rows.length > 0
}

/** Keeps a person's accounts, and what they have, from being erased until the transaction ends. */
export const holdAccounts = (sql: Sql, { environmentId, referenceId }: Whom) => sql`
  select user_id
  from users
  where environment_id = ${environmentId} and reference_id = ${referenceId}
  order by user_id
  for key share`

/** What was told last under a key. */
export interface ToldRow {
  key: string
  day: string | null
  user_id: string
  user_ids: string[]
  /** Empty where it is to be told again whatever it says; null where it was told that it is gone. */
  hash: Buffer | null
  remains: string | null
}

/** What was told of a person, of a type, on some days or under some keys. */
export const selectTold = (
  sql: Sql,
  { environmentId, referenceId }: Whom,
  type: string,
  days: readonly string[],
  keys: readonly string[],
) => sql<ToldRow>`
  select key, day, user_id, user_ids, hash, remains
  from merged_records
  where environment_id = ${environmentId} and reference_id = ${referenceId} and type = ${type}
    and (day is null or day = any (${[...days]}::date[]) or key = any (${[...keys]}::text[]))`

/** Notes what is told now; rows are put in order, as all who write them do. */
export const upsertTold = (
  sql: Sql,
  { environmentId, referenceId }: Whom,
  type: string,
  rows: readonly ToldRow[],
) => sql`
  insert into merged_records (environment_id, reference_id, type, key, day, user_id, user_ids, hash, remains)
  select ${environmentId}::uuid, ${referenceId}::text, ${type}::text, key, day, user_id, user_ids::uuid[], hash, remains
  from unnest(
    ${rows.map(({ key }) => key)}::text[], ${rows.map(({ day }) => day)}::date[],
    ${rows.map((row) => row.user_id)}::uuid[], ${rows.map((row) => `{${row.user_ids.join(',')}}`)}::text[],
    ${rows.map(({ hash }) => hash)}::bytea[], ${rows.map(({ remains }) => remains)}::text[]
  ) as t (key, day, user_id, user_ids, hash, remains)
  order by key
  on conflict (environment_id, reference_id, type, key) do update
  set day = excluded.day, user_id = excluded.user_id, user_ids = excluded.user_ids, hash = excluded.hash,
    remains = excluded.remains`
