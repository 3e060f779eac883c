import fragment, { type Sql as Fragment, join } from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'
import type { DeliveryStatus } from '../types.ts'

export interface DeliveryFilter {
  destinationId?: string | undefined
  status?: DeliveryStatus | undefined
  type?: string | undefined
  userId?: string | undefined
  provider?: string | undefined
  /** Smallest event id that counts, and the first that does not any more. */
  from?: string | undefined
  before?: string | undefined
}

/** Where a page ended. */
export interface DeliveryPlace {
  eventId: string
  deliveryId: string
}

export interface ListedDeliveryRow {
  delivery_id: string
  event_id: string
  destination_id: string
  type: string
  user_id: string | null
  provider: string | null
  reference_id: string | null
  status: DeliveryStatus
  next_attempt_at: Date | null
  created_at: Date
  /** Of the latest attempt; null before the first. */
  number: number | null
  started_at: Date | null
  status_code: number | null
  duration_ms: number | null
  error: string | null
}

function conditionsOf(
  environmentId: string,
  filter: DeliveryFilter,
  place: DeliveryPlace | null,
  source: { eventId: Fragment; deliveryId: Fragment; destinationId: Fragment },
): Fragment {
  const found: Fragment[] = [fragment`e.environment_id = ${environmentId}`]
  const { eventId, deliveryId, destinationId } = source
  if (filter.destinationId !== undefined) found.push(fragment`${destinationId} = ${filter.destinationId}::uuid`)
  if (filter.type !== undefined) found.push(fragment`e.type = ${filter.type}`)
  if (filter.userId !== undefined) found.push(fragment`e.user_id = ${filter.userId}::uuid`)
  if (filter.provider !== undefined)
    found.push(fragment`exists (select 1 from users u where u.user_id = e.user_id and u.provider = ${filter.provider})`)
  if (filter.from !== undefined) found.push(fragment`${eventId} >= ${filter.from}::uuid`)
  if (filter.before !== undefined) found.push(fragment`${eventId} < ${filter.before}::uuid`)
  if (place !== null)
    found.push(fragment`(${eventId}, ${deliveryId}) < (${place.eventId}::uuid, ${place.deliveryId}::uuid)`)
  return join(found, ' and ')
}

/**
 * Deliveries of an environment, those of the newest events first. What waits is in the queue; what has ended is among
 * the outcomes, of which the latest counts.
 */
export function selectDeliveryList(
  sql: Sql,
  environmentId: string,
  filter: DeliveryFilter,
  place: DeliveryPlace | null,
  limit: number,
): Promise<ListedDeliveryRow[]> {
  const waiting = conditionsOf(environmentId, filter, place, {
    eventId: fragment`q.event_id`,
    deliveryId: fragment`q.id`,
    destinationId: fragment`q.destination_id`,
  })
  const ended = conditionsOf(environmentId, filter, place, {
    eventId: fragment`o.event_id`,
    deliveryId: fragment`o.delivery_id`,
    destinationId: fragment`o.destination_id`,
  })
  const { status } = filter
  return sql<ListedDeliveryRow>`
    with found as (
      (
        select q.event_id, q.id as delivery_id, q.destination_id,
          case when q.due_at < 'infinity' and d.enabled then 'pending' else 'held' end as status,
          case when q.due_at < 'infinity' and d.enabled then q.due_at end as next_attempt_at,
          e.type, e.user_id, e.created_at
        from deliveries q
        join events e on e.id = q.event_id
        left join destinations d on d.id = q.destination_id
        where ${waiting}
          and (${status ?? null}::text is null
            or case when q.due_at < 'infinity' and d.enabled then 'pending' else 'held' end = ${status ?? null}::text)
        order by q.event_id desc, q.id desc
        limit ${limit}
      )
      union all
      (
        select o.event_id, o.delivery_id, o.destination_id, o.status, null, e.type, e.user_id, e.created_at
        from outcomes o
        join events e on e.id = o.event_id
        where ${ended}
          and (${status ?? null}::text is null or o.status = ${status ?? null}::text)
          and not exists (
            select 1 from outcomes later
            where later.event_id = o.event_id and later.delivery_id = o.delivery_id and later.attempt > o.attempt
          )
          and not exists (select 1 from deliveries q where q.event_id = o.event_id and q.id = o.delivery_id)
        order by o.event_id desc, o.delivery_id desc
        limit ${limit}
      )
      order by 1 desc, 2 desc
      limit ${limit}
    )
    select f.*, u.provider, u.reference_id, a.number, a.started_at, a.status_code, a.duration_ms, a.error
    from found f
    left join users u on u.user_id = f.user_id
    left join lateral (
      select number, started_at, status_code, duration_ms, error
      from attempts
      where event_id = f.event_id and delivery_id = f.delivery_id
      order by number desc
      limit 1
    ) a on true
    order by f.event_id desc, f.delivery_id desc`
}

export interface WaitingRow {
  event_id: string
  destination_id: string
  destination_name: string
  enabled: boolean
  is_held: boolean
  is_leased: boolean
}

/** A delivery that waits, locked; null when it has ended or never was. */
export async function lockWaiting(sql: Sql, environmentId: string, id: string): Promise<WaitingRow | null> {
  const [row] = await sql<WaitingRow>`
    select q.event_id, q.destination_id, d.name as destination_name, d.enabled, q.due_at = 'infinity' as is_held,
      coalesce(q.lease_until > clock(), false) as is_leased
    from deliveries q
    join destinations d on d.id = q.destination_id
    where q.id = ${id}::uuid and d.environment_id = ${environmentId}
    for update of q`
  return row ?? null
}

export async function makeDue(sql: Sql, id: string): Promise<Date | null> {
  const [row] = await sql<{ due_at: Date }>`
    update deliveries
    set due_at = least(due_at, clock())
    where id = ${id}::uuid
    returning due_at`
  return row?.due_at ?? null
}

export interface EndedRow {
  event_id: string
  destination_id: string
  status: DeliveryStatus
}

/** Where a delivery stands that waits or ended; looked for among the events with ids from `from` up to `until`. */
export async function selectDelivery(
  sql: Sql,
  environmentId: string,
  id: string,
  bounds: { from: string; until: string },
): Promise<EndedRow | null> {
  const [row] = await sql<EndedRow>`
    select q.event_id, q.destination_id, case when q.due_at < 'infinity' then 'pending' else 'held' end as status
    from deliveries q
    join events e on e.id = q.event_id
    where q.id = ${id}::uuid and e.environment_id = ${environmentId}
    union all
    (
      select o.event_id, o.destination_id, o.status
      from outcomes o
      join events e on e.id = o.event_id
      where o.delivery_id = ${id}::uuid and o.event_id >= ${bounds.from}::uuid and o.event_id < ${bounds.until}::uuid
        and e.environment_id = ${environmentId}
      order by o.attempt desc
      limit 1
    )
    limit 1`
  return row ?? null
}
