import type { Sql } from '../../db/sql.ts'

/** A client of the developer's at a provider, its secret and its further key sealed. */
export interface ClientRow {
  id: string
  provider: string
  client_id: string
  secret: string
  /** Null at a provider that wants none. */
  client_key: string | null
  changed_at: Date
  changed_by: string
}

export const selectClients = (sql: Sql) => sql<ClientRow>`
  select id, provider, client_id, secret, client_key, changed_at, changed_by
  from provider_clients
  order by provider`

export const upsertClient = (sql: Sql, row: ClientRow) => sql`
  insert into provider_clients (id, provider, client_id, secret, client_key, changed_at, changed_by)
  values (
    ${row.id}, ${row.provider}, ${row.client_id}, ${row.secret}, ${row.client_key}, ${row.changed_at}, ${row.changed_by}
  )
  on conflict (provider) do update
  set client_id = excluded.client_id, secret = excluded.secret, client_key = excluded.client_key,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by`

/** Has a provider asked anew where to send its notifications: what was asked by another client is not this one's. */
export const forgetSubscription = (sql: Sql, provider: string) => sql`
  update provider_subscriptions
  set callback_url = null, expires_at = null
  where provider = ${provider}`

/** Gives a row when there was one. */
export const deleteClient = (sql: Sql, provider: string) => sql`
  delete from provider_clients
  where provider = ${provider}
  returning id`

/** Users of every environment that are connected to each provider now. */
export const countConnected = (sql: Sql) => sql<{ provider: string; n: number }>`
  select provider, count(*)::int as n
  from users
  where active
  group by provider`
