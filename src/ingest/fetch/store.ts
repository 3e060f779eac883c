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

/**
 * Which of some days have not been fetched since their end, oldest first, when those that are not over were last, and whether
 * the user's provider fails now.
 */
export const selectUnseen = async (sql: Sql, userId: string, type: string, { first, last }: DayRange) => {
  const rows = await sql.named('select-unseen')<{
    first: string | null
    last: string | null
    recent_at: Date | null
    is_failing: boolean
  }>`
    select lower(r)::text as first, (upper(r) - 1)::text as last, f.recent_at, c.failing_since is not null as is_failing
    from (
      select ${userId}::uuid as user_id, ${type}::text as type, daterange(${first}::date, ${last}::date, '[]') as days
    ) asked
    left join fetched_days f using (user_id, type)
    left join connections c on c.user_id = asked.user_id
    left join lateral unnest(datemultirange(asked.days) - coalesce(f.seen, '{}'::datemultirange)) as r on true
    order by r`
  const unseen = rows.flatMap(({ first, last }) => (first === null || last === null ? [] : [{ first, last }]))
  return { unseen, recentAt: rows[0]?.recent_at ?? null, isFailing: rows[0]?.is_failing ?? false }
}

/** Notes days as fetched: those that were over, of them those that were over for good, and whether some were not. */
export const markFetched = (
  sql: Sql,
  userId: string,
  type: string,
  what: { seen: DayRange | null; settled: DayRange | null; recentAt: Date | null },
) => sql`
  insert into fetched_days as f (user_id, type, seen, settled, recent_at)
  values (${userId}, ${type}, ${daysText(what.seen)}::datemultirange, ${daysText(what.settled)}::datemultirange, ${what.recentAt})
  on conflict (user_id, type) do update
  set seen = f.seen + excluded.seen, settled = f.settled + excluded.settled,
    recent_at = coalesce(excluded.recent_at, f.recent_at)`

const daysText = (days: DayRange | null): string => (days === null ? '{}' : `{[${days.first},${days.last}]}`)

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

/** Notes where a provider sends to, until when, and the sealed secret where it has made one itself. */
export const markSubscribed = (
  sql: Sql,
  provider: string,
  what: { callbackUrl: string; expiresAt: Date | null; secret: string | null },
) => sql`
  update provider_subscriptions
  set callback_url = ${what.callbackUrl}, expires_at = ${what.expiresAt}, secret = coalesce(${what.secret}, secret)
  where provider = ${provider}`
