import { Search } from 'lucide-react'
import { type Source, useSources } from '../../api/sources.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Input } from '../../components/input.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { choice, text } from '../../routing/filters.ts'
import { late } from '../../routing/late.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { LatePart } from '../../shell/late-part.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { TypeGlyphs } from './glyphs.tsx'
import { SourceState, SourceSwitch } from './state.tsx'

const words = en.sources
const schema = { tab: choice(['sources', 'coverage']), q: text() }
const coverage = late(() => import('./coverage.tsx'))
/** Fewer are seen at a glance. */
const manySources = 9

/** API > Connections > Sources: where data comes from, and what each provider knows. */
export default function SourcesPage() {
  const { filters, set } = useFilters(schema)
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <Tabs
        label={words.title}
        value={filters.tab}
        onChange={(tab) => set({ tab }, 'push')}
        tabs={[
          {
            name: 'sources',
            label: words.tabs.sources,
            content: <SourceList q={filters.q} onSearch={(q) => set({ q })} />,
          },
          { name: 'coverage', label: words.tabs.coverage, content: <LatePart of={coverage} props={{}} /> },
        ]}
      />
    </>
  )
}

function SourceList({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const { data, error, refetch } = useSources()
  const all = data?.items ?? []
  const sought = q.trim().toLowerCase()
  const shown = all.filter(({ label, provider }) => `${label} ${provider}`.toLowerCase().includes(sought))
  return (
    <>
      {data === undefined && <Pending error={error} onRetry={refetch} rows={4} />}
      {(all.length > manySources || sought !== '') && (
        <div className="mb-4 max-w-80">
          <Input
            type="search"
            icon={<Search aria-hidden />}
            aria-label={words.search}
            placeholder={words.search}
            value={q}
            onChange={(event) => onSearch(event.target.value)}
          />
        </div>
      )}
      {data !== undefined && all.length === 0 && <Empty what={words.none} why={words.noneWhy} />}
      {all.length > 0 && shown.length === 0 && (
        <Empty what={words.noMatch(q)} action={<Button onClick={() => onSearch('')}>{words.clear}</Button>} />
      )}
      <ul aria-label={words.list} className="grid grid-cols-1 gap-3 md:grid-cols-2 lg:grid-cols-3">
        {shown.map((source) => (
          <li key={source.provider}>
            <SourceCard source={source} />
          </li>
        ))}
      </ul>
    </>
  )
}

function SourceCard({ source }: { source: Source }) {
  return (
    <Panel className="h-full">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-section">
            <Link look="plain" href={`/connections/sources/${source.provider}`}>
              {source.label}
            </Link>
          </h2>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <SourceState source={source} />
            <Badge>{words.kinds[source.kind]}</Badge>
            <span className="text-muted">{words.users(source.users)}</span>
          </p>
        </div>
        <SourceSwitch source={source} />
      </div>
      <div className="mt-3">
        <TypeGlyphs types={source.types} />
      </div>
    </Panel>
  )
}
