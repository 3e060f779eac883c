import { Plus } from 'lucide-react'
import { type Destination, useDestinations } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Amount } from '../../components/amount.tsx'
import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { localClock, shortenMiddle } from '../../components/format.ts'
import { HourBar } from '../../components/hour-bar.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { base } from './place.ts'
import { DestinationStatus } from './state.tsx'

const words = en.destinations

/** The bar of a destination's hours, for a row. */
function Hours({ destination }: { destination: Destination }) {
  const hours = (destination.stats?.hours ?? []).map(({ hour, delivered, retrying, failed }) => ({
    key: hour,
    label: localClock(Date.parse(hour)),
    parts: [
      { name: words.outcomes.delivered, count: delivered, tone: 'ok' as const },
      { name: words.outcomes.retrying, count: retrying, tone: 'warn' as const },
      { name: words.outcomes.failed, count: failed, tone: 'bad' as const },
    ],
  }))
  return <HourBar size="small" label={words.hours} hours={hours} />
}

/** An address on one line; whole on hover. */
const Address = ({ url }: { url: string }) => (
  <span title={url} className="font-mono">
    {shortenMiddle(url, 34, 8)}
  </span>
)

const columns: readonly Column<Destination>[] = [
  {
    key: 'status',
    width: '7.5rem',
    head: words.columns.status,
    role: 'status',
    cell: (row) => <DestinationStatus destination={row} />,
  },
  { key: 'kind', head: words.columns.kind, cell: (row) => words.kinds[row.kind], width: '6.5rem' },
  {
    key: 'name',
    head: words.columns.name,
    role: 'title',
    cell: (row) => (
      <span className="break-all">
        {row.url === null ? row.name : <Address url={row.url} />}
        {row.url !== null && !row.url.includes(row.name) && (
          <span className="ml-2 text-muted max-md:hidden">{row.name}</span>
        )}
      </span>
    ),
  },
  {
    key: 'hours',
    head: words.columns.hours,
    role: 'meta',
    cell: (row) => <Hours destination={row} />,
    width: '8.5rem',
  },
  {
    key: 'success',
    head: words.columns.success,
    role: 'meta',
    align: 'end',
    cell: (row) => <Amount value={row.stats?.success_rate} as="percent" />,
  },
  {
    key: 'p95',
    head: words.columns.p95,
    align: 'end',
    cell: (row) => <Amount value={row.stats?.p95_ms} as="duration" />,
  },
  {
    key: 'last',
    head: words.columns.last,
    role: 'meta',
    align: 'end',
    cell: (row) =>
      row.stats?.last_attempt_at ? (
        <Time at={row.stats.last_attempt_at} still />
      ) : (
        <span className="text-muted">{words.never}</span>
      ),
  },
]

/** API > Connections > Destinations. */
export default function DestinationsPage() {
  const may = useMay('developer')
  const { data, error, refetch } = useDestinations()
  const addButton = (className?: string) => (
    <Link look="primary" href={`${base}/new`} className={className}>
      <Plus aria-hidden />
      {words.add}
    </Link>
  )
  const isEmpty = data?.items.length === 0
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={may && !isEmpty && <ActionBar>{addButton('max-md:flex-1')}</ActionBar>}
      />
      {data === undefined && <Pending error={error} onRetry={refetch} rows={4} />}
      {data !== undefined && (
        <Panel flush>
          <Table
            caption={words.caption}
            columns={columns}
            rows={data.items}
            rowKey={(row) => row.id}
            rowHref={(row) => `${base}/${row.id}`}
            empty={<Empty what={words.empty.what} why={words.empty.why} action={may && addButton()} />}
          />
        </Panel>
      )}
    </>
  )
}
