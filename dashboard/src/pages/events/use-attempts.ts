import { useEffect, useMemo, useRef } from 'react'
import type { EventSummary } from '../../api/events.ts'
import type { List } from '../../api/list.ts'
import { useLive } from '../../api/live.ts'
import { afterAttempt } from './event-state.ts'

type Status = EventSummary['delivery_statuses'][number]

/** How often the rows are changed at most, in ms, however many attempts are told. */
const settleMs = 250

/** Attempts change the dots of the events in the list, as they happen. */
export function useAttempts(list: List<EventSummary>): void {
  const { rows, patch } = list
  const known = useMemo(() => new Set(rows.map(({ id }) => id)), [rows])
  const waiting = useRef(new Map<string, Status[]>())
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  useLive('attempt', ({ data }) => {
    if (!known.has(data.event_id)) return
    waiting.current.set(data.event_id, [...(waiting.current.get(data.event_id) ?? []), data.status])
    timer.current ??= setTimeout(() => {
      timer.current = null
      const told = waiting.current
      waiting.current = new Map()
      patch((row) => (told.get(row.id) ?? []).reduce(afterAttempt, row))
    }, settleMs)
  })
}
