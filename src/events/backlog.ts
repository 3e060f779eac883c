import { statfs } from 'node:fs/promises'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { countDue } from './store.ts'

type BacklogHub = Pick<Hub, 'db' | 'config' | 'log'>

export interface Backlog {
  /**
   * Throws when no more events should be accepted: `rate_limited` when the environment's own backlog is at its bound,
   * `unavailable` when the disk of the database is nearly full. Both say when to try again.
   */
  check(environmentId: string): Promise<void>
  /** Notes deliveries that were added since the last count. */
  add(environmentId: string, deliveries: number): void
}

/** Below this much free disk nothing is accepted: PostgreSQL needs room for its log even to deliver and delete. */
const reserveBytes = 512 * 1024 * 1024
const freshMs = 2_000
/** Counting may take this share of the time. */
const costShare = 0.05

/**
 * Knows how much waits, well enough to refuse in time: counted at most every two seconds (less often when counting
 * takes long), and between two counts by what was added.
 */
export function openBacklog(
  hub: BacklogHub,
  freeBytes: () => Promise<number> = () => freeOf(hub.config.dataDir),
): Backlog {
  let counts = new Map<string, number>()
  let free = Number.POSITIVE_INFINITY
  let freshUntil = 0
  let counting: Promise<void> | null = null

  async function count(): Promise<void> {
    const startedAt = performance.now()
    counts = new Map((await countDue(hub.db)).map((row) => [row.environment_id, row.waiting]))
    // An outside database has a disk of its own.
    if (hub.config.databaseUrl === null) free = await freeBytes()
    const took = performance.now() - startedAt
    freshUntil = performance.now() + Math.max(freshMs, took / costShare)
  }

  return {
    async check(environmentId) {
      if (performance.now() >= freshUntil) {
        counting ??= count().finally(() => {
          counting = null
        })
        // The first count is waited for; later ones go on beside.
        if (freshUntil === 0) await counting
        else counting.catch((error: unknown) => hub.log.warn({ err: error }, 'could not count what waits'))
      }
      if (free < reserveBytes)
        throw new TellusError(
          'unavailable',
          'the disk of the database is nearly full: nothing is accepted until there is room',
          { headers: { 'retry-after': '30' } },
        )
      const waiting = counts.get(environmentId) ?? 0
      if (waiting >= hub.config.maxBacklog)
        throw new TellusError(
          'rate_limited',
          `${waiting} deliveries wait already, ${hub.config.maxBacklog} are allowed (TELLUS_MAX_BACKLOG): try again when destinations have caught up`,
          { headers: { 'retry-after': '10' } },
        )
    },
    add(environmentId, deliveries) {
      counts.set(environmentId, (counts.get(environmentId) ?? 0) + deliveries)
    },
  }
}

async function freeOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize
}
