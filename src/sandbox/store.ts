import sqlText from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'

export interface CodeRow {
  hash: Buffer
  /** At whom the person signs in: the sandbox's own provider, or a double of another. */
  provider: string
  client_id: string
  redirect_uri: string
  /** Null where the provider knows no PKCE. */
  challenge: string | null
  person: string
  scopes: string[]
  expires_at: Date
  grant_id: string | null
}

export const insertCode = (sql: Sql, row: Omit<CodeRow, 'grant_id'>) => sql`
  insert into sandbox_codes (hash, provider, client_id, redirect_uri, challenge, person, scopes, expires_at)
  values (${row.hash}, ${row.provider}, ${row.client_id}, ${row.redirect_uri}, ${row.challenge}, ${row.person}, ${row.scopes}, ${row.expires_at})`

/** A code, held until the transaction ends: of two that bring it one is first. */
export const lockCode = async (sql: Sql, hash: Buffer) => {
  const [row] = await sql<CodeRow>`
    select hash, provider, client_id, redirect_uri, challenge, person, scopes, expires_at, grant_id
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
  provider: string
  person: string
  scopes: string[]
  access_hash: Buffer
  access_expires_at: Date
  refresh_hash: Buffer
  created_at: Date
  revoked_at: Date | null
  /** Sealed; null at providers that never give the same one again. */
  access_token: string | null
}

export const insertGrant = (sql: Sql, row: Omit<GrantRow, 'revoked_at'>) => sql`
  insert into sandbox_grants (id, provider, person, scopes, access_hash, access_expires_at, refresh_hash, access_token, created_at,
    synced_at, sync_due_at)
  values (${row.id}, ${row.provider}, ${row.person}, ${row.scopes}, ${row.access_hash}, ${row.access_expires_at}, ${row.refresh_hash},
    ${row.access_token}, ${row.created_at}, ${row.created_at}, ${row.created_at}::timestamptz + interval '15 min')`

/** The grant that a token of either kind belongs to, held until the transaction ends. */
export const lockGrant = async (sql: Sql, tokenHash: Buffer) => {
  const [row] = await sql<GrantRow>`
    select id, provider, person, scopes, access_hash, access_expires_at, refresh_hash, created_at, revoked_at, access_token
    from sandbox_grants
    where access_hash = ${tokenHash} or refresh_hash = ${tokenHash}
    for update`
  return row ?? null
}

export const selectGrant = async (sql: Sql, id: string) => {
  const [row] = await sql<GrantRow>`
    select id, provider, person, scopes, access_hash, access_expires_at, refresh_hash, created_at, revoked_at, access_token
    from sandbox_grants
    where id = ${id}
    for update`
  return row ?? null
}

export type NewTokens = Pick<GrantRow, 'access_hash' | 'access_expires_at' | 'refresh_hash' | 'access_token'>

/** Puts new tokens in place of a grant's; the former refresh token is spent, at once or after a while. */
export const rotateGrant = async (
  sql: Sql,
  former: Pick<GrantRow, 'id' | 'refresh_hash'>,
  next: NewTokens,
  goodUntil: Date | null = null,
): Promise<void> => {
  await sql`
    insert into sandbox_spent (hash, grant_id, good_until)
    values (${former.refresh_hash}, ${former.id}, ${goodUntil})
    on conflict (hash) do nothing`
  await setTokens(sql, former.id, next)
}

export const setTokens = (sql: Sql, id: string, next: NewTokens) => sql`
  update sandbox_grants
  set access_hash = ${next.access_hash}, access_expires_at = ${next.access_expires_at}, refresh_hash = ${next.refresh_hash},
    access_token = ${next.access_token}
  where id = ${id}`

/** The grant of a refresh token that was replaced before, and until when it was to be good all the same. */
export const grantOfSpent = async (sql: Sql, hash: Buffer) => {
  const [row] = await sql<{ grant_id: string; good_until: Date | null }>`
    select grant_id, good_until
    from sandbox_spent
    where hash = ${hash}`
  return row ?? null
}

/** Ends the time that a grant's replaced refresh tokens were given. */
export const endGrace = (sql: Sql, id: string) => sql`
  update sandbox_spent
  set good_until = null
  where grant_id = ${id} and good_until is not null`

/** Ends a grant; what was written for its person goes with the last one they have. */
export const revokeGrant = async (sql: Sql, id: string, at: Date): Promise<void> => {
  const [row] = await sql<{ provider: string; person: string }>`
    update sandbox_grants
    set revoked_at = coalesce(revoked_at, ${at})
    where id = ${id}
    returning provider, lower(person) as person`
  if (row === undefined) return
  const { provider, person } = row
  const isLast = sqlText`not exists (
    select from sandbox_grants
    where provider = ${provider} and lower(person) = ${person} and revoked_at is null)`
  if (provider === 'SANDBOX') await sql`delete from sandbox_written where person = ${person} and ${isLast}`
  await sql`delete from sandbox_deeds where provider = ${provider} and person = ${person} and ${isLast}`
}

/** The grants at a provider that nobody has ended. */
export const selectLiveGrants = (sql: Sql, provider: string) => sql<{ id: string; person: string }>`
  select id, person
  from sandbox_grants
  where provider = ${provider} and revoked_at is null`

export const deleteExpiredCodes = (sql: Sql, before: Date) => sql`
  delete from sandbox_codes
  where expires_at < ${before}`
