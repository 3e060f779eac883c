import fragment, { empty, type Sql as Fragment, join, raw } from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'
import type { View } from '../destinations/types.ts'
import type { AttemptTrigger, DeliveryStatus } from './types.ts'

export interface EventFilter {
  type?: string | undefined
  userId?: string | undefined
  destinationId?: string | undefined
  status?: DeliveryStatus | undefined
  /** Of the user. */
  provider?: string | undefined
  referenceId?: string | undefined
  /** What a destination of a view gets; all there is, unless told. */
  view?: View | undefined
  /** Smallest id that counts, and the first that does not any more. */
  from?: string | undefined
  before?: string | undefined
}

export interface EventSummaryRow {
  id: string
  type: string
  user_id: string | null
  reference: string
  chunk: number | null
  bytes: number
  created_at: Date
  pending: number
  held: number
  delivered: number
  failed: number
  superseded: number
  /** In the order of the destinations, at most fifty. */
  statuses: DeliveryStatus[]
  /** Of its user, while there is one. */
  provider: string | null
  reference_id: string | null
}

/** Conditions on `events e` for what a filter finds. */
function conditionsOf(environmentId: string, filter: EventFilter): Fragment {
  const { destinationId, status } = filter
  const conditions: Fragment[] = [fragment`e.environment_id = ${environmentId}`]
  if (filter.type !== undefined) conditions.push(fragment`e.type = ${filter.type}`)
  if (filter.userId !== undefined) conditions.push(fragment`e.user_id = ${filter.userId}`)
  if (filter.provider !== undefined)
    conditions.push(fragment`exists (
      select 1 from users u where u.user_id = e.user_id and u.provider = ${filter.provider}
    )`)
  if (filter.referenceId !== undefined)
    conditions.push(fragment`e.user_id in (
      select user_id from users where environment_id = ${environmentId} and reference_id = ${filter.referenceId}
    )`)
  if (filter.view !== undefined) conditions.push(fragment`coalesce(e.view = ${filter.view}, true)`)
  if (filter.from !== undefined) conditions.push(fragment`e.id >= ${filter.from}::uuid`)
  if (filter.before !== undefined) conditions.push(fragment`e.id < ${filter.before}::uuid`)
  if (destinationId !== undefined || status !== undefined)
    conditions.push(fragment`exists (
      select 1
      from delivery_states(e.id) s
      where (${destinationId ?? null}::uuid is null or s.destination_id = ${destinationId ?? null}::uuid)
        and (${status ?? null}::text is null or s.status = ${status ?? null}::text)
    )`)
  return join(conditions, ' and ')
}

/** The first or last ids, by `direction`, of the events that a filter finds. */
function foundBy(environmentId: string, filter: EventFilter, direction: 'asc' | 'desc', limit: number): Fragment {
  const where = conditionsOf(environmentId, filter)
  const order = raw(direction)
  const branches = sourcesOf(filter).map(
    ({ source, id }) => fragment`(
      select distinct ${id} as id
      from ${source}
      where ${where}
      order by 1 ${order}
      limit ${limit}
    )`,
  )
  return fragment`select id from (${join(branches, ' union ')}) found order by id ${order} limit ${limit}`
}

/** Ids of the events that a filter finds, oldest first. */
export async function selectOldest(
  sql: Sql,
  environmentId: string,
  filter: EventFilter,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ id: string }>`${foundBy(environmentId, filter, 'asc', limit)}`
  return rows.map((row) => row.id)
}

/**
 * Events of an environment, newest first, with how many deliveries have which status. What is rare is looked for
 * where it is listed: waiting deliveries in the queue, those of a destination and those that failed among outcomes.
 */
export async function selectEvents(
  sql: Sql,
  environmentId: string,
  filter: EventFilter,
  limit: number,
): Promise<EventSummaryRow[]> {
  return selectSummaries(sql, foundBy(environmentId, filter, 'desc', limit))
}

/** Those events of an environment, newest first. */
export const selectEventsByIds = (
  sql: Sql,
  environmentId: string,
  ids: readonly string[],
): Promise<EventSummaryRow[]> =>
  selectSummaries(
    sql,
    fragment`select id from events where id = any (${ids}::uuid[]) and environment_id = ${environmentId}`,
  )

const selectSummaries = (sql: Sql, listed: Fragment) => sql<EventSummaryRow>`
    with listed as (${listed})
    select e.id, e.type, e.user_id, e.reference, e.chunk, e.bytes, e.created_at, u.provider, u.reference_id, states.*
    from listed l
    join events e on e.id = l.id
    left join users u on u.user_id = e.user_id,
    lateral (
      select (count(*) filter (where status = 'pending'))::int as pending,
        (count(*) filter (where status = 'held'))::int as held,
        (count(*) filter (where status = 'delivered'))::int as delivered,
        (count(*) filter (where status = 'failed'))::int as failed,
        (count(*) filter (where status = 'superseded'))::int as superseded,
        coalesce((array_agg(status order by destination_id, delivery_id))[1:50], '{}') as statuses
      from delivery_states(l.id)
    ) states
    order by e.id desc`

