import { useCallback, useEffect, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { type EventDetail, useEvents } from '../../api/events.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { useTitle } from '../../routing/title.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { en } from '../../strings/en.ts'
import { EventDrawer } from './event-drawer.tsx'
import { askedOf, eventFilters, placeOf, searchOf } from './event-filters.ts'
import { EventList } from './event-list.tsx'
import { countsOf } from './event-state.ts'
import { useAttempts } from './use-attempts.ts'

/** Less than this is not scrolled, in px. */
const topPx = 48
/** The open event comes this near to the last row: the next page is fetched, so that it has a neighbour. */
const nearEnd = 5
/** As many as a row of the list has. */
const mostStatuses = 50

/** The list of events; with an id, that event is open beside it. */
export default function EventsPage({ id }: { id?: string | undefined }) {
  const { filters, set } = useFilters(eventFilters)
  const [path, navigate] = useLocation()
  const search = useSearch()
  const rows = useRef<HTMLDivElement>(null)
  const isAtTop = useCallback(() => (rows.current?.querySelector('[role=table]')?.scrollTop ?? 0) < topPx, [])
  const list = useEvents(askedOf(filters), isAtTop)
  const { patch, loadMore } = list
  useTitle(id, en.events.title)
  useAttempts(list)

  const at = id === undefined ? -1 : list.rows.findIndex((row) => row.id === id)
  const isNearEnd = at >= 0 && at >= list.rows.length - nearEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each event opened there, not for each render.
  useEffect(() => {
    if (isNearEnd) loadMore()
  }, [id, isNearEnd])
  const neighbour = (by: 1 | -1) => {
    const next = at < 0 ? undefined : list.rows[at + by]
    // In place of the present one: a step back leads to the list, not through everything looked at.
    return next === undefined ? null : () => navigate(placeOf(next.id, search), { replace: true })
  }
  // The one that is open is known exactly: its row says the same.
  const tell = (event: EventDetail) => {
    const statuses = event.deliveries.map(({ status }) => status).slice(0, mostStatuses)
    const row = list.rows.find((one) => one.id === event.id)
    if (row === undefined || sameSet(row.delivery_statuses, statuses)) return
    patch((one) =>
      one.id === event.id ? { ...one, deliveries: countsOf(statuses), delivery_statuses: statuses } : one,
    )
  }
  return (
    <>
      <PageHeader title={en.events.title} description={en.events.description} />
      <EventList
        list={list}
        filters={filters}
        set={set}
        onView={(view) => navigate(`${path}${searchOf(view, location.search)}`)}
        current={id ?? null}
        rows={rows}
      />
      {id !== undefined && (
        <EventDrawer
          id={id}
          row={list.rows[at]}
          onRead={tell}
          onClose={() => navigate(placeOf(null, search))}
          onPrevious={neighbour(-1)}
          onNext={neighbour(1)}
        />
      )}
    </>
  )
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join() === other.toSorted().join()
