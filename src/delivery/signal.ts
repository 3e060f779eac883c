import type { PoolClient } from 'pg'
import type { Database } from '../db/sql.ts'
import { notify } from './store.ts'

/** Something a loop waits for. Raised while nobody waits, it is remembered. */
export class Signal {
  #raised = false
  #wake: (() => void) | null = null

  raise(): void {
    this.#raised = true
    this.#wake?.()
  }

  /** Resolves when raised, or after `timeoutMs`. */
  async wait(timeoutMs: number): Promise<void> {
    if (!this.#raised)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#wake = null
    this.#raised = false
  }
}

const channel = 'tellus_deliveries'
const announceEveryMs = 100
const reconnectMs = 500

/**
 * Tells the workers of other processes that deliveries are due: at most one NOTIFY per 100 ms, outside of any other
 * transaction, since NOTIFY makes commits wait for each other. A lost one costs a poll interval, no more.
 */
export function openAnnouncer(db: Database): { announce(): void; close(): void } {
  let timer: NodeJS.Timeout | null = null
  let again = false
  const send = () => {
    // A database that is away wakes nobody; workers poll when it is back.
    notify(db, channel).catch(() => undefined)
    timer = setTimeout(() => {
      timer = null
      if (again) send()
      again = false
    }, announceEveryMs)
    timer.unref()
  }
  return {
    announce() {
      if (timer === null) send()
      else again = true
    },
    close() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Calls `onAnnounced` for each announcement, through database restarts, until closed. */
export async function listen(db: Database, onAnnounced: () => void): Promise<{ close(): void }> {
  let closed = false
  let client: PoolClient | null = null
  let retry: NodeJS.Timeout | undefined
  const connect = async () => {
    const connection = await db.pool.connect()
    const lost = () => {
      connection.removeAllListeners('notification')
      connection.release(true)
      client = null
      if (!closed) again()
    }
    connection.once('error', lost)
    connection.on('notification', onAnnounced)
    try {
      await connection.query(`listen ${channel}`)
    } catch (error) {
      connection.removeListener('error', lost)
      connection.removeAllListeners('notification')
      connection.release(true)
      throw error
    }
    client = connection
    if (closed) close()
  }
  const again = () => {
    retry = setTimeout(() => void connect().then(onAnnounced, () => (closed ? undefined : again())), reconnectMs)
  }
  const close = () => {
    closed = true
    clearTimeout(retry)
    client?.removeAllListeners('error')
    client?.removeAllListeners('notification')
    client?.release(true)
    client = null
  }
  await connect()
  return { close }
}
