import { setImmediate } from 'node:timers/promises'
import { filledFields } from '../schema/filled-fields.ts'
import { type ProviderSlug, providerSlugs } from '../schema/providers.ts'
import type { DataType } from '../schema/records.ts'
import { generateRecords, offers } from './generate.ts'

/** Which providers fill a field. */
export interface FieldCoverage {
  /** As by `filledFields`. */
  path: string
  providers: ProviderSlug[]
}
export interface Coverage {
  providers: ProviderSlug[]
  /** In the order of the schema; what nobody fills is left out. */
  fields: FieldCoverage[]
}

/** A week, so that a day without a workout does not hide what a workout says. Any week would do. */
const week = ['05', '06', '07', '08', '09', '10', '11'].map((day) => `2026-01-${day}`)
const known = new Map<DataType, Promise<Coverage>>()

/**
 * What each provider fills of a data type: read off the data that is generated for it, which follows what the provider
 * documents. Worked out once, a day at a time so that nothing else waits for it.
 */
export function coverageOf(type: DataType): Promise<Coverage> {
  const coverage = known.get(type) ?? workOut(type)
  known.set(type, coverage)
  return coverage
}

async function workOut(type: DataType): Promise<Coverage> {
  const providers = providerSlugs.filter((provider) => offers(provider, type))
  const fillers = new Map<string, ProviderSlug[]>()
  const examples: unknown[] = []
  for (const provider of providers) {
    const filled = new Set<string>()
    for (const endDate of week) {
      const records = generateRecords({ provider, type, endDate, seed: 'coverage', zone: 'UTC' })
      for (const path of filledFields(type, records)) filled.add(path)
      examples.push(...records.slice(0, 1))
      await setImmediate()
    }
    for (const path of filled) fillers.set(path, [...(fillers.get(path) ?? []), provider])
  }
  const inOrder = filledFields(type, examples)
  const rest = [...fillers.keys()].filter((path) => !inOrder.includes(path)).sort()
  return { providers, fields: [...inOrder, ...rest].map((path) => ({ path, providers: fillers.get(path) ?? [] })) }
}
