import type { Hub } from '../hub.ts'
import { closeCodes } from '../schema/terra/live.ts'
import { insertDispatches, type Submitted } from './store.ts'

/** Of an environment, in one statement. */
const batchSize = 500
/** Of an environment, waiting to be stored: a database that is too slow for them is not given more. */
const mostWaiting = 5_000

/** What a user submitted, and how its connection is ended where it cannot be passed on. */
export interface Submission extends Submitted {
  end(code: number, reason: string): void
}

/**
 * Stores what comes from all connections of a process, environment by environment: what comes while a batch is stored goes
 * with the next. `onStored` hears of each batch.
 */
export class Writer {
  readonly #hub: Pick<Hub, 'db' | 'log'>
  readonly #onStored: () => void
  readonly #waiting = new Map<string, Submission[]>()
  readonly #storing = new Map<string, Promise<void>>()

  constructor(hub: Pick<Hub, 'db' | 'log'>, onStored: () => void) {
    this.#hub = hub
    this.#onStored = onStored
  }

  /** Takes a submission on, or ends its connection with the reason why not. */
  add(environmentId: string, submission: Submission): void {
    const waiting = this.#waiting.get(environmentId) ?? []
    if (waiting.length >= mostWaiting) {
      submission.end(closeCodes.tryAgain, 'too much is submitted at once: this was not passed on, come back later')
      return
    }
    waiting.push(submission)
    this.#waiting.set(environmentId, waiting)
    if (!this.#storing.has(environmentId)) this.#storing.set(environmentId, this.#store(environmentId))
  }

  /** Resolves when all that was taken on is stored. */
  async close(): Promise<void> {
    await Promise.all(this.#storing.values())
  }

  async #store(environmentId: string): Promise<void> {
    for (;;) {
      const batch = this.#waiting.get(environmentId)?.splice(0, batchSize) ?? []
      if (batch.length === 0) break
      try {
        const stored = new Set(await insertDispatches(this.#hub.db, environmentId, batch))
        for (const { userId, end } of batch)
          if (!stored.has(userId)) end(closeCodes.badToken, 'the user has ended or is paused: this was not passed on')
        this.#onStored()
      } catch (error) {
        // Its stack alone: what the database says of a row holds values.
        const stack = error instanceof Error ? error.stack : undefined
        this.#hub.log.warn({ environmentId, error: stack }, 'could not store what was submitted to the live stream')
        for (const { end } of batch)
          end(closeCodes.internal, 'what was submitted could not be passed on: send it again')
      }
    }
    this.#waiting.delete(environmentId)
    this.#storing.delete(environmentId)
  }
}
