import type { Hub } from '../hub.ts'
import { freeDeadLeases } from './store.ts'

/**
 * Frees the leases of processes that died, so that others need not wait for them to run out; gives how many. Dead is
 * whoever has a row in `workers` and holds its advisory lock (7355, no) no longer.
 */
export async function releaseDeadLeases(hub: Pick<Hub, 'db' | 'log' | 'metrics'>): Promise<number> {
  const freed = await freeDeadLeases(hub.db)
  hub.metrics.leasesFreed.inc(freed.length)
  if (freed.length > 0) hub.log.info({ deliveries: freed.length }, 'freed deliveries of a process that is gone')
  return freed.length
}
