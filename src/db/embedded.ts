import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { TellusError } from '../lib/errors.ts'
import { stopLeftover, watchOver } from './leftover.ts'
import { chooseRunner, findNative, type Runner } from './postgres-runner.ts'

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** Connection to one of its databases. */
  connection(database?: string): pg.PoolConfig
  url(database?: string): string
  /** The server's version, such as `18.4`. */
  version: string
  pid: number
  /** Resolves when the server ends, whoever ended it. */
  ended: Promise<void>
  stop(): Promise<void>
}

const database = 'tellus'

/**
 * Starts the PostgreSQL of the npm package on a folder, making the cluster on first use. It listens on a Unix socket in
 * a folder only its owner can enter, so `trust` is safe. Whatever an earlier, killed process left running on the
 * folder is stopped first, never adopted: the guard below may be about to stop it, and a pid of a server that died a
 * moment ago can still look alive. `settings` are extra `-c` values.
 *
 * PostgreSQL refuses to run as root, so root runs it as `postgres` or `nobody`, or, where that user cannot enter the
 * folders (a checkout under a 0700 home), in a user namespace that shows root as another uid.
 */
export async function startEmbedded(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  for (let waitedMs = 0; ; waitedMs += heldLookMs) {
    try {
      return await startOnce(dataDir, settings)
    } catch (error) {
      if (!(error instanceof TellusError && isStillHeld.test(error.message)) || waitedMs >= heldMs) throw error
      await sleep(heldLookMs)
    }
  }
}

/** What a server that was killed leaves for a moment: its own processes, which have yet to notice and hold its memory. */
const isStillHeld = /pre-existing shared memory block .* is still in use/
const heldMs = 10_000
const heldLookMs = 200

async function startOnce(dataDir: string, settings: Record<string, string>): Promise<EmbeddedPostgres> {
  const native = findNative()
  const cluster = join(dataDir, 'postgres')
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const runner = chooseRunner(native, dataDir, cluster)
  const sockets = socketFolder(dataDir, runner)
  await stopLeftover(cluster, sockets)
  if (!existsSync(join(cluster, 'global', 'pg_control'))) initialise(native, cluster, runner)
  const flags = Object.entries({
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    jit: 'off',
    shared_buffers: '128MB',
    max_connections: '100',
    wal_compression: 'pglz',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    autovacuum_naptime: '10s',
    log_min_messages: 'warning',
    ...settings,
  }).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const child = runner.spawn(join(native, 'bin', 'postgres'), ['-D', cluster, ...flags])
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  child.stdout?.resume()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const pid = child.pid
  if (pid === undefined)
    throw new TellusError('internal', `The embedded PostgreSQL could not be started from ${native}.`)
  const guard = watchOver(cluster, pid)
  ended.then(() => guard.kill('SIGKILL'))
  const connection = (name = database): pg.PoolConfig => ({ host: sockets, user: 'tellus', database: name })
  const version = await waitUntilReady(connection('postgres'), child, () => said)
  await createDatabase(connection('postgres'))
  return {
    connection,
    url: (name = database) => `postgresql:///${name}?host=${encodeURIComponent(sockets)}&user=tellus`,
    version,
    pid,
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(pid, 'SIGINT')
        const late = sleep(8000, 'late', { ref: false })
        if ((await Promise.race([ended, late])) === 'late') {
          process.kill(pid, 'SIGQUIT')
          await ended
        }
      }
    },
  }
}

/** A socket path may have 107 bytes: a deep data directory gets a short folder elsewhere, named after it. */
function socketFolder(dataDir: string, runner: Runner): string {
  const inside = join(dataDir, 'run')
  const short = Buffer.byteLength(inside) < 85
  const folder = short
    ? inside
    : join(tmpdir(), `tellus-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (runner.uid !== process.getuid?.()) chownSync(folder, runner.uid, runner.gid)
  const { uid, mode } = lstatSync(folder)
  if (uid !== runner.uid || (mode & 0o77) !== 0)
    throw new TellusError(
      'internal',
      `${folder} belongs to somebody else or is open to others: remove it, it is where the database listens.`,
    )
  return folder
}

function initialise(native: string, cluster: string, runner: Runner): void {
  rmSync(cluster, { recursive: true, force: true }) // a first start that was killed half-way left no control file
  mkdirSync(cluster, { mode: 0o700 })
  if (runner.uid !== process.getuid?.()) chownSync(cluster, runner.uid, runner.gid)
  const { status, stderr } = runner.run(join(native, 'bin', 'initdb'), [
    '-D',
    cluster,
    '-U',
    'tellus',
    '--auth=trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ])
  if (status !== 0) {
    rmSync(cluster, { recursive: true, force: true })
    throw new TellusError(
      'internal',
      `The database cluster could not be made in ${cluster}: ${String(stderr).trim().split('\n').pop()}`,
    )
  }
}

async function waitUntilReady(connection: pg.PoolConfig, child: ChildProcess, said: () => string): Promise<string> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 20) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new TellusError('internal', `The embedded PostgreSQL did not start: ${whyOf(said())}`)
    const client = new pg.Client(connection)
    client.on('error', () => undefined) // a connection that dies while the server starts is tried again below
    try {
      await client.connect()
      const { rows } = await client.query<{ server_version: string }>('show server_version')
      return rows[0]?.server_version ?? 'unknown'
    } catch {
      await sleep(20)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw new TellusError('internal', `The embedded PostgreSQL did not answer within a minute: ${whyOf(said())}`)
}

/** The line of the server's log that says why. */
function whyOf(log: string): string {
  const lines = log.trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? 'it said nothing'
}

async function createDatabase(connection: pg.PoolConfig): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}
