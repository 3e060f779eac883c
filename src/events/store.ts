import type { Sql } from '../db/sql.ts'
import { type Packed, unpackBytes } from '../lib/packed.ts'
import type { StoredEvent } from './types.ts'

export interface EventRow extends Packed {
  id: string
  environmentId: string
  userId: string | null
  type: string
  reference: string
  chunk: number | null
  orderingMs: number
  bytes: number
}

const separator = '\u0001'

/**
 * Inserts events and one queue row per destination that wants them. Bodies travel as one text split by the server:
 * an array of texts costs twice as much, for its quoting. A disabled destination's rows are held.
 */
export const insertEvents = (sql: Sql, rows: readonly EventRow[]) => sql.named('insert_events')<{
  event_id: string
  deliveries: number
  gathers: boolean
}>`
  with input as materialized (
    select *
    from rows from (
      unnest(
        ${rows.map((row) => row.id)}::uuid[],
        ${rows.map((row) => row.environmentId)}::uuid[],
        ${rows.map((row) => row.userId)}::uuid[],
        ${rows.map((row) => row.type)}::text[],
        ${rows.map((row) => row.reference)}::uuid[],
        ${rows.map((row) => row.chunk)}::int[],
        ${rows.map((row) => row.orderingMs)}::bigint[],
        ${rows.map((row) => row.bytes)}::int[],
        ${rows.map((row) => row.body_z)}::bytea[]
      ),
      string_to_table(${rows.map((row) => row.body ?? '').join(separator)}, ${separator})
    ) as i (id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body_z, body)
  ),
  stored as (
    insert into events (id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body, body_z)
    select id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes,
      case when body_z is null then body end, body_z
    from input
  ),
  wanted as materialized (
    select i.id as event_id, d.id as destination_id, d.enabled,
      d.enabled and i.user_id is not null and d.min_interval_seconds ? i.type as gathers
    from input i
    join destinations d
      on d.environment_id = i.environment_id
      and (d.event_types is null or i.type = any (d.event_types))
  ),
  owed as (
    insert into deliveries (id, event_id, destination_id, due_at)
    select new_id(), event_id, destination_id, case when enabled then clock() else 'infinity' end
    from wanted
  )
  select event_id, (count(*) filter (where enabled))::int as deliveries, bool_or(gathers) as gathers
  from wanted
  group by event_id`

/**
 * Moves deliveries just inserted to when their destination's minimum interval for the user and type allows: at once
 * when the last went out long enough ago, else with all others that came meanwhile at the interval's end.
 */
export const gatherByInterval = (sql: Sql, eventIds: readonly string[]) => sql`
  with fresh as (
    select q.id, q.destination_id, e.user_id, e.type,
      make_interval(secs => (d.min_interval_seconds ->> e.type)::double precision) as wait
    from events e
    join deliveries q on q.event_id = e.id
    join destinations d on d.id = q.destination_id and d.enabled and d.min_interval_seconds ? e.type
    where e.id = any (${eventIds}::uuid[]) and e.user_id is not null
  ),
  windows as (
    insert into delivery_windows as w (destination_id, user_id, type, sends_at)
    select distinct destination_id, user_id, type, clock()
    from fresh
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
  set due_at = w.sends_at
  from fresh f
  join windows w using (destination_id, user_id, type)
  where q.id = f.id`

/** Inserts one event and its delivery to one destination alone, whatever that filters. */
export const insertEventFor = (sql: Sql, row: EventRow, destinationId: string) => sql`
  with stored as (
    insert into events (id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body, body_z)
    values (
      ${row.id}, ${row.environmentId}, ${row.userId}, ${row.type}, ${row.reference}, ${row.chunk}, ${row.orderingMs},
      ${row.bytes}, ${row.body}, ${row.body_z}
    )
  )
  insert into deliveries (id, event_id, destination_id, due_at)
  values (new_id(), ${row.id}, ${destinationId}, clock())`

/** How many deliveries to a destination succeeded in the last hour and in the one before. */
export async function countSent(
  sql: Sql,
  destinationId: string,
  sinceEvent: string,
): Promise<{ last: number; before: number }> {
  const [row] = await sql<{ last: number; before: number }>`
    select count(*) filter (where at > clock() - interval '1 hour') as last,
      count(*) filter (where at <= clock() - interval '1 hour' and at > clock() - interval '2 hours') as before
    from outcomes
    where destination_id = ${destinationId} and event_id >= ${sinceEvent}::uuid and status = 'delivered'`
  return row ?? { last: 0, before: 0 }
}

