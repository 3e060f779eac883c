import type { Sql } from '../../db/sql.ts'
import { type Deed, deedDetail } from './deeds.ts'

export interface DeedRow {
  kind: Deed['kind']
  key: string
  at_ms: number
  detail: unknown
}

export const deedOf = ({ kind, key, at_ms: atMs, detail }: DeedRow): Deed =>
  kind === 'workout' ? { kind, key, atMs, ...deedDetail.parse(detail) } : { kind, key, atMs }

/** What happened to a person's data at a provider, oldest first. */
export async function selectDeeds(sql: Sql, provider: string, person: string): Promise<Deed[]> {
  const rows = await sql.named('select-deeds')<DeedRow>`
    select kind, key, (extract(epoch from at) * 1000)::float8 as at_ms, detail
    from sandbox_deeds
    where provider = ${provider} and person = ${person}
    order by at, id`
  return rows.map(deedOf)
}

export const insertDeed = (
  sql: Sql,
  id: string,
  provider: string,
  person: string,
  { kind, key, atMs, ...detail }: Deed,
) => sql`
  insert into sandbox_deeds (id, provider, person, kind, key, at, detail)
  values (${id}, ${provider}, ${person}, ${kind}, ${key}, ${new Date(atMs)}, ${JSON.stringify(detail)}::jsonb)`
