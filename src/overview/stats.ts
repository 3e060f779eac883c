import type { Hub } from '../hub.ts'
import type { DestinationStats } from '../schema/management/destination.ts'
import type { Figure, Stats } from '../schema/management/overview.ts'
import { merged, quantile } from './histogram.ts'
import { type Counted, countHours, hourMs, hourOf } from './hours.ts'
import { type AttemptHourRow, countConnected } from './hours-store.ts'

type StatsHub = Pick<Hub, 'db' | 'clock'>

/** Starts of so many hours up to the running one, in epoch milliseconds. */
const hoursUpTo = (nowMs: number, hours: number): number[] =>
  Array.from({ length: hours }, (_, i) => hourOf(nowMs) - (hours - 1 - i) * hourMs)

const iso = (epochMs: number): string => new Date(epochMs).toISOString()

/** The four figures of an environment over the last hours, the running one included, beside those of the hours before. */
export async function readStats(hub: StatsHub, environmentId: string, hours: number): Promise<Stats> {
  const nowMs = hub.clock.now()
  const starts = hoursUpTo(nowMs, hours)
  const sinceMs = starts[0] ?? hourOf(nowMs)
  const beforeMs = sinceMs - hours * hourMs
  const [counted, connected] = await Promise.all([
    countHours(hub, environmentId, beforeMs),
    countConnected(hub.db, environmentId, new Date(beforeMs)),
  ])
  const earlier = (startMs: number) => startMs < sinceMs
  const now = (startMs: number) => startMs >= sinceMs
  const figure = (of: (counted: Counted) => number | null): Figure => ({
    value: of(within(counted, now)),
    previous: of(within(counted, earlier)),
    series: starts.map((start) => of(within(counted, (startMs) => startMs === start))),
  })
  const usersUntil = (endMs: number): number =>
    connected.reduce((sum, { hour, n }) => sum + (hour === null || hour.getTime() < endMs ? n : 0), 0)
  return {
    since: iso(sinceMs),
    until: iso(nowMs),
    hours: starts.map(iso),
    users_connected: {
      value: usersUntil(Number.POSITIVE_INFINITY),
      previous: usersUntil(sinceMs),
      series: starts.map((start) => usersUntil(start + hourMs)),
    },
    events: figure(({ events }) => events.reduce((sum, row) => sum + row.events, 0)),
    delivered_share: figure(({ attempts }) => shareOf(attempts)),
    median_delay_ms: figure(({ attempts }) => quantile(merged(attempts.map(({ delays }) => delays)), 0.5)),
    is_sampled: counted.attempts.some(({ sampled }) => sampled),
  }
}

const within = (counted: Counted, holds: (startMs: number) => boolean): Counted => ({
  attempts: counted.attempts.filter(({ hour }) => holds(hour.getTime())),
  events: counted.events.filter(({ hour }) => holds(hour.getTime())),
})

/** Of the deliveries that ended, those that were taken. */
function shareOf(attempts: readonly AttemptHourRow[]): number | null {
  const delivered = sum(attempts, 'delivered')
  const ended = delivered + sum(attempts, 'failed')
  return ended === 0 ? null : delivered / ended
}

const sum = (rows: readonly AttemptHourRow[], key: 'delivered' | 'retrying' | 'failed'): number =>
  rows.reduce((total, row) => total + row[key], 0)

/** How deliveries to each destination went over the last hours; gives one for every id asked for. */
export async function readDestinationStats(
  hub: StatsHub,
  environmentId: string,
  ids: readonly string[],
  hours: number,
): Promise<Map<string, DestinationStats>> {
  const starts = hoursUpTo(hub.clock.now(), hours)
  const counted = await countHours(hub, environmentId, starts[0] ?? 0)
  const byDestination = Map.groupBy(counted.attempts, (row) => row.destination_id)
  return new Map(ids.map((id) => [id, destinationStats(byDestination.get(id) ?? [], starts)]))
}

function destinationStats(rows: readonly AttemptHourRow[], starts: readonly number[]): DestinationStats {
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]))
  const delivered = sum(rows, 'delivered')
  const retrying = sum(rows, 'retrying')
  const failed = sum(rows, 'failed')
  const attempts = delivered + retrying + failed
  const lastMs = rows.reduce((latest, row) => Math.max(latest, row.last_at.getTime()), 0)
  return {
    hours: starts.map((start) => {
      const row = byHour.get(start)
      return {
        hour: iso(start),
        delivered: row?.delivered ?? 0,
        retrying: row?.retrying ?? 0,
        failed: row?.failed ?? 0,
      }
    }),
    delivered,
    retrying,
    failed,
    success_rate: attempts === 0 ? null : delivered / attempts,
    p95_ms: quantile(merged(rows.map(({ took }) => took)), 0.95),
    last_attempt_at: lastMs === 0 ? null : iso(lastMs),
  }
}
