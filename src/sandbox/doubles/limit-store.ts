import sqlText from 'sql-template-tag'
import type { Sql } from '../../db/sql.ts'
import { type CountedCall, counting } from '../call-store.ts'
import { type DeedRow, deedOf } from '../life/deed-store.ts'
import type { Deed } from '../life/deeds.ts'
import type { Double, Usage } from './double.ts'

/** A call at a double, counted. */
export interface Admitted {
  call: CountedCall
  /** How far each limit is used with it. */
  usage: Usage[]
  /** What happened to the person's data, oldest first. */
  deeds: Deed[]
  /** Whether a replaced refresh token of the grant is still good. */
  hasGrace: boolean
}

interface LimitRow {
  place: number
  calls: number
  started_ms: number
}

/**
 * Counts a call of a token under a double's limits, each in its window, and reads what its answer is made of: one statement,
 * as people's devices make many. Null for a token that is not good.
 */
export async function countAdmission(
  sql: Sql,
  { provider, limits }: Pick<Double, 'provider' | 'limits'>,
  asked: { accessHash: Buffer; at: Date; isData: boolean },
): Promise<Admitted | null> {
  const { accessHash, at, isData } = asked
  const isRunning = sqlText`l.started_at + make_interval(secs => split_part(l.name, ' ', 2)::float8) > ${at}`
  const [row] = await sql.named('count-admission')<
    CountedCall & { limits: LimitRow[] | null; deeds: DeedRow[] | null; has_grace: boolean }
  >`
    with ${counting(provider, accessHash, at, isData)},
    asked as (
      select t.place, t.seconds, t.is_aligned,
        concat_ws(' ', ${provider}::text, t.seconds, case when t.is_of_app then 'app' else c.id::text end, t.calls) as name
      from counted c, unnest(
        ${limits.map(({ seconds }) => seconds)}::int[],
        ${limits.map(({ calls }) => calls)}::int[],
        ${limits.map(({ per }) => per === 'app')}::boolean[],
        ${limits.map(({ isAligned }) => isAligned === true)}::boolean[])
        with ordinality as t (seconds, calls, is_of_app, is_aligned, place)
    ),
    used as (
      insert into sandbox_limits as l (name, started_at, calls)
      select name, case when is_aligned then to_timestamp(floor(extract(epoch from ${at}::timestamptz) / seconds) * seconds) else ${at} end, 1
      from asked
      order by name
      on conflict (name) do update
      set calls = case when ${isRunning} then l.calls + 1 else 1 end,
        refused = l.refused + case when ${isRunning} and l.calls >= split_part(l.name, ' ', 4)::int then 1 else 0 end,
        started_at = case when ${isRunning} then l.started_at else excluded.started_at end
      returning name, calls, (extract(epoch from started_at) * 1000)::float8 as started_ms
    )
    select c.*,
      (select json_agg(json_build_object('place', a.place, 'calls', u.calls, 'started_ms', u.started_ms))
       from used u join asked a using (name)) as limits,
      (select json_agg(json_build_object(
          'kind', d.kind, 'key', d.key, 'at_ms', (extract(epoch from d.at) * 1000)::float8, 'detail', d.detail) order by d.at, d.id)
       from sandbox_deeds d
       where d.provider = ${provider} and d.person = lower(c.person)) as deeds,
      exists (select from sandbox_spent s where s.grant_id = c.id and s.good_until is not null) as has_grace
    from counted c`
  if (row === undefined) return null
  const { limits: counted, deeds, has_grace: hasGrace, ...call } = row
  const usage = limits.flatMap((limit, at0): Usage[] => {
    const one = counted?.find(({ place }) => place === at0 + 1)
    if (one === undefined) return []
    const leftSeconds = (one.started_ms - at.getTime()) / 1000 + limit.seconds
    return [{ limit, used: one.calls, resetSeconds: Math.max(1, Math.ceil(leftSeconds)) }]
  })
  return { call, usage, deeds: (deeds ?? []).map(deedOf), hasGrace }
}

/** Forgets windows that are long over. */
export const sweepLimits = (sql: Sql) => sql`
  delete from sandbox_limits
  where started_at < clock() - interval '2 days'`
