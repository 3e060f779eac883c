import { raw, type Sql } from '../db/sql.ts'
import type { Role } from './actor.ts'

export type TokenKind = 'setup' | 'invitation' | 'reset'

export interface TokenRow {
  id: string
  kind: TokenKind
  email: string | null
  role: Role | null
  account_id: string | null
  created_at: Date
  expires_at: Date | null
}

const isLive = raw('(expires_at is null or expires_at > clock())')

/** With `hours` null it does not expire. */
export const insertToken = async (
  sql: Sql,
  row: Pick<TokenRow, 'id' | 'kind' | 'email' | 'role' | 'account_id'> & { hash: Buffer; hours: number | null },
) => {
  const [made] = await sql<{ created_at: Date; expires_at: Date | null }>`
    insert into one_time_tokens (id, kind, hash, email, role, account_id, expires_at)
    values (
      ${row.id}, ${row.kind}, ${row.hash}, ${row.email}, ${row.role}, ${row.account_id},
      clock() + make_interval(hours => ${row.hours}::int)
    )
    returning created_at, expires_at`
  if (made === undefined) throw new Error('A token row was not returned.')
  return made
}

export const liveToken = async (sql: Sql, kind: TokenKind, hash: Buffer) => {
  const [row] = await sql<TokenRow>`
    select id, kind, email, role, account_id, created_at, expires_at
    from one_time_tokens
    where kind = ${kind} and hash = ${hash} and ${isLive}`
  return row ?? null
}

/** Uses a token up; of two at once, one gets it. */
export const takeToken = async (sql: Sql, kind: TokenKind, hash: Buffer) => {
  const [row] = await sql<TokenRow>`
    delete from one_time_tokens
    where kind = ${kind} and hash = ${hash} and ${isLive}
    returning id, kind, email, role, account_id, created_at, expires_at`
  return row ?? null
}

export const deleteSetupTokens = (sql: Sql) => sql`
  delete from one_time_tokens
  where kind = 'setup'`

export const deleteResetsOf = (sql: Sql, accountId: string) => sql`
  delete from one_time_tokens
  where kind = 'reset' and account_id = ${accountId}`

export const deleteInvitationsTo = (sql: Sql, email: string) => sql`
  delete from one_time_tokens
  where kind = 'invitation' and email = ${email}`

export const selectInvitations = (sql: Sql) => sql<TokenRow>`
  select id, kind, email, role, account_id, created_at, expires_at
  from one_time_tokens
  where kind = 'invitation' and ${isLive}
  order by id desc`

export const deleteInvitation = async (sql: Sql, id: string) => {
  const [row] = await sql<TokenRow>`
    delete from one_time_tokens
    where kind = 'invitation' and id = ${id}
    returning id, kind, email, role, account_id, created_at, expires_at`
  return row ?? null
}

export const deleteExpiredTokens = (sql: Sql) => sql`
  delete from one_time_tokens
  where not ${isLive}`
