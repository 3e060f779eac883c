import type { Sql } from '../db/sql.ts'
import type { AttemptTrigger, RunTrigger } from '../events/types.ts'
import type { Attempted, Claimed } from './types.ts'

/** Longer than the longest request and acknowledgement together; renewed while held. */
export const leaseSeconds = 60

interface ClaimRow {
  version: number
  at: string
  id: string | null
  event_id: string
  destination_id: string
  attempt: number
  attempts_before: number
  class: number
  trigger: RunTrigger | null
  lapsed: boolean
}

export interface Claim {
  claimed: Claimed[]
  /** How many of them had a lease that ran out. */
  lapsed: number
  /** Counts changes of destinations. */
  version: number
  /** The database's time of the claim, for `nextDueMs`. */
  at: string
}

/**
 * Leases up to `want` due rows to `owner`, shared evenly between the destinations that have any. `rooms` bounds how
 * many a destination may get; one that is not named may get as many as it allows in flight. Retries and the like take
 * at most half of a share beside first attempts.
 */
export async function claimDue(
  sql: Sql,
  owner: number,
  want: number,
  rooms: readonly { id: string; room: number }[],
): Promise<Claim> {
  const rows = await sql.named('claim_due')<ClaimRow>`
    with recursive active (id) as (
      (select destination_id from deliveries order by destination_id limit 1)
      union all
      select (select q.destination_id from deliveries q where q.destination_id > a.id order by q.destination_id limit 1)
      from active a
      where a.id is not null
    ),
    rooms as materialized (
      select d.id, coalesce(k.room, d.max_in_flight) as room
      from active a
      join destinations d on d.id = a.id and d.enabled
      left join unnest(${rooms.map((r) => r.id)}::uuid[], ${rooms.map((r) => r.room)}::int[]) k (id, room) on k.id = d.id
      where coalesce(k.room, 1) > 0
    ),
    shares as materialized (
      select r.id, least(r.room, ceil(${want}::float / (select count(*) from rooms)))::int as share
      from rooms r
      order by random()
    ),
    due as materialized (
      select q.place, q.lapsed
      from shares s
      cross join (values (0::smallint), (1::smallint)) c (class)
      cross join lateral (
        select ctid as place, lease_owner is not null as lapsed
        from deliveries
        where destination_id = s.id and class = c.class and due_at <= (select clock())
          and (lease_until is null or lease_until < (select clock()))
        order by due_at, id
        limit case c.class when 0 then s.share else greatest(1, s.share / 2) end
        for update skip locked
      ) q
      limit ${want}::int
    ),
    claimed as (
      update deliveries d
      set lease_owner = ${owner}, attempt = d.attempt + 1,
        lease_until = (select clock() + make_interval(secs => ${leaseSeconds}::int))
      from due
      where d.ctid = due.place
      returning d.id, d.event_id, d.destination_id, d.attempt, d.attempts_before, d.class, d.trigger, due.lapsed
    )
    select v.version, clock()::text as at, c.*
    from destination_changes v
    left join claimed c on true`
  const [first] = rows
  if (first === undefined) throw new Error('The table destination_changes has lost its row.')
  const claimed = rows.flatMap((row): Claimed[] =>
    row.id === null
      ? []
      : [
          {
            id: row.id,
            eventId: row.event_id,
            destinationId: row.destination_id,
            attempt: row.attempt,
            attemptsBefore: row.attempts_before,
            isFirst: row.class === 0,
            trigger: row.trigger,
          },
        ],
  )
  const lapsed = rows.reduce((sum, row) => sum + (row.lapsed ? 1 : 0), 0)
  return { claimed, lapsed, version: first.version, at: first.at }
}

/** Milliseconds until the next row falls due that was not due at `at`; null when none waits for a time. */
export async function nextDueMs(sql: Sql, at: string): Promise<number | null> {
  const [row] = await sql.named('next_due')<{ ms: number | null }>`
    with recursive active (id) as (
      (select destination_id from deliveries order by destination_id limit 1)
      union all
      select (select q.destination_id from deliveries q where q.destination_id > a.id order by q.destination_id limit 1)
      from active a
      where a.id is not null
    )
    select (extract(epoch from min(q.due_at) - clock()) * 1000)::float8 as ms
    from active a
    join destinations d on d.id = a.id and d.enabled
    cross join (values (0::smallint), (1::smallint)) c (class)
    cross join lateral (
      select due_at
      from deliveries
      where destination_id = d.id and class = c.class and due_at > ${at}::timestamptz and due_at < 'infinity'
      order by due_at
      limit 1
    ) q`
  return row?.ms ?? null
}

/**
 * Records attempts and what follows from them in one statement: a finished delivery leaves the queue and gets an
 * outcome, a failed one its next due time. Only rows still leased to `owner` for that very attempt are touched; gives
 * their ids. An attempt whose lease had passed on is still recorded while its delivery waits.
 */
