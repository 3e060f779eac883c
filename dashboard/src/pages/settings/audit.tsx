import { useAudit } from '../../api/audit.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { Table } from '../../components/table.tsx'
import { useFilters } from '../../routing/use-filters.ts'
import { Failure } from '../../shell/failure.tsx'
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
      {list.error !== null && <Failure error={list.error} onRetry={list.refresh} />}
      {list.isLoading ? (
        <div className="px-4">
          <Loading rows={8} />
        </div>
      ) : (
        <Table
          caption={words.caption}
          columns={auditColumns}
          rows={list.rows}
          rowKey={(row) => row.id}
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
