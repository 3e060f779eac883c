import type { Sql } from '../db/sql.ts'

export interface TokenRow {
  id: string
  environment_id: string
  user_id: string | null
  reference_id: string | null
  created_at: Date
  expires_at: Date | null
}

/** Stores a token while whom it reads is there; false where nobody is. */
export const insertToken = async (sql: Sql, row: TokenRow & { hash: Buffer }) => {
  const rows = await sql`
    insert into mcp_tokens (id, environment_id, user_id, reference_id, hash, created_at, expires_at)
    select ${row.id}::uuid, ${row.environment_id}::uuid, ${row.user_id}::uuid, ${row.reference_id}::text,
      ${row.hash}::bytea, ${row.created_at}::timestamptz, ${row.expires_at}::timestamptz
    where exists (
      select
      from users
      where environment_id = ${row.environment_id}::uuid
        and (user_id = ${row.user_id}::uuid or reference_id = ${row.reference_id}::text))
    returning id`
  return rows.length > 0
}

export const selectToken = async (sql: Sql, id: string) => {
  const [row] = await sql<TokenRow & { hash: Buffer }>`
    select id, environment_id, user_id, reference_id, hash, created_at, expires_at
    from mcp_tokens
    where id = ${id}`
  return row ?? null
}

export const selectTokens = (sql: Sql, environmentId: string) => sql<TokenRow>`
  select id, environment_id, user_id, reference_id, created_at, expires_at
  from mcp_tokens
  where environment_id = ${environmentId}
  order by id`

export const deleteToken = async (sql: Sql, environmentId: string, id: string) => {
  const rows = await sql`
    delete from mcp_tokens
    where environment_id = ${environmentId} and id = ${id}
    returning id`
  return rows.length > 0
}