export async function acknowledge(sql: Sql, owner: number, batch: readonly Attempted[]): Promise<Set<string>> {
  const column = <T>(of: (one: Attempted) => T) => batch.map(of)
  const rows = await sql.named('acknowledge')<{ id: string }>`
    with result as materialized (
      select *
      from unnest(
        ${column((one) => one.claimed.id)}::uuid[],
        ${column((one) => one.claimed.eventId)}::uuid[],
        ${column((one) => one.claimed.destinationId)}::uuid[],
        ${column((one) => one.claimed.attempt)}::int[],
        ${column(({ next }) => (next.kind === 'retry' ? null : next.kind))}::text[],
        ${column(({ next }) => (next.kind === 'retry' ? next.waitMs : null))}::float8[],
        ${column((one) => one.startedAtMs)}::float8[],
        ${column((one) => one.reply.durationMs)}::int[],
        ${column(({ reply }) => (reply.kind === 'answered' ? reply.status : null))}::smallint[],
        ${column(errorOf)}::text[],
        ${column(({ reply }) => (reply.kind === 'answered' ? reply.body.replaceAll('\0', '\ufffd') : null))}::text[],
        ${column(({ claimed }) => triggerOf(claimed))}::text[],
        ${column(({ reply }) => reply.address)}::inet[]
      ) as r (
        id, event_id, destination_id, attempt, ends, wait_ms, started_ms, duration_ms, status_code, error, response_body,
        trigger, address
      )
    ),
    ended as (
      delete from deliveries q
      using result r
      where r.ends is not null and q.id = r.id and q.lease_owner = ${owner} and q.attempt = r.attempt
      returning q.id
    ),
    again as (
      update deliveries q
      set due_at = case when d.enabled then clock() + make_interval(secs => r.wait_ms / 1000) else 'infinity' end,
        class = 1, lease_owner = null, lease_until = null
      from result r
      left join destinations d on d.id = r.destination_id
      where r.ends is null and q.id = r.id and q.lease_owner = ${owner} and q.attempt = r.attempt
      returning q.id
    ),
    acknowledged as materialized (
      select id from ended
      union all
      select id from again
    ),
    logged as (
      insert into attempts (
        event_id, delivery_id, destination_id, number, started_at, duration_ms, status_code, error, response_body,
        trigger, address
      )
      select event_id, id, destination_id, attempt, to_timestamp(started_ms / 1000), duration_ms, status_code, error,
        nullif(response_body, ''), trigger, address
      from result r
      where r.id in (select id from acknowledged) or exists (select 1 from deliveries q where q.id = r.id)
      on conflict do nothing
    ),
    closed as (
      insert into outcomes (event_id, delivery_id, destination_id, attempt, status, at)
      select event_id, id, destination_id, attempt, ends, (select clock())
      from result
      where id in (select id from ended)
      on conflict do nothing
    )
    select id from acknowledged`
  return new Set(rows.map((row) => row.id))
}

/** Why an attempt was made; all but the first of a run repeat it. */
const triggerOf = ({ attempt, attemptsBefore, trigger }: Claimed): AttemptTrigger =>
  attempt - attemptsBefore > 1 ? 'retry' : (trigger ?? 'auto')

/** What an attempt's `error` says; null when it succeeded. */
function errorOf({ reply }: Attempted): string | null {
  if (reply.kind === 'failed') return reply.sentence
  if (reply.status >= 200 && reply.status < 300) return null
  if (reply.status >= 300 && reply.status < 400) return `Answered ${reply.status}: redirects are not followed.`
  return `Answered ${reply.status}.`
}

/** Gives back rows that were not started, their attempt not counted. */
export const handBack = (sql: Sql, owner: number, rows: readonly Claimed[]) => sql`
  update deliveries q
  set lease_owner = null, lease_until = null, attempt = q.attempt - 1,
    due_at = case when d.enabled then q.due_at else 'infinity' end
  from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.attempt)}::int[]) r (id, attempt)
  join deliveries h on h.id = r.id
  left join destinations d on d.id = h.destination_id
  where q.id = r.id and q.lease_owner = ${owner} and q.attempt = r.attempt`

/**
 * Gives back rows leased to `owner` that are not among those it holds: leased by a statement whose answer never came, or
 * claimed anew while the result of an earlier lease was on its way. Nothing of them is under way. What was leased in the
 * last three seconds may still be on its way here and is left alone.
 */
export const releaseStrays = (sql: Sql, owner: number, held: readonly string[]) => sql`
  update deliveries
  set lease_owner = null, lease_until = null, attempt = attempt - 1
  where lease_owner = ${owner} and id <> all (${held}::uuid[])
    and lease_until < clock() + make_interval(secs => ${leaseSeconds - 3}::int)`

/** Drops rows whose event was erased: there is nothing left to send. */
export const dropRows = (sql: Sql, owner: number, ids: readonly string[]) => sql`
  delete from deliveries where id = any (${ids}::uuid[]) and lease_owner = ${owner}`

/** Lengthens the leases of rows still held. */
export const renewLeases = (sql: Sql, owner: number, ids: readonly string[]) => sql.named('renew_leases')`
  update deliveries
  set lease_until = clock() + make_interval(secs => ${leaseSeconds}::int)
  where id = any (${ids}::uuid[]) and lease_owner = ${owner}`

/** Frees what processes hold whose advisory lock (7355, no) is free: they are dead. Gives the ids freed. */
export const freeDeadLeases = (sql: Sql) => sql<{ id: string }>`
  update deliveries
  set lease_owner = null, lease_until = null
  where lease_owner in (
    select w.no
    from workers w
    where not exists (
      select 1
      from pg_locks l
      where l.locktype = 'advisory' and l.classid = 7355 and l.objid = w.no::oid and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
    )
  )
  returning id`

/** How many processes with a worker's lock are alive. */
export async function countWorkers(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(*) as n
    from pg_locks
    where locktype = 'advisory' and classid = 7355 and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())`
  return row?.n ?? 0
}

/** Deletes what waits for destinations that are no more (stored while theirs was being deleted). */
export const deleteOrphans = (sql: Sql) => sql`
  with recursive active (id) as (
    (select destination_id from deliveries order by destination_id limit 1)
    union all
    select (select q.destination_id from deliveries q where q.destination_id > a.id order by q.destination_id limit 1)
    from active a
    where a.id is not null
  )
  delete from deliveries q
  using active a
  where q.destination_id = a.id and not exists (select 1 from destinations d where d.id = a.id)`

export const notify = (sql: Sql, channel: string) => sql`select pg_notify(${channel}, '')`
