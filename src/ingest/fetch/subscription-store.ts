import type { Sql } from '../../db/sql.ts'

/** Has the users of a provider subscribed of whom it does not tell this address yet. */
export const subscribeElsewhere = (sql: Sql, provider: string, callbackUrl: string) => sql`
  update connections c
  set subscribe_at = clock()
  from users u
  where u.user_id = c.user_id and u.provider = ${provider} and u.active and c.next_poll_at is not null
    and c.subscribed_url is distinct from ${callbackUrl} and coalesce(c.subscribe_at > clock(), true)`

/** Takes users who are to be subscribed, at most so many, and has nobody else take them meanwhile. */
export const takeUnsubscribed = (sql: Sql, limit: number) => sql<{ user_id: string; environment_id: string }>`
  with due as (
    select user_id
    from connections
    where subscribe_at <= clock()
    order by subscribe_at
    limit ${limit}
    for update skip locked
  )
  update connections c
  set subscribe_at = clock() + interval '1 h'
  from due
  join users u on u.user_id = due.user_id
  where c.user_id = due.user_id
  returning c.user_id, u.environment_id`

/**
 * Notes that a provider sends a user's notifications to an address, and when to ask for that again; null for never. At once
 * where the server has moved meanwhile.
 */
export const markUserSubscribed = (
  sql: Sql,
  userId: string,
  provider: string,
  callbackUrl: string,
  again: Date | null,
) => sql`
  update connections
  set subscribed_url = ${callbackUrl},
    subscribe_at = case
      when exists (select from provider_subscriptions where provider = ${provider} and callback_url = ${callbackUrl})
        then ${again}::timestamptz
      else clock()
    end
  where user_id = ${userId} and next_poll_at is not null`

/** When to try again. */
export const subscribeAgain = (sql: Sql, userId: string, at: Date) => sql`
  update connections
  set subscribe_at = ${at}
  where user_id = ${userId} and subscribe_at is not null`

/** Keeps the sealed secret that a provider has made, in place of ours. */
export const replaceSecret = (sql: Sql, provider: string, secret: string) => sql`
  update provider_subscriptions
  set secret = ${secret}
  where provider = ${provider}`
