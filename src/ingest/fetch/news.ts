import type { Sql } from '../../db/sql.ts'
import { newId } from '../../lib/ids.ts'
import type { DayRange } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import { addFetch } from '../../users/connection/fetch-job.ts'
import { joined } from './days.ts'
import { insertNews } from './news-store.ts'

/** What a provider told is new of a user. */
export interface News {
  types: readonly DataType[]
  /** Null where it does not say: the last days. */
  range: DayRange | null
}

/** How long more is waited for: what a device syncs is told of one after the other. */
const gatherSeconds = 2

/**
 * Notes news of a user, and that they are to be fetched. A device that syncs is told of many times over, for each night,
 * session and quarter of an hour: what is told until the fetch begins, or while one runs, is fetched together.
 */
export async function noteNews(sql: Sql, user: { userId: string; environmentId: string }, news: News): Promise<void> {
  await insertNews(sql, newId(), user.userId, news)
  await addNewsFetch(sql, user, gatherSeconds)
}

/** Has what is noted of a user fetched, after a while where that is asked for. */
export const addNewsFetch = (
  sql: Sql,
  { userId, environmentId }: { userId: string; environmentId: string },
  delaySeconds: number,
) => addFetch(sql, { environmentId, userId, isOfNews: true }, { key: `told ${userId}`, delaySeconds, keepsTime: true })

/** The days of each type that news tell of, oldest first, those that meet as one; `lately` for news that name none. */
export function daysOfNews(news: readonly News[], lately: DayRange): Map<DataType, DayRange[]> {
  const ofType = new Map<DataType, DayRange[]>()
  for (const { types, range } of news)
    for (const type of types) ofType.set(type, [...(ofType.get(type) ?? []), range ?? lately])
  return new Map([...ofType].map(([type, ranges]) => [type, joined(ranges)]))
}
