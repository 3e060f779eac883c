import fragment, { empty } from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'
import type { View } from '../../destinations/types.ts'
import type { Packed } from '../../lib/packed.ts'

/** A place in the order in which events are polled: microseconds since 1970, and the id among those of one instant. */
export interface PollPlace {
  micros: number
  id: string
}

/**
 * Until when, in microseconds since 1970, all events are known: no transaction that runs began before it, and what began
 * before it has ended. `events.created_at` is when the writing transaction began, so none of an earlier time can still
 * come. The lag covers transactions that have begun and do not show yet.
 */
export async function selectHorizon(sql: Sql, lagMs: number): Promise<number> {
  const [row] = await sql<{ micros: number }>`
    select floor(extract(epoch from least(
      (
        select min(xact_start)
        from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
      ),
      (select min(prepared) from pg_prepared_xacts where database = current_database()),
      clock_timestamp() - make_interval(secs => ${lagMs / 1000})
    )) * 1000000)::int8 as micros`
  if (row === undefined) throw new Error('The database did not say what runs.')
  return row.micros
}

export interface PolledRow extends PollPlace {
  bytes: number
}

/** The events after a place and before a horizon that a destination of a view gets, in the order of polling. */
export const selectPolled = (
  sql: Sql,
  environmentId: string,
  query: {
    after: PollPlace
    horizonMicros: number
    view: View
    type?: string | undefined
    userId?: string | undefined
  },
  limit: number,
) => sql<PolledRow>`
  select id, bytes, (extract(epoch from created_at) * 1000000)::int8 as micros
  from events
  where environment_id = ${environmentId}
    and (created_at, id) > (
      timestamptz 'epoch' + ${query.after.micros}::float8 * interval '1 microsecond', ${query.after.id}::uuid
    )
    and created_at < timestamptz 'epoch' + ${query.horizonMicros}::float8 * interval '1 microsecond'
    and coalesce(view = ${query.view}, true)
    ${query.type === undefined ? empty : fragment`and type = ${query.type}`}
    ${query.userId === undefined ? empty : fragment`and user_id = ${query.userId}`}
  order by created_at, id
  limit ${limit}`

export interface PolledEventRow extends Packed {
  id: string
  type: string
  user_id: string | null
  reference: string
  chunk: number | null
  ordering_ms: number
  bytes: number
  created_at: Date
}

/** Events with their bodies, in the order of polling. */
export const selectPolledEvents = (sql: Sql, ids: readonly string[]) => sql<PolledEventRow>`
  select id, type, user_id, reference, chunk, ordering_ms, bytes, body, body_z, created_at
  from events
  where id = any (${[...ids]}::uuid[])
  order by created_at, id`
