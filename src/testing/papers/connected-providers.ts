import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Fixture } from '../../providers/coverage.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { registry } from '../../providers/registry.ts'
import { fixturesIn } from '../provider-fixtures.ts'
import { registeredFolders } from '../registered-folders.ts'

/** A provider of the registry with what its folder holds. */
export interface ConnectedProvider {
  provider: CloudProvider
  /** The name of its folder below `src/providers`. */
  folder: string
  fixtures: Fixture[]
}

const providers = join(import.meta.dirname, '..', '..', 'providers')

/** Every provider of the registry that is somebody else's service, by label; a folder may have one for each region. */
export async function connectedProviders(): Promise<ConnectedProvider[]> {
  const found: ConnectedProvider[] = []
  for (const folder of registeredFolders()) {
    const exported: unknown[] = Object.values(await import(join(providers, folder, 'index.ts')))
    const fixtures = join(providers, folder, 'fixtures')
    if (!existsSync(fixtures)) continue
    for (const provider of registry)
      if (provider.kind === 'cloud' && !provider.isPretend && exported.includes(provider))
        found.push({ provider, folder, fixtures: fixturesIn(fixtures) })
  }
  return found.sort((a, b) => a.provider.label.localeCompare(b.provider.label))
}
