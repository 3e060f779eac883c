import sqlText from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'

/** How long after it is taken here a call may be counted at the provider. */
export const marginSeconds = 2

/** Into how many slots a limit's time is cut. */
const slots = 60
/** A slot more: of the oldest a part may be within that time. */
const kept = slots + 1

/**
 * A limit of a provider's, and the bucket that keeps its calls. As many as it holds may be taken in any while so long, whether
 * the provider counts in such whiles, or in windows that begin by the clock or with a first call: nobody need know which.
 */
export interface Bucket {
  name: string
  /** How many it holds. */
  calls: number
  /** In how long that many may be taken. */
  seconds: number
}

/** How long a slot of a limit of so many seconds is. Longer by the margin: whoever came late there came early here. */
const slotSeconds = sqlText`(seconds + ${marginSeconds}) / ${slots}`
/** The number of the slot that a moment is in. */
const slotNow = sqlText`floor(extract(epoch from clock())::float8 / (${slotSeconds}))::bigint`
const emptySlots = sqlText`array_fill(0, array[${kept}::int])`

const rows = (buckets: readonly Bucket[]) => sqlText`
  unnest(
    ${buckets.map(({ name }) => name)}::text[],
    ${buckets.map(({ calls }) => calls)}::float8[],
    ${buckets.map(({ seconds }) => seconds)}::float8[]) as one (name, calls, seconds)`

/**
 * Takes one call out of each bucket, unless that would leave less than the part of one that is for others: then none is
 * taken. Gives null when there was one in all, else after how many seconds there will be.
 */
export async function takeCall(sql: Sql, buckets: readonly Bucket[], leftToOthers: number): Promise<number | null> {
  if (buckets.length === 0) return null
  const [row] = await sql.named('take-call')<{ known: number; wait: number }>`
    with asked as (
      select name, calls, least(calls, 1 + floor(${leftToOthers}::float8 * calls)) as needed,
        ${slotSeconds} as slot_seconds, ${slotNow} as slot, clock() as now
      from ${rows(buckets)}
    ),
    -- Always in the same order, so that no two wait for each other.
    held as (
      select b.*, a.calls, a.needed, a.slot_seconds, greatest(a.slot, b.last_slot) as slot, a.now,
        b.told_until > a.now as is_told, least(greatest(0, a.slot - b.last_slot), ${kept}::int)::int as passed
      from provider_buckets b
      join asked a using (name)
      order by b.name
      for update of b
    ),
    moved as (
      select name, calls, needed, slot_seconds, slot, now, closed_until, is_told, told_left, told_until,
        -- From when the provider said on, it counts anew.
        case
          when told_until <= now then ${emptySlots}
          else (slots || array_fill(0, array[passed]))[passed + 1:]
        end as slots
      from held
    ),
    judged as (
      select count(*)::int as known,
        coalesce(max(greatest(
          0,
          extract(epoch from closed_until - now),
          case
            when is_told then case when told_left >= needed then 0 else extract(epoch from told_until - now) end
            when calls - (select sum(taken) from unnest(slots) as taken) >= needed then 0
            else (
              -- Until so many of the oldest slots have passed that the rest leaves enough.
              select min((slot + place) * slot_seconds - extract(epoch from now))
              from (
                select place, sum(taken) over (order by place desc) - taken as rest
                from unnest(slots) with ordinality as each (taken, place)
              ) as later
              where calls - rest >= needed
            )
          end)), 0)::float8 as wait
      from moved
    ),
    taken as (
      update provider_buckets b
      set slots = m.slots[:${slots}::int] || (m.slots[${kept}::int] + 1), last_slot = m.slot, used_at = m.now, closed_until = null,
        told_left = case when is_told then m.told_left - 1 end,
        told_until = case when is_told then m.told_until end
      from moved m, judged j
      where b.name = m.name and j.wait <= 0 and j.known = ${buckets.length}::int
    )
    select known, wait from judged`
  const { known = 0, wait = 0 } = row ?? {}
  if (wait > 0) return Math.max(1, Math.ceil(wait))
  if (known === buckets.length) return null
  await sql`
    insert into provider_buckets (name, slots, last_slot, used_at)
    select name, ${emptySlots}, ${slotNow}, clock()
    from ${rows(buckets)}
    order by name
    on conflict (name) do nothing`
  return takeCall(sql, buckets, leftToOthers)
}

/** What a provider says of a limit: how many calls are left, and in how many seconds all are there again, if it says so. */
export interface Told extends Bucket {
  left: number
  resetSeconds: number | null
}

/**
 * Has buckets hold what the provider says is left of each, until it says that all is there again; where it does not, for as long
 * as if all that was taken was taken now.
 */
export const followStanding = (sql: Sql, told: readonly Told[]) => sql.named('follow-standing')`
  insert into provider_buckets as b (name, slots, last_slot, used_at, told_left, told_until)
  select name, array_fill(0, array[${slots}::int]) || taken, ${slotNow}, clock(),
    case when reset_seconds is not null then told_left end, clock() + make_interval(secs => reset_seconds)
  from unnest(
    ${told.map(({ name }) => name)}::text[],
    ${told.map(({ seconds }) => seconds)}::float8[],
    ${told.map(({ calls, left }) => Math.round(Math.max(0, calls - left)))}::int[],
    ${told.map(({ left }) => left)}::float8[],
    ${told.map(({ resetSeconds }) => resetSeconds)}::float8[]) as one (name, seconds, taken, told_left, reset_seconds)
  order by name
  on conflict (name) do update
  set slots = excluded.slots, last_slot = excluded.last_slot, used_at = excluded.used_at, told_left = excluded.told_left,
    told_until = excluded.told_until`

/** Closes a bucket for as long as the provider said. */
export const closeBucket = (sql: Sql, bucket: Bucket, seconds: number) => sql`
  insert into provider_buckets as b (name, slots, last_slot, used_at, closed_until)
  select name, ${emptySlots}, ${slotNow}, clock(), clock() + make_interval(secs => ${seconds})
  from ${rows([bucket])}
  on conflict (name) do update
  set closed_until = greatest(b.closed_until, excluded.closed_until)`

/** Forgets buckets that have long been full again. */
export const sweepBuckets = (sql: Sql) => sql`
  delete from provider_buckets
  where used_at < clock() - interval '2 days' and coalesce(closed_until < clock(), true)`
