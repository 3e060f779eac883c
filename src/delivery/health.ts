import type { Database } from '../db/sql.ts'
import { disableDestination } from '../destinations/destination.ts'
import { noticeDisabled, noticeFailing } from '../events/notice.ts'
import type { Hub } from '../hub.ts'
import { type FailingRow, markFailing, markWarned, markWorking, takeUntold } from './health-store.ts'
import type { Attempted } from './types.ts'

/** A destination is switched off only when so many attempts failed, however long that took. */
const leastAttempts = 20
/** Parts of the time until then at which is warned, each once. */
const warnsAtPercent = [90, 70, 50] as const
const dayMs = 86_400_000

type HealthHub = Pick<Hub, 'db' | 'log' | 'config' | 'clock' | 'metrics'>

/**
 * Keeps, with each destination, since when every attempt has failed. One that fails for days is switched off; before
 * that, and when it happens, the log and the other destinations are told.
 */
export class Health {
  readonly #hub: HealthHub
  readonly #db: Database
  /** Destinations known to be marked as working: spares a statement for each batch. */
  readonly #working = new Set<string>()
  #last: Promise<void> = Promise.resolve()

  constructor(hub: HealthHub, db: Database) {
    this.#hub = hub
    this.#db = db
  }

  /** Notes saved results, one batch after the other. */
  note(batch: readonly Attempted[]): void {
    const works = new Set<string>()
    const failures = new Map<string, number>()
    let isGone = false
    for (const { claimed, next, gone } of batch) {
      if (next.kind === 'delivered') works.add(claimed.destinationId)
      else failures.set(claimed.destinationId, (failures.get(claimed.destinationId) ?? 0) + 1)
      isGone ||= gone
    }
    for (const id of works) failures.delete(id)
    for (const id of failures.keys()) this.#working.delete(id)
    const news = [...works].filter((id) => !this.#working.has(id))
    if (news.length === 0 && failures.size === 0) return
    for (const id of news) this.#working.add(id)
    this.#then(async () => {
      if (news.length > 0) await markWorking(this.#db, news)
      const failing = failures.size === 0 ? [] : await markFailing(this.#db, failures)
      let disabled = isGone
      for (const row of failing) if (await this.#judge(row)) disabled = true
      if (disabled) await this.#tell()
    })
  }

  /** Makes everything known be looked up again, as another process may have seen failures, and tells what it left untold. */
  forget(): void {
    this.#working.clear()
    this.#then(() => this.#tell())
  }

  /** Resolves when all that was noted is saved. */
  settled(): Promise<void> {
    return this.#last
  }

  #then(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch((error: unknown) => {
      this.#hub.log.warn({ err: error }, 'could not note how destinations fare')
    })
  }

  /** Switches off or warns, when it is time to; true when it was switched off. */
  async #judge(row: FailingRow): Promise<boolean> {
    const days = this.#hub.config.disableAfterDays
    if (days === null) return false
    const limitMs = days * dayMs
    if (row.failing_ms >= limitMs && row.failing_attempts >= leastAttempts)
      return disableDestination(this.#hub, row.id, `Every attempt failed for ${days} days.`)
    const percent = warnsAtPercent.find((part) => row.failing_ms >= (limitMs * part) / 100)
    if (percent !== undefined && percent > row.warned_percent) await this.#warn(row, percent, limitMs)
    return false
  }

  async #warn(row: FailingRow, percent: number, limitMs: number): Promise<void> {
    const { id, environment_id: environmentId, name, failing_since: since, failing_attempts: attempts } = row
    const disablesAt = new Date(since.getTime() + limitMs)
    const isNews = await this.#db.transaction(async (sql) => {
      if ((await markWarned(sql, id, percent)).length === 0) return false
      await noticeFailing(this.#hub, sql, { id, environmentId, name }, { since, attempts, disablesAt, percent })
      return true
    })
    if (isNews)
      this.#hub.log.warn(
        { destinationId: id, failingSince: since, disablesAt, percent, attempts },
        'a destination keeps failing and will be switched off',
      )
  }

  /** Tells the other destinations of those that were switched off: here, by a 410, or by a process that then died. */
  #tell(): Promise<void> {
    return this.#db.transaction(async (sql) => {
      for (const row of await takeUntold(sql)) {
        const { id, environment_id: environmentId, name, disabled_at: at, disabled_reason: reason } = row
        if (!row.enabled && at !== null && reason !== null)
          await noticeDisabled(this.#hub, sql, { id, environmentId, name }, { at, reason })
      }
    })
  }
}
