import type { EventSummary } from '../../api/events.ts'
import { Amount } from '../../components/amount.tsx'
import type { Column } from '../../components/column.ts'
import { Id } from '../../components/id.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { Dots } from './dots.tsx'

const words = en.events.list

/** The columns of the list of events. */
export const eventColumns: readonly Column<EventSummary>[] = [
  {
    key: 'time',
    head: words.columns.time,
    role: 'meta',
    width: '7rem',
    cell: (row) => <Time at={row.created_at} look="clock" still />,
  },
  {
    key: 'type',
    head: words.columns.type,
    role: 'title',
    width: 'minmax(9rem, 1.2fr)',
    cell: (row) => <span className="truncate font-medium">{row.type}</span>,
  },
  {
    key: 'user',
    head: words.columns.user,
    role: 'meta',
    width: '9rem',
    cell: (row) =>
      row.user_id === null ? <span className="text-muted">{words.noUser}</span> : <Id id={row.user_id} still />,
  },
  {
    key: 'provider',
    head: words.columns.provider,
    role: 'meta',
    cell: (row) => row.provider,
  },
  {
    key: 'deliveries',
    head: words.columns.deliveries,
    role: 'status',
    width: 'minmax(9rem, 1.2fr)',
    cell: (row) => <Dots event={row} />,
  },
  {
    key: 'size',
    head: words.columns.size,
    align: 'end',
    width: '6rem',
    cell: (row) => <Amount value={row.bytes} as="bytes" />,
  },
]
