import type { Sql } from '../db/sql.ts'

export interface SubscriptionRow {
  callback_url: string
  /** Sealed. */
  secret: string
}

export const upsertSubscription = (sql: Sql, id: string, clientId: string, row: SubscriptionRow) => sql`
  insert into sandbox_subscriptions (id, client_id, callback_url, secret)
  values (${id}, ${clientId}, ${row.callback_url}, ${row.secret})
  on conflict (client_id) do update
  set callback_url = excluded.callback_url, secret = excluded.secret`

export const selectSubscription = async (sql: Sql, clientId: string) => {
  const [row] = await sql<SubscriptionRow>`
    select callback_url, secret
    from sandbox_subscriptions
    where client_id = ${clientId}`
  return row ?? null
}

/** Holds a notification back where none is held, else gives the one that was, which is held no longer. */
export const holdNotice = async (sql: Sql, grantId: string, posted: string) => {
  const [row] = await sql<{ held: string | null }>`
    with known as (
      select id, held_notice
      from sandbox_grants
      where id = ${grantId}
      for update
    )
    update sandbox_grants g
    set held_notice = case when k.held_notice is null then ${posted} end
    from known k
    where g.id = k.id
    returning k.held_notice as held`
  return row?.held ?? null
}

/** Takes what is held back. */
export const takeHeld = async (sql: Sql, grantId: string) => {
  const [row] = await sql<{ held: string | null }>`
    with known as (
      select id, held_notice
      from sandbox_grants
      where id = ${grantId} and held_notice is not null
      for update
    )
    update sandbox_grants g
    set held_notice = null
    from known k
    where g.id = k.id
    returning k.held_notice as held`
  return row?.held ?? null
}
