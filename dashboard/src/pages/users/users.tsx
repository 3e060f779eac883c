import { Search, Upload, UsersRound } from 'lucide-react'
import { personHref } from '../../api/person.ts'
import { useMay } from '../../api/session.ts'
import { useSources } from '../../api/sources.ts'
import { type User, type UserFilters, useUsers } from '../../api/users.ts'
import type { Column } from '../../components/column.ts'
import { Combobox } from '../../components/combobox.tsx'
import { Empty } from '../../components/empty.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { shortenMiddle } from '../../components/format.ts'
import { Id } from '../../components/id.tsx'
import { Input } from '../../components/input.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Time } from '../../components/time.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { option, text } from '../../routing/filters.ts'
import { useTitle } from '../../routing/title.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Arrivals, ListTable, NoMatch } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'
import { useProviderName } from './provider-name.ts'
import { UserStatus } from './standing.tsx'

const words = en.users
const standings = ['connected', 'needs_reauth', 'disconnected'] as const
const schema = { search: text(), provider: text(), status: option(standings) }

/** The people whose data comes here. Nothing of what was measured stands in the list. */
export default function UsersPage() {
  useTitle(words.title)
  const may = useMay('developer')
  const { filters, set, clear, isFiltered } = useFilters(schema)
  const list = useUsers(askedOf(filters))
  const nameOf = useProviderName()
  const importLink = (look: 'quiet' | 'primary') => (
    <Link look={look} href="/tools/import" className="max-md:flex-1">
      <Upload aria-hidden />
      {words.import}
    </Link>
  )
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={may && <ActionBar>{importLink('quiet')}</ActionBar>}
      />
      <Panel flush>
        <FilterBar
          views={(['all', ...standings] as const).map((name) => ({ name, label: words.views[name] }))}
          view={filters.status ?? 'all'}
          onView={(view) => set({ status: view === 'all' ? null : view }, 'push')}
          search={
            <Input
              type="search"
              icon={<Search />}
              aria-label={words.search}
              placeholder={words.search}
              value={filters.search}
              onChange={(event) => set({ search: event.target.value })}
            />
          }
          chips={[
            {
              key: 'provider',
              label: words.provider,
              value: filters.provider === '' ? null : nameOf(filters.provider),
              onClear: () => set({ provider: '' }, 'push'),
              children: (
                <ProviderChoice
                  value={filters.provider}
                  onChange={(provider) => set({ provider: provider ?? '' }, 'push')}
                />
              ),
            },
          ]}
          onClear={clear}
        >
          <Arrivals count={list.arrivals} onShow={list.showArrivals} />
        </FilterBar>
        <ListTable
          list={list}
          skeletonRows={6}
          caption={words.caption}
          columns={columnsOf(nameOf)}
          rowKey={(row) => row.user_id}
          rowHref={(row) => `/users/${row.user_id}`}
          isFiltered={isFiltered}
          empty={
            isFiltered ? (
              <NoMatch what={words.noMatch} why={words.noMatchWhy} clear={words.clear} onClear={clear} />
            ) : (
              <Empty what={words.none} why={words.noneWhy} action={may && importLink('primary')} />
            )
          }
        />
      </Panel>
    </>
  )
}

const askedOf = ({
  search,
  provider,
  status,
}: {
  search: string
  provider: string
  status: UserFilters['status']
}) => ({
  search: search.trim(),
  provider,
  status,
})

function ProviderChoice({ value, onChange }: { value: string; onChange: (provider: string | null) => void }) {
  const { data, isLoading } = useSources()
  return (
    <Combobox
      label={words.provider}
      searchLabel={words.providerSearch}
      value={value === '' ? null : value}
      onChange={onChange}
      busy={isLoading}
      options={(data?.items ?? []).map(({ provider, label }) => ({ value: provider, label }))}
    />
  )
}

const When = ({ at }: { at: string | null }) =>
  at === null ? <span className="text-muted">{words.never}</span> : <Time at={at} still />

const columnsOf = (nameOf: (slug: string) => string): readonly Column<User>[] => [
  {
    key: 'status',
    head: words.columns.status,
    role: 'status',
    width: '9rem',
    cell: (row) => <UserStatus user={row} />,
  },
  {
    key: 'name',
    head: words.columns.name,
    role: 'title',
    cell: (row) =>
      row.reference_id === null ? (
        <>
          <span className="text-muted @xl:inline">{words.noReference}</span>
          <span className="font-mono @xl:hidden"> {shortenMiddle(row.user_id)}</span>
        </>
      ) : (
        <span className="break-all">{row.reference_id}</span>
      ),
  },
  { key: 'id', head: words.columns.id, cell: (row) => <Id id={row.user_id} of="user_id" /> },
  { key: 'provider', head: words.columns.provider, role: 'meta', cell: (row) => nameOf(row.provider) },
  {
    key: 'data',
    head: words.columns.data,
    role: 'meta',
    align: 'end',
    cell: (row) => (
      <>
        <span className="@xl:hidden">{row.last_data_at === null ? words.noData : `${words.dataAt} `}</span>
        <span className={row.last_data_at === null ? '@max-xl:hidden' : undefined}>
          <When at={row.last_data_at} />
        </span>
      </>
    ),
  },
  { key: 'webhook', head: words.columns.webhook, align: 'end', cell: (row) => <When at={row.last_webhook_update} /> },
  {
    key: 'person',
    head: words.columns.person,
    hideHead: true,
    role: 'meta',
    align: 'end',
    width: '3rem',
    cell: (row) => row.reference_id !== null && <PersonLink referenceId={row.reference_id} />,
  },
]

/** All accounts of somebody at once. */
const PersonLink = ({ referenceId }: { referenceId: string }) => (
  <Tooltip text={en.people.of(referenceId)} describes={false}>
    <Link
      look="plain"
      href={personHref(referenceId)}
      aria-label={en.people.of(referenceId)}
      className="-my-1 inline-flex size-6 items-center justify-center text-muted hover:text-ink touch:size-11 [&_svg]:size-4"
    >
      <UsersRound aria-hidden />
    </Link>
  </Tooltip>
)
