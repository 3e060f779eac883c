import { SlidersHorizontal } from 'lucide-react'
import { type RefObject, useCallback, useState } from 'react'
import { useSearch } from 'wouter'
import { type EventSummary, isSearch } from '../../api/events.ts'
import type { List } from '../../api/list.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Link } from '../../components/link.tsx'
import { useAtLeast, WIDTH } from '../../components/media.ts'
import { Panel } from '../../components/panel.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { Failure } from '../../shell/failure.tsx'
import { Arrivals, LiveMark, NoMatch } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'
import { BodySearch } from './body-search.tsx'
import { type SetFilters, useEventChips } from './event-chips.tsx'
import { eventColumns } from './event-columns.tsx'
import { askedOf, type EventFilterValues, placeOf, viewOf, views } from './event-filters.ts'
import { OwnViews } from './own-views.tsx'
import { useSavedViews } from './saved-views.ts'

const words = en.events.list
/** From here on the filters have room beside an open event, in px. */
const roomyPx = 1600

export interface EventListProps {
  list: List<EventSummary>
  filters: EventFilterValues
  set: SetFilters
  /** Shows a view: its filters in place of the present ones. */
  onView: (view: string) => void
  /** The event that is open. */
  current: string | null
  /** Around the rows, to tell whether they were scrolled. */
  rows: RefObject<HTMLDivElement | null>
}

/** The list of events, what it is narrowed to, and what came meanwhile. */
export function EventList({ list, filters, set, onView, current, rows }: EventListProps) {
  const { saved, save, forget } = useSavedViews()
  const chips = useEventChips(filters, set)
  const isRoomy = useAtLeast(roomyPx)
  const isTight = !useAtLeast(WIDTH.tablet) || (current !== null && !isRoomy)
  const [showsAll, setShowsAll] = useState(false)
  const search = useSearch()
  const present = viewOf(filters)
  const searches = isSearch(askedOf(filters))
  const find = useCallback((body: string) => set({ body }), [set])
  const showArrivals = () => {
    rows.current?.querySelector('[role=table]')?.scrollTo({ top: 0 })
    // The table hears of the scroll first: at its end it would ask for more at once.
    requestAnimationFrame(list.showArrivals)
  }
  return (
    <Panel flush>
      <FilterBar
        views={[
          { name: views.all, label: words.views.all },
          { name: views.failed, label: words.views.failed },
          { name: views.retrying, label: words.views.retrying },
          ...saved.map(({ name, query }) => ({ name: query, label: name })),
        ]}
        view={present}
        onView={onView}
        search={<BodySearch value={filters.body} onApply={find} />}
        chips={isTight && !showsAll ? chips.filter(({ value }) => value !== null) : chips}
        onClear={() => onView(views.all)}
      >
        {isTight && (
          <Button
            look="plain"
            icon={<SlidersHorizontal aria-hidden />}
            aria-expanded={showsAll}
            onClick={() => setShowsAll(!showsAll)}
          >
            {words.filters}
          </Button>
        )}
        <Arrivals count={list.arrivals} onShow={showArrivals} />
        <LiveMark />
        <OwnViews saved={saved} present={present} onSave={save} onForget={forget} />
      </FilterBar>
      {list.error !== null && <Failure error={list.error} onRetry={list.refresh} />}
      {list.isLoading ? (
        <div className="px-4 pb-4">
          <Loading rows={8} />
        </div>
      ) : (
        <div ref={rows}>
          <VirtualTable<EventSummary>
            caption={words.caption}
            columns={eventColumns}
            rows={list.rows}
            rowKey={({ id }) => id}
            rowHref={({ id }) => placeOf(id, search)}
            current={current}
            busy={list.isRefreshing && present !== views.all}
            height="max(20rem, calc(100dvh - 17.5rem))"
            onEnd={searches || list.error !== null ? undefined : list.loadMore}
            empty={list.error === null && <Nothing isNarrowed={present !== views.all} list={list} onView={onView} />}
          />
        </div>
      )}
      {list.rows.length > 0 && (
        <footer className="flex flex-wrap items-center gap-3 px-4 py-2 text-label text-muted">
          <span>
            {searches && list.hasMore ? words.found(list.rows.length) : words.shown(list.rows.length, list.hasMore)}
          </span>
          {searches && list.hasMore && (
            <Button busy={list.isLoadingMore} onClick={list.loadMore}>
              {words.further}
            </Button>
          )}
        </footer>
      )}
    </Panel>
  )
}

interface NothingProps {
  isNarrowed: boolean
  list: List<EventSummary>
  onView: (view: string) => void
}

/** What stands there without rows: why, and the one next act. */
function Nothing({ isNarrowed, list, onView }: NothingProps) {
  const may = useMay('developer')
  if (list.hasMore)
    return (
      <Empty
        what={words.nothingYet}
        why={words.nothingYetWhy}
        action={
          <Button busy={list.isLoadingMore} onClick={list.loadMore}>
            {words.further}
          </Button>
        }
      />
    )
  if (isNarrowed)
    return <NoMatch what={words.noMatch} why={words.noMatchWhy} clear={words.clear} onClear={() => onView(views.all)} />
  return (
    <Empty
      what={words.none}
      why={words.noneWhy}
      action={
        may && (
          <Link look="primary" href="/tools/generate">
            {words.generate}
          </Link>
        )
      }
    />
  )
}
