import sqlText from 'sql-template-tag'
import { empty, join, raw, type Sql } from '../db/sql.ts'

export interface UserRow {
  user_id: string
  environment_id: string
  provider: string
  provider_account: string | null
  reference_id: string | null
  scopes: string | null
  active: boolean
  zone: string | null
  created_at: Date
  last_webhook_update: Date | null
  last_data_at: Date | null
}

/** What a `UserRow` is read from. */
export const columns = sqlText`user_id, environment_id, provider, provider_account, reference_id, scopes, active, zone, created_at,
  last_webhook_update, last_data_at`

export const selectUser = async (sql: Sql, environmentId: string, userId: string) => {
  const [row] = await sql.named('select-user')<UserRow>`
    select ${columns}
    from users
    where environment_id = ${environmentId} and user_id = ${userId}`
  return row ?? null
}

export const selectUsersByIds = (sql: Sql, environmentId: string, userIds: string[]) => sql<UserRow>`
  select ${columns}
  from users
  where environment_id = ${environmentId} and user_id = any(${userIds}::uuid[])`

export const selectByReference = (sql: Sql, environmentId: string, referenceId: string) => sql<UserRow>`
  select ${columns}
  from users
  where environment_id = ${environmentId} and reference_id = ${referenceId}
  order by created_at, user_id`

export const selectByAccount = async (
  sql: Sql,
  environmentId: string,
  provider: string,
  account: string,
  referenceId: string | null,
) => {
  const [row] = await sql<UserRow>`
    select ${columns}
    from users
    where environment_id = ${environmentId} and provider = ${provider} and provider_account = ${account}
      and coalesce(reference_id, '') = ${referenceId ?? ''}`
  return row ?? null
}

/** Inserts and gives the row, or nothing when the same account and reference is already there. */
export const insertUser = async (
  sql: Sql,
  user: {
    userId: string
    environmentId: string
    provider: string
    account: string | null
    referenceId: string | null
    zone: string | null
    createdAt: Date
  },
) => {
  const [row] = await sql<UserRow>`
    insert into users (user_id, environment_id, provider, provider_account, reference_id, zone, created_at)
    values (${user.userId}, ${user.environmentId}, ${user.provider}, ${user.account}, ${user.referenceId}, ${user.zone}, ${user.createdAt})
    on conflict (environment_id, provider, provider_account, coalesce(reference_id, '')) where provider_account is not null
    do nothing
    returning ${columns}`
  return row ?? null
}

export interface UserPosition {
  createdAt: string
  userId: string
}

const searched = (search: string | undefined) =>
  search === undefined
    ? empty
    : sqlText`and (user_id::text = ${search.toLowerCase()} or position(${search} in reference_id) > 0)`

/** Whom the provider does not answer any more: the token has ended and nothing renews it, or the provider refuses to. */
const needsReauthOf = (rows: 'users' | 'listed') => sqlText`(exists (
  select from provider_tokens
  where id = ${raw(rows)}.user_id and refresh_token is null and expires_at <= clock())
  or exists (select from connections where user_id = ${raw(rows)}.user_id and told_at is not null))`
const needsReauth = needsReauthOf('users')

/** How a user's connection stands, for lists. */
export type Standing = 'connected' | 'needs_reauth' | 'disconnected'

const standing = (wanted: Standing | undefined) => {
  switch (wanted) {
    case 'connected':
      return sqlText`and active and not ${needsReauth}`
    case 'needs_reauth':
      return sqlText`and active and ${needsReauth}`
    case 'disconnected':
      return sqlText`and not active`
    default:
      return empty
  }
}

/**
 * Users in order of creation after a position, `search` being a user id or a part of a reference id. How each stands is
 * asked for those on the page: of the others it would be a walk through all tokens.
 */
export const selectListed = (
  sql: Sql,
  environmentId: string,
  limit: number,
  after: UserPosition | null,
  filter: { search?: string | undefined; provider?: string | undefined; standing?: Standing | undefined } = {},
) => sql<UserRow & { position: string; needs_reauth: boolean }>`
  select listed.*, created_at::text as position, ${needsReauthOf('listed')} as needs_reauth
  from (
    select ${columns}
    from users
    where environment_id = ${environmentId}
      ${after === null ? empty : sqlText`and (created_at, user_id) > (${after.createdAt}::timestamptz, ${after.userId}::uuid)`}
      ${searched(filter.search)}
      ${filter.provider === undefined ? empty : sqlText`and provider = ${filter.provider}`}
      ${standing(filter.standing)}
    order by created_at, user_id
    limit ${limit}
  ) listed
  order by created_at, user_id`

/** How old a user's token is; nothing for one who has none. */
export const selectToken = async (sql: Sql, userId: string) => {
  const [row] = await sql<{ renewed_at: Date; expires_at: Date | null; is_renewable: boolean; has_ended: boolean }>`
    select updated_at as renewed_at, expires_at, refresh_token is not null as is_renewable,
      refresh_token is null and expires_at is not null and expires_at <= clock() as has_ended
    from provider_tokens
    where id = ${userId}`
  return row ?? null
}

export interface LockedRow extends UserRow {
  /**
   * Where a destination wants each thing of a person once, and the app knows the person by an id: whether they have several accounts.
   * Null elsewhere.
   */
  merges: 'several' | 'alone' | null
}

/** Takes the row lock that serialises what happens to one user. */
export const lockUser = async (sql: Sql, environmentId: string, userId: string) => {
  const [row] = await sql<LockedRow>`
    select ${columns},
      case
        when reference_id is null
          or not exists (select from destinations d where d.environment_id = users.environment_id and d.view = 'merged')
        then null
        when exists (
          select
          from users other
          where other.environment_id = users.environment_id and other.reference_id = users.reference_id
            and other.user_id <> users.user_id
        )
        then 'several'
        else 'alone'
      end as merges
    from users
    where environment_id = ${environmentId} and user_id = ${userId}
    for update`
  return row ?? null
}

/** Changes what an app may change; what is null stays. */
export const changeUser = async (
  sql: Sql,
  userId: string,
  change: { referenceId: string | null; active: boolean | null },
) => {
  const [row] = await sql<UserRow>`
    update users
    set reference_id = coalesce(${change.referenceId}, reference_id), active = coalesce(${change.active}, active)
    where user_id = ${userId}
    returning ${columns}`
  return row ?? null
}

export const deleteUser = (sql: Sql, userId: string) => sql`
  delete from users
  where user_id = ${userId}`

/** Stamps what was just stored or sent; a user deleted meanwhile is left deleted. */
export const touchUser = (sql: Sql, userId: string, stamps: { data?: Date; webhook?: Date }) => {
  const sets = [
    ...(stamps.data === undefined ? [] : [sqlText`last_data_at = greatest(last_data_at, ${stamps.data})`]),
    ...(stamps.webhook === undefined
      ? []
      : [sqlText`last_webhook_update = greatest(last_webhook_update, ${stamps.webhook})`]),
  ]
  return sql`
    update users
    set ${join(sets)}
    where user_id = ${userId}`
}

export const rawFilesOf = (sql: Sql, userId: string) => sql<{ raw_path: string }>`
  select raw_path
  from imports
  where user_id = ${userId} and raw_path is not null`
