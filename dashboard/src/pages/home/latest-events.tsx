import { type EventSummary, useLatestEvents } from '../../api/home.ts'
import { Amount } from '../../components/amount.tsx'
import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { Id } from '../../components/id.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { CustomStatus, Status, type StatusName } from '../../components/status.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { Failure } from '../../shell/failure.tsx'
import { Arrivals, LiveMark } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'
import { type Standing, standingOf } from './groups.ts'

const words = en.home.events
const states: Readonly<Record<Exclude<Standing, 'nowhere'>, StatusName>> = {
  failed: 'failed',
  waiting: 'pending',
  held: 'held',
  delivered: 'delivered',
}

function EventStanding({ row }: { row: EventSummary }) {
  const { standing, count, all } = standingOf(row)
  if (standing === 'nowhere')
    return (
      <CustomStatus shape="open" tone="neutral">
        {words.nowhere}
      </CustomStatus>
    )
  return (
    <Status status={states[standing]}>
      {count === all ? words[standing] : words.some(words[standing], count, all)}
    </Status>
  )
}

const columns: readonly Column<EventSummary>[] = [
  {
    key: 'status',
    head: words.columns.status,
    role: 'status',
    width: '9rem',
    cell: (row) => <EventStanding row={row} />,
  },
  { key: 'type', head: words.columns.type, role: 'title', cell: (row) => row.type },
  {
    key: 'user',
    head: words.columns.user,
    role: 'meta',
    cell: (row) =>
      row.user_id === null ? <span className="text-muted">{words.noUser}</span> : <Id id={row.user_id} still />,
  },
  {
    key: 'provider',
    head: words.columns.provider,
    role: 'meta',
    cell: (row) => row.provider ?? <span className="text-muted">–</span>,
  },
  { key: 'size', head: words.columns.size, align: 'end', cell: (row) => <Amount value={row.bytes} as="bytes" /> },
  {
    key: 'when',
    head: words.columns.when,
    role: 'meta',
    align: 'end',
    cell: (row) => <Time at={row.created_at} still />,
  },
]

/** The newest events as they happen. */
export function LatestEvents() {
  const list = useLatestEvents()
  return (
    <Panel
      title={words.title}
      flush
      actions={
        <>
          <Arrivals count={list.arrivals} onShow={list.showArrivals} />
          <LiveMark />
          <Link
            look="plain"
            href="/events"
            className="inline-flex min-h-8 items-center px-2 touch:-my-2 touch:min-h-11"
          >
            {words.all}
          </Link>
        </>
      }
    >
      {list.error !== null && (
        <div className="px-4 pb-4">
          <Failure error={list.error} onRetry={list.refresh} />
        </div>
      )}
      {list.isLoading ? (
        <div className="px-4">
          <Loading rows={4} />
        </div>
      ) : (
        <div className="border-line border-t">
          <Table<EventSummary>
            caption={words.caption}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            rowHref={(row) => `/events/${row.id}`}
            empty={list.error === null && <Empty what={words.none} why={words.noneWhy} />}
          />
        </div>
      )}
    </Panel>
  )
}
