import type { Config } from './config.ts'
import type { Database } from './db/sql.ts'
import type { ShortCut } from './events/types.ts'
import type { Clock } from './lib/clock.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './lib/metrics.ts'
import type { Vault } from './lib/sealed.ts'

/**
 * What every room works with, made once in `app.ts` and passed as the first argument, narrowed with `Pick`.
 * Types only: this file runs nothing.
 */
export interface Hub {
  config: Config
  db: Database
  clock: Clock
  log: Log
  vault: Vault
  metrics: Metrics
  /** How the outside reaches this server, without a trailing slash. */
  publicUrl(): string
  /**
   * Reports a payload of ours that does not fit the schema, by its type and `path: problem` lines (never values):
   * logged and counted while serving, thrown in tests.
   */
  defect(type: string, problems: string[]): void
  /** Says that deliveries may be due: called after the commit that stored them. */
  wake(): void
  /** Where this process sends what it stores itself at once; null when it delivers nothing. */
  shortCut(): ShortCut | null
}
