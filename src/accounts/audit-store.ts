import type { Sql } from '../db/sql.ts'

export interface AuditRow {
  id: string
  environment_id: string | null
  dev_id: string | null
  actor_kind: 'account' | 'key' | 'operator' | 'nobody'
  actor_id: string | null
  actor_name: string
  action: string
  target: string
  detail: Record<string, unknown> | null
  at: Date
}

export const insertAuditEntry = (sql: Sql, row: Omit<AuditRow, 'dev_id' | 'at'>) => sql`
  insert into audit_entries (id, environment_id, dev_id, actor_kind, actor_id, actor_name, action, target, detail)
  values (
    ${row.id}, ${row.environment_id}, (select dev_id from environments where id = ${row.environment_id}),
    ${row.actor_kind}, ${row.actor_id}, ${row.actor_name}, ${row.action}, ${row.target},
    ${row.detail === null ? null : JSON.stringify(row.detail)}::jsonb
  )`

/**
 * The newest first. `since`, `until` and `before` are ids. Of actions, those named and those that begin with a prefix;
 * all where neither is told. `withInstallation` takes entries of no environment too.
 */
export const selectAuditEntries = (
  sql: Sql,
  asked: {
    environmentId: string
    withInstallation: boolean
    actions: readonly string[] | null
    prefixes: readonly string[]
    actor: string | null
    since: string | null
    until: string | null
    before: string | null
    limit: number
  },
) => sql<AuditRow>`
  select id, environment_id, dev_id, actor_kind, actor_id, actor_name, action, target, detail, at
  from audit_entries
  where (environment_id = ${asked.environmentId} or (${asked.withInstallation}::boolean and environment_id is null))
    and (${asked.actions}::text[] is null or action = any(${asked.actions})
      or exists (select 1 from unnest(${asked.prefixes}::text[]) prefix where starts_with(action, prefix)))
    and (${asked.actor}::text is null or lower(actor_name) = lower(${asked.actor}) or actor_id::text = ${asked.actor})
    and (${asked.since}::uuid is null or id >= ${asked.since}::uuid)
    and (${asked.until}::uuid is null or id < ${asked.until}::uuid)
    and (${asked.before}::uuid is null or id < ${asked.before}::uuid)
  order by id desc
  limit ${asked.limit}`

export const deleteAuditEntriesBefore = async (sql: Sql, id: string) => {
  const rows = await sql`
    delete from audit_entries
    where id < ${id}
    returning id`
  return rows.length
}
