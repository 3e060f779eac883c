import { buildAthlete } from '../../import/apple-health/build/athlete.ts'
import type { ImportedRecord } from '../../import/importer.ts'
import { observed } from '../../import/observed-at.ts'
import type { PhoneDevice, PhoneItem, Platform } from '../wire/batch.ts'
import { readTotal as readHealthConnectTotal, readRecord } from '../wire/health-connect.ts'
import { readCharacteristics } from '../wire/person.ts'
import { readPoint, readTotal as readSamsungTotal } from '../wire/samsung.ts'
import { type DayPlatform, recordsOfDays } from './days.ts'
import { recordsOfHealthKit } from './healthkit.ts'
import { latestOf } from './latest.ts'

export interface MapContext {
  device: PhoneDevice | null
  /** IANA zone or `±HH:MM` of days that no item tells more of. */
  zone: string | null
  observedAtMs: number
}

const android: Readonly<Record<Exclude<Platform, 'healthkit'>, DayPlatform>> = {
  health_connect: { provider: 'HEALTH_CONNECT', readEntry: readRecord, readTotal: readHealthConnectTotal },
  samsung: { provider: 'SAMSUNG', readEntry: readPoint, readTotal: readSamsungTotal },
}

/**
 * The records of some days. `items` are all that is stored of the days named and of one day on either side, in any order.
 * Pure: the same items give the same records with the same keys, and those of a day do not depend on which other days are
 * named with it. The keys are those that the file of the platform gives: who brings both has everything once.
 */
export function recordsOf(
  platform: Platform,
  items: readonly PhoneItem[],
  days: readonly string[],
  context: MapContext,
): ImportedRecord[] {
  const latest = latestOf(items)
  const dates = [...new Set(days)].sort()
  const records =
    platform === 'healthkit'
      ? recordsOfHealthKit(latest, dates, context)
      : recordsOfDays(android[platform], latest, dates, context)
  return [...athleteOf(latest, dates), ...records].map((imported) => observed(imported, context.observedAtMs))
}

/** The person, as of the day on which the phone last told of them. */
function athleteOf(items: readonly PhoneItem[], days: readonly string[]): ImportedRecord[] {
  const said = items.findLast(({ kind, day }) => kind === 'characteristics' && days.includes(day))
  const person = said === undefined ? '' : readCharacteristics(said.item, { phone: null, sentAtMs: said.startMs })
  if (typeof person === 'string') return []
  const biologicalSex =
    person.sex === null ? null : `HKBiologicalSex${person.sex.slice(0, 1).toUpperCase()}${person.sex.slice(1)}`
  const record = buildAthlete({ dateOfBirth: person.dateOfBirth, biologicalSex })
  return record === null ? [] : [{ type: 'athlete', record }]
}
