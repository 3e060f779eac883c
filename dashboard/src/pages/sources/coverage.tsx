import { Search } from 'lucide-react'
import { dataTypes } from '../../api/data-types.ts'
import { useCoverage } from '../../api/sources.ts'
import { CoverageMatrix } from '../../charts/coverage-matrix.tsx'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Panel } from '../../components/panel.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { choice, type Filters, text } from '../../routing/filters.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'

const words = en.sources.coverage
const columns = ['built', 'mine', 'every'] as const
const schema = { type: choice(dataTypes), field: text(), columns: choice(columns) }

/** Fields against providers, a type of data at a time. */
export default function Coverage() {
  const { filters, set } = useFilters(schema)
  return (
    <>
      <p className="mb-4 max-w-[72ch] text-muted">{words.about}</p>
      <div className="mb-4 flex flex-wrap items-end gap-4">
        <RadioGroup
          label={words.columns}
          look="segments"
          options={columns.map((value) => ({ value, label: words.shown[value] }))}
          value={filters.columns}
          onChange={(value) => set({ columns: value }, 'push')}
        />
        <Field label={words.find}>
          <Input
            type="search"
            icon={<Search aria-hidden />}
            value={filters.field}
            onChange={(event) => set({ field: event.target.value })}
          />
        </Field>
      </div>
      <Tabs
        label={words.type}
        value={filters.type}
        onChange={(type) => set({ type }, 'push')}
        tabs={dataTypes.map((name) => ({
          name,
          label: name.replaceAll('_', ' '),
          content: (
            <TypeCoverage
              filters={filters}
              onAllColumns={() => set({ columns: 'every' }, 'push')}
              onAllFields={() => set({ field: '' })}
            />
          ),
        }))}
      />
    </>
  )
}

interface Shown {
  filters: Filters<typeof schema>
  onAllColumns: () => void
  onAllFields: () => void
}

function TypeCoverage({ filters, onAllColumns, onAllFields }: Shown) {
  const { data, error, refetch } = useCoverage(filters.type)
  if (data === undefined) return <Pending error={error} onRetry={refetch} rows={6} />
  const providers = { built: data.recorded, mine: data.in_use, every: data.providers }[filters.columns]
  if (providers.length === 0)
    return (
      <Empty
        what={filters.columns === 'mine' ? words.noProvider : words.noBuilt}
        action={<Button onClick={onAllColumns}>{words.all}</Button>}
      />
    )
  const sought = filters.field.trim().toLowerCase()
  const fields = data.fields
    .filter(({ path, providers: fillers }) => path.toLowerCase().includes(sought) && fillers.some(isOneOf(providers)))
    .map(({ path, providers: fillers }) => ({ path, filledBy: new Set(fillers) }))
  if (fields.length === 0)
    return <Empty what={words.noField(filters.field)} action={<Button onClick={onAllFields}>{words.all}</Button>} />
  return (
    <Panel>
      <CoverageMatrix coverage={{ providers, fields }} type={filters.type} />
    </Panel>
  )
}

const isOneOf = (list: readonly string[]) => (one: string) => list.includes(one)
