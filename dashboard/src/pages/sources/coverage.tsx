import { Search } from 'lucide-react'
import { dataTypes } from '../../api/data-types.ts'
import { useCoverage } from '../../api/sources.ts'
import { CoverageMatrix } from '../../charts/coverage-matrix.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Empty } from '../../components/empty.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Panel } from '../../components/panel.tsx'
import { Select } from '../../components/select.tsx'
import { choice, flag, text } from '../../routing/filters.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'

const words = en.sources.coverage
const schema = { type: choice(dataTypes), field: text(), mine: flag() }

/** Fields against providers, for one type of data. */
export default function Coverage() {
  const { filters, set } = useFilters(schema)
  const { data, error, refetch } = useCoverage(filters.type)
  if (data === undefined) return <Pending error={error} onRetry={refetch} rows={6} />
  const providers = filters.mine ? data.in_use : data.providers
  const sought = filters.field.trim().toLowerCase()
  const fields = data.fields
    .filter(({ path, providers: fillers }) => path.toLowerCase().includes(sought) && fillers.some(isOneOf(providers)))
    .map(({ path, providers: fillers }) => ({ path, filledBy: new Set(fillers) }))
  return (
    <Panel>
      <p className="max-w-[72ch] text-muted">{words.about}</p>
      <div className="my-4 flex flex-wrap items-end gap-4">
        <Field label={words.type}>
          <Select
            className="w-48"
            options={dataTypes.map((type) => ({ value: type, label: type }))}
            value={filters.type}
            onChange={(type) => set({ type }, 'push')}
          />
        </Field>
        <Field label={words.find}>
          <Input
            type="search"
            icon={<Search aria-hidden />}
            value={filters.field}
            onChange={(event) => set({ field: event.target.value })}
          />
        </Field>
        <Checkbox
          label={words.mine}
          hint={words.mineHelp(data.in_use.length)}
          checked={filters.mine}
          onChange={(mine) => set({ mine }, 'push')}
        />
      </div>
      {providers.length === 0 ? (
        <Empty
          what={words.noProvider}
          action={<Button onClick={() => set({ mine: false }, 'push')}>{words.all}</Button>}
        />
      ) : fields.length === 0 ? (
        <Empty
          what={words.noField(filters.field)}
          action={<Button onClick={() => set({ field: '' })}>{words.all}</Button>}
        />
      ) : (
        <CoverageMatrix coverage={{ providers, fields }} type={filters.type} />
      )}
    </Panel>
  )
}

const isOneOf = (list: readonly string[]) => (one: string) => list.includes(one)
