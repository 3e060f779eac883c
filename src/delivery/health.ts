import type { Sql } from '../db/sql.ts'
import { disableDestination } from '../destinations/destination.ts'
import type { Hub } from '../hub.ts'
import { markFailing, markWorking } from './store.ts'
import type { Attempted } from './types.ts'

/** A destination is switched off when every attempt failed for so long, and so many did. */
const givesUpAfter = { days: 5, attempts: 20 }

/** Keeps, with each destination, since when every attempt has failed. */
export class Health {
  readonly #hub: Pick<Hub, 'db' | 'log'>
  readonly #sql: Sql
  /** Destinations known to be marked as working: spares a statement for each batch. */
  readonly #working = new Set<string>()
  #last: Promise<void> = Promise.resolve()

  constructor(hub: Pick<Hub, 'db' | 'log'>, sql: Sql) {
    this.#hub = hub
    this.#sql = sql
  }

  /** Notes saved results, one batch after the other. */
  note(batch: readonly Attempted[]): void {
    const works = new Set<string>()
    const failures = new Map<string, number>()
    for (const { claimed, next } of batch)
      if (next.kind === 'delivered') works.add(claimed.destinationId)
      else failures.set(claimed.destinationId, (failures.get(claimed.destinationId) ?? 0) + 1)
    for (const id of works) failures.delete(id)
    for (const id of failures.keys()) this.#working.delete(id)
    const news = [...works].filter((id) => !this.#working.has(id))
    if (news.length === 0 && failures.size === 0) return
    for (const id of news) this.#working.add(id)
    this.#last = this.#last.then(() => this.#save(news, failures))
  }

  /** Makes everything known be looked up again: another process may have seen failures. */
  forget(): void {
    this.#working.clear()
  }

  /** Resolves when all that was noted is saved. */
  settled(): Promise<void> {
    return this.#last
  }

  async #save(works: string[], failures: ReadonlyMap<string, number>): Promise<void> {
    try {
      if (works.length > 0) await markWorking(this.#sql, works)
      if (failures.size === 0) return
      const { days, attempts } = givesUpAfter
      for (const { id } of await markFailing(this.#sql, [...failures.keys()], [...failures.values()], days, attempts))
        if (id !== null) await disableDestination(this.#hub, id, `Every attempt failed for ${days} days.`)
    } catch (error) {
      this.#hub.log.warn({ err: error }, 'could not note how destinations fare')
    }
  }
}
