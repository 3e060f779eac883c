import type { Sql } from '../../db/sql.ts'

export interface ListenerRow {
  name: string
  url: string
  /** Sealed. */
  secret: string
  detail: Record<string, unknown>
  expires_at: Date | null
}

/** Those whose names begin so. */
export const selectListeners = (sql: Sql, provider: string, prefix: string) => sql<ListenerRow>`
  select name, url, secret, detail, expires_at
  from sandbox_listeners
  where provider = ${provider} and starts_with(name, ${prefix})
  order by id`

export const upsertListener = (sql: Sql, id: string, provider: string, row: ListenerRow) => sql`
  insert into sandbox_listeners (id, provider, name, url, secret, detail, expires_at)
  values (${id}, ${provider}, ${row.name}, ${row.url}, ${row.secret}, ${JSON.stringify(row.detail)}::jsonb, ${row.expires_at})
  on conflict (provider, name) do update
  set url = excluded.url, secret = excluded.secret, detail = excluded.detail, expires_at = excluded.expires_at`

export const deleteListener = async (sql: Sql, provider: string, name: string) => {
  const rows = await sql`delete from sandbox_listeners where provider = ${provider} and name = ${name} returning name`
  return rows.length > 0
}

/** Sealed: what this installation has to be shown by a provider where the developer enters it by hand. */
export const selectHookSecret = async (sql: Sql, provider: string) => {
  const [row] = await sql<{ secret: string }>`
    select secret
    from provider_subscriptions
    where provider = ${provider}`
  return row?.secret ?? null
}
