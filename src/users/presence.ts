import type { Hub } from '../hub.ts'
import { localDate, nextDate, offsetOfZone } from '../normalise/time.ts'
import type { Presence } from '../schema/management/user.ts'
import { countByDay, countRecords } from './presence-store.ts'
import type { User } from './user.ts'

const dayMs = 86_400_000

/** Stored records of a user by type. */
export async function recordCounts(hub: Pick<Hub, 'db'>, userId: string): Promise<Record<string, number>> {
  return Object.fromEntries((await countRecords(hub.db, userId)).map(({ type, n }) => [type, n]))
}

/**
 * For each type that a user has records of, how many begin on each of the last days. A record's day is its own local one;
 * the zone (unless told the user's, else UTC) says which day is today.
 */
export async function readPresence(
  hub: Pick<Hub, 'db' | 'clock'>,
  user: User,
  asked: { days: number; zone?: string | undefined },
): Promise<Presence> {
  const zone = asked.zone ?? user.zone ?? 'UTC'
  const nowMs = hub.clock.now()
  const lastDay = localDate(nowMs, offsetOfZone(zone, nowMs))
  const firstDay = new Date(Date.parse(lastDay) - (asked.days - 1) * dayMs).toISOString().slice(0, 10)
  const days: string[] = []
  for (let day = firstDay; days.length < asked.days; day = nextDate(day)) days.push(day)
  const [totals, counts] = await Promise.all([
    countRecords(hub.db, user.userId),
    countByDay(hub.db, user.userId, firstDay, lastDay),
  ])
  const byDay = new Map(counts.map(({ type, day, n }) => [`${type} ${day}`, n]))
  return {
    zone,
    first_day: firstDay,
    last_day: lastDay,
    types: totals.map(({ type, n, first_day, last_day }) => ({
      type,
      total: n,
      first_day,
      last_day,
      days: days.map((day) => byDay.get(`${type} ${day}`) ?? 0),
    })),
  }
}
