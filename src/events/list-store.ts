import fragment, { empty, type Sql as Fragment, join, raw } from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'
import type { DeliveryStatus } from './types.ts'

export interface EventFilter {
  type?: string | undefined
  userId?: string | undefined
  destinationId?: string | undefined
  status?: DeliveryStatus | undefined
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
}

/** Conditions on `events e` for what a filter finds. */
function conditionsOf(environmentId: string, filter: EventFilter): Fragment {
  const { destinationId, status } = filter
  const conditions: Fragment[] = [fragment`e.environment_id = ${environmentId}`]
  if (filter.type !== undefined) conditions.push(fragment`e.type = ${filter.type}`)
  if (filter.userId !== undefined) conditions.push(fragment`e.user_id = ${filter.userId}`)
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
  return sql<EventSummaryRow>`
    with listed as (${foundBy(environmentId, filter, 'desc', limit)})
    select e.id, e.type, e.user_id, e.reference, e.chunk, e.bytes, e.created_at, states.*
    from listed l
    join events e on e.id = l.id,
    lateral (
      select (count(*) filter (where status = 'pending'))::int as pending,
        (count(*) filter (where status = 'held'))::int as held,
        (count(*) filter (where status = 'delivered'))::int as delivered,
        (count(*) filter (where status = 'failed'))::int as failed,
        (count(*) filter (where status = 'superseded'))::int as superseded
      from delivery_states(l.id)
    ) states
    order by e.id desc`
}

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
}

/** The deliveries of an event, a row for each attempt; in one statement, so that states and attempts agree. */
export const selectDeliveries = (sql: Sql, eventId: string) => sql<DeliveryRow>`
  select s.delivery_id, s.destination_id, s.status, s.next_attempt_at,
    case when s.status = 'superseded' then o.superseded_by end as superseded_by,
    a.number, a.started_at, a.duration_ms, a.status_code, a.error, a.response_body
  from delivery_states(${eventId}::uuid) s
  left join outcomes o on o.event_id = ${eventId}::uuid and o.delivery_id = s.delivery_id and o.status = 'superseded'
  left join attempts a on a.event_id = ${eventId}::uuid and a.delivery_id = s.delivery_id
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
}

export async function selectEvent(sql: Sql, environmentId: string, id: string): Promise<EventDetailRow | null> {
  const [row] = await sql<EventDetailRow>`
    select id, type, user_id, reference, chunk, ordering_ms, bytes, body, body_z, created_at
    from events
    where id = ${id}::uuid and environment_id = ${environmentId}`
  return row ?? null
}
