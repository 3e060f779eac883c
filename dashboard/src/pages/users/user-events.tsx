import { type EventSummary, useUserEvents } from '../../api/users.ts'
import { Amount } from '../../components/amount.tsx'
import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { formatNumber } from '../../components/format.ts'
import { Panel } from '../../components/panel.tsx'
import { Status, type StatusName } from '../../components/status.tsx'
import { Time } from '../../components/time.tsx'
import { Arrivals, ListTable } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'

const words = en.users.events
const states = ['failed', 'pending', 'held', 'delivered'] as const satisfies StatusName[]

/** The *Events* tab: what was sent about the user, newest first. */
export function UserEvents({ id }: { id: string }) {
  const list = useUserEvents(id)
  return (
    <Panel flush actions={list.arrivals > 0 && <Arrivals count={list.arrivals} onShow={list.showArrivals} />}>
      <ListTable
        list={list}
        skeletonRows={6}
        caption={words.caption}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => `/events/${row.id}`}
        empty={<Empty what={words.none} why={words.noneWhy} />}
      />
    </Panel>
  )
}

/** How the deliveries of an event stand, the worst first; counted where there are several. */
function Deliveries({ event: { deliveries } }: { event: EventSummary }) {
  const shown = states.filter((state) => deliveries[state] > 0)
  const total = states.reduce((sum, state) => sum + deliveries[state], 0)
  if (total === 0) return <span className="text-muted">{words.nobody}</span>
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {shown.map((state) => (
        <Status key={state} status={state}>
          {total === 1 ? state : `${formatNumber(deliveries[state])} ${state}`}
        </Status>
      ))}
    </span>
  )
}

const columns: readonly Column<EventSummary>[] = [
  {
    key: 'deliveries',
    head: words.columns.deliveries,
    role: 'status',
    width: '16rem',
    cell: (row) => <Deliveries event={row} />,
  },
  { key: 'type', head: words.columns.type, role: 'title', cell: (row) => row.type },
  {
    key: 'size',
    head: words.columns.size,
    role: 'meta',
    align: 'end',
    cell: (row) => <Amount value={row.bytes} as="bytes" />,
  },
  {
    key: 'when',
    head: words.columns.when,
    role: 'meta',
    align: 'end',
    width: '11rem',
    cell: (row) => <Time at={row.created_at} look="clock" still />,
  },
]
