import type { Database, Sql } from '../../src/db/sql.ts'
import { filledTypes, storeBodies, variety } from './bodies.ts'
import { dropIndexes, makeIndexes } from './indexes.ts'

export interface Size {
  users: number
  records: number
  /** Of the users, so many have five years of whole bodies: the ones that are looked at. */
  longUsers: number
}

/** The last day that there are records of. */
export const lastDay = '2026-06-30'
const longDays = 1825

/**
 * Fills an empty database as if people had been connected for long: the rows of a day beside each other, and those of a
 * person spread over all the days. Sizes are those of real records; bodies are whole for the long users and a few bytes
 * for the others, for which no disk of a laptop would do. Gives the long users. The role must be a superuser.
 */
export async function fillTables(
  db: Database,
  environmentId: string,
  size: Size,
  onProgress: (share: number) => void = () => undefined,
): Promise<string[]> {
  const everyday = Math.max(0, size.records - size.users - size.longUsers * longDays * filledTypes.length)
  const days = Math.max(1, Math.round(everyday / (size.users * filledTypes.length)))
  await db.transaction(async (sql) => {
    // Foreign keys are right by construction, and checking each would take longer than all else.
    await sql`set local session_replication_role = replica`
    await storeBodies(sql)
    await storeUsers(sql, environmentId, size)
    const indexes = await dropIndexes(sql, 'records')
    await storeAthletes(sql)
    await storeDays(sql, { from: longDays - 1, to: days, isLong: true })
    for (let back = days - 1; back >= 0; back--) {
      await storeDays(sql, { from: back, to: back, isLong: true })
      await storeDays(sql, { from: back, to: back, isLong: false })
      onProgress(1 - back / days)
    }
    await makeIndexes(sql, 'records', indexes)
  })
  await db`vacuum (analyze) records, users, connections, fetched_days, provider_tokens`
  const rows = await db<{
    user_id: string
  }>`select user_id from users where reference_id like 'long-%' order by created_at`
  return rows.map((row) => row.user_id)
}

async function storeUsers(sql: Sql, environmentId: string, { users, longUsers }: Size): Promise<void> {
  const every = Math.max(1, Math.floor(users / longUsers))
  await sql`
    insert into users (user_id, environment_id, provider, provider_account, reference_id, scopes, created_at, last_data_at)
    select gen_random_uuid(), ${environmentId}::uuid, 'SANDBOX', 'account ' || n,
      case when n % ${every}::int = 0 then 'long-' || n else 'person-' || n end, null,
      ${lastDay}::timestamptz - make_interval(mins => ${users}::int - n), ${lastDay}::timestamptz
    from generate_series(1, ${users}::int) as n`
  await sql`
    create temp table bench_people on commit drop as
    select user_id, (row_number() over (order by created_at))::int as n, reference_id like 'long-%' as is_long
    from users`
  await sql`
    insert into connections (user_id, last_polled_at, next_poll_at)
    select user_id, ${lastDay}::timestamptz, ${lastDay}::timestamptz + interval '10 years' from bench_people`
  await sql`
    insert into provider_tokens (id, access_token, refresh_token, updated_at)
    select user_id, repeat('t', 120), repeat('r', 120), ${lastDay}::timestamptz from bench_people`
  await sql`
    insert into fetched_days (user_id, type, settled, recent_at)
    select user_id, type, datemultirange(daterange(${lastDay}::date - 2000, 'infinity')), now()
    from bench_people
    cross join unnest(${['athlete', ...filledTypes]}::text[]) as t (type)`
  await sql`analyze bench_people`
}

const storeAthletes = (sql: Sql) => sql`
  insert into records (user_id, type, key, hash, body, bytes, observed_at)
  select user_id, 'athlete', 'athlete', sha256(uuid_send(user_id)), '{"first_name":null}', 19, now()
  from bench_people`

/** Records of each type for the days from `from` to `to` days back. */
const storeDays = (sql: Sql, { from, to, isLong }: { from: number; to: number; isLong: boolean }) => sql`
  insert into records (user_id, type, key, first_day, last_day, start_at, end_at, hash, body, body_z, bytes, observed_at)
  select p.user_id, b.type,
    case when b.is_session then md5(p.user_id::text || b.type || day)::uuid::text else day::text end,
    case when b.type = 'sleep' then day - 1 else day end, day,
    day + case b.type when 'sleep' then interval '-1 h' when 'activity' then interval '17 h' else interval '0' end,
    day + case b.type when 'sleep' then interval '7 h' when 'activity' then interval '18 h' else interval '1 day' end,
    sha256(convert_to(p.user_id::text || b.type || day, 'UTF8')),
    case when ${isLong}::boolean then b.body else '{}' end, case when ${isLong}::boolean then b.body_z end,
    b.bytes, day + interval '1 day'
  from generate_series(${from}::int, ${to}::int, -1) as back
  cross join lateral (select ${lastDay}::date - back as day) d
  cross join bench_people p
  join bench_bodies b on b.n = (p.n + back) % ${variety}::int
  where p.is_long = ${isLong}::boolean`
