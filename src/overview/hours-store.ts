import fragment, { empty, type Sql as Fragment } from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'
import type { Histogram } from './histogram.ts'

/** An hour of a destination. */
export interface AttemptHourRow {
  hour: Date
  destination_id: string
  delivered: number
  retrying: number
  failed: number
  last_at: Date
  took: Histogram
  delays: Histogram
  sampled: boolean
}

export interface EventHourRow {
  hour: Date
  events: number
}

/** An hour by its start, and the smallest event ids of it and of the next. */
export interface Hour {
  start: Date
  firstId: string
  nextId: string
}

/** Deliveries of an hour whose delay is looked at; of more, a part of them by the last byte of their id. */
const sampleSize = 20_000

const ofEnvironment = (alias: Fragment, environmentId: string | null) =>
  environmentId === null ? empty : fragment`and ${alias}.environment_id = ${environmentId}::uuid`

const hourOfAttempt = fragment`date_trunc('hour', a.started_at, 'UTC')`

/** Attempts that began in some hours: one scan from the first to the last, for the hours lie beside each other. */
const began = (hours: readonly Hour[]): Fragment => {
  const starts = hours.map((hour) => hour.start)
  const sorted = [...starts].sort((a, b) => a.getTime() - b.getTime())
  return fragment`a.started_at >= ${sorted[0] ?? null}::timestamptz
    and a.started_at < ${sorted.at(-1) ?? null}::timestamptz + interval '1 hour'
    and ${hourOfAttempt} = any (${starts}::timestamptz[])`
}

/** How the attempts of some hours went, by destination; of one environment or of all. */
const attemptHours = (hours: readonly Hour[], environmentId: string | null): Fragment => fragment`
  with tried as materialized (
    select ${hourOfAttempt} as hour, d.environment_id, a.destination_id,
      case
        when a.status_code between 200 and 299 then 'delivered'
        when exists (
          select 1 from outcomes o
          where o.event_id = a.event_id and o.delivery_id = a.delivery_id and o.attempt = a.number
            and o.status = 'failed'
        ) then 'failed'
        else 'retrying'
      end as result,
      floor(ln(greatest(a.duration_ms, 0) + 1) / ln(1.1::float8))::int as bucket,
      count(*) as n, max(a.started_at) as last_at
    from attempts a
    join destinations d on d.id = a.destination_id ${ofEnvironment(fragment`d`, environmentId)}
    where ${began(hours)}
    group by 1, 2, 3, 4, 5
  ),
  sampling as materialized (
    select hour,
      least(128, 1 + coalesce(sum(n) filter (where result = 'delivered'), 0)::bigint / ${sampleSize}::int)::int as every
    from tried
    group by hour
  ),
  delayed as materialized (
    select hour, destination_id, jsonb_object_agg(bucket, n) as delays
    from (
      select s.hour, a.destination_id,
        floor(ln(greatest(
          extract(epoch from a.started_at) * 1000 + a.duration_ms
            - coalesce(e.received_ms, extract(epoch from e.created_at) * 1000), 0)::float8 + 1) / ln(1.1::float8))::int
          as bucket,
        count(*) as n
      from attempts a
      join sampling s on s.hour = ${hourOfAttempt}
        and (s.every = 1 or get_byte(uuid_send(a.delivery_id), 15) % s.every = 0)
      join destinations d on d.id = a.destination_id ${ofEnvironment(fragment`d`, environmentId)}
      join events e on e.id = a.event_id
      where ${began(hours)} and a.status_code between 200 and 299 and coalesce(a.trigger, 'auto') in ('auto', 'retry')
      group by 1, 2, 3
    ) counted
    group by 1, 2
  ),
  took as materialized (
    select hour, destination_id, jsonb_object_agg(bucket, n) as took
    from (select hour, destination_id, bucket, sum(n) as n from tried group by 1, 2, 3) counted
    group by 1, 2
  ),
  results as (
    select hour, environment_id, destination_id,
      coalesce(sum(n) filter (where result = 'delivered'), 0)::float8 as delivered,
      coalesce(sum(n) filter (where result = 'retrying'), 0)::float8 as retrying,
      coalesce(sum(n) filter (where result = 'failed'), 0)::float8 as failed,
      max(last_at) as last_at
    from tried
    group by 1, 2, 3
  )
  select r.hour, r.environment_id, r.destination_id, r.delivered, r.retrying, r.failed, r.last_at, took.took,
    coalesce(delayed.delays, '{}') as delays, s.every > 1 as sampled
  from results r
  join sampling s on s.hour = r.hour
  join took on took.hour = r.hour and took.destination_id = r.destination_id
  left join delayed on delayed.hour = r.hour and delayed.destination_id = r.destination_id`

