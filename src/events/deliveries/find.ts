import type { Sql } from '../../db/sql.ts'
import { firstIdAt, idTime } from '../../lib/ids.ts'
import { type EndedRow, selectDelivery } from './store.ts'

/**
 * A delivery is made with its event, or later by a recovery. Outcomes are found by their event, and an id tells when it
 * was made: so the hour before is looked through, and where that has none, the day.
 */
const looksBackMs = [3_600_000, 86_400_000]
/** An event's id is of this process's clock and a delivery's of the database's. */
const clocksDifferMs = 10 * 60_000

/** The event, destination and status of a delivery by its id; null when the environment has none such. */
export async function findDelivery(hub: { db: Sql }, environmentId: string, id: string): Promise<EndedRow | null> {
  const madeMs = idTime(id)
  for (const backMs of looksBackMs) {
    const found = await selectDelivery(hub.db, environmentId, id, {
      from: firstIdAt(Math.max(0, madeMs - backMs)),
      until: firstIdAt(madeMs + clocksDifferMs),
    })
    if (found !== null) return found
  }
  return null
}
