import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { Column, Sort } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { HourBar } from '../../components/hour-bar.tsx'
import { Id } from '../../components/id.tsx'
import { Panel } from '../../components/panel.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Status } from '../../components/status.tsx'
import { Table } from '../../components/table.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { Time } from '../../components/time.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { hours, type Sample, samples } from './samples.ts'

const columns: Column<Sample>[] = [
  { key: 'status', head: 'Status', role: 'status', cell: (row) => <Status status={row.status} />, width: '120px' },
  { key: 'type', head: 'Type', role: 'title', sortable: true, cell: (row) => row.type },
  { key: 'user', head: 'User', role: 'meta', cell: (row) => <Id id={row.user} of="user" /> },
  { key: 'code', head: 'Code', role: 'meta', mono: true, align: 'end', sortable: true, cell: (row) => row.code },
  { key: 'ms', head: 'Took', align: 'end', sortable: true, cell: (row) => `${row.ms} ms` },
  { key: 'bar', head: '24 h', cell: () => <HourBar label="Deliveries" hours={hours} size="small" /> },
  { key: 'at', head: 'When', role: 'meta', cell: (row) => <Time at={row.at} /> },
]
const few = samples(7)
const many = samples(10_000)

/** Lists, what narrows them, and tabs. */
export function Lists() {
  const [sort, setSort] = useState<Sort>({ key: 'code', descending: true })
  const [view, setView] = useState<'all' | 'failed' | 'retrying'>('all')
  const [type, setType] = useState<string | null>('sleep')
  const [tab, setTab] = useState<'payload' | 'deliveries' | 'raw'>('payload')
  const rows = [...few].sort((a, b) => (a.code - b.code) * (sort.descending ? -1 : 1))
  return (
    <>
      <Panel title="Table" flush>
        <FilterBar
          views={[
            { name: 'all', label: 'All' },
            { name: 'failed', label: 'Failed', count: 3 },
            { name: 'retrying', label: 'Retrying' },
          ]}
          view={view}
          onView={setView}
          chips={[
            {
              key: 'type',
              label: 'type',
              value: type,
              onClear: () => setType(null),
              children: (
                <RadioGroup
                  label="Type"
                  value={type}
                  onChange={setType}
                  options={[
                    { value: 'sleep', label: 'sleep' },
                    { value: 'activity', label: 'activity' },
                  ]}
                />
              ),
            },
            { key: 'user', label: 'user', value: null, onClear: () => {}, children: 'A field would be here.' },
          ]}
          onClear={() => setType(null)}
        />
        <Table
          caption="Deliveries"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/gallery?row=${row.id}`}
          current="dlv_000001"
          sort={sort}
          onSort={setSort}
        />
      </Panel>
      <Panel title="Empty table" flush>
        <Table
          caption="Nothing"
          columns={columns}
          rows={[]}
          rowKey={(row) => row.id}
          empty={<Empty what="No delivery matches these filters." action={<Button>Clear filters</Button>} />}
        />
      </Panel>
      <Panel title="10,000 rows" flush>
        <VirtualTable
          caption="Many deliveries"
          columns={columns}
          rows={many}
          rowKey={(row) => row.id}
          rowHref={(row) => `/gallery?row=${row.id}`}
          height="320px"
        />
      </Panel>
      <Panel title="Tabs">
        <Tabs
          label="Parts of the event"
          value={tab}
          onChange={setTab}
          tabs={[
            { name: 'payload', label: 'Payload', content: <p>Exact bytes sent.</p> },
            { name: 'deliveries', label: 'Deliveries', count: 2, content: <p>Two deliveries.</p> },
            { name: 'raw', label: 'Provider data', content: <p>Raw beside normalised.</p> },
          ]}
        />
      </Panel>
    </>
  )
}
