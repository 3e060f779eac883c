import type { Sql } from '../db/sql.ts'

/**
 * Owes the records of some days, and of the day on either side of each, which may depend on it; gives since when the
 * longest owed of this user is.
 */
export const markDirty = async (sql: Sql, userId: string, days: readonly string[], at: Date): Promise<Date> => {
  await sql.named('phone-days')`
    insert into phone_days as d (user_id, day, received_at, dirty_at)
    select ${userId}::uuid, own.day + step, case when bool_or(step = 0) then ${at}::timestamptz end, ${at}::timestamptz
    from unnest(${days}::date[]) as own (day), generate_series(-1, 1) as step
    group by own.day + step
    on conflict (user_id, day) do update
    set received_at = greatest(d.received_at, excluded.received_at), dirty_at = coalesce(d.dirty_at, excluded.dirty_at)`
  const [row] = await sql<{ since: Date | null }>`
    select min(dirty_at) as since
    from phone_days
    where user_id = ${userId} and dirty_at is not null`
  return row?.since ?? at
}

/** The days whose records are owed since a time or longer, the newest first, and how much is to be read of each. */
export const selectDirty = (sql: Sql, userId: string, until: Date) => sql<{ day: string; bytes: number }>`
  select d.day, (
    select coalesce(sum(p.bytes), 0)::bigint from phone_pieces p where p.user_id = d.user_id and p.day = d.day
  ) as bytes
  from phone_days d
  where d.user_id = ${userId} and d.dirty_at <= ${until}
  order by d.day desc`

export interface DayRow {
  day: string
  is_swept: boolean
  keys: string[]
}

export const selectDays = (sql: Sql, userId: string, first: string, last: string) => sql<DayRow>`
  select day, is_swept, keys
  from phone_days
  where user_id = ${userId} and day >= ${first}::date and day <= ${last}::date`

/** Which of these keys other days have than those named. */
export const selectKept = async (sql: Sql, userId: string, keys: readonly string[], days: readonly string[]) => {
  const rows = await sql<{ key: string }>`
    select distinct one.key
    from phone_days d
    cross join unnest(d.keys) as one (key)
    where d.user_id = ${userId} and d.day <> all(${days}::date[]) and one.key = any(${keys}::text[])`
  return rows.map(({ key }) => key)
}

/** Which of some records, each named by its type and key, hold something of a file too. */
export const selectShared = async (sql: Sql, userId: string, names: readonly string[]) => {
  const rows = await sql<{ name: string }>`
    select asked.name
    from unnest(${names}::text[]) as asked (name)
    join records r on r.user_id = ${userId}::uuid and r.type = split_part(asked.name, ' ', 1)
      and r.key = substr(asked.name, strpos(asked.name, ' ') + 1)
    where r.raw_ids <> '{}'`
  return new Set(rows.map(({ name }) => name))
}

/** Notes that the records of days are made, and which they are; forgets days of which there is nothing. */
export const markMade = async (
  sql: Sql,
  userId: string,
  made: readonly { day: string; keys: readonly string[] }[],
): Promise<void> => {
  await sql`
    update phone_days d
    set dirty_at = null, keys = array(select json_array_elements_text(made.keys::json))
    from unnest(${made.map(({ day }) => day)}::date[], ${made.map(({ keys }) => JSON.stringify(keys))}::text[]) as made (day, keys)
    where d.user_id = ${userId} and d.day = made.day`
  await sql`
    delete from phone_days d
    where d.user_id = ${userId} and d.day = any(${made.map(({ day }) => day)}::date[]) and not is_swept and keys = '{}'
      and not exists (select from phone_pieces p where p.user_id = d.user_id and p.day = d.day)`
}

/** Deletes the items of days that were last added to before a time and of which no record is owed; gives how many days. */
export const sweepDays = async (sql: Sql, before: Date, limit: number): Promise<number> => {
  const rows = await sql`
    with old as (
      update phone_days
      set received_at = null, is_swept = true, keys = '{}'
      where ctid = any(array(
        select ctid from phone_days where received_at < ${before} and dirty_at is null limit ${limit} for update skip locked))
      returning user_id, day
    ), gone as (
      delete from phone_pieces p
      using old
      where p.user_id = old.user_id and p.day = old.day
    )
    select from old`
  return rows.length
}

export const deleteAnswersBefore = (sql: Sql, before: Date) => sql`
  delete from phone_batches
  where accepted_at < ${before}`

export const deleteTombstonesBefore = (sql: Sql, before: Date) => sql`
  delete from phone_deletions
  where deleted_at < ${before}`
