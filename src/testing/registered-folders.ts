import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const registry = join(import.meta.dirname, '..', 'providers', 'registry.ts')

/** Folders of `src/providers` that the registry takes a provider from; others may be half written. */
export const registeredFolders = (): string[] =>
  [...readFileSync(registry, 'utf8').matchAll(/from '\.\/([\w-]+)\/index\.ts'/g)].map(([, folder]) => folder ?? '')
