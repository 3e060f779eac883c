import { raw, type Sql } from '../db/sql.ts'
import type { Role } from './actor.ts'

export interface SessionRow {
  id: string
  account_id: string
  user_agent: string | null
  address: string | null
  created_at: Date
  last_seen_at: Date
}

export interface SignedInRow extends SessionRow {
  email: string
  name: string | null
  role: Role
  is_stale: boolean
}

// Ends after 14 days without a call, and 60 days after the sign-in whatever happens.
const isLive = raw("s.last_seen_at > clock() - interval '14 days' and s.created_at > clock() - interval '60 days'")

export const insertSession = (
  sql: Sql,
  row: Pick<SessionRow, 'id' | 'account_id' | 'user_agent' | 'address'> & { hash: Buffer },
) => sql`
  insert into sessions (id, account_id, hash, user_agent, address)
  values (${row.id}, ${row.account_id}, ${row.hash}, ${row.user_agent}, ${row.address})`

/** The live session of a token's hash with its account; `is_stale` when it was last seen over a minute ago. */
export const selectSession = async (sql: Sql, hash: Buffer) => {
  const [row] = await sql<SignedInRow>`
    select s.id, s.account_id, s.user_agent, s.address, s.created_at, s.last_seen_at, a.email, a.name, a.role,
      s.last_seen_at < clock() - interval '1 minute' as is_stale
    from sessions s
    join accounts a on a.id = s.account_id
    where s.hash = ${hash} and ${isLive}`
  return row ?? null
}

export const touchSession = (sql: Sql, id: string) => sql`
  update sessions
  set last_seen_at = clock()
  where id = ${id} and last_seen_at < clock() - interval '1 minute'`

export const selectSessionsOf = (sql: Sql, accountId: string) => sql<SessionRow>`
  select s.id, s.account_id, s.user_agent, s.address, s.created_at, s.last_seen_at
  from sessions s
  where s.account_id = ${accountId} and ${isLive}
  order by s.last_seen_at desc, s.id`

export const deleteSession = async (sql: Sql, accountId: string, id: string) => {
  const rows = await sql`
    delete from sessions
    where account_id = ${accountId} and id = ${id}
    returning id`
  return rows.length > 0
}

export const deleteSessionsOf = async (sql: Sql, accountId: string) => {
  const rows = await sql`
    delete from sessions
    where account_id = ${accountId}
    returning id`
  return rows.length
}

export const deleteEndedSessions = (sql: Sql) => sql`
  delete from sessions s
  where not (${isLive})`
