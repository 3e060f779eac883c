import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TellusError } from '../lib/errors.ts'

const socketName = '.s.PGSQL.5432'

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

/** Stops the server that an earlier process left on a folder, and clears what a killed one would be mistaken by. */
export async function stopLeftover(cluster: string, sockets: string): Promise<void> {
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
export function watchOver(cluster: string, pid: number): ChildProcess {
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
