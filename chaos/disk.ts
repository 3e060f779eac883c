import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { System } from './system.ts'

/** Twice what has to stay free for anything to be accepted: a long run must not fill it by itself. */
const megabytes = 1024

/**
 * How a full disk is made here: `mounted` fills a file system of its own, in a mount namespace that is gone with its last
 * process; where that is not allowed `injected` makes the database say that its disk is full.
 */
export type DiskFault = 'mounted' | 'injected'

/** The command before ours that gives it a mount namespace; null where this machine does not allow it. */
export function mountNamespace(): string[] | null {
  if (process.platform !== 'linux') return null
  const asRoot = process.getuid?.() === 0
  const command = ['unshare', ...(asRoot ? [] : ['--user', '--map-root-user']), '--mount', '--propagation', 'private']
  const [program = '', ...words] = [...command, 'sh', '-c', 'mount -t tmpfs -o size=1m chaos /mnt']
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0 ? command : null
}

/** Puts a small file system of its own on a folder; only inside a mount namespace. */
export function mountSmallDisk(folder: string): void {
  const options = `size=${megabytes}m,mode=755`
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'chaos', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`A small disk could not be mounted: ${stderr.trim()}`)
}

/** Which full disk a folder gets. */
export const diskFaultOf = (dataDir: string): DiskFault =>
  statfsSync(dataDir).blocks * statfsSync(dataDir).bsize === megabytes * 1024 * 1024 ? 'mounted' : 'injected'

/** Leaves no space for a while; `withLog` also uses up the space the write-ahead log has set aside. */
export async function fillDisk(system: System, forMs: number, withLog: boolean): Promise<void> {
  if (diskFaultOf(system.dataDir) === 'injected') return injectFullDisk(system, forMs)
  const ballast = join(system.dataDir, 'ballast')
  fill(ballast)
  try {
    if (withLog)
      await Promise.race([
        sleep(forMs),
        // The log of a full disk ends in a crash of the database, and with it of this connection.
        system
          .withDatabase((client) => client.query(`select pg_switch_wal() from generate_series(1, 40)`))
          .catch(() => undefined),
      ])
    await sleep(forMs)
  } finally {
    rmSync(ballast)
  }
  // Keeps the log small, so that the small disk is full only when it is filled.
  await system.withDatabase((client) => client.query('checkpoint'))
}

function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (const bytes of [1 << 20, 1 << 12]) {
      const block = Buffer.alloc(bytes)
      while (hasWritten(file, block));
    }
  } finally {
    closeSync(file)
  }
}

function hasWritten(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) === block.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

/** Makes every statement that adds an event, a result or a claim fail as on a full disk. */
async function injectFullDisk(system: System, forMs: number): Promise<void> {
  const tables = ['events', 'deliveries', 'attempts', 'outcomes']
  await system.withDatabase((client) =>
    client.query(`
      create or replace function chaos_full() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
      ${tables.map((table) => `create trigger chaos_full before insert or update on ${table} for each statement execute function chaos_full();`).join('\n')}`),
  )
  await sleep(forMs)
  await system.withDatabase((client) =>
    client.query(tables.map((table) => `drop trigger chaos_full on ${table};`).join('\n')),
  )
}
