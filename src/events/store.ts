import type { Sql } from '../db/sql.ts'
import type { View } from '../destinations/types.ts'
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
  receivedMs: number | null
  importId: string | null
}

/** What is leased as it is stored: to whom, for how long, and of which destinations. */
export interface Lease {
  owner: number
  seconds: number
  destinationIds: readonly string[]
}

const separator = '\u0001'

/**
 * Inserts events and one queue row per destination that wants them. Bodies travel as one text split by the server:
 * an array of texts costs twice as much, for its quoting. A disabled destination's rows are held. Those of the
 * destinations of a lease are leased; `leased` has them as `<delivery>,<destination>` between blanks. With a view, only
 * destinations of that view get them.
 */
export const insertEvents = (sql: Sql, rows: readonly EventRow[], lease: Lease | null, view: View | null) => sql.named(
  'insert_events',
)<{
  event_id: string
  deliveries: number
  gathers: boolean
  leased: string | null
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
        ${rows.map((row) => row.body_z)}::bytea[],
        ${rows.map((row) => row.receivedMs)}::bigint[],
        ${rows.map((row) => row.importId)}::uuid[]
      ),
      string_to_table(${rows.map((row) => row.body ?? '').join(separator)}, ${separator})
    ) as i (
      id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body_z, received_ms, import_id, body
    )
  ),
  stored as (
    insert into events (
      id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body, body_z, received_ms, import_id, view
    )
    select id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes,
      case when body_z is null then body end, body_z, received_ms, import_id, ${view}::text
    from input
  ),
  wanted as materialized (
    select i.id as event_id, d.id as destination_id, d.enabled,
      d.enabled and i.user_id is not null and d.min_interval_seconds ? i.type as gathers
    from input i
    join destinations d
      on d.environment_id = i.environment_id
      and (d.event_types is null or i.type = any (d.event_types))
      and (${view}::text is null or d.view = ${view}::text)
  ),
  owed as (
    insert into deliveries (id, event_id, destination_id, due_at, attempt, lease_owner, lease_until)
    select new_id(), event_id, destination_id,
      case when enabled then (select clock()) else 'infinity' end,
      case when leases then 1 else 0 end,
      case when leases then ${lease?.owner ?? null}::int end,
      case when leases then (select clock() + make_interval(secs => ${lease?.seconds ?? 0}::int)) end
    from (
      select *, enabled and not gathers and destination_id = any (${lease?.destinationIds ?? []}::uuid[]) as leases
      from wanted
    ) w
    returning id, event_id, destination_id, due_at < 'infinity' as is_due, lease_owner is not null as is_leased
  )
  select event_id, (count(*) filter (where is_due))::int as deliveries,
    bool_or(event_id in (select event_id from wanted where gathers)) as gathers,
    string_agg(id || ',' || destination_id, ' ') filter (where is_leased) as leased
  from owed
  group by event_id`

/** Inserts one event and its delivery to one destination alone, whatever that filters. */
export const insertForOne = (sql: Sql, row: EventRow, destinationId: string, trigger: 'test' | null) => sql`
  with stored as (
    insert into events (id, environment_id, user_id, type, reference, chunk, ordering_ms, bytes, body, body_z)
    values (
      ${row.id}, ${row.environmentId}, ${row.userId}, ${row.type}, ${row.reference}, ${row.chunk}, ${row.orderingMs},
      ${row.bytes}, ${row.body}, ${row.body_z}
    )
  )
  insert into deliveries (id, event_id, destination_id, trigger, due_at)
  values (new_id(), ${row.id}, ${destinationId}, ${trigger}, clock())`

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

/** Erases all events of a user, and those that were made of their records too, with everything about them. */
export const deleteUserEvents = (sql: Sql, userId: string) => sql`
  with own as (
    delete from events where user_id = ${userId} returning id
  ),
  shared as (
    delete from events where id in (select event_id from event_sources where user_id = ${userId}) returning id
  ),
  gone as (
    select id from own
    union all
    select id from shared
  ),
  named as (
    delete from event_sources where event_id in (select id from gone)
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

/** Notes the accounts, beside an event's own, of whose records it was made. */
export const insertSources = (sql: Sql, sources: readonly { userId: string; eventId: string }[]) => sql`
  insert into event_sources (user_id, event_id)
  select *
  from unnest(
    ${sources.map(({ userId }) => userId)}::uuid[], ${sources.map(({ eventId }) => eventId)}::uuid[])`

export const deleteSourcesBefore = (sql: Sql, firstEvent: string) => sql`
  delete from event_sources where event_id < ${firstEvent}::uuid`

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
