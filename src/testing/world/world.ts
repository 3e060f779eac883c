import { once } from 'node:events'
import { renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '../../db/embedded.ts'
import { type Database, openDatabase } from '../../db/sql.ts'
import { prepareDatabase } from '../../prepare-database.ts'
import { dataFolder, type RunningTellus, startTellus } from '../tellus.ts'
import { startWorkerCommand, type WorkerCommand } from '../worker-command.ts'

/** A Tellus of two processes on one database, whose time is moved by hand. */
export interface World extends AsyncDisposable {
  db: Database
  tellus(): RunningTellus
  /** Milliseconds since 1970 where everything runs. */
  now(): number
  /** Moves the clock of all processes and of the database, and with it what waits in the job queue. */
  advance(ms: number): Promise<void>
  /** `kill -9` of one of the two, and a new one in its place. */
  kill(which: 'server' | 'worker'): Promise<void>
  /** Process ids of the two. */
  pids(): { server: number; worker: number }
  /** Has a job of the clock's (`poll`, `sandbox-sync`) run at once. */
  runNow(task: string): Promise<void>
  /** Lets everything run that is due, and time go on to whatever waits, until nothing waits before a moment. */
  settle(untilMs: number): Promise<void>
}

const lookMs = 60
const dayMs = 86_400_000

/**
 * Starts a world, its sandbox on; the clock begins at the real time. Many things wait for a moment close by: each step of
 * time, so long at least, takes them together.
 */
export async function openWorld({ shortestStepMs = 60_000 } = {}): Promise<World> {
  await using opening = new AsyncDisposableStack()
  const data = opening.use(dataFolder())
  const postgres = await startEmbedded(join(data.path, 'world'), { fsync: 'off', synchronous_commit: 'off' })
  opening.defer(() => postgres.stop())
  const db = openDatabase(postgres.url(), { label: 'world', connections: 6 })
  opening.defer(() => db.close())
  await prepareDatabase(db, Date.now())
  await db`create table test_clock (shift_by interval not null)`
  await db`insert into test_clock values ('0')`
  await db`create or replace function clock() returns timestamptz language sql stable
    as $$ select clock_timestamp() + shift_by from test_clock $$`
  const clockFile = join(data.path, 'ahead-ms')
  let aheadMs = 0
  const tellTime = () => {
    writeFileSync(`${clockFile}.next`, String(aheadMs))
    renameSync(`${clockFile}.next`, clockFile)
  }
  tellTime()
  const settings = {
    DATABASE_URL: postgres.url(),
    TELLUS_PORT: String(await freePort()),
    TELLUS_SANDBOX: 'on',
    TELLUS_SECRET_KEY: 'a key for a world that lasts one run only',
    TELLUS_API_RATE_LIMIT_PER_SECOND: '0',
    TELLUS_DATA_DIR: join(data.path, 'tellus'),
    TELLUS_LOG_LEVEL: 'error',
    TEST_CLOCK: clockFile,
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'fast-clock.mjs')}`,
  }
  let server = await startTellus(settings.TELLUS_DATA_DIR, settings)
  let worker: WorkerCommand = await startWorkerCommand(settings)
  opening.defer(async () => {
    await worker.end('SIGKILL')
    await server.end('SIGKILL')
  })
  const closing = opening.move()
  const now = () => Date.now() + aheadMs
  const runNow = async (task: string): Promise<void> => {
    await db`select graphile_worker.add_job(${task}, job_key := ${`now ${task}`})`
  }
  async function advance(ms: number): Promise<void> {
    // What the clock would have had done on each day that passes: there are tables for some days ahead only.
    for (let left = Math.ceil(ms); left > 0; left -= dayMs) await moveTime(Math.min(left, dayMs))
  }
  async function moveTime(ms: number): Promise<void> {
    const dayBefore = Math.floor(now() / dayMs)
    aheadMs += ms
    await db`update test_clock set shift_by = shift_by + make_interval(secs => ${ms / 1000})`
    tellTime()
    await sleep(lookMs)
    await db`
      update graphile_worker._private_jobs
      set run_at = run_at - make_interval(secs => ${ms / 1000})
      where run_at > now() and locked_at is null`
    // As the library says it itself of a job that is due: it looks by itself each second only.
    await db`select pg_notify('jobs:insert', '{"count":10}')`
    if (Math.floor(now() / dayMs) > dayBefore) await runNow('keep-house')
  }
  return {
    db,
    tellus: () => server,
    now,
    advance,
    async kill(which) {
      if (which === 'server') {
        await server.end('SIGKILL')
        server = await startTellus(settings.TELLUS_DATA_DIR, settings)
      } else {
        await worker.end('SIGKILL')
        worker = await startWorkerCommand(settings)
      }
    },
    pids: () => ({ server: server.process.pid ?? 0, worker: worker.pid }),
    runNow,
    async settle(untilMs) {
      for (;;) {
        await quiet(db)
        const [row] = await db<{ wait: number | null }>`
          select extract(epoch from min(run_at) - now())::float8 as wait
          from graphile_worker._private_jobs
          where run_at > now() and attempts < max_attempts`
        const waitMs = (row?.wait ?? Number.POSITIVE_INFINITY) * 1000
        if (now() + waitMs > untilMs) return
        await advance(Math.max(shortestStepMs, waitMs + 1000))
      }
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** Waits until no job is due and none runs. */
async function quiet(db: Database): Promise<void> {
  for (let still = 0; still < 3; ) {
    // The crontab's own jobs are in time that was moved; whoever moves it says when they run.
    await db`delete from graphile_worker._private_jobs where key like 'cron_%' and locked_at is null`
    const [row] = await db<{ n: number }>`
      select count(*)::int as n
      from graphile_worker._private_jobs
      where (run_at <= now() and attempts < max_attempts) or locked_at is not null`
    still = row?.n === 0 ? still + 1 : 0
    await sleep(lookMs)
  }
}

/** A port that nobody listens on, the same after a restart. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
