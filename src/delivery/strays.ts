import type { Sql } from '../db/sql.ts'
import { releaseStrays } from './store.ts'

/** For so long after a statement failed, the database may still be carrying it out. */
const expectedMs = 8_000
const lookEveryMs = 500

/**
 * Rows leased to this process without its knowing: of a statement whose answer was lost on the way, or not given back
 * because the database was away. Looking for them reads the whole queue, so it is done when there is reason to.
 */
export class Strays {
  #until = 0
  #nextAt = 0

  /** Says that there may be some now or soon. */
  expect(): void {
    this.#until = performance.now() + expectedMs
  }

  /** Gives back those there are. Call it between two claims, so that none is on its way here. */
  async gather(sql: Sql, owner: number, held: Iterable<string>): Promise<void> {
    const at = performance.now()
    if (at > this.#until || at < this.#nextAt) return
    this.#nextAt = at + lookEveryMs
    await releaseStrays(sql, owner, [...held])
  }
}
