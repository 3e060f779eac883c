import type { Hub } from '../hub.ts'
import { importers } from '../import/registry.ts'
import { TellusError } from '../lib/errors.ts'
import { type Provider, typesOf } from '../providers/provider.ts'
import { findProvider, registry } from '../providers/registry.ts'
import type { Source } from '../schema/management/source.ts'
import { providerSlug, providers, pushedTypes, requestedTypes, retirementOf } from '../schema/providers.ts'
import { isReady, isStoodFor } from '../users/sign-in/ready.ts'
import { countByProvider, selectSources, upsertSource } from './overview-store.ts'

type SourcesHub = Pick<Hub, 'db' | 'config'>

const fileKinds = Object.values(importers)

/** Slugs of all that data can come from: what people connect, and what they bring as a file. */
const slugs = [...new Set([...registry.map(({ name }) => name), ...fileKinds.map(({ provider }) => provider)])].sort()

/** Every source that there is by now, as an environment has it. */
export async function listSources(hub: SourcesHub, environmentId: string): Promise<Source[]> {
  const [settings, counts] = await Promise.all([
    selectSources(hub.db, environmentId),
    countByProvider(hub.db, environmentId),
  ])
  const enabled = new Map(settings.map((row) => [row.provider, row.enabled]))
  const users = new Map(counts.map((row) => [row.provider, row.n]))
  return slugs.map((slug) => sourceOf(hub, slug, enabled.get(slug) ?? true, users.get(slug) ?? 0))
}

/** Switches a source on or off for an environment: whether its end users are offered it. Throws `not_found`. */
export async function setSource(
  hub: SourcesHub,
  environmentId: string,
  provider: string,
  enabled: boolean,
): Promise<Source> {
  const slug = provider.toUpperCase()
  if (!slugs.includes(slug)) throw new TellusError('not_found', `there is no source ${provider.slice(0, 60)}`)
  await upsertSource(hub.db, environmentId, slug, enabled)
  const counts = await countByProvider(hub.db, environmentId)
  return sourceOf(hub, slug, enabled, counts.find((row) => row.provider === slug)?.n ?? 0)
}

/** The slugs of the providers that users of an environment are connected to. */
export const providersInUse = async (hub: Pick<Hub, 'db'>, environmentId: string): Promise<string[]> =>
  (await countByProvider(hub.db, environmentId)).map((row) => row.provider)

function sourceOf(hub: SourcesHub, slug: string, enabled: boolean, users: number): Source {
  const provider = findProvider(slug)
  return {
    provider: slug,
    label: provider?.label ?? catalogued(slug)?.name ?? slug,
    kind: kindOf(provider),
    types: provider === null ? catalogueTypes(slug) : typesOf(provider),
    state: enabled ? stateOf(hub, provider) : 'off',
    enabled,
    users,
    retired: provider === null ? retirementOf(slug) : null,
    file_kinds: fileKinds.flatMap((importer) => (importer.provider === slug ? [importer.kind] : [])),
  }
}

function kindOf(provider: Provider | null): Source['kind'] {
  if (provider === null) return 'file'
  return provider.kind === 'cloud' && provider.isPretend ? 'sandbox' : provider.kind
}

function stateOf(hub: SourcesHub, provider: Provider | null): Source['state'] {
  if (provider === null) return 'ready'
  if (isStoodFor(hub, provider)) return 'sandbox'
  const isPretend = provider.kind === 'cloud' && provider.isPretend === true
  if (isReady(hub, provider)) return isPretend ? 'sandbox' : 'ready'
  return isPretend ? 'off' : 'needs_keys'
}

function catalogued(slug: string) {
  const known = providerSlug(slug)
  return known === null ? null : providers[known]
}

function catalogueTypes(slug: string): string[] {
  const entry = catalogued(slug)
  if (entry === null) return []
  return [...requestedTypes.filter((type) => entry.types[type]), ...pushedTypes.filter((type) => entry.pushes[type])]
}
