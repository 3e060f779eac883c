import type { Hub } from '../hub.ts'
import { firstIdAt } from '../lib/ids.ts'
import {
  type AttemptHourRow,
  countAttempts,
  countEvents,
  deleteHoursBefore,
  type EventHourRow,
  type Hour,
  lockSums,
  selectAttemptHours,
  selectEventHours,
  selectSummed,
  sumHours,
} from './hours-store.ts'

type HoursHub = Pick<Hub, 'db' | 'clock'>

export const hourMs = 3_600_000
/** Results are stored a little after their attempts began: so long after its end an hour has all of them. */
const settlesMs = 5 * 60_000
/** Counting an hour that still runs may take long where very much is sent: then its count serves for a while. */
const slowMs = 200
const servesFactor = 10

/** The start of the hour of a time, in epoch milliseconds. */
export const hourOf = (epochMs: number): number => Math.floor(epochMs / hourMs) * hourMs

const hourAt = (startMs: number): Hour => ({
  start: new Date(startMs),
  firstId: firstIdAt(startMs),
  nextId: firstIdAt(startMs + hourMs),
})

/** What was counted of some hours of an environment. */
export interface Counted {
  attempts: AttemptHourRow[]
  events: EventHourRow[]
}

/**
 * Attempts and events of an environment by hour, from the hour of `fromMs` to now. Hours that are over are summed up
 * once and read from there; at most the last one and the running one are counted from the rows themselves.
 */
export async function countHours(hub: HoursHub, environmentId: string, fromMs: number): Promise<Counted> {
  const nowMs = hub.clock.now()
  await sumUp(hub, fromMs)
  const firstOpenMs = hourOf(nowMs - settlesMs)
  const from = new Date(hourOf(fromMs))
  const firstOpen = new Date(firstOpenMs)
  const [attempts, events, live] = await Promise.all([
    selectAttemptHours(hub.db, environmentId, from, firstOpen),
    selectEventHours(hub.db, environmentId, from, firstOpen),
    countOpen(hub, environmentId, Math.max(firstOpenMs, from.getTime())),
  ])
  return { attempts: [...attempts, ...live.attempts], events: [...events, ...live.events] }
}

/** Sums up the hours since `fromMs` that are over and are not summed up yet. */
export async function sumUp(hub: HoursHub, fromMs: number): Promise<void> {
  const endMs = hourOf(hub.clock.now() - settlesMs)
  const hours: Hour[] = []
  for (let startMs = hourOf(fromMs); startMs < endMs; startMs += hourMs) hours.push(hourAt(startMs))
  if (hours.length === 0 || (await selectSummed(hub.db, hours)).length === hours.length) return
  await hub.db.transaction(async (sql) => {
    await lockSums(sql)
    const summed = new Set((await selectSummed(sql, hours)).map(({ hour }) => hour.getTime()))
    const missing = hours.filter(({ start }) => !summed.has(start.getTime()))
    if (missing.length > 0) await sumHours(sql, missing)
  })
}

/** Sums up the last day, and forgets sums from before a time: what housekeeping does, so that no reader has to wait. */
export async function keepHours(hub: HoursHub, beforeMs: number): Promise<void> {
  await sumUp(hub, hub.clock.now() - 24 * hourMs)
  await deleteHoursBefore(hub.db, new Date(beforeMs))
}

interface Open {
  counted: Counted
  untilMs: number
}
const opens = new WeakMap<Hub['db'], Map<string, Open>>()

async function countOpen(hub: HoursHub, environmentId: string, fromMs: number): Promise<Counted> {
  const nowMs = hub.clock.now()
  const kept = opens.get(hub.db) ?? new Map<string, Open>()
  opens.set(hub.db, kept)
  const key = `${environmentId} ${fromMs}`
  const known = kept.get(key)
  if (known !== undefined && nowMs < known.untilMs) return known.counted
  kept.delete(key)
  const hours: Hour[] = []
  for (let startMs = fromMs; startMs <= nowMs; startMs += hourMs) hours.push(hourAt(startMs))
  const beganMs = performance.now()
  const [attempts, events] = await Promise.all([
    countAttempts(hub.db, hours, environmentId),
    countEvents(hub.db, hours, environmentId),
  ])
  const tookMs = performance.now() - beganMs
  const counted = { attempts, events }
  if (tookMs > slowMs) kept.set(key, { counted, untilMs: nowMs + tookMs * servesFactor })
  return counted
}
