import { type ImportStatus, isUnderWay } from '../../api/imports.ts'
import { Amount } from '../../components/amount.tsx'
import type { Column } from '../../components/column.ts'
import { Panel } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { en } from '../../strings/en.ts'
import { sumOf } from './state.tsx'

const words = en.imports.page

interface Row {
  type: string
  found: number
  saved: number
}

const columns: readonly Column<Row>[] = [
  { key: 'type', head: words.columns.type, role: 'title', cell: (row) => row.type.replaceAll('_', ' ') },
  {
    key: 'found',
    head: words.columns.found,
    align: 'end',
    role: 'meta',
    cell: (row) => (
      <>
        <Amount value={row.found} />
        <span className="@xl:hidden"> {words.foundOf}</span>
      </>
    ),
  },
  { key: 'saved', head: words.columns.saved, align: 'end', cell: (row) => <Amount value={row.saved} /> },
  {
    key: 'known',
    head: words.columns.known,
    align: 'end',
    cell: (row) => <Amount value={Math.max(0, row.found - row.saved)} />,
  },
]

// What is on its way into the database is neither new nor known yet.
const soFar = columns.slice(0, 2)

/** Records by type: found in the file, and of them stored. While it runs, so far. */
export function Result({ shown }: { shown: ImportStatus }) {
  const { counts, saved } = shown
  const rows = Object.entries(counts)
    .map(([type, found]) => ({ type, found, saved: saved[type] ?? 0 }))
    .sort((a, b) => b.found - a.found)
  const isOver = !isUnderWay(shown)
  return (
    <Panel
      title={isOver ? words.result : words.soFar}
      description={isOver && shown.status === 'completed' ? words.completed(sumOf(counts), sumOf(saved)) : undefined}
      flush
    >
      {rows.length > 0 && (
        <Table caption={words.caption} columns={isOver ? columns : soFar} rows={rows} rowKey={(row) => row.type} />
      )}
    </Panel>
  )
}

/** What was refused or looked odd in the file; that nothing was, when nothing was. */
export function Warnings({ shown: { warnings, status } }: { shown: ImportStatus }) {
  if (warnings.length === 0)
    return status === 'completed' ? <p className="px-1 text-muted">{words.noWarnings}</p> : null
  return (
    <Panel title={words.warnings(warnings.length)} description={words.warningsWhat}>
      <ul className="flex max-w-text list-disc flex-col gap-1 pl-4">
        {warnings.map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
