import { type ImportStatus, useImports } from '../../api/imports.ts'
import { Amount } from '../../components/amount.tsx'
import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { Id } from '../../components/id.tsx'
import { Panel } from '../../components/panel.tsx'
import { Time } from '../../components/time.tsx'
import { Arrivals, ListTable } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'
import { ImportState, kindName, sumOf } from './state.tsx'

const words = en.imports.list

const columns: readonly Column<ImportStatus>[] = [
  { key: 'status', head: words.columns.status, role: 'status', width: '9rem', cell: (row) => <ImportState of={row} /> },
  {
    key: 'file',
    head: words.columns.file,
    role: 'title',
    cell: (row) => <span className="break-all">{row.filename}</span>,
  },
  { key: 'kind', head: words.columns.kind, role: 'meta', cell: (row) => kindName(row.kind) },
  { key: 'user', head: words.columns.user, cell: (row) => <Id id={row.user_id} of="user" /> },
  {
    key: 'records',
    head: words.columns.records,
    align: 'end',
    cell: (row) => <Amount value={sumOf(row.counts)} />,
  },
  {
    key: 'size',
    head: words.columns.size,
    role: 'meta',
    align: 'end',
    cell: (row) => <Amount value={row.bytes_total} as="bytes" />,
  },
  {
    key: 'when',
    head: words.columns.when,
    role: 'meta',
    align: 'end',
    width: '11rem',
    cell: (row) => <Time at={row.created_at} still />,
  },
]

/** The imports so far, newest first; those that run change as one looks. */
export function ImportList() {
  const list = useImports()
  return (
    <Panel title={words.title} flush actions={<Arrivals count={list.arrivals} onShow={list.showArrivals} />}>
      <ListTable
        list={list}
        skeletonRows={4}
        caption={words.caption}
        columns={columns}
        rowKey={(row) => row.import_id}
        rowHref={(row) => `/tools/import/${row.import_id}`}
        empty={<Empty what={words.none} why={words.noneWhy} />}
      />
    </Panel>
  )
}
