import type { Sql } from '../db/sql.ts'
import type { Packed } from '../lib/packed.ts'
import type { DataType } from '../schema/records.ts'

/** Which of these keys of a user were deleted at their provider, and when that was known. */
export const selectDeleted = (sql: Sql, userId: string, types: string[], keys: string[]) => sql.named(
  'select-deleted',
)<{ type: DataType; key: string; deleted_at: Date }>`
  select d.type, d.key, d.deleted_at
  from unnest(${types}::text[], ${keys}::text[]) as asked (type, key)
  join deleted_records d on d.user_id = ${userId}::uuid and d.type = asked.type and d.key = asked.key`

/** Forgets that records were deleted: they are there again. */
export const forgetDeleted = (sql: Sql, userId: string, types: string[], keys: string[]) => sql`
  delete from deleted_records d
  using unnest(${types}::text[], ${keys}::text[]) as again (type, key)
  where d.user_id = ${userId} and d.type = again.type and d.key = again.key`

export const noteDeleted = (sql: Sql, userId: string, type: DataType, keys: string[], at: Date) => sql`
  insert into deleted_records as d (user_id, type, key, deleted_at)
  select ${userId}, ${type}, key, ${at}
  from unnest(${keys}::text[]) as key
  on conflict (user_id, type, key) do update
  set deleted_at = greatest(d.deleted_at, excluded.deleted_at)`

export interface RemovedRow extends Packed {
  key: string
}

/** Removes a record that did not come with a file, and gives it as it was. */
export const removeRecord = (sql: Sql, userId: string, type: DataType, key: string) => sql<RemovedRow>`
  delete from records
  where user_id = ${userId} and type = ${type} and key = ${key} and import_id is null
  returning key, body, body_z`

/**
 * Notes which sessions an answer held, by when it was asked for, and removes those of its days that an earlier one held
 * and this one does not; gives them as they were. What came by another way, or has been seen since, stays.
 */
export const removeVanished = (
  sql: Sql,
  userId: string,
  type: DataType,
  what: { first: string; last: string; askedAt: Date; seen: string[] },
) => sql<RemovedRow>`
  with seen as (
    update records
    set fetched_at = ${what.askedAt}
    where user_id = ${userId} and type = ${type} and key = any(${what.seen}::text[])
      and coalesce(fetched_at < ${what.askedAt}, true)
  )
  delete from records
  where user_id = ${userId} and type = ${type} and first_day >= ${what.first}::date and first_day <= ${what.last}::date
    and last_day <= ${what.last}::date and fetched_at < ${what.askedAt} and import_id is null
    and key <> all(${what.seen}::text[])
  returning key, body, body_z`
