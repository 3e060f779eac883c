import type { Sql } from '../db/sql.ts'
import { sqlStateOf } from '../db/sql-state.ts'
import type { Hub } from '../hub.ts'
import { messageOf } from '../lib/errors.ts'
import { isTraced, tellSpan } from '../lib/tracing.ts'
import { acknowledge } from './store.ts'
import type { Attempted } from './types.ts'

const lingerMs = 10
const batchSize = 500
/** With so many results unsaved, the database is away or slow: nothing more is sent until they are in. */
const capacity = 2_000
const retryMs = 250

/** SQLSTATE classes that say nothing about the data: connection, resources, operator, rollback. */
const passing = /^(08|53|57|40|25P0)/

/** Whether a statement failed for a reason that passes by itself: then the same statement is tried again. */
export function isPassing(error: unknown): boolean {
  const state = sqlStateOf(error)
  // Without one the connection broke, or none could be had.
  return state === null || passing.test(state)
}

/**
 * Gathers results and saves them in batches: one transaction for up to 500, or for what came within 10 ms. Results
 * outlive a database restart: they are saved afterwards under the same fence. What a crash loses here is sent again,
 * and only that.
 */
export class Acknowledgements {
  readonly #hub: Pick<Hub, 'log' | 'metrics'>
  readonly #sql: Sql
  readonly #owner: number
  readonly #onSaved: (batch: readonly Attempted[]) => void
  #waiting: Attempted[] = []
  #timer: NodeJS.Timeout | null = null
  #flushing: Promise<void> | null = null
  #inBatch = 0
  #givenUp = false

  constructor(
    hub: Pick<Hub, 'log' | 'metrics'>,
    sql: Sql,
    owner: number,
    onSaved: (batch: readonly Attempted[]) => void,
  ) {
    this.#hub = hub
    this.#sql = sql
    this.#owner = owner
    this.#onSaved = onSaved
  }

  /** Results that are not saved yet. */
  get waiting(): number {
    return this.#waiting.length + this.#inBatch
  }

  get isFull(): boolean {
    return this.waiting >= capacity
  }

  add(attempted: Attempted): void {
    this.#waiting.push(attempted)
    if (this.#flushing !== null) return
    if (this.#waiting.length >= batchSize) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), lingerMs)
  }

  /** Resolves when everything added so far is saved, or `deadlineMs` have passed; then what is left is dropped. */
  async close(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => this.abandon(), deadlineMs)
    while (this.#waiting.length > 0 || this.#flushing !== null) {
      this.#flush()
      await this.#flushing
    }
    clearTimeout(timer)
  }

  /** Drops what is not saved, as a crash would. */
  abandon(): void {
    this.#givenUp = true
    this.#waiting = []
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#flushing !== null || this.#waiting.length === 0) return
    this.#flushing = this.#drain().finally(() => {
      this.#flushing = null
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchSize)
      this.#inBatch = batch.length
      await this.#save(batch)
      this.#inBatch = 0
      if (!this.#givenUp) this.#onSaved(batch)
      // What came meanwhile is saved at once when it is much, else it may gather.
      if (this.#waiting.length > 0 && this.#waiting.length < batchSize) await pause(lingerMs)
    }
  }

  async #save(batch: readonly Attempted[]): Promise<void> {
    while (!this.#givenUp) {
      try {
        const saved = await this.#acknowledge(batch)
        if (saved.size < batch.length) this.#hub.metrics.fenced.inc(batch.length - saved.size)
        return
      } catch (error) {
        if (isPassing(error)) {
          this.#hub.log.warn({ err: error, results: batch.length }, 'could not save results of deliveries yet')
          await pause(retryMs)
          continue
        }
        // One of them cannot be stored as it is: find it, and keep its outcome if not its details.
        if (batch.length === 1) return this.#saveBare(batch, error)
        const half = Math.ceil(batch.length / 2)
        await this.#save(batch.slice(0, half))
        return this.#save(batch.slice(half))
      }
    }
  }

  /** Saves once, and tells how long that took. */
  async #acknowledge(batch: readonly Attempted[]): Promise<Set<string>> {
    const startedAtMs = Date.now()
    const at = performance.now()
    const saved = await acknowledge(this.#sql, this.#owner, batch)
    const durationMs = performance.now() - at
    this.#hub.metrics.acknowledgementSeconds.observe(durationMs / 1000)
    this.#hub.metrics.acknowledgementSize.observe(batch.length)
    if (isTraced())
      tellSpan('tellus.acknowledge', { startedAtMs, durationMs, attributes: { 'tellus.deliveries': batch.length } })
    return saved
  }

  async #saveBare(batch: readonly Attempted[], cause: unknown): Promise<void> {
    this.#hub.log.error({ err: cause, deliveryId: batch[0]?.claimed.id }, 'could not store the details of an attempt')
    const bare = batch.map(
      (one): Attempted => ({
        ...one,
        reply:
          one.reply.kind === 'answered'
            ? { ...one.reply, body: '', address: null }
            : { ...one.reply, sentence: 'The failure could not be described.', address: null },
      }),
    )
    await acknowledge(this.#sql, this.#owner, bare).catch((error: unknown) => {
      this.#hub.log.error(
        { err: error, reason: messageOf(cause) },
        'could not save the result of a delivery: it will be sent again',
      )
    })
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
