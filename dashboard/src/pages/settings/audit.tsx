import { useAudit } from '../../api/audit.ts'
import { useMay } from '../../api/session.ts'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { useFilters } from '../../routing/use-filters.ts'
import { ListTable, NoMatch } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'
import { useAuditChips } from './audit-chips.tsx'
import { auditColumns } from './audit-columns.tsx'
import { askedOf, auditFilters, viewNames } from './audit-views.ts'

const words = en.settings.audit

/** Settings > Audit log: who did what. */
export default function AuditPage() {
  const may = useMay('developer')
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      {may ? <Entries /> : <Empty what={words.mayNot} why={words.mayNotWhy} />}
    </>
  )
}

function Entries() {
  const { filters, set, clear, isFiltered } = useFilters(auditFilters)
  const list = useAudit(askedOf(filters))
  const chips = useAuditChips(filters, set)
  return (
    <Panel flush>
      <FilterBar
        views={viewNames.map((name) => ({ name, label: words.views[name] }))}
        view={filters.view}
        onView={(view) => set({ view, action: '' }, 'push')}
        chips={chips}
        onClear={clear}
      />
      <ListTable
        list={list}
        skeletonRows={8}
        caption={words.caption}
        columns={auditColumns}
        rowKey={(row) => row.id}
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
