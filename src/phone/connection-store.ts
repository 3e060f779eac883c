import type { Sql } from '../db/sql.ts'
import type { Platform } from './wire/batch.ts'

export interface TokenRow {
  environment_id: string
  /** Null: their user is gone. */
  user_id: string | null
  platform: Platform
  active: boolean | null
  expires_at: Date
}

export const insertIngestToken = (
  sql: Sql,
  row: { hash: Buffer; environmentId: string; userId: string; platform: Platform; createdAt: Date; expiresAt: Date },
) => sql`
  insert into ingest_tokens (hash, environment_id, user_id, platform, created_at, expires_at)
  values (${row.hash}, ${row.environmentId}, ${row.userId}, ${row.platform}, ${row.createdAt}, ${row.expiresAt})`

export const selectIngestToken = async (sql: Sql, hash: Buffer) => {
  const [row] = await sql.named('ingest-token')<TokenRow>`
    select t.environment_id, t.user_id, t.platform, u.active, t.expires_at
    from ingest_tokens t
    left join users u on u.user_id = t.user_id
    where t.hash = ${hash}`
  return row ?? null
}

/** Moves the end of a token on, where that is worth a write. */
export const prolongToken = (sql: Sql, hash: Buffer, expiresAt: Date) => sql`
  update ingest_tokens
  set expires_at = ${expiresAt}
  where hash = ${hash} and expires_at < ${expiresAt}::timestamptz - interval '1 day'`

/** What a phone says of itself; a zone that it does not say stays. */
export const upsertConnection = (
  sql: Sql,
  row: { userId: string; platform: Platform; device: string; zone: string | null },
) => sql`
  insert into phone_connections as c (user_id, platform, device, zone)
  values (${row.userId}, ${row.platform}, ${row.device}, ${row.zone})
  on conflict (user_id) do update
  set platform = excluded.platform, device = excluded.device, zone = coalesce(excluded.zone, c.zone)
  where (c.platform, c.device, c.zone) is distinct from (excluded.platform, excluded.device, coalesce(excluded.zone, c.zone))`

export const selectConnection = async (sql: Sql, userId: string) => {
  const [row] = await sql<{ platform: Platform; device: string; zone: string | null }>`
    select platform, device, zone
    from phone_connections
    where user_id = ${userId}`
  return row ?? null
}

export const deleteExpiredTokens = (sql: Sql, before: Date) => sql`
  delete from ingest_tokens
  where expires_at < ${before}`
