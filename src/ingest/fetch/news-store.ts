import type { Sql } from '../../db/sql.ts'
import type { DataType } from '../../schema/records.ts'
import type { News } from './news.ts'

/** Notes what a provider told is new of a user. */
export const insertNews = (sql: Sql, id: string, userId: string, { types, range }: News) => sql`
  insert into provider_news (id, user_id, types, first_day, last_day, noted_at)
  values (${id}, ${userId}, ${types}::text[], ${range?.first ?? null}, ${range?.last ?? null}, clock())`

/** What was told of a user and has not been fetched, oldest first. */
export async function selectNews(sql: Sql, userId: string): Promise<(News & { id: string })[]> {
  const rows = await sql<{ id: string; types: DataType[]; first: string | null; last: string | null }>`
    select id, types, first_day as first, last_day as last
    from provider_news
    where user_id = ${userId}
    order by id`
  return rows.map(({ id, types, first, last }) => ({
    id,
    types,
    range: first === null || last === null ? null : { first, last },
  }))
}

/** Forgets news, or what they say of all types but some. */
export const deleteNews = async (sql: Sql, ids: readonly string[], left: readonly DataType[] = []): Promise<void> => {
  if (ids.length === 0) return
  await sql`
    update provider_news
    set types = array(select one from unnest(types) as one where one = any (${left}::text[]))
    where id = any (${ids}::uuid[]) and types && ${left}::text[]`
  await sql`
    delete from provider_news
    where id = any (${ids}::uuid[]) and not types && ${left}::text[]`
}

/** Forgets those of some news that were told so many days ago. */
export const giveUpNews = async (sql: Sql, ids: readonly string[], days: number): Promise<void> => {
  if (ids.length === 0) return
  await sql`
    delete from provider_news
    where id = any (${ids}::uuid[]) and noted_at < clock() - make_interval(days => ${days})`
}
