import type { Hub } from '../../hub.ts'
import { type CloudProvider, typesOf } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import type { DayRange } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import type { User } from '../../users/user.ts'
import type { Range } from '../range.ts'
import { clip, plusDays, todayOf } from './days.ts'
import { settledAfterDays } from './fetch.ts'
import { isKnownSettled, rememberSettled } from './settled.ts'
import { selectFetchedAt, selectMissing } from './store.ts'

/** Days that are not over are asked for again after this. */
const freshMs = 5 * 60_000
/** So is what has no days: who the person is. */
const freshAthleteMs = 24 * 3_600_000

/** What of a request is not stored, and where it can be fetched. */
export interface Missing {
  provider: CloudProvider
  ranges: DayRange[]
}

/** The provider that can still be asked for a user's data of a type; null for files, phones, those who bring it by themselves, and ended connections. */
export function askable(user: User, type: DataType): CloudProvider | null {
  const provider = findProvider(user.provider)
  if (provider === null || provider.kind === 'phone' || provider.isNeverAsked || !user.active) return null
  const isGranted = typesOf(provider, user.scopes?.split(',') ?? null).includes(type)
  return isGranted && provider.resources[type] !== undefined ? provider : null
}

/** What has to be fetched before a request can be answered from what is stored; null where nothing has, or can be. */
export async function missingOf(
  hub: Pick<Hub, 'db' | 'clock'>,
  user: User,
  type: DataType,
  range: Range | null,
): Promise<Missing | null> {
  const provider = askable(user, type)
  if (provider === null) return null
  const nowMs = hub.clock.now()
  const today = todayOf(nowMs, user.zone)
  const isFresh = (at: Date | null, ms: number) => at !== null && nowMs - at.getTime() < ms
  if (range === null) {
    const ranges = isFresh(await selectFetchedAt(hub.db, user.userId, type), freshAthleteMs)
      ? []
      : [{ first: today, last: today }]
    return ranges.length === 0 ? null : { provider, ranges }
  }
  const asked = clip(daysAsked(type, range), { first: null, last: plusDays(today, 1) })
  if (asked === null) return null
  if (isKnownSettled(hub, user.userId, type, asked)) return null
  const { missing, recentAt, settled } = await selectMissing(hub.db, user.userId, type, asked)
  if (settled !== null) rememberSettled(hub, user.userId, type, settled)
  const lastSettled = plusDays(today, -settledAfterDays)
  const ranges = isFresh(recentAt, freshMs)
    ? missing.flatMap((days) => clip(days, { first: null, last: lastSettled }) ?? [])
    : missing
  return ranges.length === 0 ? null : { provider, ranges }
}

/**
 * The local days that a range can touch. A session answers to each date that it touches and a provider files it under one of
 * them (R3), and instants are another date elsewhere: then a day more at both ends.
 */
function daysAsked(type: DataType, range: Range): DayRange {
  const days = { first: range.startDay, last: plusDays(range.endDay, -1) }
  const isWider = range.exact || type === 'sleep' || type === 'activity'
  return isWider ? { first: plusDays(days.first, -1), last: plusDays(days.last, 1) } : days
}

/** From which day on what is fetched on request is pushed too, as a poll would have pushed it. */
export const pushedFrom = (hub: Pick<Hub, 'clock'>, user: User): string =>
  plusDays(todayOf(hub.clock.now(), user.zone), -settledAfterDays)

/** The days of a range that have not been fetched since they were over. */
export const unfetchedOf = async (hub: Pick<Hub, 'db'>, user: User, type: DataType, days: DayRange) =>
  (await selectMissing(hub.db, user.userId, type, days)).missing
