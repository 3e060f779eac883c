import fragment, { type Sql as Fragment } from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'
import type { DeliveryStatus, RunTrigger } from '../types.ts'

/** Which deliveries of chosen events are sent again. */
export interface ResendTo {
  /** One destination, or all the events went to; an event that went nowhere goes to all that want it. */
  destinationId: string | null
  /** What may have become of a delivery; `none` is a destination that has none yet. */
  statuses: readonly (DeliveryStatus | 'none')[]
  /** Whether one that has none yet must want the type, too; by hand anything can be sent to one destination. */
  mustWant: boolean
  /** Leaves out destinations that are off: what is sent to them would only be held. */
  enabledOnly: boolean
}

/** Whether destination `d` is one that gets event `c` when it comes. */
const wants = fragment`(wants_type(d.event_types, c.type) and coalesce(c.view = d.view, true))`

/** Common table expressions: `target` has a row for each delivery to be sent. What is pending is left alone. */
const targets = (environmentId: string, eventIds: readonly string[], to: ResendTo): Fragment => fragment`
  chosen as (
    select e.id, e.type, e.view, exists (select 1 from delivery_states(e.id)) as went
    from events e
    where e.id = any (${eventIds}::uuid[]) and e.environment_id = ${environmentId}
  ),
  target as materialized (
    select c.id as event_id, d.id as destination_id, d.enabled, s.delivery_id, s.status
    from chosen c
    join destinations d on d.environment_id = ${environmentId}
    left join lateral (select * from delivery_states(c.id) x where x.destination_id = d.id) s on true
    where case
        when ${to.destinationId}::uuid is not null then d.id = ${to.destinationId}::uuid
          and (s.delivery_id is not null or not ${to.mustWant}::boolean or ${wants})
        when c.went then s.delivery_id is not null
        else ${wants}
      end
      and coalesce(s.status, 'none') = any (${[...to.statuses]}::text[])
      and s.status is distinct from 'pending'
      and (d.enabled or not ${to.enabledOnly}::boolean)
  )`

/** How many deliveries a resend of each event would put into the queue; events with none are missing. */
export async function countTargets(
  sql: Sql,
  environmentId: string,
  eventIds: readonly string[],
  to: ResendTo,
): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; n: number }>`
    with ${targets(environmentId, eventIds, to)}
    select event_id as id, count(*) as n
    from target
    group by event_id`
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/**
 * Makes deliveries due again: ended ones come back to the queue under the id they had, their attempts numbered on;
 * held ones of a destination that is on are due now; what is pending stays as it is. Gives how many are in the queue
 * for it.
 */
export async function insertResends(
  sql: Sql,
  environmentId: string,
  eventIds: readonly string[],
  to: ResendTo,
  trigger: RunTrigger,
): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with ${targets(environmentId, eventIds, to)},
    released as (
      update deliveries q
      set due_at = clock(), class = 1, attempts_before = q.attempt, trigger = ${trigger}
      from target t
      where q.id = t.delivery_id and q.due_at = 'infinity' and t.enabled
      returning q.id
    ),
    added as (
      insert into deliveries (id, event_id, destination_id, attempt, attempts_before, class, trigger, due_at)
      select coalesce(t.delivery_id, new_id()), t.event_id, t.destination_id, tried.n, tried.n, 1, ${trigger},
        case when t.enabled then clock() else 'infinity' end
      from target t
      cross join lateral (
        select coalesce(max(o.attempt), 0) as n
        from outcomes o
        where o.event_id = t.event_id and o.delivery_id = t.delivery_id
      ) tried
      where t.status is null or t.status in ('delivered', 'failed', 'superseded')
      on conflict do nothing
      returning id
    )
    select (select count(*) from released) + (select count(*) from added) as n`
  return row?.n ?? 0
}
