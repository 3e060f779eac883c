import type { Sql } from '../db/sql.ts'

export interface CodeRow {
  hash: Buffer
  client_id: string
  redirect_uri: string
  challenge: string
  person: string
  scopes: string[]
  expires_at: Date
  grant_id: string | null
}

export const insertCode = (sql: Sql, row: Omit<CodeRow, 'grant_id'>) => sql`
  insert into sandbox_codes (hash, client_id, redirect_uri, challenge, person, scopes, expires_at)
  values (${row.hash}, ${row.client_id}, ${row.redirect_uri}, ${row.challenge}, ${row.person}, ${row.scopes}, ${row.expires_at})`

/** A code, held until the transaction ends: of two that bring it one is first. */
export const lockCode = async (sql: Sql, hash: Buffer) => {
  const [row] = await sql<CodeRow>`
    select hash, client_id, redirect_uri, challenge, person, scopes, expires_at, grant_id
    from sandbox_codes
    where hash = ${hash}
    for update`
  return row ?? null
}

export const spendCode = (sql: Sql, hash: Buffer, grantId: string) => sql`
  update sandbox_codes
  set grant_id = ${grantId}
  where hash = ${hash}`

export interface GrantRow {
  id: string
  person: string
  scopes: string[]
  access_hash: Buffer
  access_expires_at: Date
  refresh_hash: Buffer
  created_at: Date
  revoked_at: Date | null
}

export const insertGrant = (sql: Sql, row: Omit<GrantRow, 'revoked_at'>) => sql`
  insert into sandbox_grants (id, person, scopes, access_hash, access_expires_at, refresh_hash, created_at, synced_at, sync_due_at)
  values (${row.id}, ${row.person}, ${row.scopes}, ${row.access_hash}, ${row.access_expires_at}, ${row.refresh_hash},
    ${row.created_at}, ${row.created_at}, ${row.created_at}::timestamptz + interval '15 min')`

/** The grant that a token of either kind belongs to, held until the transaction ends. */
export const lockGrant = async (sql: Sql, tokenHash: Buffer) => {
  const [row] = await sql<GrantRow>`
    select id, person, scopes, access_hash, access_expires_at, refresh_hash, created_at, revoked_at
    from sandbox_grants
    where access_hash = ${tokenHash} or refresh_hash = ${tokenHash}
    for update`
  return row ?? null
}

export const rotateGrant = async (
  sql: Sql,
  former: GrantRow,
  next: Pick<GrantRow, 'access_hash' | 'access_expires_at' | 'refresh_hash'>,
): Promise<void> => {
  await sql`
    insert into sandbox_spent (hash, grant_id)
    values (${former.refresh_hash}, ${former.id})`
  await sql`
    update sandbox_grants
    set access_hash = ${next.access_hash}, access_expires_at = ${next.access_expires_at}, refresh_hash = ${next.refresh_hash}
    where id = ${former.id}`
}

/** The grant of a refresh token that was replaced before. */
export const grantOfSpent = async (sql: Sql, hash: Buffer) => {
  const [row] = await sql<{ grant_id: string }>`
    select grant_id
    from sandbox_spent
    where hash = ${hash}`
  return row?.grant_id ?? null
}

/** Ends a grant; what was written for its person goes with the last one they have. */
export const revokeGrant = async (sql: Sql, id: string, at: Date): Promise<void> => {
  const [row] = await sql<{ person: string }>`
    update sandbox_grants
    set revoked_at = coalesce(revoked_at, ${at})
    where id = ${id}
    returning lower(person) as person`
  if (row === undefined) return
  await sql`
    delete from sandbox_written
    where person = ${row.person}
      and not exists (select from sandbox_grants where lower(person) = ${row.person} and revoked_at is null)`
}

export const deleteExpiredCodes = (sql: Sql, before: Date) => sql`
  delete from sandbox_codes
  where expires_at < ${before}`
