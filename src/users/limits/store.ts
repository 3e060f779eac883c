import type { Sql } from '../../db/sql.ts'

/**
 * How long after it is counted here a call may be counted at the provider. So much longer than the provider's window is one
 * of ours, which begins with its first call; and as long before the end of theirs no call is made, as it might be the first
 * of their next one, in which ours then allows a whole one more.
 */
export const marginSeconds = 1

/**
 * A limit of a provider's, and the bucket that keeps its calls: all are there again when the provider says so, or when its
 * time has gone by since the first was taken. To let them come back one by one would allow twice as many in the first while.
 */
export interface Bucket {
  name: string
  /** How many it holds. */
  calls: number
  /** In how long that many may be taken. */
  seconds: number
}

/**
 * Takes one call out of each bucket, unless that would leave less than the part of one that is for others: then none is
 * taken. Gives null when there was one in all, else after how many seconds there will be.
 */
export async function takeCall(sql: Sql, buckets: readonly Bucket[], leftToOthers: number): Promise<number | null> {
  if (buckets.length === 0) return null
  const names = buckets.map(({ name }) => name)
  const capacities = buckets.map(({ calls }) => calls)
  const [row] = await sql.named('take-call')<{ known: number; wait: number }>`
    with asked as (
      select name, calls, seconds, least(calls, 1 + floor(${leftToOthers}::float8 * calls)) as needed, clock() as now
      from unnest(${names}::text[], ${capacities}::float8[], ${buckets.map(({ seconds }) => seconds)}::float8[])
        as one (name, calls, seconds)
    ),
    -- Always in the same order, so that no two wait for each other.
    held as (
      select b.*, a.calls, a.seconds, a.needed, a.now
      from provider_buckets b
      join asked a using (name)
      order by b.name
      for update of b
    ),
    filled as (
      select name, calls, seconds, needed, now, closed_until, resets_at,
        case
          when resets_at > now then tokens
          when resets_at is not null then calls
          else least(calls, tokens + extract(epoch from now - filled_at)::float8 * calls / seconds)
        end as tokens
      from held
    ),
    judged as (
      select count(*)::int as known,
        coalesce(max(greatest(
          0,
          extract(epoch from closed_until - now),
          case
            when resets_at > now and resets_at < now + make_interval(secs => least(2 * ${marginSeconds}, seconds / 10))
              then extract(epoch from resets_at - now)
            when tokens >= needed then 0
            when resets_at > now then extract(epoch from resets_at - now)
            else (needed - tokens) * seconds / calls
          end)), 0)::float8 as wait
      from filled
    ),
    taken as (
      update provider_buckets b
      set tokens = f.tokens - 1, filled_at = f.now, closed_until = null,
        resets_at = case
          when f.resets_at > f.now then f.resets_at
          else f.now + make_interval(secs => f.seconds + ${marginSeconds})
        end
      from filled f, judged j
      where b.name = f.name and j.wait <= 0 and j.known = cardinality(${names}::text[])
    )
    select known, wait from judged`
  const { known = 0, wait = 0 } = row ?? {}
  if (wait > 0) return Math.max(1, Math.ceil(wait))
  if (known === buckets.length) return null
  await sql`
    insert into provider_buckets (name, tokens, filled_at)
    select name, calls, clock()
    from unnest(${names}::text[], ${capacities}::float8[]) as one (name, calls)
    order by name
    on conflict (name) do nothing`
  return takeCall(sql, buckets, leftToOthers)
}

/**
 * Heeds that a call, asked for at a moment, took longer than the margin: at the provider it may have been counted only now.
 * A window of ours that began with it, or since, lasts from now and has one call less; one that is over begins anew.
 */
export const countLate = (sql: Sql, buckets: readonly Bucket[], askedAt: Date) => sql.named('count-late')`
  with late as (
    select name, calls, make_interval(secs => seconds + ${marginSeconds}) as lasts, clock() as now
    from unnest(
      ${buckets.map(({ name }) => name)}::text[],
      ${buckets.map(({ calls }) => calls)}::float8[],
      ${buckets.map(({ seconds }) => seconds)}::float8[]) as one (name, calls, seconds)
  ),
  held as (
    select b.name, l.calls, l.lasts, l.now, b.resets_at > l.now as is_running
    from provider_buckets b
    join late l using (name)
    where b.resets_at <= l.now or b.resets_at - l.lasts >= ${askedAt}
    order by b.name
    for update of b
  )
  update provider_buckets b
  set tokens = case when is_running then greatest(0, tokens - 1) else calls - 1 end, filled_at = now, resets_at = now + lasts
  from held
  where b.name = held.name`

/** Has buckets hold what the provider says is left of each, until it says that all is there again. */
export const followStanding = (
  sql: Sql,
  told: readonly { name: string; left: number; resetSeconds: number | null }[],
) => sql.named('follow-standing')`
  insert into provider_buckets as b (name, tokens, filled_at, resets_at)
  select name, tokens, clock(), clock() + make_interval(secs => reset_seconds)
  from unnest(
    ${told.map(({ name }) => name)}::text[],
    ${told.map(({ left }) => left)}::float8[],
    ${told.map(({ resetSeconds }) => resetSeconds)}::float8[]) as one (name, tokens, reset_seconds)
  order by name
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