/** Erases all events of a user with everything about them. */
export const deleteUserEvents = (sql: Sql, userId: string) => sql`
  with gone as (
    delete from events where user_id = ${userId} returning id
  ),
  waiting as (
    delete from deliveries where event_id in (select id from gone)
  ),
  tried as (
    delete from attempts where event_id in (select id from gone)
  ),
  ended as (
    delete from outcomes where event_id in (select id from gone)
  ),
  keyed as (
    delete from event_keys where event_id in (select id from gone)
  )
  delete from delivery_windows where user_id = ${userId}`

export const openSavepoint = (sql: Sql) => sql`savepoint purge_user_events`
export const releaseSavepoint = (sql: Sql) => sql`release savepoint purge_user_events`
export const returnToSavepoint = (sql: Sql) => sql`rollback to savepoint purge_user_events`

/** Which of these users there are, and where; keeps them from being erased until the transaction ends. */
export const holdUsers = (sql: Sql, userIds: readonly string[]) => sql.named('hold_users')<{
  user_id: string
  environment_id: string
}>`
  select user_id, environment_id
  from users
  where user_id = any (${userIds}::uuid[])
  order by user_id
  for key share`

interface KeyClaim {
  environmentId: string
  key: string
  id: string
}

/** Takes keys for events; gives the events whose key was free. */
export const insertKeys = (sql: Sql, claims: readonly KeyClaim[]) => sql.named('insert_keys')<{ event_id: string }>`
  insert into event_keys (environment_id, key, event_id)
  select environment_id, key, event_id
  from unnest(
    ${claims.map((claim) => claim.environmentId)}::uuid[],
    ${claims.map((claim) => claim.key)}::text[],
    ${claims.map((claim) => claim.id)}::uuid[]
  ) as k (environment_id, key, event_id)
  order by environment_id, key
  on conflict do nothing
  returning event_id`

export const selectKeys = (sql: Sql, claims: readonly KeyClaim[]) => sql<{
  environment_id: string
  key: string
  event_id: string
}>`
  select k.environment_id, k.key, k.event_id
  from unnest(
    ${claims.map((claim) => claim.environmentId)}::uuid[],
    ${claims.map((claim) => claim.key)}::text[]
  ) as c (environment_id, key)
  join event_keys k using (environment_id, key)`

/** How many deliveries wait to be sent, by environment; what is held for a person does not count. */
export const countDue = (sql: Sql) => sql.named('count_due')<{ environment_id: string; waiting: number }>`
  select d.environment_id, sum(q.n)::float8 as waiting
  from (
    select destination_id, count(*) as n
    from deliveries
    where due_at < 'infinity'
    group by destination_id
  ) q
  join destinations d on d.id = q.destination_id
  group by d.environment_id`

export const deleteKeysBefore = (sql: Sql, firstEvent: string) => sql`
  delete from event_keys where event_id < ${firstEvent}::uuid`

export const deleteOwedBefore = (sql: Sql, firstEvent: string) => sql`
  delete from deliveries where event_id < ${firstEvent}::uuid`

interface LoadedRow extends Packed {
  id: string
  environment_id: string
  type: string
  reference: string
  chunk: number | null
  ordering_ms: number
  bytes: number
}

/**
 * Loads events, with bodies of up to `largest` bytes. The bounds on the id spare the partitions that cannot hold any.
 */
export async function loadEvents(sql: Sql, ids: readonly string[], largest: number): Promise<StoredEvent[]> {
  const sorted = [...ids].sort()
  const rows = await sql.named('load_events')<LoadedRow>`
    select id, environment_id, type, reference, chunk, ordering_ms, bytes,
      case when bytes <= ${largest}::int then body end as body,
      case when bytes <= ${largest}::int then body_z end as body_z
    from events
    where id = any (${sorted}::uuid[]) and id between ${sorted[0] ?? null}::uuid and ${sorted.at(-1) ?? null}::uuid`
  return rows.map((row) => ({
    id: row.id,
    environmentId: row.environment_id,
    type: row.type,
    reference: row.reference,
    chunk: row.chunk,
    orderingMs: row.ordering_ms,
    bytes: row.bytes,
    body: row.bytes <= largest ? unpackBytes(row) : null,
  }))
}

/** The exact bytes of one event's body, or null when there is no such event. */
export async function loadBody(sql: Sql, id: string): Promise<Buffer | null> {
  const [row] = await sql.named('load_body')<Packed>`select body, body_z from events where id = ${id}::uuid`
  return row === undefined ? null : unpackBytes(row)
}
