import sqlText from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'
import type { SandboxFault, SandboxNoticeFault } from '../schema/management/sandbox.ts'
import type { GrantRow } from './store.ts'

export interface CountedCall extends Pick<GrantRow, 'id' | 'person' | 'scopes' | 'created_at'> {
  window_started_at: Date
  window_calls: number
  /** What goes wrong with this call. */
  fault: SandboxFault | null
  fault_seconds: number | null
  notices: SandboxNoticeFault | null
}

/**
 * Counts a call of a token that is good at a provider, in windows of a minute, and takes one of the faults of its kind: two
 * parts of a `with`, of which `counted` has a row of what is known of the grant, or none for a token that is not good.
 */
export const counting = (provider: string, accessHash: Buffer, at: Date, isData: boolean) => sqlText`
    known as (
      select id, fault, fault_seconds,
        coalesce(window_started_at > ${at}::timestamptz - interval '1 min', false) as is_running,
        coalesce(${isData}::boolean and fault <> 'refresh_down', false) as is_faulty
      from sandbox_grants
      where access_hash = ${accessHash} and provider = ${provider} and revoked_at is null and access_expires_at > ${at}
      for update
    ),
    counted as (
      update sandbox_grants g
      set window_started_at = case when k.is_running then g.window_started_at else ${at} end,
        window_calls = case when k.is_running then g.window_calls + 1 else 1 end,
        fault = case when k.is_faulty and g.fault_calls <= 1 then null else g.fault end,
        fault_calls = case when not k.is_faulty then g.fault_calls when g.fault_calls <= 1 then null else g.fault_calls - 1 end
      from known k
      where g.id = k.id
      returning g.id, g.person, g.scopes, g.created_at, g.window_started_at, g.window_calls,
        case when k.is_faulty then k.fault end as fault, k.fault_seconds, g.notices
    )`

/** Counts a call by itself; null for a token that is not good. */
export const countCall = async (sql: Sql, provider: string, accessHash: Buffer, at: Date, isData: boolean) => {
  const [row] = await sql.named('count-call')<CountedCall>`
    with ${counting(provider, accessHash, at, isData)}
    select * from counted`
  return row ?? null
}

/** Takes a refusal of the token endpoint, where one is ordered; false where none is. */
export const takeRefreshFault = async (sql: Sql, id: string) => {
  const rows = await sql`
    update sandbox_grants
    set fault = case when fault_calls <= 1 then null else fault end,
      fault_calls = case when fault_calls <= 1 then null else fault_calls - 1 end
    where id = ${id} and fault = 'refresh_down'
    returning id`
  return rows.length > 0
}

/** Orders a fault in place of the one before; null for none. */
export const setFault = (
  sql: Sql,
  id: string,
  fault: { fault: SandboxFault | null; calls: number | null; seconds: number | null },
) => sql`
  update sandbox_grants
  set fault = ${fault.fault}, fault_calls = ${fault.calls}, fault_seconds = ${fault.seconds}
  where id = ${id}`

export const setNoticeFault = (sql: Sql, id: string, notices: SandboxNoticeFault | null) => sql`
  update sandbox_grants
  set notices = ${notices}
  where id = ${id}`
