import { type ProviderSlug, providerSlugs, providers } from '../../../../src/schema/providers.ts'
import type { DataType } from '../../../../src/schema/records.ts'
import { dataTypes } from '../../api/data-types.ts'
import type { GenerateBody } from '../../api/generate.ts'
import { choice, type Filters, flag, integer, text } from '../../routing/filters.ts'

/** What the page keeps in its address. */
export const choices = {
  provider: choice<ProviderSlug>(['GARMIN', ...providerSlugs.filter((slug) => slug !== 'GARMIN')]),
  type: choice(dataTypes),
  days: integer(1, 31),
  seed: text(),
  no_samples: flag(),
  reference_id: text(),
  user_id: text(),
  end_date: text(),
  zone: text(),
}
export type Choices = Filters<typeof choices>

/** The sources to choose from, by their names. */
export const sources = providerSlugs
  .map((slug) => ({ value: slug, label: providers[slug].name }))
  .sort((one, other) => one.label.localeCompare(other.label))

/** How people call a source. */
export const labelOf = (provider: ProviderSlug): string => providers[provider].name

/** A type in words. */
export const typeWords = (type: string): string => type.replaceAll('_', ' ')

/** The types that a source has. */
export function typesOf(provider: ProviderSlug): readonly DataType[] {
  const { types: requested, pushes } = providers[provider]
  const offered: Readonly<Record<string, boolean>> = { ...requested, ...pushes }
  return dataTypes.filter((type) => offered[type] === true)
}

/** The type to show: the one chosen, or the first that the source has. */
export function shownType({ provider, type }: Pick<Choices, 'provider' | 'type'>): DataType {
  const offered = typesOf(provider)
  return offered.includes(type) ? type : (offered[0] ?? type)
}

/** What is asked of the server. */
export function bodyOf(chosen: Choices): GenerateBody {
  const { provider, days, no_samples, seed, reference_id, user_id, end_date, zone } = chosen
  const said = Object.entries({ seed, reference_id, user_id, end_date, zone })
    .map(([name, value]): [string, string] => [name, value.trim()])
    .filter(([, value]) => value !== '')
  return { provider, type: shownType(chosen), days: days ?? 1, with_samples: !no_samples, ...Object.fromEntries(said) }
}

/** Empty fields by the group they are in; a group that is empty as a whole has none inside. */
export function groupsOf(paths: readonly string[]): { group: string; inside: readonly string[] }[] {
  const groups = Map.groupBy(paths, (path) => path.split('.', 1)[0] ?? path)
  return [...groups].map(([group, all]) => ({
    group: group.replace(/\[\]$/, ''),
    inside: all.flatMap((path) => (path.includes('.') ? [path.slice(path.indexOf('.') + 1)] : [])),
  }))
}
