import type { EventDetail, EventSummary } from '../../../src/schema/management/event.ts'
import { post } from './client.ts'
import { type List, useList } from './list.ts'
import { useLive } from './live.ts'
import { useGet, useSend } from './query.ts'

export type { EventDetail, EventSummary, Timeline } from '../../../src/schema/management/event.ts'

/** What events are asked for. */
export interface EventFilters {
  type?: string | undefined
  provider?: string | undefined
  user_id?: string | undefined
  destination_id?: string | undefined
  status?: EventSummary['delivery_statuses'][number] | null | undefined
  code?: string | undefined
  /** A text that the body contains. */
  body?: string | undefined
  since?: string | null | undefined
  until?: string | null | undefined
}

/** Rows of a page, as many as the server gives: a scroll seldom waits. */
const pageRows = 200

/** Whether the server has to look through bodies or attempts: such a list is not read again by itself. */
export const isSearch = ({ body, code }: EventFilters): boolean => (body ?? '') !== '' || (code ?? '') !== ''

/**
 * Events, newest first, announced as they come. Which states they are in is told by attempts, so a list of one status
 * hears of those. What a message does not tell (the provider, the destination) is not held against it.
 */
export function useEvents(filters: EventFilters, isAtTop: () => boolean): List<EventSummary> {
  const ofStatus = filters.status ?? null
  const isDeaf = isSearch(filters) || (filters.until ?? null) !== null
  const list: List<EventSummary> = useList<EventSummary, 'event' | 'attempt'>(
    '/events',
    { ...filters },
    {
      limit: pageRows,
      isAtTop,
      live: {
        topic: ofStatus === null ? 'event' : 'attempt',
        counts: ({ data }) => {
          if (isDeaf) return false
          if ('event_id' in data) return data.status === ofStatus && list.rows.every(({ id }) => id !== data.event_id)
          return (
            ((filters.type ?? '') === '' || filters.type === data.type) &&
            ((filters.user_id ?? '') === '' || filters.user_id === data.user_id)
          )
        },
      },
    },
  )
  return list
}

/** One event with its body, deliveries and attempts; read again at each of its attempts. */
export function useEvent(id: string) {
  const event = useGet<EventDetail>(`/events/${encodeURIComponent(id)}`)
  const { refetch } = event
  useLive('attempt', ({ data }) => {
    if (data.event_id === id) void refetch()
  })
  return event
}

/** Sends an event again: to one destination, or with null to all it went to. */
export const useResend = (id: string) =>
  useSend(
    (destinationId: string | null) =>
      post<{ deliveries: number }>(
        `/events/${encodeURIComponent(id)}/resend`,
        destinationId === null ? {} : { destination_id: destinationId },
      ),
    { refreshes: [`/events/${encodeURIComponent(id)}`, '/deliveries', '/destinations'] },
  )
