import type { Sql } from '../../db/sql.ts'

/** The person that an app knows by an id of its own. */
export interface Whom {
  environmentId: string
  referenceId: string
}

/** Notes that what a person's sources tell of some local days has changed; a day is null for what has none. */
export const insertDays = (
  sql: Sql,
  { environmentId, referenceId }: Whom,
  days: readonly { type: string; day: string | null }[],
) => sql.named('insert-merge-days')`
  insert into merge_days (environment_id, reference_id, type, day)
  select distinct ${environmentId}::uuid, ${referenceId}::text, type, day
  from unnest(${days.map(({ type }) => type)}::text[], ${days.map(({ day }) => day)}::date[]) as d (type, day)`

/** A session that was told as the only account of a person has it. */
export interface ToldAlone {
  type: string
  key: string
  day: string | null
  hash: Buffer
  remains: string | null
}

/** Keeps what has to be taken back once another account of the person tells the same thing better. */
export const insertAlone = (
  sql: Sql,
  { environmentId, referenceId }: Whom,
  userId: string,
  sessions: readonly ToldAlone[],
) => sql.named('insert-told-alone')`
  insert into merged_records (environment_id, reference_id, type, key, day, user_id, user_ids, hash, remains)
  select ${environmentId}::uuid, ${referenceId}::text, type, key, day, ${userId}::uuid, array[${userId}::uuid], hash, remains
  from unnest(
    ${sessions.map(({ type }) => type)}::text[], ${sessions.map(({ key }) => key)}::text[],
    ${sessions.map(({ day }) => day)}::date[], ${sessions.map(({ hash }) => hash)}::bytea[],
    ${sessions.map(({ remains }) => remains)}::text[]) as s (type, key, day, hash, remains)
  on conflict (environment_id, reference_id, type, key) do update
  set day = excluded.day, user_id = excluded.user_id, user_ids = excluded.user_ids, hash = excluded.hash,
    remains = excluded.remains`

/** Notes the days of all that was made of an account's records, to be told again without them; gives how many there are. */
export async function noteAllOf(sql: Sql, { environmentId, referenceId }: Whom, userId: string): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with stale as (
      update merged_records
      set hash = ''
      where environment_id = ${environmentId} and reference_id = ${referenceId} and ${userId}::uuid = any (user_ids)
        and hash is not null
      returning type, day
    ),
    noted as (
      insert into merge_days (environment_id, reference_id, type, day)
      select distinct ${environmentId}::uuid, ${referenceId}::text, type, day
      from stale
      returning id
    )
    select count(*) as n
    from noted`
  return row?.n ?? 0
}

/** Has what was told of an account be of another one, which takes its place. */
export async function moveMerged(sql: Sql, from: string, to: string): Promise<void> {
  await sql`
    update merged_records
    set user_id = case when user_id = ${from}::uuid then ${to}::uuid else user_id end,
      user_ids = array_replace(user_ids, ${from}::uuid, ${to}::uuid)
    where (environment_id, reference_id) in (select environment_id, reference_id from users where user_id = ${from})
      and ${from}::uuid = any (user_ids)`
  await sql`update event_sources set user_id = ${to} where user_id = ${from}`
}

/** Deletes what is kept of a person of whom no account is left. */
export async function forgetMerged(sql: Sql, environmentId: string, referenceId: string): Promise<void> {
  const isGone = sql<{ gone: boolean }>`
    select not exists (
      select from users where environment_id = ${environmentId} and reference_id = ${referenceId}
    ) as gone`
  if ((await isGone)[0]?.gone !== true) return
  await sql`delete from merge_days where environment_id = ${environmentId} and reference_id = ${referenceId}`
  await sql`delete from merged_records where environment_id = ${environmentId} and reference_id = ${referenceId}`
}
