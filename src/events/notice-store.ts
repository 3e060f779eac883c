import type { Sql } from '../db/sql.ts'
import type { EventRow } from './store.ts'

/** Inserts an event and what is owed for it to the destinations that name its type, but the one it is about. */
export const insertNotice = (sql: Sql, row: EventRow, aboutDestinationId: string) => sql`
  with stored as (
    insert into events (id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body, body_z)
    values (
      ${row.id}, ${row.environmentId}, ${row.userId}, ${row.type}, ${row.reference}, ${row.chunk}, ${row.orderingMs},
      ${row.bytes}, ${row.body}, ${row.body_z}
    )
  )
  insert into deliveries (id, event_id, destination_id, due_at)
  select new_id(), ${row.id}, d.id, case when d.enabled then clock() else 'infinity' end
  from destinations d
  where d.environment_id = ${row.environmentId} and d.id <> ${aboutDestinationId} and wants_type(d.event_types, ${row.type})`
