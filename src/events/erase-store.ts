import type { Sql } from '../db/sql.ts'

/** Erases up to `limit` events of an environment with everything about them; gives how many. */
export const deleteEnvironmentEvents = async (sql: Sql, environmentId: string, limit: number) => {
  const [row] = await sql<{ n: number }>`
    with chosen as (
      select id from events where environment_id = ${environmentId} limit ${limit}
    ),
    gone as (
      delete from events where id in (select id from chosen) returning id
    ),
    waiting as (
      delete from deliveries where event_id in (select id from chosen)
    ),
    tried as (
      delete from attempts where event_id in (select id from chosen)
    ),
    ended as (
      delete from outcomes where event_id in (select id from chosen)
    )
    select count(*)::int as n
    from gone`
  return row?.n ?? 0
}
