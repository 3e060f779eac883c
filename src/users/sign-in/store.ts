import sqlText from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'
import { moveMerged } from '../merging/store.ts'

export interface SessionRow {
  id: string
  environment_id: string
  providers: string[] | null
  language: string | null
  reference_id: string | null
  success_url: string | null
  failure_url: string | null
  show_disconnect: boolean
  created_at: Date
  expires_at: Date
}

export const insertSession = (sql: Sql, row: SessionRow) => sql`
  insert into widget_sessions (id, environment_id, providers, language, reference_id, success_url, failure_url,
    show_disconnect, created_at, expires_at)
  values (${row.id}, ${row.environment_id}, ${row.providers}, ${row.language}, ${row.reference_id}, ${row.success_url},
    ${row.failure_url}, ${row.show_disconnect}, ${row.created_at}, ${row.expires_at})`

export const selectSession = async (sql: Sql, id: string) => {
  const [row] = await sql<SessionRow & { sources_off: string[] }>`
    select id, environment_id, providers, language, reference_id, success_url, failure_url, show_disconnect, created_at,
      expires_at, array(
        select provider from source_settings o where o.environment_id = w.environment_id and not o.enabled
      ) as sources_off
    from widget_sessions w
    where id = ${id}`
  return row ?? null
}

export interface SignInRow {
  id: string
  state_hash: Buffer
  environment_id: string
  session_id: string | null
  provider: string
  user_id: string
  browser_hash: Buffer | null
  verifier: string | null
  language: string | null
  reference_id: string | null
  success_url: string | null
  failure_url: string | null
  created_at: Date
  expires_at: Date
  used_at: Date | null
  outcome: string | null
}

const signInColumns = sqlText`id, state_hash, environment_id, session_id, provider, user_id, browser_hash, verifier,
  language, reference_id, success_url, failure_url, created_at, expires_at, used_at, outcome`

export const insertSignIn = (sql: Sql, row: Omit<SignInRow, 'used_at' | 'outcome'>) => sql`
  insert into sign_ins (id, state_hash, environment_id, session_id, provider, user_id, browser_hash, verifier, language,
    reference_id, success_url, failure_url, created_at, expires_at)
  values (${row.id}, ${row.state_hash}, ${row.environment_id}, ${row.session_id}, ${row.provider}, ${row.user_id},
    ${row.browser_hash}, ${row.verifier}, ${row.language}, ${row.reference_id}, ${row.success_url}, ${row.failure_url},
    ${row.created_at}, ${row.expires_at})`

export const selectSignInByState = async (sql: Sql, stateHash: Buffer) => {
  const [row] = await sql<SignInRow>`
    select ${signInColumns}
    from sign_ins
    where state_hash = ${stateHash}`
  return row ?? null
}

export const selectSignIn = async (sql: Sql, id: string) => {
  const [row] = await sql<SignInRow>`
    select ${signInColumns}
    from sign_ins
    where id = ${id}`
  return row ?? null
}

/** Takes a state, which only the first of several callers can; its verifier is not kept. */
export const takeSignIn = async (sql: Sql, id: string, at: Date) => {
  const rows = await sql`
    update sign_ins
    set used_at = ${at}, verifier = null
    where id = ${id} and used_at is null
    returning id`
  return rows.length > 0
}

export const endSignIn = (sql: Sql, id: string, outcome: string) => sql`
  update sign_ins
  set outcome = ${outcome}
  where id = ${id}`

/** Serialises what is done with one account under one reference, until the transaction ends. */
export const lockAccount = (sql: Sql, name: string) => sql`
  select pg_advisory_xact_lock(hashtextextended(${name}, 7359))`

/** Frees the account of a user who is about to be replaced. */
export const releaseAccount = (sql: Sql, userId: string) => sql`
  update users
  set provider_account = null
  where user_id = ${userId}`

/** Sets what a new user is given beside its row; what is null stays as it is. */
export const describeUser = (
  sql: Sql,
  userId: string,
  what: { scopes: string; lastWebhookUpdate: Date | null; lastDataAt: Date | null },
) => sql`
  update users
  set scopes = ${what.scopes}, last_webhook_update = ${what.lastWebhookUpdate}, last_data_at = ${what.lastDataAt}
  where user_id = ${userId}`

