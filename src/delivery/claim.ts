import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { isTraced, tellSpan } from '../lib/tracing.ts'
import { type Claim, claimDue } from './store.ts'

/** `claimDue` that counts, and tells how long it took. */
export async function claim(
  hub: Pick<Hub, 'metrics'>,
  sql: Sql,
  owner: number,
  want: number,
  rooms: Parameters<typeof claimDue>[3],
): Promise<Claim> {
  const startedAtMs = Date.now()
  const at = performance.now()
  const found = await claimDue(sql, owner, want, rooms)
  const durationMs = performance.now() - at
  const { claimSeconds, claimSize, leasesExpired } = hub.metrics
  claimSeconds.observe(durationMs / 1000)
  if (found.claimed.length === 0) return found
  claimSize.observe(found.claimed.length)
  if (found.lapsed > 0) leasesExpired.inc(found.lapsed)
  if (isTraced())
    tellSpan('tellus.claim', { startedAtMs, durationMs, attributes: { 'tellus.deliveries': found.claimed.length } })
  return found
}
