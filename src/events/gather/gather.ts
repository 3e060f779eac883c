import type { Sql } from '../../db/sql.ts'
import { loadEvents } from '../store.ts'
import { covers, keysOf } from './covers.ts'
import { gatherByInterval, selectOvertaken, supersede } from './store.ts'

/** Of all sizes there are. */
const largest = 2 ** 31 - 1

export interface GatheredEvent {
  id: string
  type: string
  body: string
}

/**
 * Lets events just stored wait for the minimum interval of the destinations that have one, and ends what already waits
 * there and says nothing that a newer one does not: of a record that grows, the latest version is sent. In the
 * transaction that stored them, so that an older version ends if and only if the newer is owed.
 */
export async function gather(sql: Sql, events: readonly GatheredEvent[]): Promise<void> {
  await gatherByInterval(
    sql,
    events.map(({ id, type, body }) => ({ id, keys: keysOf(type, body) })),
  )
  const overtaken = await selectOvertaken(
    sql,
    events.map(({ id }) => id),
  )
  if (overtaken.length === 0) return
  const ids = [...new Set(overtaken.flatMap(({ older, newer }) => [older, newer]))]
  const stored = await loadEvents(sql, ids, largest)
  const bodies = new Map(stored.map(({ id, body }) => [id, body?.toString('utf8')]))
  const covered = overtaken.filter(({ type, older, newer }) => {
    const [before, now] = [bodies.get(older), bodies.get(newer)]
    return before !== undefined && now !== undefined && covers(type, now, before)
  })
  if (covered.length > 0) await supersede(sql, covered)
}
