import type { Sql } from '../../db/sql.ts'
import type { DayRange } from '../../providers/resource.ts'

/**
 * Which of some days have not been fetched while they were over, and when those that are not over were last; where all have,
 * the whole stretch of such days that holds them.
 */
export const selectMissing = async (sql: Sql, userId: string, type: string, { first, last }: DayRange) => {
  const rows = await sql.named('select-missing')<{
    first: string | null
    last: string | null
    recent_at: Date | null
    settled_first: string | null
    settled_last: string | null
  }>`
    select lower(r)::text as first, (upper(r) - 1)::text as last, f.recent_at,
      lower(whole)::text as settled_first, (upper(whole) - 1)::text as settled_last
    from (
      select ${userId}::uuid as user_id, ${type}::text as type, daterange(${first}::date, ${last}::date, '[]') as days
    ) asked
    left join fetched_days f using (user_id, type)
    left join lateral unnest(datemultirange(asked.days) - coalesce(f.settled, '{}'::datemultirange)) as r on true
    left join lateral unnest(f.settled) as whole on whole @> asked.days
    order by r`
  const [row] = rows
  return {
    missing: rows.flatMap((one) =>
      one.first === null || one.last === null ? [] : [{ first: one.first, last: one.last }],
    ),
    recentAt: row?.recent_at ?? null,
    settled:
      row === undefined || row.settled_first === null || row.settled_last === null
        ? null
        : { first: row.settled_first, last: row.settled_last },
  }
}

/** When a type without days was last fetched. */
export const selectFetchedAt = async (sql: Sql, userId: string, type: string) => {
  const [row] = await sql<{ recent_at: Date | null }>`
    select recent_at
    from fetched_days
    where user_id = ${userId} and type = ${type}`
  return row?.recent_at ?? null
}

/** Notes days as fetched: those that were over for good, and whether some were not. */
export const markFetched = (
  sql: Sql,
  userId: string,
  type: string,
  what: { settled: DayRange | null; recentAt: Date | null },
) => sql`
  insert into fetched_days as f (user_id, type, settled, recent_at)
  values (${userId}, ${type},
    case when ${what.settled?.first ?? null}::date is null then '{}'::datemultirange
      else datemultirange(daterange(${what.settled?.first ?? null}::date, ${what.settled?.last ?? null}::date, '[]')) end,
    ${what.recentAt})
  on conflict (user_id, type) do update
  set settled = f.settled + excluded.settled, recent_at = coalesce(excluded.recent_at, f.recent_at)`

/**
 * Takes one call out of a bucket that fills again with time; gives null when there was one, else after how many seconds
 * there will be.
 */
export const takeCall = async (sql: Sql, name: string, calls: number, seconds: number) => {
  const [taken] = await sql.named('take-call')`
    insert into provider_buckets as b (name, tokens, filled_at)
    values (${name}, ${calls}::float8 - 1, clock())
    on conflict (name) do update
    set tokens = least(${calls}::float8, b.tokens + extract(epoch from clock() - b.filled_at) * ${calls}::float8 / ${seconds}::float8) - 1,
      filled_at = clock(), closed_until = null
    where coalesce(b.closed_until <= clock(), true)
      and b.tokens + extract(epoch from clock() - b.filled_at) * ${calls}::float8 / ${seconds}::float8 >= 1
    returning name`
  if (taken !== undefined) return null
  const [row] = await sql<{ wait: number }>`
    select greatest(
      extract(epoch from closed_until - clock()),
      (1 - tokens) * ${seconds}::float8 / ${calls}::float8 - extract(epoch from clock() - filled_at), 0)::float8 as wait
    from provider_buckets
    where name = ${name}`
  return Math.max(1, Math.ceil(row?.wait ?? 1))
}

/** Closes a bucket for as long as the provider said. */
export const closeBucket = (sql: Sql, name: string, seconds: number) => sql`
  insert into provider_buckets as b (name, tokens, filled_at, closed_until)
  values (${name}, 0, clock(), clock() + make_interval(secs => ${seconds}))
  on conflict (name) do update
  set closed_until = greatest(b.closed_until, excluded.closed_until)`

/** Forgets buckets that have long been full again. */
export const sweepBuckets = (sql: Sql) => sql`
  delete from provider_buckets
  where filled_at < clock() - interval '2 days' and coalesce(closed_until < clock(), true)`

export interface SubscriptionRow {
  secret: string
  callback_url: string | null
  expires_at: Date | null
}

/** The subscription to a provider's notifications, made with this secret unless there is one. */
export const openSubscription = async (sql: Sql, id: string, provider: string, secret: string) => {
  await sql`
    insert into provider_subscriptions (id, provider, secret)
    values (${id}, ${provider}, ${secret})
    on conflict (provider) do nothing`
  return selectSubscription(sql, provider)
}

export const selectSubscription = async (sql: Sql, provider: string) => {
  const [row] = await sql<SubscriptionRow>`
    select secret, callback_url, expires_at
    from provider_subscriptions
    where provider = ${provider}`
  return row ?? null
}

export const markSubscribed = (sql: Sql, provider: string, callbackUrl: string, expiresAt: Date | null) => sql`
  update provider_subscriptions
  set callback_url = ${callbackUrl}, expires_at = ${expiresAt}
  where provider = ${provider}`
