import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { firstIdAt } from '../lib/ids.ts'
import { deleteKeysBefore, deleteUserEvents, openSavepoint, releaseSavepoint, returnToSavepoint } from './store.ts'

const tries = 5
const deadlock = '40P01'

/**
 * Erases every event, attempt, outcome and owed delivery of a user, in the caller's transaction. A delivery under way
 * at this moment may still arrive; nothing of it is kept.
 */
export async function purgeUserEvents(sql: Sql, userId: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    // A worker saving results of the same deliveries locks them in another order: the loser of that tries again.
    await openSavepoint(sql)
    try {
      await deleteUserEvents(sql, userId)
      await releaseSavepoint(sql)
      return
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === deadlock
      if (!isDeadlock || attempt === tries) throw error
      await returnToSavepoint(sql)
    }
  }
}

/** Forgets the keys of events made before a time: part of retention, once the events themselves are gone. */
export async function forgetEventKeys(hub: Pick<Hub, 'db'>, beforeMs: number): Promise<void> {
  await deleteKeysBefore(hub.db, firstIdAt(beforeMs))
}
