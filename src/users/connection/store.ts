import sqlText from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'

/**
 * Begins, or begins anew, to keep an eye on a user's link to a provider; `subscribeAt` is when to ask for notifications
 * about this user, null where that is not done for each apart.
 */
export const openConnection = (
  sql: Sql,
  userId: string,
  what: { at: Date; nextPollAt: Date; subscribeAt: Date | null },
) => sql`
  insert into connections (user_id, next_poll_at, news_at, subscribe_at)
  values (${userId}, ${what.nextPollAt}, ${what.at}, ${what.subscribeAt})
  on conflict (user_id) do update
  set failing_since = null, failures = 0, told_at = null, refused_at = null, next_poll_at = excluded.next_poll_at,
    news_at = excluded.news_at, subscribe_at = excluded.subscribe_at, subscribed_url = null`

export const selectConnection = async (sql: Sql, userId: string) => {
  const [row] = await sql<{
    failing_since: Date | null
    told_at: Date | null
    last_polled_at: Date | null
    next_poll_at: Date | null
    news_at: Date
  }>`
    select failing_since, told_at, last_polled_at, next_poll_at, news_at
    from connections
    where user_id = ${userId}`
  return row ?? null
}

/**
 * Counts a failure of what was asked at a time; gives how many came in a row and since when. Nothing for a user who has no
 * connection (any more), and where something that was asked later has worked meanwhile.
 */
export const countFailure = async (sql: Sql, userId: string, askedAt: Date, at: Date) => {
  const [row] = await sql<{ failures: number; failing_since: Date }>`
    update connections
    set failures = failures + 1, failing_since = coalesce(failing_since, ${at})
    where user_id = ${userId} and coalesce(last_polled_at <= ${askedAt}, true)
    returning failures, failing_since`
  return row ?? null
}

/** Notes that the refresh token was called invalid; gives since when that is so. */
export const noteRefusal = async (sql: Sql, userId: string, at: Date) => {
  const [row] = await sql<{ refused_at: Date }>`
    update connections
    set refused_at = coalesce(refused_at, ${at})
    where user_id = ${userId}
    returning refused_at`
  return row?.refused_at ?? null
}

/** Notes that a trouble is told; false where it has been already. */
export const markTold = async (sql: Sql, userId: string, at: Date) => {
  const rows = await sql`
    update connections
    set told_at = ${at}
    where user_id = ${userId} and told_at is null
    returning user_id`
  return rows.length > 0
}

/**
 * Notes that a provider answered what was asked at a time as it should. What was wrong is over, unless that began after it
 * was asked. Without `nextPollAt` it is asked again when it was to be; with `isAtLatest` at that, if it is earlier.
 */
export const noteSuccess = (
  sql: Sql,
  userId: string,
  when: { askedAt: Date; at: Date; newsAt: Date | null; nextPollAt: Date | null; isAtLatest: boolean },
) => {
  const isOver = sqlText`coalesce(failing_since <= ${when.askedAt}, true)`
  return sql`
    update connections
    set last_polled_at = ${when.at},
      news_at = coalesce(${when.newsAt}::timestamptz, news_at),
      failing_since = case when ${isOver} then null else failing_since end,
      failures = case when ${isOver} then 0 else failures end,
      told_at = case when ${isOver} then null else told_at end,
      refused_at = case when ${isOver} then null else refused_at end,
      next_poll_at = case
        when next_poll_at is null then null
        when ${isOver} and ${when.isAtLatest} then least(${when.nextPollAt}::timestamptz, next_poll_at)
        when ${isOver} then coalesce(${when.nextPollAt}::timestamptz, next_poll_at)
        else next_poll_at
      end
    where user_id = ${userId}`
}

/** When to ask next; a connection that has ended stays ended. */
export const setNextPoll = (sql: Sql, userId: string, at: Date) => sql`
  update connections
  set next_poll_at = ${at}
  where user_id = ${userId} and next_poll_at is not null`

/** Takes away what opens a provider, and stops asking it; false where that was so already. */
export const closeConnection = async (sql: Sql, userId: string): Promise<boolean> => {
  const tokens = await sql`delete from provider_tokens where id = ${userId} returning id`
  const active = await sql`update users set active = false where user_id = ${userId} and active returning user_id`
  await sql`update connections set next_poll_at = null, subscribe_at = null where user_id = ${userId}`
  await sql`delete from provider_news where user_id = ${userId}`
  return tokens.length + active.length > 0
}

export const setScopes = (sql: Sql, userId: string, scopes: string) => sql`
  update users
  set scopes = ${scopes}
  where user_id = ${userId}`

/** Users of a provider's account, whatever environment and reference they have. */
export const selectOfAccount = (sql: Sql, provider: string, account: string) => sql<{
  user_id: string
  environment_id: string
}>`
  select user_id, environment_id
  from users
  where provider = ${provider} and provider_account = ${account}`

/**
 * Takes what is due, at most so many, and puts the next time far enough away that nobody else takes it meanwhile. Found by
 * place and one by one, so that it never reads those who are not due, however few all are.
 */
export const takeDue = (sql: Sql, limit: number) => sql<{ user_id: string; environment_id: string; active: boolean }>`
  with due as materialized (
    select ctid
    from connections
    where next_poll_at <= clock()
    order by next_poll_at
    limit ${limit}
    for update skip locked
  ), taken as (
    update connections
    set next_poll_at = clock() + interval '1 h'
    where ctid = any(array(select ctid from due))
    returning user_id
  )
  select taken.user_id, u.environment_id, u.active
  from taken
  cross join lateral (select environment_id, active from users where users.user_id = taken.user_id offset 0) u`
