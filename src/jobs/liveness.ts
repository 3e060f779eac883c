import type { PoolClient } from 'pg'
import type { Hub } from '../hub.ts'
import { unlockJobs } from './jobs.ts'
import { addLockId, deadWorkers, deleteWorker, insertWorker, livenessLock } from './store.ts'

/** This process among those that work on the database. */
export interface Liveness extends AsyncDisposable {
  /** Its number: the owner of its leases. */
  no: number
  addLockId(lockId: string): Promise<void>
}

const retryMs = 200

/**
 * Registers this process and holds its advisory lock on a connection of its own: when the process dies the lock is free
 * at once, and others give back what it held. After a database restart the lock is taken again.
 */
export async function openLiveness(hub: Pick<Hub, 'db' | 'log'>, label: string): Promise<Liveness> {
  const no = await insertWorker(hub.db, label)
  let closed = false
  let client: PoolClient | undefined
  let retry: NodeJS.Timeout | undefined

  const hold = async (): Promise<void> => {
    const connection = await hub.db.pool.connect()
    connection.once('error', (error) => {
      connection.release(error)
      client = undefined
      if (!closed) retry = setTimeout(again, retryMs)
    })
    try {
      await connection.query('select pg_advisory_lock($1, $2)', [livenessLock, no])
      client = connection
    } catch (error) {
      connection.removeAllListeners('error')
      connection.release(true)
      throw error
    }
  }
  const again = (): void => {
    hold().catch(() => {
      if (!closed) retry = setTimeout(again, retryMs)
    })
  }
  await hold()
  return {
    no,
    addLockId: async (lockId) => {
      await addLockId(hub.db, no, lockId)
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(retry)
      await deleteWorker(hub.db, no).catch((error) => hub.log.warn({ err: error }, 'could not deregister this process'))
      client?.removeAllListeners('error')
      client?.release(true)
    },
  }
}

/**
 * Gives back what processes that are gone had held: their jobs start again at once, and `releaseLeases` frees their
 * deliveries. Gives how many were gone.
 */
export async function reapDead(hub: Pick<Hub, 'db' | 'log'>, releaseLeases: () => Promise<void>): Promise<number> {
  const dead = await deadWorkers(hub.db)
  if (dead.length === 0) return 0
  await releaseLeases()
  for (const { no, label, job_lock_ids } of dead) {
    await unlockJobs(hub.db, job_lock_ids)
    await deleteWorker(hub.db, no)
    hub.log.info({ worker: label }, 'gave back what a process that is gone had held')
  }
  return dead.length
}
