import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { type EmbeddedPostgres, startEmbedded } from '../src/db/embedded.ts'
import { type Database, openDatabase } from '../src/db/sql.ts'
import type { Hub } from '../src/hub.ts'
import { systemClock } from '../src/lib/clock.ts'
import { newUuid } from '../src/lib/ids.ts'
import { openLog } from '../src/lib/log.ts'
import { openMetrics } from '../src/lib/metrics.ts'
import { vault } from '../src/lib/sealed.ts'
import { prepareDatabase } from '../src/prepare-database.ts'
import type { BenchOptions, BenchReport } from './main.ts'
import { fillTables, type Size } from './scale/fill.ts'
import { type Looked, lookAt } from './scale/looks.ts'

const shares = [0.01, 0.1, 1]
const longUsers = 20

/** For filling a database that is thrown away; all else is as Tellus starts it. */
const filling = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  maintenance_work_mem: '1GB',
  autovacuum: 'off',
}

/**
 * What reads cost the database when there is much in it: each request of `looks` goes through the whole server, and its
 * statements are explained, in a database of a hundredth, a tenth and all of the size. Pages touched and time must not
 * grow with what other people have stored.
 */
export async function scaleBench({ users, records, dir, keep }: BenchOptions): Promise<BenchReport> {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'tellus-scale-'))
  const server = await startEmbedded(folder, filling)
  try {
    const found: Looked[][] = []
    const filled: Filled[] = []
    for (const share of shares) {
      const size = {
        users: Math.max(longUsers, Math.round(users * share)),
        records: Math.round(records * share),
        longUsers,
      }
      const { looked, ...figures } = await lookAtSize(server, size, keep)
      found.push(looked)
      filled.push(figures)
    }
    return { name: `scale: ${users} users, ${records} records`, rows: [...filled.map(filledRow), ...rowsOf(found)] }
  } finally {
    await server.stop()
    if (!keep) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    else console.error(`tellus: the database was left in ${folder}`)
  }
}

interface Filled {
  records: number
  gigabytes: number
  seconds: number
}

async function lookAtSize(server: EmbeddedPostgres, size: Size, keep: boolean): Promise<Filled & { looked: Looked[] }> {
  const name = `scale_${size.users}`
  const admin = openDatabase(server.url('postgres'), { label: 'scale', connections: 1 })
  await admin.pool.query(`drop database if exists ${name}`)
  await admin.pool.query(`create database ${name}`)
  const db = openDatabase(server.url(name), { label: 'scale', connections: 4 })
  try {
    await prepareDatabase(db, Date.now())
    const environmentId = newUuid()
    await db`insert into environments (id, dev_id, name) values (${environmentId}, 'scale-dev', 'scale')`
    const startedAt = performance.now()
    const userIds = await fillTables(db, environmentId, size, (share) => {
      if (Math.round(share * 100) % 10 === 0) console.error(`${size.users} users: ${Math.round(share * 100)} % filled`)
    })
    const seconds = (performance.now() - startedAt) / 1000
    const [row] = await db<{ records: number; gigabytes: number }>`
      select (select count(*) from records) as records,
        pg_database_size(current_database()) / 1e9::float8 as gigabytes`
    const looked = await lookAt(hubOver(db), environmentId, 'scale-dev', userIds, size)
    return { records: row?.records ?? 0, gigabytes: row?.gigabytes ?? 0, seconds, looked }
  } finally {
    await db.close()
    if (!keep) await admin.pool.query(`drop database ${name} with (force)`)
    await admin.close()
  }
}

const hubOver = (db: Database): Hub => ({
  config: readConfig({ TELLUS_LOG_LEVEL: 'error', TELLUS_RATE_LIMIT_DAYS_PER_HOUR: '0' }, process.cwd()),
  db,
  clock: systemClock,
  log: openLog('error'),
  vault: vault('a key for databases that are thrown away'),
  metrics: openMetrics(),
  publicUrl: () => 'http://127.0.0.1:4000',
  defect: () => undefined,
  wake: () => undefined,
  shortCut: () => null,
})

const filledRow = ({ records, gigabytes, seconds }: Filled): BenchReport['rows'][number] => ({
  what: `${records} records, ${gigabytes.toFixed(1)} GB: filled in`,
  value: seconds,
  unit: 's',
})

function rowsOf(found: readonly Looked[][]): BenchReport['rows'] {
  const [first = []] = found
  return first.map(({ what }, at) => {
    const sizes = found.flatMap((looked) => looked[at] ?? [])
    const list = (pick: (looked: Looked) => string): string => sizes.map(pick).join(' / ')
    const statements = sizes.at(-1)?.statements.length ?? 0
    return {
      what,
      value: sizes.at(-1)?.ms ?? Number.NaN,
      unit: 'ms',
      limit: `pages ${list(({ buffers }) => String(buffers))}  ms ${list(({ ms }) => ms.toFixed(2))}  first ${list(({ firstMs }) => firstMs.toFixed(2))}  statements ${statements}`,
    }
  })
}
