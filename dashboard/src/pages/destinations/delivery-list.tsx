import { useDeliveries } from '../../api/deliveries.ts'
import type { Destination } from '../../api/destinations.ts'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Panel } from '../../components/panel.tsx'
import { useFilters } from '../../routing/use-filters.ts'
import { Arrivals, ListTable, LiveMark, NoMatch } from '../../shell/list-table.tsx'
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
  return (
    <Panel title={words.title} flush>
      <FilterBar
        views={views.map((name) => ({ name, label: labels[name] }))}
        view={filters.status === null || filters.status === 'superseded' ? 'all' : filters.status}
        onView={(view) => set({ status: view === 'all' ? null : view }, 'push')}
        chips={chips}
        onClear={clear}
      >
        <Arrivals count={list.arrivals} onShow={list.showArrivals} />
        <LiveMark />
      </FilterBar>
      <ListTable
        list={list}
        skeletonRows={5}
        caption={words.caption}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => `/events/${row.event_id}`}
        isFiltered={isFiltered}
        empty={
          isFiltered ? (
            <NoMatch what={words.noMatch} why={words.noMatchWhy} clear={words.clear} onClear={clear} />
          ) : (
            <Empty what={words.none} why={words.noneWhy} />
          )
        }
      />
    </Panel>
  )
}
