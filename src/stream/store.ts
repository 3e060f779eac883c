import type { Sql } from '../db/sql.ts'

export interface EventRow {
  environment_id: string
  id: string
  type: string
  user_id: string | null
  provider: string | null
  bytes: number
  created_at: Date
}

/** The newest events of some environments from an id on, at most so many of each. */
export const selectEvents = (sql: Sql, environmentIds: readonly string[], from: string, limit: number) => sql.named(
  'stream_events',
)<EventRow>`
  select e.environment_id, e.id, e.type, e.user_id, u.provider, e.bytes, e.created_at
  from unnest(${environmentIds}::uuid[]) as n (id),
  lateral (
    select environment_id, id, type, user_id, bytes, created_at
    from events
    where environment_id = n.id and id >= ${from}::uuid
    order by id desc
    limit ${limit}::int
  ) e
  left join users u on u.user_id = e.user_id`

export interface AttemptRow {
  environment_id: string
  event_id: string
  delivery_id: string
  destination_id: string
  number: number
  status_code: number | null
  duration_ms: number
  started_at: Date
  status: 'delivered' | 'failed' | 'pending'
}

/** The newest attempts of some environments that ended since a time; they began no earlier than another. */
export const selectAttempts = (
  sql: Sql,
  environmentIds: readonly string[],
  began: Date,
  ended: Date,
  limit: number,
) => sql.named('stream_attempts')<AttemptRow>`
  select d.environment_id, a.event_id, a.delivery_id, a.destination_id, a.number, a.status_code, a.duration_ms,
    a.started_at,
    case
      when a.status_code between 200 and 299 then 'delivered'
      when exists (
        select 1 from outcomes o
        where o.event_id = a.event_id and o.delivery_id = a.delivery_id and o.attempt = a.number
          and o.status = 'failed'
      ) then 'failed'
      else 'pending'
    end as status
  from attempts a
  join destinations d on d.id = a.destination_id and d.environment_id = any (${environmentIds}::uuid[])
  where a.started_at >= ${began}::timestamptz
    and a.started_at + make_interval(secs => a.duration_ms / 1000.0) >= ${ended}::timestamptz
  order by a.started_at desc
  limit ${limit}::int`

export interface MessageRow {
  environment_id: string
  inbox_id: string
  id: string
  type: string | null
  verdict: string | null
  received_at: Date
}

export const selectMessages = (sql: Sql, environmentIds: readonly string[], from: string, limit: number) => sql.named(
  'stream_messages',
)<MessageRow>`
  select i.environment_id, m.inbox_id, m.id, m.type, m.verdict ->> 'verdict' as verdict, m.received_at
  from inboxes i,
  lateral (
    select inbox_id, id, type, verdict, received_at
    from inbox_messages
    where inbox_id = i.id and id >= ${from}::uuid
    order by id desc
    limit ${limit}::int
  ) m
  where i.environment_id = any (${environmentIds}::uuid[])`

type WorkStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'

export interface ImportRow {
  environment_id: string
  id: string
  user_id: string
  status: WorkStatus
  bytes_read: number
  bytes_total: number
}

/** Imports that run or wait, those that did at the last look, and those made from an id on. */
export const selectImports = (
  sql: Sql,
  environmentIds: readonly string[],
  known: readonly string[],
  from: string,
) => sql.named('stream_imports')<ImportRow>`
  select environment_id, id, user_id, status, bytes_read, bytes_total
  from imports
  where environment_id = any (${environmentIds}::uuid[]) and status in ('queued', 'running')
  union
  select environment_id, id, user_id, status, bytes_read, bytes_total
  from imports
  where id = any (${known}::uuid[])
  union
  select environment_id, id, user_id, status, bytes_read, bytes_total
  from imports
  where environment_id = any (${environmentIds}::uuid[]) and id >= ${from}::uuid`

export interface JobRow {
  environment_id: string
  id: string
  status: WorkStatus
  done: number
  total: number | null
}

/** Jobs, in the same way. */
export const selectJobs = (
  sql: Sql,
  environmentIds: readonly string[],
  known: readonly string[],
  from: string,
) => sql.named('stream_jobs')<JobRow>`
  select environment_id, id, status, done, total
  from jobs
  where environment_id = any (${environmentIds}::uuid[]) and status in ('queued', 'running')
  union
  select environment_id, id, status, done, total
  from jobs
  where id = any (${known}::uuid[])
  union
  select environment_id, id, status, done, total
  from jobs
  where environment_id = any (${environmentIds}::uuid[]) and id >= ${from}::uuid`

export interface DestinationRow {
  environment_id: string
  id: string
  version: number
  enabled: boolean
  failing: boolean
}

export const selectDestinations = (sql: Sql, environmentIds: readonly string[]) => sql.named(
  'stream_destinations',
)<DestinationRow>`
  select environment_id, id, version, enabled, failing_since is not null as failing
  from destinations
  where environment_id = any (${environmentIds}::uuid[])`
