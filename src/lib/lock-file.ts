import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Who holds a lock file, and what they said of themselves. */
export interface Holder {
  pid: number
  /** What tells two processes with one pid apart: on Linux the start time in clock ticks since boot, and the boot. */
  start: string
  [key: string]: unknown
}

/** A held lock; `say` adds to what others read of the holder. */
export interface LockFile {
  say(more: Record<string, unknown>): void
  release(): void
}

/**
 * Takes a lock that is a file with the holder's pid, or gives the live holder. A file left by a process that is gone is
 * taken over. Taking is atomic: the file appears by a hard link, whole or not at all.
 */
export function takeLock(path: string, about: Record<string, unknown>): { lock: LockFile } | { holder: Holder } {
  const me: Holder = { ...thisProcess(), ...about }
  const mine = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  for (;;) {
    writeFileSync(mine, JSON.stringify(me), { mode: 0o600 })
    try {
      linkSync(mine, path)
      return { lock: heldLock(path, me) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    } finally {
      rmSync(mine, { force: true })
    }
    const holder = readHolder(path)
    if (holder !== null && isAlive(holder)) return { holder }
    // Two may find the same stale file; only one of them can move it away, and it looks at what it moved.
    const aside = `${mine}.stale`
    try {
      renameSync(path, aside)
    } catch {
      continue // the other one was faster
    }
    const moved = readHolder(aside)
    if (moved !== null && isAlive(moved)) {
      renameSync(aside, path)
      return { holder: moved }
    }
    rmSync(aside, { force: true })
  }
}

function heldLock(path: string, me: Holder): LockFile {
  let said = me
  return {
    say(more) {
      said = { ...said, ...more }
      const next = `${path}.${process.pid}.next`
      writeFileSync(next, JSON.stringify(said), { mode: 0o600 })
      renameSync(next, path)
    },
    release() {
      if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true })
    },
  }
}

/** The holder a lock file names, whether it lives or not; null without a readable file. */
export function readHolder(path: string): Holder | null {
  try {
    const value: Holder = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value.pid === 'number' ? value : null
  } catch {
    return null
  }
}

/** What tells this process from every other one of this machine. */
export const thisProcess = (): Holder => ({ pid: process.pid, start: startOf(process.pid) ?? '' })

/** Whether the process that wrote this still runs, and is not another one with its old pid. */
export function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const start = startOf(holder.pid)
  if (start === 'dead') return false
  return start === null || holder.start === '' || start === holder.start
}

/** Null where it cannot be known; `dead` for a process that ended and was not buried by its parent yet. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // After the command's name in brackets, which may hold blanks: state is the 1st field, start time the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : `${boot}/${fields[19]}`
  } catch {
    return null // not Linux, or the process is gone
  }
}
