import type { Sql } from '../db/sql.ts'

/** Whether an event of a type has been stored under a reference. */
export const isSaid = async (sql: Sql, environmentId: string, reference: string, type: string) => {
  const rows = await sql`
    select 1
    from events
    where reference = ${reference} and environment_id = ${environmentId} and type = ${type}
    limit 1`
  return rows.length > 0
}
