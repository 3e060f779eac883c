import { dayPlan } from '../generate/life/day-plan.ts'
import { addDays, localDay } from '../generate/local-day.ts'
import type { Posted } from '../providers/sandbox/notification.ts'
import type { DataType } from '../schema/records.ts'
import type { Double } from './doubles/double.ts'
import { itemsSince } from './doubles/news.ts'
import { doubleOf } from './doubles/registry.ts'
import { grantView } from './doubles/tokens.ts'
import { dayUntil, quarterMs } from './growing.ts'
import { selectDeeds } from './life/deed-store.ts'
import { accountOf, dateFor, sceneFor, typesOf } from './person.ts'
import { type PushHub, pushNews, pushNotice } from './push.ts'
import { noteSynced, type SyncingGrant, takeDueGrants } from './sync-store.ts'

/** What a device has that it had not at its last sync. */
export interface News {
  types: DataType[]
  /** Local days, both included. */
  first: string
  last: string
}

const syncedAtOnce = 100
/** A device that was away for longer tells of its last days. */
const mostDays = 31

/**
 * What is new between two moments, by type and day: sessions that ended, and what the day that runs has grown by. Null for
 * nothing.
 */
export function newsOf(person: string, scopes: readonly string[], sinceMs: number, nowMs: number): News | null {
  const today = dateFor(person, nowMs)
  const since = dateFor(person, sinceMs)
  const lately = Array.from({ length: mostDays }, (_, at) => addDays(today, at + 1 - mostDays))
  const types = new Set<DataType>()
  const dates: string[] = []
  for (const date of lately.filter((day) => day >= since)) {
    const fresh = typesOf(scopes).filter((type) =>
      momentsOf(person, type, date).some((atMs) => atMs > sinceMs && atMs <= nowMs),
    )
    if (fresh.length > 0) dates.push(date)
    for (const type of fresh) types.add(type)
  }
  const [first] = dates
  const last = dates.at(-1)
  return first === undefined || last === undefined ? null : { types: [...types], first, last }
}

/** At which moments of a day there is more to tell of a type, read off the person's plan: no record is made for it. */
function momentsOf(person: string, type: DataType, date: string): number[] {
  const scene = sceneFor(person, type)
  if (scene === null) return []
  const day = localDay(date, scene.person.zone)
  switch (type) {
    case 'activity':
      return dayPlan(scene.person, day, scene.sports).sessions.map(({ endMs }) => endMs)
    case 'sleep': {
      const { night, nap } = dayPlan(scene.person, day, scene.sports)
      return [night.endMs, ...(nap === null ? [] : [nap.endMs])]
    }
    case 'daily':
      return Array.from(
        { length: (day.endMs - day.startMs) / quarterMs },
        (_, at) => day.startMs + (at + 1) * quarterMs,
      )
    case 'body':
    case 'nutrition':
      return timesIn(dayUntil(scene, type, date, day.endMs))
    default:
      return []
  }
}

const timeKeys: ReadonlySet<string> = new Set(['timestamp', 'measurement_time'])

/** When the entries of a record were, milliseconds since 1970. */
function timesIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && timeKeys.has(key) ? [Date.parse(inner)] : timesIn(inner),
  )
}

/** The notification of what is new. */
export const dataNotice = (person: string, { types, first, last }: News): Posted => ({
  event: 'data',
  account: accountOf(person),
  types,
  start: first,
  end: last,
})

/**
 * Lets the devices sync whose time has come, a quarter of an hour after they last did, and tells of what is new with one
 * notification each. Gives how many synced. One that is broken off is told again the next time.
 */
export async function syncDue(hub: PushHub): Promise<number> {
  for (let synced = 0; ; ) {
    const due = await takeDueGrants(hub.db, syncedAtOnce)
    for (const grant of due) await syncGrant(hub, grant)
    synced += due.length
    if (due.length < syncedAtOnce) return synced
  }
}

/** Has a double tell what is new of a person since they last synced; false where there is nothing, or it tells of none. */
export async function tellItems(
  hub: PushHub,
  double: Double,
  row: Omit<SyncingGrant, 'provider'>,
  nowMs: number,
): Promise<boolean> {
  const grant = grantView(double, row)
  const deeds = await selectDeeds(hub.db, double.provider, grant.person)
  const items = itemsSince(double, grant, deeds, row.synced_at.getTime(), nowMs)
  return items.length > 0 && (await pushNews(hub, double.provider, { kind: 'items', grant, items }, row))
}

async function syncGrant(hub: PushHub, grant: SyncingGrant): Promise<void> {
  const nowMs = hub.clock.now()
  const double = doubleOf(grant.provider)
  if (double === null) {
    const news = newsOf(grant.person, grant.scopes, grant.synced_at.getTime(), nowMs)
    if (news !== null) await pushNotice(hub, dataNotice(grant.person, news), grant)
  } else await tellItems(hub, double, grant, nowMs)
  await noteSynced(hub.db, grant.id, new Date(nowMs))
}
