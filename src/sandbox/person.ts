import { generateRecords } from '../generate/generate.ts'
import { sceneOf } from '../generate/scene.ts'
import { scopes } from '../providers/sandbox/manifest.ts'
import type { ProviderSlug } from '../schema/providers.ts'
import type { DataType } from '../schema/records.ts'

/** Whose devices a person of the sandbox wears: together they know every type it offers. */
const recordedBy: Partial<Record<DataType, ProviderSlug>> = {
  activity: 'GARMIN',
  athlete: 'GARMIN',
  body: 'GARMIN',
  daily: 'GARMIN',
  nutrition: 'FITBIT',
  sleep: 'GARMIN',
}

const device = { name: 'Sandbox Watch', manufacturer: 'Tellus' }
const dayMs = 86_400_000

const seedOf = (person: string): string => `sandbox ${person.toLowerCase()}`

/** Who a person of the sandbox is, always the same for the same name. */
export const profileOf = (person: string) => ({
  sub: person.toLowerCase(),
  name: person,
  zoneinfo: sceneOf('GARMIN', seedOf(person), {}).person.zone,
})

/** The types that a scope's holder may read. */
export const typesOf = (granted: readonly string[]): DataType[] =>
  scopes.filter(({ name }) => granted.includes(name)).flatMap(({ types }): DataType[] => [...types])

/**
 * What a person recorded from `first` to `last` (`YYYY-MM-DD`, local days, at most 31), oldest first, as far as it is
 * over. People of the sandbox have always worn their devices, so any day up to today has records.
 */
export function recordsOf(person: string, type: DataType, first: string, last: string, nowMs: number): object[] {
  const provider = recordedBy[type]
  const days = Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1
  if (provider === undefined || days < 1) return []
  const records: object[] = generateRecords({ provider, type, days, endDate: last, seed: seedOf(person) })
  return records
    .map((record): Recorded => record)
    .filter(({ metadata }) => metadata?.end_time == null || Date.parse(metadata.end_time) <= nowMs)
    .map((record) =>
      record.device_data == null ? record : { ...record, device_data: { ...record.device_data, ...device } },
    )
}

interface Recorded {
  metadata?: { end_time?: string | null | undefined } | null | undefined
  device_data?: object | null | undefined
}
