import { useEffect, useRef } from 'react'
import type { QueryOf } from '../../../src/client/calls.ts'
import type { DeliveryRow } from '../../../src/client/operations.ts'
import type { StreamPayloads } from '../../../src/schema/management/stream.ts'
import { post } from './client.ts'
import { type List, useList } from './list.ts'
import { useLive } from './live.ts'
import { useRefresh, useSend } from './query.ts'

export type { DeliveryRow, DeliveryStatus } from '../../../src/client/operations.ts'

/** What deliveries are asked for. */
export type DeliveryFilters = Omit<NonNullable<QueryOf<'GET', '/deliveries'>>, 'limit' | 'cursor'>

/** How often a list whose destination is off is read again at most, in ms. */
const heldEveryMs = 1_000
const pageRows = 50

/**
 * The deliveries of a destination, those of the newest events first. Attempts change their rows as they happen; while
 * the destination is off (`isOff`) nothing is attempted, and what comes is heard of by its event.
 */
export function useDeliveries(
  destinationId: string,
  filters: Omit<DeliveryFilters, 'destination_id'>,
  isOff = false,
): List<DeliveryRow> {
  const refreshAll = useRefresh()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  const list = useList(
    '/deliveries',
    { query: { ...filters, destination_id: destinationId } },
    { limit: pageRows, live: { topic: 'attempt', counts: ({ data }) => data.destination_id === destinationId } },
  )
  const { patch, refresh } = list
  const isFirstPage = list.rows.length <= pageRows
  useLive(isOff ? 'event' : null, () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void refreshAll('/destinations')
      if (isFirstPage) void refresh()
    }, heldEveryMs)
  })
  useLive('attempt', ({ data }) => {
    if (data.destination_id !== destinationId) return
    patch((row) => deliveryAfter(row, data))
  })
  return list
}

/** Makes the next attempt of a waiting delivery now. */
export const useRetryNow = (onDone: () => void) =>
  useSend((id: string) => post('/deliveries/{id}/retry-now', { path: { id } }), { refreshes: ['/deliveries'], onDone })

/** Sends an event to one destination again. */
export const useResendTo = (onDone: () => void) =>
  useSend(
    ({ eventId, destinationId }: { eventId: string; destinationId: string }) =>
      post('/events/{id}/resend', { path: { id: eventId }, body: { destination_id: destinationId } }),
    { refreshes: ['/deliveries', '/destinations'], onDone },
  )

/** A delivery after an attempt that was told of; the same one when that was another's. */
export const deliveryAfter = (row: DeliveryRow, attempt: StreamPayloads['attempt']): DeliveryRow =>
  row.id === attempt.delivery_id
    ? {
        ...row,
        status: attempt.status,
        attempts: attempt.number,
        last_attempt_at: attempt.at,
        last_status_code: attempt.status_code,
        last_duration_ms: attempt.duration_ms,
      }
    : row
