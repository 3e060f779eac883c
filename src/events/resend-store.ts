import type { Sql } from '../db/sql.ts'

/**
 * Makes deliveries due again: ended ones come back to the queue under the id they had, their attempts numbered on;
 * held ones of a destination that is on are due now; what is pending stays as it is. To the destination named, or to
 * those it went to; an event that went nowhere goes to all that want it. Gives how many are due.
 */
export async function insertResends(
  sql: Sql,
  environmentId: string,
  eventIds: readonly string[],
  destinationId: string | null,
): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with chosen as (
      select e.id, e.type, exists (select 1 from delivery_states(e.id)) as went
      from events e
      where e.id = any (${eventIds}::uuid[]) and e.environment_id = ${environmentId}
    ),
    target as materialized (
      select c.id as event_id, d.id as destination_id, d.enabled, s.delivery_id, s.status
      from chosen c
      join destinations d on d.environment_id = ${environmentId}
      left join lateral (select * from delivery_states(c.id) x where x.destination_id = d.id) s on true
      where case
        when ${destinationId}::uuid is not null then d.id = ${destinationId}::uuid
        when c.went then s.delivery_id is not null
        else d.event_types is null or c.type = any (d.event_types)
      end
    ),
    released as (
      update deliveries q
      set due_at = clock(), class = 1, attempts_before = q.attempt
      from target t
      where q.id = t.delivery_id and q.due_at = 'infinity' and t.enabled
      returning q.id
    ),
    added as (
      insert into deliveries (id, event_id, destination_id, attempt, attempts_before, class, due_at)
      select coalesce(t.delivery_id, new_id()), t.event_id, t.destination_id, tried.n, tried.n, 1,
        case when t.enabled then clock() else 'infinity' end
      from target t
      cross join lateral (
        select coalesce(max(o.attempt), 0) as n
        from outcomes o
        where o.event_id = t.event_id and o.delivery_id = t.delivery_id
      ) tried
      where t.status is null or t.status in ('delivered', 'failed')
      on conflict do nothing
      returning id
    )
    select (select count(*) from released) + (select count(*) from added) as n`
  return row?.n ?? 0
}

export interface RecoveryRange {
  environmentId: string
  destinationId: string
  /** Bounds of event ids: after the first, before the second. */
  after: string
  before: string
  failed: boolean
  missed: boolean
}

/**
 * The next `limit` events of a range, and which of them a recovery sends: failed ones, and missed ones, which are held
 * or were stored when the destination did not want them yet.
 */
export const selectRecoverable = (sql: Sql, range: RecoveryRange, limit: number) => sql<{
  id: string
  recovers: boolean
}>`
  select e.id,
    case
      when s.status = 'failed' then ${range.failed}::boolean
      when s.status = 'held' then ${range.missed}::boolean
      when s.status is null then ${range.missed}::boolean
        and e.type <> 'healthcheck' and (d.event_types is null or e.type = any (d.event_types))
      else false
    end as recovers
  from events e
  join destinations d on d.id = ${range.destinationId}
  left join lateral (
    select status
    from delivery_states(e.id) x
    where x.destination_id = d.id
    limit 1
  ) s on true
  where e.environment_id = ${range.environmentId} and e.id > ${range.after}::uuid and e.id < ${range.before}::uuid
  order by e.id
  limit ${limit}`
