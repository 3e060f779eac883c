/** Which providers fill a field. `fields` are dotted paths of the schema. */
export interface Coverage {
  providers: readonly string[]
  fields: readonly { path: string; filledBy: ReadonlySet<string> }[]
}

/** Fields gathered by their first part, in the order given: `heart_rate_data` → its fields. */
export function groupFields(fields: Coverage['fields']): { group: string; fields: Coverage['fields'] }[] {
  return [...Map.groupBy(fields, (field) => field.path.split('.')[0] ?? '')].map(([group, inside]) => ({
    group,
    fields: inside,
  }))
}

/** The path without its first part, or the whole of a path of one part. */
export const shortPath = (path: string): string => path.slice(path.indexOf('.') + 1)

/** `4 providers, 62 fields; GARMIN fills most (48)`. */
export function coverageFinding({ providers, fields }: Coverage): string {
  const counts = providers.map((provider) => ({
    provider,
    count: fields.filter((field) => field.filledBy.has(provider)).length,
  }))
  const best = counts.reduce<{ provider: string; count: number } | null>(
    (most, each) => (most && most.count >= each.count ? most : each),
    null,
  )
  const sizes = `${providers.length} ${providers.length === 1 ? 'provider' : 'providers'}, ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`
  return best && best.count > 0 ? `${sizes}; ${best.provider} fills most (${best.count})` : sizes
}
