import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { firstIdAt } from '../lib/ids.ts'
import { deleteJobsBefore } from './resend/jobs-store.ts'
import {
  deleteKeysBefore,
  deleteOwedBefore,
  deleteSourcesBefore,
  deleteUserEvents,
  openSavepoint,
  releaseSavepoint,
  returnToSavepoint,
} from './store.ts'

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

/**
 * Forgets what stands beside events made before a time, of which the partitions are about to be dropped: their keys, whose
 * records they were made of, deliveries held for a destination that was off all the while, and jobs that sent them again. Retention is longer than any retry schedule.
 */
export async function forgetExpired(hub: Pick<Hub, 'db'>, beforeMs: number): Promise<void> {
  await deleteKeysBefore(hub.db, firstIdAt(beforeMs))
  await deleteSourcesBefore(hub.db, firstIdAt(beforeMs))
  await deleteOwedBefore(hub.db, firstIdAt(beforeMs))
  await deleteJobsBefore(hub.db, firstIdAt(beforeMs))
}
