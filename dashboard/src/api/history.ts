import { useEffect, useRef } from 'react'
import type { Backfill } from '../../../src/client/operations.ts'
import { post } from './client.ts'
import { useGet, useRefresh, useSend } from './query.ts'

export type { Backfill } from '../../../src/client/operations.ts'

/** How often a backfill that runs is read again, in ms: no live message says how far it is. */
const followEveryMs = 1_000

/** Asks the provider for the last days of a user at once. */
export const useFetchNow = (id: string, days: number) =>
  useSend(() => post('/users/{id}/fetch', { path: { id }, body: { days } }), { refreshes: [`/users/${id}`] })

/** Whether a backfill is not over yet. */
export const isUnderWay = ({ status }: Pick<Backfill, 'status'>): boolean => status === 'queued' || status === 'running'

/** The last backfill of a user, null where there was none; followed while it runs. */
export function useLastBackfill(id: string) {
  const refresh = useRefresh()
  const asked = { path: { id }, query: { limit: 1 } }
  const shown = useGet('/users/{id}/backfills', asked)
  const last = shown.data === undefined ? undefined : (shown.data.items[0] ?? null)
  const isFollowed = last != null && isUnderWay(last)
  useGet('/users/{id}/backfills', asked, { everyMs: isFollowed ? followEveryMs : false })
  const wasFollowed = useRef(isFollowed)
  useEffect(() => {
    // What it brought is shown when it ends: its records are announced to nobody before.
    if (wasFollowed.current && !isFollowed) void refresh(`/users/${id}`)
    wasFollowed.current = isFollowed
  })
  return { last, error: shown.error, refetch: shown.refetch }
}

/** Begins to fetch the history of a user; `from` is its oldest day, null for all that the provider has. */
export const useStartBackfill = (id: string) =>
  useSend(
    (from: string | null) => post('/users/{id}/backfill', { path: { id }, body: from === null ? {} : { from } }),
    { refreshes: [`/users/${id}/backfills`] },
  )

/** Stops a backfill; what it fetched stays. */
export const useCancelBackfill = (userId: string) =>
  useSend((id: string) => post('/backfills/{id}/cancel', { path: { id } }), {
    refreshes: [`/users/${userId}/backfills`],
  })
