import { coverageOfAll } from '../../providers/coverage.ts'
import type { Covered } from './coverage-paper.ts'

/** The text of src/providers/filled.ts: the page of coverage as data, for a server that has no fixtures with it. */
export function filledModule(all: readonly Covered[]): string {
  const named = all.map(({ provider, fixtures }) => ({ name: provider.name, fixtures }))
  const types = [...coverageOfAll(named)].map(([type, fields]) => {
    const rows = fields.map(({ path, providers }) => `['${path}', '${providers.join(' ')}']`)
    return `  ${type}: [${rows.join(', ')}],`
  })
  return `// Made by \`npm run docs\` from the fixtures of the providers and of phones, not by hand: which of them fill a field of a type of data.
import type { DataType } from '../schema/records.ts'

/** By type, in the order of the schema: a path, and the slugs of those that fill it. */
export const filled: Readonly<Partial<Record<DataType, readonly (readonly [path: string, slugs: string])[]>>> = {
${types.join('\n')}
}
`
}
