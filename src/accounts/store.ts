import type { Sql } from '../db/sql.ts'
import type { Role } from './actor.ts'

export interface AccountRow {
  id: string
  email: string
  name: string | null
  role: Role
  created_at: Date
}

export const insertAccount = (
  sql: Sql,
  row: { id: string; email: string; name: string | null; role: Role; password: string },
) => sql`
  insert into accounts (id, email, name, role, password)
  values (${row.id}, ${row.email}, ${row.name}, ${row.role}, ${row.password})
  on conflict on constraint accounts_email_unique do nothing
  returning id`

export const selectAccounts = (sql: Sql) => sql<AccountRow & { last_seen_at: Date | null }>`
  select a.id, a.email, a.name, a.role, a.created_at,
    (select max(s.last_seen_at) from sessions s where s.account_id = a.id) as last_seen_at
  from accounts a
  order by a.created_at, a.id`

export const accountByEmail = async (sql: Sql, email: string) => {
  const [row] = await sql<AccountRow & { password: string }>`
    select id, email, name, role, created_at, password
    from accounts
    where email = ${email}`
  return row ?? null
}

export const accountById = async (sql: Sql, id: string) => {
  const [row] = await sql<AccountRow & { password: string }>`
    select id, email, name, role, created_at, password
    from accounts
    where id = ${id}`
  return row ?? null
}

/** What is looked at and changed after this is so to the end of the transaction: who is an owner, above all. */
export const lockAccounts = (sql: Sql) => sql`
  lock table accounts in share row exclusive mode`

export const selectOwnerEmails = async (sql: Sql) => {
  const rows = await sql<{ email: string }>`
    select email
    from accounts
    where role = 'owner'
    order by created_at
    limit 3`
  return rows.map((row) => row.email)
}

export const countOwners = async (sql: Sql) => {
  const [row] = await sql<{ n: number }>`
    select count(*)::int as n
    from accounts
    where role = 'owner'`
  return row?.n ?? 0
}

export const updateAccount = (sql: Sql, row: Pick<AccountRow, 'id' | 'name' | 'role'>) => sql`
  update accounts
  set name = ${row.name}, role = ${row.role}
  where id = ${row.id}`

export const setPassword = (sql: Sql, id: string, password: string) => sql`
  update accounts
  set password = ${password}
  where id = ${id}`

export const deleteAccountRow = (sql: Sql, id: string) => sql`
  delete from accounts
  where id = ${id}`
