import type { QueryOf } from '../../../src/client/calls.ts'
import type { EventSummary } from '../../../src/client/operations.ts'
import { post } from './client.ts'
import { type List, useList } from './list.ts'
import { useLive } from './live.ts'
import { useGet, useSend } from './query.ts'

export type { EventDetail, EventSummary, Timeline } from '../../../src/client/operations.ts'

/** What events are asked for. */
export type EventFilters = Omit<NonNullable<QueryOf<'GET', '/events'>>, 'limit' | 'cursor'>

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
  const list: List<EventSummary> = useList<'/events', 'event' | 'attempt'>(
    '/events',
    { query: filters },
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
  const event = useGet('/events/{id}', { path: { id } })
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
      post('/events/{id}/resend', {
        path: { id },
        body: destinationId === null ? {} : { destination_id: destinationId },
      }),
    { refreshes: [`/events/${encodeURIComponent(id)}`, '/deliveries', '/destinations'] },
  )
