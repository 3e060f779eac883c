import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbedded } from '../src/db/embedded.ts'
import { type Database, openDatabase } from '../src/db/sql.ts'
import { pollDue } from '../src/ingest/fetch/task.ts'
import { newUuid } from '../src/lib/ids.ts'
import { prepareDatabase } from '../src/prepare-database.ts'
import type { BenchOptions, BenchReport } from './main.ts'
import { fillConnections, makeDue, planOfTaking } from './schedule/fill.ts'

const shares = [0.01, 0.1, 1]
const dues = [0, 100, 1000, 10_000]

interface Tick {
  ms: number
  /** Pages of 8 kB that were touched, in memory or on disk. */
  pages: number
  /** Rows of connections and users that were read. */
  rows: number
}

/**
 * What a tick of the poller costs: finding whose time has come, putting their next time off, and owing their jobs, in a
 * database of a hundredth, a tenth and all of the users. It must grow with those who are due, and not with how many there
 * are.
 */
export async function scheduleBench({ users, runs }: BenchOptions): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tellus-schedule-'))
  const server = await startEmbedded(folder, { autovacuum: 'off', max_wal_size: '8GB' })
  try {
    const rows: BenchReport['rows'] = []
    for (const share of shares) rows.push(...(await ticksAt(server, Math.round(users * share), runs)))
    return { name: `a tick of the poller, ${runs} runs`, rows }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

async function ticksAt(server: EmbeddedPostgres, users: number, runs: number): Promise<BenchReport['rows']> {
  const name = `schedule_${users}`
  const admin = openDatabase(server.url('postgres'), { label: 'schedule', connections: 1 })
  await admin.pool.query(`create database ${name}`)
  // One connection, which tells of its own work when it is asked.
  const db = openDatabase(server.url(name), { label: 'schedule', connections: 1 })
  try {
    await prepareDatabase(db, Date.now())
    const environmentId = newUuid()
    await db`insert into environments (id, dev_id, name) values (${environmentId}, 'bench-dev', 'bench')`
    await fillConnections(db, environmentId, { users, due: 0 })
    const rows: BenchReport['rows'] = []
    for (const due of dues.filter((one) => one <= users)) {
      const ticks: Tick[] = []
      for (let run = 0; run < runs; run++) {
        await makeDue(db, due)
        ticks.push(await tickOf(db, due))
      }
      const middle = (pick: (tick: Tick) => number): number =>
        ticks.map(pick).toSorted((a, b) => a - b)[ticks.length >> 1] ?? Number.NaN
      rows.push({
        what: `${users} users, ${due} due`,
        value: middle(({ ms }) => ms),
        unit: 'ms',
        limit: `pages ${middle(({ pages }) => pages)}  rows read ${middle(({ rows }) => rows)}`,
      })
    }
    return rows
  } finally {
    await db.close()
    await admin.pool.query(`drop database ${name} with (force)`)
    await admin.close()
  }
}

async function tickOf(db: Database, due: number): Promise<Tick> {
  // Unmeasured first: after a vacuum a connection reads anew what the tables are like.
  await planOfTaking(db)
  await touched(db)
  const before = await touched(db)
  const startedAt = performance.now()
  const polled = await pollDue({ db })
  const ms = performance.now() - startedAt
  const after = await touched(db)
  if (polled !== due) throw new Error(`${polled} users were polled, and ${due} were due.`)
  await db`truncate graphile_worker._private_jobs`
  // What asking costs itself is not the tick's.
  const asking = (await touched(db)).pages
  const asked = (await touched(db)).pages - asking
  return { ms, pages: after.pages - before.pages - asked, rows: after.rows - before.rows }
}

/** Pages that the connections of this database have touched so far, and rows of the two tables that they have read. */
async function touched(db: Database): Promise<{ pages: number; rows: number }> {
  await db`select pg_stat_force_next_flush()`
  const [row] = await db<{ pages: number; rows: number }>`
    select
      (select blks_hit + blks_read from pg_stat_database where datname = current_database()) as pages,
      (select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint
        from pg_stat_user_tables where relname in ('connections', 'users')) as rows`
  return { pages: row?.pages ?? 0, rows: row?.rows ?? 0 }
}
