import type { PoolClient } from 'pg'
import type { Hub } from '../hub.ts'
import { unlockJobs } from './jobs.ts'
import { addLockId, deadWorkers, deleteWorker, insertWorker, livenessLock, restoreWorker } from './store.ts'

/** This process among those that work on the database. */
export interface Liveness extends AsyncDisposable {
  /** Its number: the owner of its leases. */
  no: number
  addLockId(lockId: string): Promise<void>
}

const retryMs = 100
/** A process whose connection was cut has its lock again before that. */
const twiceWithinMs = 500

/**
 * Registers this process and holds its advisory lock on a connection of its own: when the process dies the lock is free
 * at once, and others give back what it held. After a database restart the lock is taken again. `keyIds` are the keys it
 * can open secrets with, null when it learns of new ones while it runs.
 */
export async function openLiveness(
  hub: Pick<Hub, 'db' | 'log'>,
  label: string,
  keyIds: readonly string[] | null = null,
): Promise<Liveness> {
  const no = await insertWorker(hub.db, label, keyIds)
  let closed = false
  let client: PoolClient | undefined
  let retry: NodeJS.Timeout | undefined
  const lockIds: string[] = []

  const retryLater = (): void => {
    if (closed || retry !== undefined) return
    retry = setTimeout(() => {
      retry = undefined
      hold().catch(retryLater)
    }, retryMs)
  }
  const hold = async (): Promise<void> => {
    const connection = await hub.db.pool.connect()
    let isLost = false
    // A connection that breaks says so by itself and by the statement under way: once counts.
    const lose = (): boolean => {
      if (isLost) return false
      isLost = true
      connection.removeListener('error', onError)
      connection.release(true)
      client = undefined
      return true
    }
    const onError = (): void => {
      if (lose()) retryLater()
    }
    connection.on('error', onError)
    try {
      await connection.query('select pg_advisory_lock($1, $2)', [livenessLock, no])
      if (closed) return void lose()
      await restoreWorker(hub.db, { no, label, keyIds, lockIds })
      if (closed) {
        // It was ended while it came back: nobody else would let go of the connection.
        await deleteWorker(hub.db, no)
        return void lose()
      }
      client = connection
    } catch (error) {
      lose()
      throw error
    }
  }
  await hold()
  return {
    no,
    addLockId: async (lockId) => {
      lockIds.push(lockId)
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
  const first = await deadWorkers(hub.db)
  if (first.length === 0) return 0
  await new Promise((resolve) => setTimeout(resolve, twiceWithinMs))
  const known = new Set(first.map(({ no }) => no))
  const dead = (await deadWorkers(hub.db)).filter(({ no }) => known.has(no))
  if (dead.length === 0) return 0
  await releaseLeases()
  for (const { no, label, job_lock_ids } of dead) {
    await unlockJobs(hub.db, job_lock_ids)
    await deleteWorker(hub.db, no)
    hub.log.info({ worker: label }, 'gave back what a process that is gone had held')
  }
  return dead.length
}
