import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLog } from '../lib/log.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'
import { type Database, openDatabase } from './sql.ts'
import { supervise } from './supervise.ts'

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'tellus-pg-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

const quick = { fsync: 'off' }

async function ask(
  server: EmbeddedPostgres,
  work: (db: ReturnType<typeof openDatabase>) => Promise<unknown>,
): Promise<unknown> {
  const db = openDatabase(server.url(), { label: 'test' })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`)

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await holds()) return
    await sleep(20)
  }
  assert.fail(`${what} did not happen within 10 s`)
}

test('a second start on the folder of a server left running stops that one first and finds its data', async () => {
  using place = folder()
  const first = await startEmbedded(place.path, quick)
  await ask(first, (db) => db`create table kept as select 7 as n`)
  const second = await startEmbedded(place.path, quick)
  assert.ok(!isRunning(first.pid), 'the first server is gone')
  assert.deepEqual(await ask(second, (db) => db`select n from kept`), [{ n: 7 }])
  await second.stop()
  assert.ok(!isRunning(second.pid))
})

test('after kill -9 of the server the next start just works', async () => {
  using place = folder()
  const first = await startEmbedded(place.path)
  await ask(first, (db) => db`create table kept as select 7 as n`)
  process.kill(first.pid, 'SIGKILL')
  await first.ended
  const second = await startEmbedded(place.path)
  assert.deepEqual(await ask(second, (db) => db`select n from kept`), [{ n: 7 }])
  await second.stop()
})

test('a first start that was killed half-way is begun anew', async () => {
  using place = folder()
  const first = await startEmbedded(place.path, quick)
  await first.stop()
  rmSync(join(place.path, 'postgres', 'global', 'pg_control'))
  const second = await startEmbedded(place.path, quick)
  assert.match(second.version, /^\d+\.\d+/)
  await second.stop()
})

test('a deep data directory gets its socket in a short place', async () => {
  using place = folder()
  const deep = join(place.path, 'a-rather-long-folder-name'.repeat(4))
  const server = await startEmbedded(deep, quick)
  assert.deepEqual(await ask(server, (db) => db`select 1 as n`), [{ n: 1 }])
  await server.stop()
})

test('a database that is killed under a running process is started again by it', async () => {
  using place = folder()
  const supervised = await supervise(place.path, openLog('silent'))
  const db = openDatabase(supervised.first.url(), { label: 'test', onError: () => undefined })
  await db`create table kept as select 7 as n`
  // A connection outlives its server for a moment: only a new server's answer counts.
  const startedSince = await startOf(db)
  process.kill(supervised.first.pid, 'SIGKILL')
  await until('the restart', async () => (await startOf(db).catch(() => startedSince)) !== startedSince)
  assert.deepEqual(await db`select n from kept`, [{ n: 7 }])
  await db.close()
  await supervised.stop()
})

test('a stop that comes while a killed database is started again stops the new one too', async () => {
  using place = folder()
  const supervised = await supervise(place.path, openLog('silent'))
  process.kill(supervised.first.pid, 'SIGKILL')
  const pidFile = join(place.path, 'postgres', 'postmaster.pid')
  const pidOf = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0)
  await until('the beginning of the restart', async () => ![0, supervised.first.pid].includes(pidOf()))
  await supervised.stop()
  assert.equal(existsSync(pidFile), false)
})

const startOf = async (db: Database): Promise<string | undefined> => {
  const [row] = await db<{ at: string }>`select pg_postmaster_start_time()::text as at`
  return row?.at
}
