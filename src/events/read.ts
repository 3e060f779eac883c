import type { View } from '../destinations/types.ts'
import type { Hub } from '../hub.ts'
import { firstIdAt } from '../lib/ids.ts'
import { unpack } from '../lib/packed.ts'
import {
  type DeliveryRow,
  type EventFilter,
  type EventSummaryRow,
  selectDeliveries,
  selectEvent,
  selectEvents,
} from './list-store.ts'
import type { AttemptTrigger, DeliveryStatus } from './types.ts'

export interface EventQuery {
  type?: string | undefined
  userId?: string | undefined
  destinationId?: string | undefined
  status?: DeliveryStatus | undefined
  /** Of the user. */
  provider?: string | undefined
  referenceId?: string | undefined
  /** What a destination of a view gets; all there is, unless told. */
  view?: View | undefined
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
  /** Of its user, while there is one. */
  provider: string | null
  referenceId: string | null
  /** Deliveries by status. */
  deliveries: Record<DeliveryStatus, number>
  /** The status of each, in the order of the destinations, at most fifty. */
  statuses: DeliveryStatus[]
}

export interface AttemptView {
  number: number
  /** Null when it was made by a version that did not note it; so may be the address. */
  trigger: AttemptTrigger | null
  at: Date
  statusCode: number | null
  durationMs: number
  /** Where it was connected to; null when no connection came about. */
  address: string | null
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
  /** While it is pending: which attempt of its run is next, or under way. */
  nextAttempt: number | null
  attempts: AttemptView[]
}

export interface EventDetail extends Omit<EventSummary, 'deliveries' | 'statuses'> {
  orderingMs: number
  /** When what it came from arrived, in epoch milliseconds, where that was known. */
  receivedMs: number | null
  firstDeliveredAt: Date | null
  /** The file that its records were read from. */
  origin: { importId: string; filename: string; isKept: boolean } | null
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
  const rows = await selectEvents(hub.db, environmentId, filterOf(query), limit + 1)
  const items = rows.slice(0, limit).map(summaryOf)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** The filter of a query, without what only a search through bodies and attempts can tell. */
export function filterOf(query: EventQuery): EventFilter {
  const until = query.untilMs === undefined ? undefined : firstIdAt(query.untilMs)
  return {
    type: query.type,
    userId: query.userId,
    destinationId: query.destinationId,
    status: query.status,
    provider: query.provider,
    referenceId: query.referenceId,
    view: query.view,
    from: query.sinceMs === undefined ? undefined : firstIdAt(query.sinceMs),
    before: [until, query.cursor].filter((id) => id !== undefined).sort()[0],
  }
}

export const summaryOf = (row: EventSummaryRow): EventSummary => ({
  id: row.id,
  type: row.type,
  userId: row.user_id,
  reference: row.reference,
  chunk: row.chunk,
  bytes: row.bytes,
  createdAt: row.created_at,
  provider: row.provider,
  referenceId: row.reference_id,
  deliveries: {
    pending: row.pending,
    held: row.held,
    delivered: row.delivered,
    failed: row.failed,
    superseded: row.superseded,
  },
  statuses: row.statuses,
})

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
    provider: row.provider,
    referenceId: row.reference_id,
    receivedMs: row.received_ms,
    firstDeliveredAt: row.first_delivered_at,
    origin:
      row.import_id === null || row.filename === null
        ? null
        : { importId: row.import_id, filename: row.filename, isKept: row.is_kept },
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
      nextAttempt: nextAttemptOf(row),
      attempts: [],
    }
    deliveries.set(row.delivery_id, delivery)
    if (row.number !== null)
      delivery.attempts.push({
        number: row.number,
        trigger: row.trigger,
        at: row.started_at,
        statusCode: row.status_code,
        durationMs: row.duration_ms,
        address: row.address,
        error: row.error,
        responseBody: row.response_body,
      })
  }
  return [...deliveries.values()]
}

/** Of the run that a pending delivery is in: the attempt under way, or the one that comes next. */
function nextAttemptOf({ status, begun, attempts_before: before, is_leased: isLeased }: DeliveryRow): number | null {
  if (status !== 'pending' || begun === null || before === null) return null
  return begun - before + (isLeased ? 0 : 1)
}
