import type { Sql } from '../db/sql.ts'

/** Stored records of a user by type, with the local days of the first and the last. */
export const countRecords = (sql: Sql, userId: string) => sql<{
  type: string
  n: number
  first_day: string | null
  last_day: string | null
}>`
  select type, count(*)::int as n, min(first_day) as first_day, max(first_day) as last_day
  from records
  where user_id = ${userId}
  group by type
  order by type`

/** How many records of a user begin on each local day, by type; both days included. */
export const countByDay = (sql: Sql, userId: string, firstDay: string, lastDay: string) => sql<{
  type: string
  day: string
  n: number
}>`
  select type, first_day as day, count(*)::int as n
  from records
  where user_id = ${userId} and first_day between ${firstDay}::date and ${lastDay}::date
  group by type, first_day`
