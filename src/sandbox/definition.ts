import type { CloudProvider } from '../providers/provider.ts'
import { findProvider } from '../providers/registry.ts'
import type { Double } from './doubles/double.ts'

/** The definition of the provider that a double stands for. */
export function definitionOf({ provider }: Pick<Double, 'provider'>): CloudProvider {
  const found = findProvider(provider)
  if (found?.kind !== 'cloud') throw new Error(`There is a double of ${provider}, which is no provider in the cloud.`)
  return found
}
