import { markdownTable } from '../../lib/markdown.ts'
import { coverageOfAll, type FilledField, type Fixture } from '../../providers/coverage.ts'
import type { Provider } from '../../providers/provider.ts'
import type { DataType } from '../../schema/records.ts'

const opening = `# What each provider fills

This page is made by \`npm run docs\` from the fixtures of the mappers: answers of each provider, and batches of each kind of
phone, beside the records that they mean, worked out by hand. A field is marked when a fixture fills it, so what stands here
has been seen to work. A person's device may measure less, and a person may allow less.

- **●** filled.
- **◐** a list of which others fill more of each entry.
- Lists are one row: \`hr_samples[]\` stands for the time and the value of each sample.

The same, to search and filter, is in the dashboard under Connections > Sources > Coverage, and at
\`GET /admin/api/coverage?type=sleep\`.
`

/** A source with what is known to come of it. */
export interface Covered {
  provider: Pick<Provider, 'name' | 'label'>
  fixtures: readonly Fixture[]
}

/** A row of the page: a field, or a list with all fields of its entries. */
interface Row {
  group: string
  name: string
  fields: FilledField[]
}

/** The text of docs/coverage.md. */
export function coveragePaper(all: readonly Covered[]): string {
  const named = all.map(({ provider: { name, label }, fixtures }) => ({ name, label, fixtures }))
  const sections = [...coverageOfAll(named)].map(([type, fields]) => {
    const columns = named.filter(({ fixtures }) => fixtures.some((fixture) => fixture.type === type))
    const rows = [...Map.groupBy(rowsOf(fields), ({ group }) => group)].flatMap(([group, inside]) => [
      [`**${group}**`, ...columns.map(({ name }) => countOf(inside, name))],
      ...inside
        .filter(({ name }) => name !== '')
        .map((row) => [`\`${row.name}\``, ...columns.map(({ name }) => markOf(row, name))]),
    ])
    const heads = columns.map(({ label }) => label)
    return `## ${titleOf(type)}\n\n${markdownTable(['', ...heads], rows)}`
  })
  return [opening, ...sections].join('\n')
}

const titleOf = (type: DataType): string => `${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll('_', ' ')}`

/** The fields of a type, those of one list gathered. */
function rowsOf(fields: readonly FilledField[]): Row[] {
  const byPlace = Map.groupBy(fields, ({ path }) => path.replace(/\[\].*$/, '[]'))
  return [...byPlace].map(([place, inside]) => {
    const dot = place.indexOf('.')
    return dot < 0
      ? { group: `\`${place}\``, name: '', fields: inside }
      : { group: `\`${place.slice(0, dot)}\``, name: place.slice(dot + 1), fields: inside }
  })
}

function markOf({ fields }: Row, name: string): string {
  const filled = fields.filter(({ providers }) => providers.includes(name)).length
  return filled === 0 ? '' : filled === fields.length ? '●' : '◐'
}

/** Of a group that is one field its mark, else how many of its rows are filled. */
function countOf(rows: readonly Row[], name: string): string {
  const [only] = rows
  if (only?.name === '') return markOf(only, name)
  const filled = rows.filter((row) => markOf(row, name) !== '').length
  return filled === 0 ? '' : `${filled} of ${rows.length}`
}
