import sqlText from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'
import type { SandboxFault, SandboxNoticeFault } from '../schema/management/sandbox.ts'
import type { GrantRow } from './store.ts'

export interface SyncingGrant extends Pick<GrantRow, 'id' | 'provider' | 'person' | 'scopes' | 'created_at'> {
  synced_at: Date
  notices: SandboxNoticeFault | null
}

/** Takes grants whose devices sync now, at most so many, and puts the next time a quarter of an hour away. */
export const takeDueGrants = (sql: Sql, limit: number) => sql<SyncingGrant>`
  with due as (
    select id
    from sandbox_grants
    where revoked_at is null and sync_due_at <= clock()
    order by sync_due_at
    limit ${limit}
    for update skip locked
  )
  update sandbox_grants g
  set sync_due_at = clock() + interval '15 min'
  from due
  where g.id = due.id
  returning g.id, g.provider, g.person, g.scopes, g.created_at, g.synced_at, g.notices`

/** Notes that a device synced: what is older has been told. */
export const noteSynced = (sql: Sql, id: string, at: Date) => sql`
  update sandbox_grants
  set synced_at = greatest(synced_at, ${at}), sync_due_at = ${at}::timestamptz + interval '15 min'
  where id = ${id}`

export interface GrantState extends GrantRow {
  synced_at: Date
  sync_due_at: Date
  fault: SandboxFault | null
  fault_calls: number | null
  fault_seconds: number | null
  notices: SandboxNoticeFault | null
}

const stateColumns = sqlText`id, provider, access_token, person, scopes, access_hash, access_expires_at, refresh_hash, created_at, revoked_at,
  synced_at, sync_due_at, fault, fault_calls, fault_seconds, notices`

export const selectState = async (sql: Sql, id: string) => {
  const [row] = await sql<GrantState>`
    select ${stateColumns}
    from sandbox_grants
    where id = ${id}`
  return row ?? null
}

/** The grant that one of some tokens belongs to, revoked or not: they may have been renewed a moment ago. */
export const selectStateOfTokens = async (sql: Sql, tokenHashes: readonly Buffer[]) => {
  const hashes = [...tokenHashes]
  const [row] = await sql<GrantState>`
    select ${stateColumns}
    from sandbox_grants
    where access_hash = any (${hashes}) or refresh_hash = any (${hashes})
      or id in (select grant_id from sandbox_spent where hash = any (${hashes}))
    limit 1`
  return row ?? null
}

/** Takes the consent to grants back. */
export const revokeGrants = (sql: Sql, ids: readonly string[], at: Date) => sql`
  update sandbox_grants
  set revoked_at = ${at}
  where id = any (${[...ids]}::uuid[]) and revoked_at is null`

export const setScopes = (sql: Sql, ids: readonly string[], scopes: readonly string[]) => sql`
  update sandbox_grants
  set scopes = ${[...scopes]}
  where id = any (${[...ids]}::uuid[])`

export const expireAccess = (sql: Sql, id: string, at: Date) => sql`
  update sandbox_grants
  set access_expires_at = least(access_expires_at, ${at})
  where id = ${id}`
