import type { Sql } from '../../db/sql.ts'

/**
 * Moves deliveries just inserted to when their destination's minimum interval for the user and type allows: at once
 * when the last went out long enough ago, else with all others that came meanwhile at the interval's end. `keys` are
 * the natural keys of each event's records.
 */
export const gatherByInterval = (sql: Sql, events: readonly { id: string; keys: readonly string[] | null }[]) => sql`
  with input as (
    select id, case when keys is not null then array(select jsonb_array_elements_text(keys)) end as keys
    from unnest(
      ${events.map((event) => event.id)}::uuid[],
      ${events.map(({ keys }) => (keys === null ? null : JSON.stringify(keys)))}::jsonb[]
    ) as i (id, keys)
  ),
  fresh as (
    select q.id, q.destination_id, e.user_id, e.type, i.keys,
      make_interval(secs => (d.min_interval_seconds ->> e.type)::double precision) as wait
    from input i
    join events e on e.id = i.id
    join deliveries q on q.event_id = e.id
    join destinations d on d.id = q.destination_id and d.enabled and d.min_interval_seconds ? e.type
    where e.user_id is not null
  ),
  windows as (
    insert into delivery_windows as w (destination_id, user_id, type, sends_at)
    select distinct destination_id, user_id, type, clock()
    from fresh
    order by destination_id, user_id, type
    on conflict (destination_id, user_id, type) do update
    set sends_at = case
      when w.sends_at > clock() then w.sends_at
      else greatest(clock(), w.sends_at + (
        select f.wait
        from fresh f
        where (f.destination_id, f.user_id, f.type) = (w.destination_id, w.user_id, w.type)
        limit 1
      ))
    end
    returning destination_id, user_id, type, sends_at
  )
  update deliveries q
  set due_at = w.sends_at, keys = f.keys
  from fresh f
  join windows w using (destination_id, user_id, type)
  where q.id = f.id`

export interface Overtaken {
  deliveryId: string
  type: string
  older: string
  newer: string
}

/**
 * Deliveries that wait in the same windows as those of these events and were not begun, where a newer event has records
 * of the same keys: by the newest such event.
 */
export async function selectOvertaken(sql: Sql, eventIds: readonly string[]): Promise<Overtaken[]> {
  const rows = await sql<{ id: string; type: string; older: string; newer: string }>`
    select distinct on (o.id) o.id, oe.type, oe.id as older, ne.id as newer
    from deliveries n
    join events ne on ne.id = n.event_id
    join deliveries o
      on o.destination_id = n.destination_id and o.class = 0 and o.due_at = n.due_at
      and o.attempt = 0 and o.lease_owner is null and o.keys <@ n.keys
    join events oe
      on oe.id = o.event_id and oe.user_id = ne.user_id and oe.type = ne.type
      and (oe.ordering_ms, oe.id) < (ne.ordering_ms, ne.id)
    where n.event_id = any (${eventIds}::uuid[]) and n.keys is not null
    order by o.id, ne.ordering_ms desc, ne.id desc`
  return rows.map(({ id, ...row }) => ({ deliveryId: id, ...row }))
}

/** Ends deliveries that a newer event stands for, unless they were begun meanwhile. */
export const supersede = (sql: Sql, overtaken: readonly Overtaken[]) => sql`
  with given as (
    select *
    from unnest(
      ${overtaken.map((one) => one.deliveryId)}::uuid[], ${overtaken.map((one) => one.newer)}::uuid[]
    ) as g (id, newer)
  ),
  free as (
    select id
    from deliveries
    where id in (select id from given) and attempt = 0 and lease_owner is null
    for update skip locked
  ),
  ended as (
    delete from deliveries q
    using free
    where q.id = free.id
    returning q.id, q.event_id, q.destination_id
  )
  insert into outcomes (event_id, delivery_id, destination_id, attempt, status, at, superseded_by)
  select e.event_id, e.id, e.destination_id, 0, 'superseded', clock(), g.newer
  from ended e
  join given g on g.id = e.id`
