import type { Hub } from '../hub.ts'
import { newId } from '../lib/ids.ts'
import { storeEvents } from './emit.ts'
import { insertKeys, selectKeys } from './store.ts'

/** An app's own event, to go through the same engine. */
export interface PublishedEvent {
  /** The app's key: the same key again is the same event, stored once. */
  key: string | null
  type: string
  userId: string | null
  /** Sent as it stands. */
  body: string
}

export interface Published {
  accepted: number
  duplicates: number
  /** By the order given; a duplicate has the id of the event it repeats. */
  eventIds: string[]
}

/** Stores events of an app and what is owed for them; when it resolves they are durable. */
export async function publishEvents(
  hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'wake'>,
  environmentId: string,
  events: readonly PublishedEvent[],
): Promise<Published> {
  const nowMs = hub.clock.now()
  const ids = events.map(() => newId(nowMs))
  const firstByKey = new Map<string, string>()
  events.forEach(({ key }, i) => {
    const id = ids[i]
    if (key !== null && id !== undefined && !firstByKey.has(key)) firstByKey.set(key, id)
  })
  const eventIds = await hub.db.transaction(async (sql) => {
    const known = new Map<string, string>()
    if (firstByKey.size > 0) {
      const taken = await insertKeys(sql, environmentId, [...firstByKey.keys()], [...firstByKey.values()])
      const free = new Set(taken.map((row) => row.key))
      const repeated = [...firstByKey.keys()].filter((key) => !free.has(key))
      if (repeated.length > 0)
        for (const row of await selectKeys(sql, environmentId, repeated)) known.set(row.key, row.event_id)
    }
    const idOf = (key: string | null, own: string) =>
      key === null ? own : (known.get(key) ?? firstByKey.get(key) ?? own)
    const final = events.map(({ key }, i) => idOf(key, ids[i] ?? newId(nowMs)))
    await storeEvents(
      hub,
      sql,
      events.flatMap(({ type, userId, body }, i) => {
        const id = ids[i]
        return id === undefined || final[i] !== id ? [] : [{ id, environmentId, userId, type, body, orderingMs: nowMs }]
      }),
    )
    return final
  })
  const accepted = eventIds.filter((id, i) => id === ids[i]).length
  if (accepted > 0) hub.wake()
  return { accepted, duplicates: events.length - accepted, eventIds }
}
