import sqlText from 'sql-template-tag'
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

/** How many calls of a bucket there are now: it fills with time, or at once when the provider said that it does. */
const tokensNow = ({ calls, seconds }: Limit) => sqlText`
  case
    when b.resets_at > clock() then b.tokens
    when b.resets_at is not null then ${calls}::float8
    else least(${calls}::float8,
      b.tokens + extract(epoch from clock() - b.filled_at)::float8 * ${calls}::float8 / ${seconds}::float8)
  end`

interface Limit {
  calls: number
  seconds: number
}

/**
 * Takes one call out of a bucket, unless that would leave less than the part of it that is for others; gives null when
 * there was one, else after how many seconds there will be.
 */
export const takeCall = async (sql: Sql, name: string, limit: Limit, leftToOthers: number) => {
  const { calls, seconds } = limit
  const needed = Math.min(calls, 1 + leftToOthers * calls)
  const [taken] = await sql.named('take-call')`
    insert into provider_buckets as b (name, tokens, filled_at)
    values (${name}, ${calls}::float8 - 1, clock())
    on conflict (name) do update
    set tokens = ${tokensNow(limit)} - 1, filled_at = clock(), closed_until = null,
      resets_at = case when b.resets_at > clock() then b.resets_at end
    where coalesce(b.closed_until <= clock(), true) and ${tokensNow(limit)} >= ${needed}::float8
    returning name`
  if (taken !== undefined) return null
  const [row] = await sql<{ wait: number }>`
    select greatest(0,
      extract(epoch from b.closed_until - clock()),
      case
        when ${tokensNow(limit)} >= ${needed}::float8 then 0
        when b.resets_at > clock() then extract(epoch from b.resets_at - clock())
        else (${needed}::float8 - ${tokensNow(limit)}) * ${seconds}::float8 / ${calls}::float8
      end)::float8 as wait
    from provider_buckets b
    where name = ${name}`
  return Math.max(1, Math.ceil(row?.wait ?? 1))
}

/** Has a bucket hold what the provider says is left, until it says that all is there again. */
export const followStanding = (sql: Sql, name: string, left: number, resetSeconds: number | null) => sql.named(
  'follow-standing',
)`
  insert into provider_buckets as b (name, tokens, filled_at, resets_at)
  values (${name}, ${left}::float8, clock(), clock() + make_interval(secs => ${resetSeconds}::float8))
  on conflict (name) do update
  set tokens = excluded.tokens, filled_at = excluded.filled_at, resets_at = excluded.resets_at`

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

/** Notes where a provider sends to, until when, and the sealed secret where it has made one itself. */
export const markSubscribed = (
  sql: Sql,
  provider: string,
  what: { callbackUrl: string; expiresAt: Date | null; secret: string | null },
) => sql`
  update provider_subscriptions
  set callback_url = ${what.callbackUrl}, expires_at = ${what.expiresAt}, secret = coalesce(${what.secret}, secret)
  where provider = ${provider}`
