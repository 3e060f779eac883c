import type { Database, Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { publicId } from '../lib/ids.ts'
import {
  countQueue,
  estimateAll,
  estimateDue,
  estimateHeld,
  limitTime,
  type Pulse,
  type QueueRow,
  readPulse,
} from './store.ts'

/** However often they are read: what the gauges cost the database is bounded. */
const keptMs = 5_000
const patienceMs = 2_000
/** Where vacuum is far behind, even a bounded count wades through dead rows: then estimates have to do. */
const countPatienceMs = 750
/** Rows counted for each gauge; above it the planner's estimate is shown. */
const countedRows = 20_000
const countedJobs = 10_000
/** SQLSTATE of a statement that was cut off. */
const statementTimedOut = '57014'
/** Destinations whose backlog is shown, and of those past their bound, for how many an estimate is asked. */
const shownDestinations = 20
const estimatedDestinations = 100

/** The gauges whose values are in the database, read when somebody looks and then kept for five seconds. */
export interface DatabaseGauges {
  /** Brings the gauges up to date. Never rejects: without a database `tellus_database_up` is 0 and the rest say nothing. */
  refresh(): Promise<void>
}

export function databaseGauges(
  hub: Pick<Hub, 'db' | 'log' | 'metrics'>,
  options: { keptMs?: number; countedRows?: number } = {},
): DatabaseGauges {
  let readAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  const read = async () => {
    try {
      show(hub, await late(measure(hub.db, options.countedRows ?? countedRows)))
    } catch (error) {
      forget(hub)
      hub.log.warn({ err: error }, 'could not read the gauges of the database')
    }
    readAtMs = performance.now()
  }
  return {
    refresh() {
      if (reading === null && performance.now() - readAtMs < (options.keptMs ?? keptMs)) return Promise.resolve()
      reading ??= read().finally(() => {
        reading = null
      })
      return reading
    },
  }
}

interface Measured {
  due: number
  waiting: number
  held: number
  /** Null when there was no time to look. */
  oldestDueSeconds: number | null
  byDestination: { id: string; due: number }[]
}

async function measure(db: Database, bound: number): Promise<Measured & Pulse> {
  const pulse = await db.transaction(async (sql) => {
    await limitTime(sql, patienceMs)
    return readPulse(sql, countedJobs)
  })
  try {
    const counted = await db.transaction(async (sql) => {
      await limitTime(sql, countPatienceMs)
      return count(sql, pulse.at, bound)
    })
    return { ...pulse, ...counted }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === statementTimedOut)) throw error
    return { ...pulse, ...(await db.transaction((sql) => estimate(sql, pulse.at))) }
  }
}

/** What can be said without looking at a row. */
async function estimate(sql: Sql, at: string): Promise<Measured> {
  await limitTime(sql, patienceMs)
  const [due, held, waiting] = [await estimateDue(sql, at, null), await estimateHeld(sql), await estimateAll(sql)]
  return { due, held, waiting, oldestDueSeconds: null, byDestination: [] }
}

async function count(sql: Sql, at: string, bound: number): Promise<Measured> {
  const rows = await countQueue(sql, at, bound)
  const sum = (of: (row: QueueRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const isCut = (of: (row: QueueRow) => number) => rows.some((row) => of(row) >= row.most)
  const [due, later, held] = [sum((row) => row.due), sum((row) => row.later), sum((row) => row.held)]
  const cut = { due: isCut((row) => row.due), later: isCut((row) => row.later), held: isCut((row) => row.held) }
  const all =
    cut.due || cut.later || cut.held ? Math.max(due + later + held, await estimateAll(sql)) : due + later + held
  // What the table's size leaves when the rest is known to the row is better than any histogram.
  const allDue = !cut.due
    ? due
    : Math.max(due, cut.later || cut.held ? await estimateDue(sql, at, null) : all - later - held)
  const allHeld = !cut.held ? held : Math.max(held, cut.due || cut.later ? await estimateHeld(sql) : all - due - later)
  return {
    due: allDue,
    held: allHeld,
    waiting: Math.max(all, allDue, allHeld),
    oldestDueSeconds: Math.max(0, ...rows.map((row) => row.oldest_due_seconds ?? 0)),
    byDestination: await largest(sql, at, rows),
  }
}

/** The destinations with most that is due. Of very many past their bound, those that wait longest are looked at. */
async function largest(sql: Sql, at: string, rows: readonly QueueRow[]) {
  const age = (row: QueueRow) => row.oldest_due_seconds ?? 0
  const cut = rows.filter((row) => row.due >= row.most).sort((a, b) => age(b) - age(a))
  const estimates = new Map<string, number>()
  for (const { destination_id } of cut.slice(0, estimatedDestinations))
    estimates.set(destination_id, await estimateDue(sql, at, destination_id))
  return rows
    .map((row) => ({ id: row.destination_id, due: Math.max(row.due, estimates.get(row.destination_id) ?? 0) }))
    .filter((row) => row.due > 0)
    .sort((a, b) => b.due - a.due)
    .slice(0, shownDestinations)
}

function show({ metrics }: Pick<Hub, 'metrics'>, measured: Measured & Pulse): void {
  metrics.databaseUp.set(1)
  metrics.due.set(measured.due)
  metrics.waiting.set(measured.waiting)
  metrics.held.set(measured.held)
  if (measured.oldestDueSeconds === null) metrics.oldestDueAge.remove()
  else metrics.oldestDueAge.set(measured.oldestDueSeconds)
  metrics.deadRows.set(measured.dead_rows)
  metrics.oldestSnapshotAge.set(measured.oldest_snapshot_seconds)
  metrics.jobsWaiting.set(measured.jobs_waiting)
  metrics.dueByDestination.reset()
  for (const { id, due } of measured.byDestination)
    metrics.dueByDestination.set({ destination: publicId('destination', id) }, due)
}

/** Numbers of before would be taken for numbers of now. */
function forget({ metrics }: Pick<Hub, 'metrics'>): void {
  const gauges = [metrics.due, metrics.waiting, metrics.held, metrics.oldestDueAge, metrics.deadRows]
  for (const gauge of [...gauges, metrics.oldestSnapshotAge, metrics.jobsWaiting]) gauge.remove()
  metrics.dueByDestination.reset()
  metrics.databaseUp.set(0)
}

/** Gives up on what takes too long, such as waiting for a connection of a pool that has none free. */
async function late<T>(work: Promise<T>): Promise<T> {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => timeout.reject(new Error('The database did not give its gauges in time.')),
    2 * patienceMs,
  )
  work.catch(() => undefined) // when it fails after the time is up, nobody asks any more
  return Promise.race([work, timeout.promise]).finally(() => clearTimeout(timer))
}
