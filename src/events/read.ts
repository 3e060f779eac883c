import type { Hub } from '../hub.ts'
import { firstIdAt } from '../lib/ids.ts'
import { unpack } from '../lib/packed.ts'
import { type DeliveryRow, selectDeliveries, selectEvent, selectEvents } from './list-store.ts'
import type { DeliveryStatus } from './types.ts'

export interface EventQuery {
  type?: string | undefined
  userId?: string | undefined
  destinationId?: string | undefined
  status?: DeliveryStatus | undefined
  sinceMs?: number | undefined
  untilMs?: number | undefined
  /** The id of the last event of the page before. */
  cursor?: string | undefined
  /** 1–200; 50. */
  limit?: number | undefined
}

export interface EventSummary {
  id: string
  type: string
  userId: string | null
  reference: string
  chunk: number | null
  bytes: number
  createdAt: Date
  /** Deliveries by status. */
  deliveries: Record<DeliveryStatus, number>
}

export interface AttemptView {
  number: number
  at: Date
  statusCode: number | null
  durationMs: number
  error: string | null
  responseBody: string | null
}

export interface DeliveryView {
  /** The trace id. */
  id: string
  destinationId: string
  status: DeliveryStatus
  nextAttemptAt: Date | null
  /** The event that holds all that this one did, when it is superseded. */
  supersededBy: string | null
  attempts: AttemptView[]
}

export interface EventDetail extends Omit<EventSummary, 'deliveries'> {
  orderingMs: number
  /** Exactly as it is sent. */
  body: string
  deliveries: DeliveryView[]
}

/** A page of an environment's events, newest first. Paging by id: what arrives meanwhile shifts nothing. */
export async function listEvents(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  query: EventQuery = {},
): Promise<{ items: EventSummary[]; nextCursor: string | null }> {
  const limit = Math.min(200, Math.max(1, query.limit ?? 50))
  const until = query.untilMs === undefined ? undefined : firstIdAt(query.untilMs)
  const before = [until, query.cursor].filter((id) => id !== undefined).sort()[0]
  const rows = await selectEvents(
    hub.db,
    environmentId,
    {
      type: query.type,
      userId: query.userId,
      destinationId: query.destinationId,
      status: query.status,
      from: query.sinceMs === undefined ? undefined : firstIdAt(query.sinceMs),
      before,
    },
    limit + 1,
  )
  const items = rows.slice(0, limit).map(
    (row): EventSummary => ({
      id: row.id,
      type: row.type,
      userId: row.user_id,
      reference: row.reference,
      chunk: row.chunk,
      bytes: row.bytes,
      createdAt: row.created_at,
      deliveries: {
        pending: row.pending,
        held: row.held,
        delivered: row.delivered,
        failed: row.failed,
        superseded: row.superseded,
      },
    }),
  )
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One event with its exact body, its deliveries and all their attempts; null when there is none. */
export async function readEvent(hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<EventDetail | null> {
  const row = await selectEvent(hub.db, environmentId, id)
  if (row === null) return null
  return {
    id: row.id,
    type: row.type,
    userId: row.user_id,
    reference: row.reference,
    chunk: row.chunk,
    orderingMs: row.ordering_ms,
    bytes: row.bytes,
    createdAt: row.created_at,
    body: unpack(row),
    deliveries: deliveriesOf(await selectDeliveries(hub.db, id)),
  }
}

function deliveriesOf(rows: readonly DeliveryRow[]): DeliveryView[] {
  const deliveries = new Map<string, DeliveryView>()
  for (const row of rows) {
    const delivery = deliveries.get(row.delivery_id) ?? {
      id: row.delivery_id,
      destinationId: row.destination_id,
      status: row.status,
      nextAttemptAt: row.next_attempt_at,
      supersededBy: row.superseded_by,
      attempts: [],
    }
    deliveries.set(row.delivery_id, delivery)
    if (row.number !== null)
      delivery.attempts.push({
        number: row.number,
        at: row.started_at,
        statusCode: row.status_code,
        durationMs: row.duration_ms,
        error: row.error,
        responseBody: row.response_body,
      })
  }
  return [...deliveries.values()]
}
