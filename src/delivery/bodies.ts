import type { Sql } from '../db/sql.ts'
import { loadBody, loadEvents } from '../events/store.ts'
import { type StoredEvent, smallBytes } from '../events/types.ts'

const cachedBytes = 2 * 1024 * 1024
/** Of large bodies being sent, at most so much is in memory at a time. */
const largeBytes = 4 * 1024 * 1024

interface Shared {
  users: number
  body: Promise<Buffer | null>
}

/** Events in memory, so that one wanted by several destinations is read and unpacked once. The oldest go first. */
export class Bodies {
  readonly #sql: Sql
  readonly #events = new Map<string, StoredEvent>()
  #bytes = 0
  #sending = 0
  /** Large bodies being read or sent. */
  readonly #large = new Map<string, Shared>()
  readonly #queue: { bytes: number; enter: () => void }[] = []

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Gives the events of these ids, large ones without their body; one that was erased is missing. */
  async load(ids: ReadonlySet<string>): Promise<Map<string, StoredEvent>> {
    const found = new Map<string, StoredEvent>()
    const missing: string[] = []
    for (const id of ids) {
      const event = this.#events.get(id)
      if (event === undefined) missing.push(id)
      else found.set(id, event)
    }
    if (missing.length > 0)
      for (const event of await loadEvents(this.#sql, missing, smallBytes)) {
        found.set(event.id, event)
        this.#keep(event)
      }
    return found
  }

  /**
   * Reads the body of a large event for `work`; waits while too many are under way. Deliveries of one event that are sent
   * at the same time share it. False when it was erased.
   */
  async withLarge(event: StoredEvent, work: (body: Buffer) => Promise<void>): Promise<boolean> {
    const shared = await this.#share(event)
    try {
      const body = await shared.body
      if (body === null) return false
      await work(body)
      return true
    } finally {
      shared.users--
      if (shared.users === 0) {
        this.#large.delete(event.id)
        this.#leave(event.bytes)
      }
    }
  }

  async #share({ id, bytes }: StoredEvent): Promise<Shared> {
    if (!this.#large.has(id)) {
      await this.#enter(bytes)
      // Another delivery of it may have come in from the same queue first.
      if (this.#large.has(id)) this.#leave(bytes)
      else this.#large.set(id, { users: 0, body: loadBody(this.#sql, id) })
    }
    const shared = this.#large.get(id)
    if (shared === undefined) throw new Error('A body that was being read is gone.')
    shared.users++
    return shared
  }

  async #enter(bytes: number): Promise<void> {
    const fits = this.#sending === 0 || this.#sending + bytes <= largeBytes
    if (!fits || this.#queue.length > 0) await new Promise<void>((enter) => this.#queue.push({ bytes, enter }))
    else this.#sending += bytes
  }

  #leave(bytes: number): void {
    this.#sending -= bytes
    for (;;) {
      const next = this.#queue[0]
      if (next === undefined || (this.#sending > 0 && this.#sending + next.bytes > largeBytes)) return
      this.#queue.shift()
      this.#sending += next.bytes
      next.enter()
    }
  }

  #keep(event: StoredEvent): void {
    this.#events.set(event.id, event)
    this.#bytes += sizeOf(event)
    for (const [id, oldest] of this.#events) {
      if (this.#bytes <= cachedBytes) return
      this.#events.delete(id)
      this.#bytes -= sizeOf(oldest)
    }
  }
}

/** What an entry takes, with its fields about. */
const sizeOf = (event: StoredEvent): number => 500 + (event.body?.length ?? 0)