/** Events that a filter finds, newest first, with what is needed to search through them. */
export const selectCandidates = (sql: Sql, environmentId: string, filter: EventFilter, limit: number) => sql<{
  id: string
  bytes: number
}>`
  with listed as (${foundBy(environmentId, filter, 'desc', limit)})
  select e.id, e.bytes
  from listed l
  join events e on e.id = l.id
  order by e.id desc`

/** Of those events, the ones of which an attempt was answered with a status code in a range. */
export const selectAnswered = (sql: Sql, ids: readonly string[], low: number, high: number) => sql<{ id: string }>`
  select distinct event_id as id
  from attempts
  where event_id = any (${ids}::uuid[]) and status_code between ${low}::int and ${high}::int`

/** The bodies of those events. */
export const selectBodies = (sql: Sql, ids: readonly string[]) => sql<{
  id: string
  body: string | null
  body_z: Buffer | null
}>`
  select id, body, body_z from events where id = any (${ids}::uuid[])`

interface Source {
  source: Fragment
  id: Fragment
}

/** Where to look, each in an order that an index gives. */
function sourcesOf({ destinationId, status }: EventFilter): Source[] {
  const ofDestination = (alias: string) =>
    destinationId === undefined ? empty : fragment` and ${raw(alias)}.destination_id = ${destinationId}::uuid`
  const queue = {
    source: fragment`deliveries q join events e on e.id = q.event_id${ofDestination('q')}`,
    id: fragment`q.event_id`,
  }
  const ended = (condition: Fragment): Source => ({
    source: fragment`outcomes o join events e on e.id = o.event_id${ofDestination('o')}${condition}`,
    id: fragment`o.event_id`,
  })
  switch (status) {
    case 'pending':
    case 'held':
      return [queue]
    case 'failed':
      return [ended(fragment` and o.status = 'failed'`)]
    case 'superseded':
      return [ended(fragment` and o.status = 'superseded'`)]
    case 'delivered':
    case undefined:
      if (destinationId === undefined) return [{ source: fragment`events e`, id: fragment`e.id` }]
      return status === 'delivered' ? [ended(empty)] : [queue, ended(empty)]
  }
}

export interface DeliveryRow {
  delivery_id: string
  destination_id: string
  status: DeliveryStatus
  next_attempt_at: Date | null
  superseded_by: string | null
  /** Null, with all below, before the first attempt. */
  number: number | null
  started_at: Date
  duration_ms: number
  status_code: number | null
  error: string | null
  response_body: string | null
  trigger: AttemptTrigger | null
  address: string | null
  /** While it waits: the attempt last begun, how many belong to earlier runs, and whether one is under way. */
  begun: number | null
  attempts_before: number | null
  is_leased: boolean
}

/** The deliveries of an event, a row for each attempt; in one statement, so that states and attempts agree. */
export const selectDeliveries = (sql: Sql, eventId: string) => sql<DeliveryRow>`
  select s.delivery_id, s.destination_id, s.status, s.next_attempt_at,
    case when s.status = 'superseded' then o.superseded_by end as superseded_by,
    a.number, a.started_at, a.duration_ms, a.status_code, a.error, a.response_body, a.trigger,
    host(a.address) as address, q.attempt as begun, q.attempts_before,
    coalesce(q.lease_until > clock(), false) as is_leased
  from delivery_states(${eventId}::uuid) s
  left join outcomes o on o.event_id = ${eventId}::uuid and o.delivery_id = s.delivery_id and o.status = 'superseded'
  left join attempts a on a.event_id = ${eventId}::uuid and a.delivery_id = s.delivery_id
  left join deliveries q on q.id = s.delivery_id and q.event_id = ${eventId}::uuid
  order by s.delivery_id, a.number`

export interface EventDetailRow {
  id: string
  type: string
  user_id: string | null
  reference: string
  chunk: number | null
  ordering_ms: number
  bytes: number
  body: string | null
  body_z: Buffer | null
  created_at: Date
  received_ms: number | null
  first_delivered_at: Date | null
  provider: string | null
  reference_id: string | null
  import_id: string | null
  filename: string | null
  is_kept: boolean
}

export async function selectEvent(sql: Sql, environmentId: string, id: string): Promise<EventDetailRow | null> {
  const [row] = await sql<EventDetailRow>`
    select e.id, e.type, e.user_id, e.reference, e.chunk, e.ordering_ms, e.bytes, e.body, e.body_z, e.created_at,
      e.received_ms, u.provider, u.reference_id, i.id as import_id, i.filename, i.raw_path is not null as is_kept,
      (
        select min(a.started_at + make_interval(secs => a.duration_ms / 1000.0))
        from attempts a
        where a.event_id = e.id and a.status_code between 200 and 299
      ) as first_delivered_at
    from events e
    left join users u on u.user_id = e.user_id
    left join imports i on i.id = e.import_id
    where e.id = ${id}::uuid and e.environment_id = ${environmentId}`
  return row ?? null
}
