import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { databasePid, type RunningTellus, startTellus } from '../src/testing/tellus.ts'

const main = join(import.meta.dirname, '..', 'bin', 'tellus.mjs')

/** The real command on a folder of its own, to be killed and started again. */
export interface System extends AsyncDisposable {
  dataDir: string
  /** The server as it was started last. */
  tellus(): RunningTellus
  /** Ends the server by `kill -9` and waits until it is gone. */
  killServer(): Promise<void>
  /** Starts the server on the same folder and port, until it says that it is ready. */
  startServer(): Promise<void>
  /** Kills the server while it starts, `afterMs` into its start. */
  killInStart(afterMs: number): Promise<void>
  killWorker(): Promise<void>
  startWorker(): Promise<void>
  /** Ends the main process of the database by `kill -9`. */
  killDatabase(): void
  /** Runs work on a database connection of its own, once the database answers. */
  withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Processes that ended without being asked to, with what they said last. */
  deaths: string[]
}

export async function openSystem(dataDir: string, withWorker: boolean): Promise<System> {
  const deaths: string[] = []
  const asked = new WeakSet<ChildProcess>()
  let tellus = await startTellus(dataDir)
  const port = new URL(tellus.url).port
  const watch = (child: ChildProcess, what: string, said: () => string) =>
    child.once('exit', (code, signal) => {
      if (!asked.has(child)) deaths.push(`${what} ended (${signal ?? code}): ${said().trim().split('\n').at(-1)}`)
    })
  watch(tellus.process, 'serve', tellus.said)
  const kill = async (child: ChildProcess) => {
    asked.add(child)
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  let worker: ChildProcess | null = null
  const startWorker = async () => {
    worker = await spawnWorker(dataDir)
    watch(worker, 'worker', () => '')
  }
  const held = (): { pid?: number; database_url?: string } =>
    JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8'))
  const databaseUrl = held().database_url
  if (databaseUrl === undefined) throw new Error('server.json does not say where the database is.')
  if (withWorker) await startWorker()
  return {
    dataDir,
    deaths,
    tellus: () => tellus,
    killServer: () => kill(tellus.process),
    async startServer() {
      tellus = await startTellus(dataDir, { TELLUS_PORT: port })
      watch(tellus.process, 'serve', tellus.said)
    },
    async killInStart(afterMs) {
      const started = startTellus(dataDir, { TELLUS_PORT: port }).then(
        (running) => running.process,
        () => null,
      )
      await sleep(afterMs)
      const { pid } = held()
      if (pid !== undefined && pid !== tellus.process.pid) process.kill(pid, 'SIGKILL')
      const running = await started
      if (running !== null) await kill(running)
    },
    killWorker: async () => {
      if (worker !== null) await kill(worker)
    },
    startWorker,
    killDatabase() {
      const pid = databasePid(dataDir)
      if (pid !== null) process.kill(pid, 'SIGKILL')
    },
    withDatabase: (work) => withDatabase(databaseUrl, work),
    async [Symbol.asyncDispose]() {
      if (worker !== null) await kill(worker)
      asked.add(tellus.process)
      await tellus.end()
    },
  }
}

async function spawnWorker(dataDir: string): Promise<ChildProcess> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TELLUS_|npm_)/.test(name)))
  const child = spawn(process.execPath, [main, 'worker'], {
    env: { ...inherited, TELLUS_DATA_DIR: dataDir, TELLUS_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Tellus works')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`tellus worker ended with code ${code} before it worked`)))
  })
  return child
}

const answersWithinMs = 60_000

async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const deadline = performance.now() + answersWithinMs
  for (;;) {
    const client = new pg.Client({ connectionString: url, application_name: 'chaos' })
    client.on('error', () => undefined) // reported by the statement that fails
    try {
      await client.connect()
      await client.query('select 1')
    } catch (error) {
      await client.end().catch(() => undefined)
      if (performance.now() > deadline) throw error
      await sleep(20)
      continue
    }
    try {
      return await work(client)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
