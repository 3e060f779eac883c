import type { Sql } from '../db/sql.ts'

export interface FailingRow {
  id: string
  environment_id: string
  name: string
  failing_since: Date
  failing_attempts: number
  warned_percent: number
  /** How long it has been failing, by the database's clock. */
  failing_ms: number
}

/** Notes that attempts failed, by destination; gives how those fare that are on. */
export const markFailing = (sql: Sql, failures: ReadonlyMap<string, number>) => sql<FailingRow>`
  with noted as (
    update destinations d
    set failing_since = coalesce(d.failing_since, clock()), failing_attempts = d.failing_attempts + r.n
    from unnest(${[...failures.keys()]}::uuid[], ${[...failures.values()]}::int[]) r (id, n)
    where d.id = r.id
    returning d.*
  )
  select id, environment_id, name, failing_since, failing_attempts, warned_percent,
    (extract(epoch from clock() - failing_since) * 1000)::float8 as failing_ms
  from noted
  where enabled`

/** Notes that destinations work. */
export const markWorking = (sql: Sql, ids: readonly string[]) => sql.named('mark_working')`
  update destinations
  set failing_since = null, failing_attempts = 0, warned_percent = 0
  where id = any (${ids}::uuid[]) and failing_since is not null`

/** Notes that a warning is given; nothing comes back when it was, or when the destination works again. */
export const markWarned = (sql: Sql, id: string, percent: number) => sql`
  update destinations
  set warned_percent = ${percent}
  where id = ${id} and enabled and failing_since is not null and warned_percent < ${percent}
  returning id`

/** Destinations that were switched off and of which the others have not been told; they count as told from now on. */
export const takeUntold = (sql: Sql) => sql<{
  id: string
  environment_id: string
  name: string
  enabled: boolean
  disabled_at: Date | null
  disabled_reason: string | null
}>`
  update destinations
  set disabled_told = true
  where id in (select id from destinations where not disabled_told for update skip locked)
  returning id, environment_id, name, enabled, disabled_at, disabled_reason`
