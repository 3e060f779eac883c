import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../src/db/sql.ts'
import { newId, privateId } from '../../src/lib/ids.ts'
import { pack } from '../../src/lib/packed.ts'
import { type Call, dataFolder, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'

/** Ways to set a queue up. */
export interface Filling {
  /** Creates webhook destinations and gives their ids. */
  destinations(urls: readonly string[], fields?: object): Promise<string[]>
  patch(id: string, fields: object): Promise<void>
  /** Deletes all destinations, and with them what waits. */
  clear(): Promise<void>
  /** Stores `count` deliveries of one body, shared evenly, due now but of destinations that are off. */
  fill(destinationIds: readonly string[], count: number, body: string): Promise<void>
}

/** The real command on a folder of its own, with a way into its database for filling and looking. */
export interface BenchTellus extends Filling, AsyncDisposable {
  tellus: RunningTellus
  db: Database
  /** Megabytes of the process now, and the most it ever had. */
  memory(): { nowMb: number; peakMb: number }
}

export async function startBench(workers = 0, settings: Record<string, string> = {}): Promise<BenchTellus> {
  const data = dataFolder()
  const tellus = await startTellus(data.path, {
    TELLUS_LOG_LEVEL: 'error',
    TELLUS_MAX_BACKLOG: '10000000',
    ...settings,
  })
  const { database_url }: { database_url: string } = JSON.parse(readFileSync(join(data.path, 'server.json'), 'utf8'))
  const db = openDatabase(database_url, { label: 'bench', connections: 2 })
  const filling = fillingOf(tellus.call, db)
  await filling.clear()
  const beside = Array.from({ length: workers }, () => startWorkerProcess(data.path))
  return {
    tellus,
    db,
    ...filling,
    memory: () => memoryOf(tellus.process.pid ?? 0),
    async [Symbol.asyncDispose]() {
      for (const worker of beside) worker.kill('SIGTERM')
      await Promise.all(beside.map((worker) => (worker.exitCode === null ? once(worker, 'exit') : null)))
      await db.close()
      await tellus.end()
      data[Symbol.dispose]()
    },
  }
}

/** Sets a queue up through the API, and where that would take too long in its database. */
export function fillingOf(call: Call, db: Database): Filling {
  return {
    async clear() {
      const { body } = await call<{ items: { id: string }[] }>('GET', '/admin/api/destinations?limit=1000')
      for (const { id } of body.items) await call('DELETE', `/admin/api/destinations/${id}`)
    },
    async destinations(urls, fields = {}) {
      const ids: string[] = []
      for (const url of urls) {
        const answer = await call<{ id: string; detail?: string }>('POST', '/admin/api/destinations', {
          kind: 'webhook',
          url,
          ...fields,
        })
        if (answer.status !== 201) throw new Error(`a destination was answered ${answer.status}: ${answer.body.detail}`)
        ids.push(answer.body.id)
      }
      return ids
    },
    async patch(id, fields) {
      await call('PATCH', `/admin/api/destinations/${id}`, fields)
    },
    fill: (destinationIds, count, body) => fill(db, destinationIds, count, body),
  }
}

const main = join(import.meta.dirname, '..', '..', 'bin', 'tellus.mjs')

const startWorkerProcess = (dataDir: string): ChildProcess =>
  spawn(process.execPath, [main, 'worker'], {
    env: { ...process.env, TELLUS_DATA_DIR: dataDir, TELLUS_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })

const perStatement = 50_000

async function fill(db: Database, destinationIds: readonly string[], count: number, body: string): Promise<void> {
  const packed = pack(body)
  const ids = destinationIds.map((id) => privateId('destination', id))
  const [row] = await db<{ id: string }>`select environment_id as id from destinations where id = ${ids[0]}::uuid`
  const events = Math.ceil(count / ids.length)
  for (let done = 0; done < events; done += perStatement) {
    const eventIds = Array.from({ length: Math.min(perStatement, events - done) }, () => newId())
    await db`
      with stored as (
        insert into events (id, environment_id, type, reference, ordering_ms, bytes, body, body_z)
        select id, ${row?.id}::uuid, 'bench', gen_random_uuid(), 0, ${packed.bytes}::int, ${packed.body}, ${packed.body_z}
        from unnest(${eventIds}::uuid[]) as e (id)
        returning id
      )
      insert into deliveries (id, event_id, destination_id, due_at)
      select new_id(), s.id, d.id, clock()
      from stored s
      cross join unnest(${ids}::uuid[]) as d (id)`
  }
  await db`vacuum analyze deliveries, events`
  await db`checkpoint`
}

export function memoryOf(pid: number): { nowMb: number; peakMb: number } {
  const path = `/proc/${pid}/status`
  if (!existsSync(path)) return { nowMb: Number.NaN, peakMb: Number.NaN }
  const text = readFileSync(path, 'utf8')
  const of = (key: string): number => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1]) / 1024
  return { nowMb: of('VmRSS'), peakMb: of('VmHWM') }
}