/** Makes what one user has the other's, who has nothing yet. */
export const moveHistory = async (sql: Sql, from: string, to: string): Promise<void> => {
  // The new consent may show less: what it has not shown yet cannot be missing from it.
  await sql`update records set user_id = ${to}, fetched_at = null where user_id = ${from}`
  await sql`update deleted_records set user_id = ${to} where user_id = ${from}`
  await sql`update backfills set user_id = ${to} where user_id = ${from}`
  await sql`update raw_answers set user_id = ${to} where user_id = ${from}`
  await sql`update imports set user_id = ${to} where user_id = ${from}`
  await sql`update events set user_id = ${to} where user_id = ${from}`
  await sql`update delivery_windows set user_id = ${to} where user_id = ${from}`
  await sql`update fetched_days set user_id = ${to} where user_id = ${from}`
  await sql`update planned_workouts set user_id = ${to} where user_id = ${from}`
  await moveMerged(sql, from, to)
}

export interface TokenRow {
  access_token: string
  refresh_token: string | null
  expires_at: Date | null
}

export const upsertTokens = (sql: Sql, userId: string, row: TokenRow, at: Date) => sql`
  insert into provider_tokens (id, access_token, refresh_token, expires_at, updated_at)
  values (${userId}, ${row.access_token}, ${row.refresh_token}, ${row.expires_at}, ${at})
  on conflict (id) do update
  set access_token = excluded.access_token, refresh_token = excluded.refresh_token, expires_at = excluded.expires_at,
    updated_at = excluded.updated_at, version = provider_tokens.version + 1`

/** A user's tokens, and their id at the provider. */
export interface HeldTokens extends TokenRow {
  account: string | null
  /** Grows with each renewal. */
  version: number
}

/** Keeps renewed tokens in place of those that were renewed; false where others have been stored meanwhile. */
export const replaceTokens = async (sql: Sql, userId: string, version: number, row: TokenRow, at: Date) => {
  const rows = await sql`
    update provider_tokens
    set access_token = ${row.access_token}, refresh_token = ${row.refresh_token}, expires_at = ${row.expires_at},
      updated_at = ${at}, version = version + 1
    where id = ${userId} and version = ${version}
    returning id`
  return rows.length > 0
}

export const selectTokens = async (sql: Sql, userId: string) => {
  const [row] = await sql<HeldTokens>`
    select t.access_token, t.refresh_token, t.expires_at, t.version, u.provider_account as account
    from provider_tokens t
    join users u on u.user_id = t.id
    where t.id = ${userId}`
  return row ?? null
}

/** Lets the caller alone renew the tokens, for half a minute; gives them, or null where somebody else does. */
export const claimRenewal = async (sql: Sql, userId: string) => {
  const [row] = await sql<HeldTokens & { claim: string }>`
    update provider_tokens t
    set renewing_until = clock() + interval '30 s'
    from users u
    where t.id = ${userId} and u.user_id = t.id and (t.renewing_until is null or t.renewing_until < clock())
    returning t.access_token, t.refresh_token, t.expires_at, t.version, u.provider_account as account,
      t.renewing_until::text as claim`
  return row ?? null
}

/** Gives the turn back, unless it has gone to somebody else since. */
export const endRenewal = (sql: Sql, userId: string, claim: string) => sql`
  update provider_tokens
  set renewing_until = null
  where id = ${userId} and renewing_until = ${claim}::timestamptz`

export const insertPhoneToken = (sql: Sql, hash: Buffer, environmentId: string, expiresAt: Date) => sql`
  insert into phone_tokens (hash, environment_id, expires_at)
  values (${hash}, ${environmentId}, ${expiresAt})`

/** Takes a token that is neither used nor expired; gives its environment. */
export const takePhoneToken = async (sql: Sql, hash: Buffer, at: Date) => {
  const [row] = await sql<{ environment_id: string }>`
    update phone_tokens
    set used_at = ${at}
    where hash = ${hash} and used_at is null and expires_at > ${at}
    returning environment_id`
  return row?.environment_id ?? null
}

export const deleteExpired = async (sql: Sql, before: Date): Promise<void> => {
  await sql`delete from sign_ins where expires_at < ${before}`
  await sql`delete from widget_sessions where expires_at < ${before}`
  await sql`delete from phone_tokens where expires_at < ${before}`
}
