import type { Sql } from '../../db/sql.ts'
import type { DoubleLimit, Usage } from './double.ts'

/** Counts a call under limits, each in its window; gives how far they are used with it. */
export async function countCalls(
  sql: Sql,
  limits: readonly { name: string; limit: DoubleLimit }[],
  at: Date,
): Promise<Usage[]> {
  if (limits.length === 0) return []
  const rows = await sql<{ name: string; calls: number; started_at: Date }>`
    insert into sandbox_limits as l (name, started_at, calls)
    select t.name, case when t.is_aligned then to_timestamp(floor(extract(epoch from ${at}::timestamptz) / t.seconds) * t.seconds) else ${at} end, 1
    from unnest(
      ${limits.map(({ name }) => name)}::text[], ${limits.map(({ limit }) => limit.seconds)}::float8[],
      ${limits.map(({ limit }) => limit.isAligned === true)}::boolean[]) as t (name, seconds, is_aligned)
    order by t.name
    on conflict (name) do update
    set calls = case when l.started_at + make_interval(secs => split_part(l.name, ' ', 2)::float8) > ${at} then l.calls + 1 else 1 end,
      started_at = case when l.started_at + make_interval(secs => split_part(l.name, ' ', 2)::float8) > ${at} then l.started_at else excluded.started_at end
    returning name, calls, started_at`
  return limits.flatMap(({ name, limit }) => {
    const row = rows.find((one) => one.name === name)
    if (row === undefined) return []
    const endMs = row.started_at.getTime() + limit.seconds * 1000
    return [{ limit, used: row.calls, resetSeconds: Math.max(1, Math.ceil((endMs - at.getTime()) / 1000)) }]
  })
}

/** Forgets windows that are long over. */
export const sweepLimits = (sql: Sql) => sql`
  delete from sandbox_limits
  where started_at < clock() - interval '2 days'`
