import { generateRecords } from '../generate/generate.ts'
import { type Scene, sceneOf } from '../generate/scene.ts'
import { localDate, offsetOfZone } from '../normalise/time.ts'
import { scopes } from '../providers/sandbox/manifest.ts'
import type { ProviderSlug } from '../schema/providers.ts'
import type { DataType } from '../schema/records.ts'
import { dayUntil, isDayType } from './growing.ts'

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

/** The life of a person as the device for a type of data sees it; null for a type that none records. */
export function sceneFor(person: string, type: DataType): Scene | null {
  const provider = recordedBy[type]
  return provider === undefined ? null : sceneOf(provider, seedOf(person), {})
}

/** The one account of a person, whatever the case their name is written in. */
export const accountOf = (person: string): string => person.toLowerCase()

/** Who a person of the sandbox is, always the same for the same name. */
export const profileOf = (person: string) => ({
  sub: accountOf(person),
  name: person,
  zoneinfo: sceneOf('GARMIN', seedOf(person), {}).person.zone,
})

/** The types that a scope's holder may read. */
export const typesOf = (granted: readonly string[]): DataType[] =>
  scopes.filter(({ name }) => granted.includes(name)).flatMap(({ types }): DataType[] => [...types])

/** Which day it is where a person lives, `YYYY-MM-DD`. */
export function dateFor(person: string, epochMs: number): string {
  return localDate(epochMs, offsetOfZone(profileOf(person).zoneinfo, epochMs))
}

/**
 * What a person recorded from `first` to `last` (`YYYY-MM-DD`, local days, at most 31), oldest first: sessions and days
 * that are over, and of today what there is so far. People of the sandbox have always worn their devices, so any day up
 * to today has records. The same moment always gives the same.
 */
export function recordsOf(person: string, type: DataType, first: string, last: string, nowMs: number): object[] {
  const provider = recordedBy[type]
  const scene = sceneFor(person, type)
  const days = Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1
  if (provider === undefined || scene === null || days < 1) return []
  const generated: object[] = generateRecords({ provider, type, days, endDate: last, seed: seedOf(person) })
  const over = generated
    .map((record): Recorded => record)
    .filter(({ metadata }) => metadata?.end_time == null || Date.parse(metadata.end_time) <= nowMs)
  const today = dateFor(person, nowMs)
  const growing = isDayType(type) && first <= today && today <= last ? dayUntil(scene, type, today, nowMs) : null
  return [...over, ...(growing === null ? [] : [growing])].map(worn)
}

/** A record with the name of the sandbox's own device. */
export const worn = (record: Recorded): object =>
  record.device_data == null ? record : { ...record, device_data: { ...record.device_data, ...device } }

interface Recorded {
  metadata?: { end_time?: string | null | undefined } | null | undefined
  device_data?: object | null | undefined
}
