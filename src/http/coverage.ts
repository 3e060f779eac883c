import { coverageOf } from '../generate/coverage.ts'
import { filled } from '../providers/filled.ts'
import type { DataType } from '../schema/records.ts'

/** Which providers fill the fields of a type of data. */
export interface TypeCoverage {
  providers: string[]
  /** Those whose fields are read off their own answers; of the others they are read off generated data. */
  recorded: string[]
  /** In the order of the schema, what nobody generates behind. */
  fields: { path: string; providers: string[] }[]
}

/** What is known of a type: of a provider that is built in from its fixtures, whatever is generated under its name. */
export async function coverageOfType(type: DataType): Promise<TypeCoverage> {
  const generated = await coverageOf(type)
  const real = (filled[type] ?? []).map(([path, slugs]) => ({ path, slugs: slugs.split(' ') }))
  const recorded = [...new Set(real.flatMap(({ slugs }) => slugs))].sort()
  const isGenerated = (slug: string) => !recorded.includes(slug)
  const fillers = new Map<string, string[]>(
    generated.fields.map(({ path, providers }) => [path, providers.filter(isGenerated)]),
  )
  for (const { path, slugs } of real) fillers.set(path, [...slugs, ...(fillers.get(path) ?? [])].sort())
  return {
    providers: [...new Set([...recorded, ...generated.providers])].sort(),
    recorded,
    fields: [...fillers].filter(([, slugs]) => slugs.length > 0).map(([path, providers]) => ({ path, providers })),
  }
}
