import { useEffect, useRef } from 'react'
import type { EventSummary } from '../../../src/client/operations.ts'
import { post } from './client.ts'
import { type List, useList } from './list.ts'
import { useLive } from './live.ts'
import { useGet, useSend } from './query.ts'

export type { Attention, EventSummary, Figure, FirstSteps, Stats } from '../../../src/client/operations.ts'

/** No live message tells that a key was used or a source switched on, so the steps are asked for while in sight. */
const stepsEveryMs = 1_000

/** The five first steps; with `isWatched` they are read again and again, so that they tick themselves. */
export const useFirstSteps = (isWatched = false) =>
  useGet('/first-steps', {}, { everyMs: isWatched ? stepsEveryMs : false })

/** Four figures of the last 24 hours, beside the 24 before. */
export const useStats = () => useGet('/stats', { query: { hours: 24 } })

/** What a person should look at, newest first. */
export const useAttention = () => useGet('/attention')

/** Opens a session of Connect. */
export const useOpenWidget = () => useSend(() => post('/widget-sessions'))

const latestRows = 10
/** How often the list is read again at most because deliveries went on, in ms. */
const attemptsEveryMs = 1_000

/** The newest events, as they happen, with how their deliveries stand. */
export function useLatestEvents(): List<EventSummary> {
  const list = useList('/events', {}, { limit: latestRows, live: { topic: 'event' } })
  const { rows, refresh } = list
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  useLive(list.arrivals === 0 ? 'attempt' : null, ({ data }) => {
    if (rows.length > latestRows || !rows.some((row) => row.id === data.event_id)) return
    timer.current ??= setTimeout(() => {
      timer.current = null
      void refresh()
    }, attemptsEveryMs)
  })
  return list
}
