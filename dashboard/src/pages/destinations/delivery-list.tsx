import { type DeliveryRow, useDeliveries } from '../../api/deliveries.ts'
import type { Destination } from '../../api/destinations.ts'
import { useLiveState } from '../../api/live.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Panel } from '../../components/panel.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { Table } from '../../components/table.tsx'
import { useFilters } from '../../routing/use-filters.ts'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { useDeliveryChips } from './delivery-chips.tsx'
import { useDeliveryColumns } from './delivery-columns.tsx'
import { askedOf, deliveryFilters } from './delivery-filters.ts'

const words = en.destinations.list
const views = ['all', 'delivered', 'pending', 'failed', 'held'] as const
const labels: Readonly<Record<(typeof views)[number], string>> = {
  all: words.views.all,
  delivered: words.views.delivered,
  pending: words.views.waiting,
  failed: words.views.failed,
  held: words.views.held,
}

/** The deliveries of a destination, as they happen, narrowed by what the address says. */
export function DeliveryList({ destination }: { destination: Destination }) {
  const { filters, set, clear, isFiltered } = useFilters(deliveryFilters)
  const list = useDeliveries(destination.id, askedOf(filters), !destination.enabled)
  const chips = useDeliveryChips(filters, set)
  const columns = useDeliveryColumns(destination, () => void list.refresh())
  const live = useLiveState()
  return (
    <Panel title={words.title} flush>
      <FilterBar
        views={views.map((name) => ({ name, label: labels[name] }))}
        view={filters.status === null || filters.status === 'superseded' ? 'all' : filters.status}
        onView={(view) => set({ status: view === 'all' ? null : view }, 'push')}
        chips={chips}
        onClear={clear}
      >
        {list.arrivals > 0 && <Button onClick={list.showArrivals}>{words.arrivals(list.arrivals)}</Button>}
        {live === 'live' && (
          <CustomStatus shape="full" tone="ok">
            {words.live}
          </CustomStatus>
        )}
      </FilterBar>
      {list.error !== null && <Failure error={list.error} onRetry={list.refresh} />}
      {list.isLoading ? (
        <div className="px-4">
          <Loading rows={5} />
        </div>
      ) : (
        <Table<DeliveryRow>
          caption={words.caption}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/events/${row.event_id}`}
          busy={list.isRefreshing && isFiltered}
          empty={
            list.error === null &&
            (isFiltered ? (
              <Empty
                what={words.noMatch}
                why={words.noMatchWhy}
                action={<Button onClick={clear}>{words.clear}</Button>}
              />
            ) : (
              <Empty what={words.none} why={words.noneWhy} />
            ))
          }
        />
      )}
      {list.hasMore && (
        <div className="flex justify-center p-3">
          <Button busy={list.isLoadingMore} onClick={list.loadMore}>
            {words.more}
          </Button>
        </div>
      )}
    </Panel>
  )
}