const eventHours = (hours: readonly Hour[], environmentId: string | null): Fragment => fragment`
  select h.hour, counted.environment_id, counted.events
  from unnest(
    ${hours.map((hour) => hour.start)}::timestamptz[],
    ${hours.map((hour) => hour.firstId)}::uuid[],
    ${hours.map((hour) => hour.nextId)}::uuid[]
  ) as h (hour, first_id, next_id),
  lateral (
    select e.environment_id, count(*)::float8 as events
    from events e
    where e.id >= h.first_id and e.id < h.next_id ${ofEnvironment(fragment`e`, environmentId)}
    group by e.environment_id
  ) counted`

/** Attempts of hours that are not summed up yet. */
export const countAttempts = (sql: Sql, hours: readonly Hour[], environmentId: string) =>
  sql<AttemptHourRow>`${attemptHours(hours, environmentId)}`

export const countEvents = (sql: Sql, hours: readonly Hour[], environmentId: string) =>
  sql<EventHourRow>`${eventHours(hours, environmentId)}`

/** Of those hours, the ones that are summed up. */
export const selectSummed = (sql: Sql, hours: readonly Hour[]) => sql<{ hour: Date }>`
  select hour from summed_hours where hour = any (${hours.map((hour) => hour.start)}::timestamptz[])`

/** One process at a time sums up; the others wait and find it done. */
export const lockSums = (sql: Sql) => sql`select pg_advisory_xact_lock(7355611)`

/** Sums up hours that are over. */
export async function sumHours(sql: Sql, hours: readonly Hour[]): Promise<void> {
  await sql`
    insert into attempt_hours (
      hour, environment_id, destination_id, delivered, retrying, failed, last_at, took, delays, sampled
    )
    ${attemptHours(hours, null)}
    on conflict do nothing`
  await sql`
    insert into event_hours (hour, environment_id, events)
    select hour, environment_id, events
    from (${eventHours(hours, null)}) counted
    where exists (select 1 from environments where id = counted.environment_id)
    on conflict do nothing`
  await sql`
    insert into summed_hours (hour)
    select unnest(${hours.map((hour) => hour.start)}::timestamptz[])
    on conflict do nothing`
}

export const selectAttemptHours = (sql: Sql, environmentId: string, from: Date, until: Date) => sql<AttemptHourRow>`
  select hour, destination_id, delivered, retrying, failed, last_at, took, delays, sampled
  from attempt_hours
  where environment_id = ${environmentId} and hour >= ${from} and hour < ${until}`

export const selectEventHours = (sql: Sql, environmentId: string, from: Date, until: Date) => sql<EventHourRow>`
  select hour, events
  from event_hours
  where environment_id = ${environmentId} and hour >= ${from} and hour < ${until}`

/** Users connected before a time, and how many of them came in each hour since. */
export const countConnected = (sql: Sql, environmentId: string, from: Date) => sql<{ hour: Date | null; n: number }>`
  select case when created_at >= ${from} then date_trunc('hour', created_at, 'UTC') end as hour, count(*) as n
  from users
  where environment_id = ${environmentId} and active
  group by 1`

export async function deleteHoursBefore(sql: Sql, before: Date): Promise<void> {
  await sql`delete from attempt_hours where hour < ${before}`
  await sql`delete from event_hours where hour < ${before}`
  await sql`delete from summed_hours where hour < ${before}`
}
