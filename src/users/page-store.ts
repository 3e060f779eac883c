import sqlText from 'sql-template-tag'
import { empty, type Sql } from '../db/sql.ts'
import { columns, type UserPosition, type UserRow } from './store.ts'

/** Where every `step`-th user of an environment stands in order of creation, from the first one on. */
export const selectMarkers = (sql: Sql, environmentId: string, step: number) => sql<UserPosition>`
  select created_at::text as "createdAt", user_id as "userId"
  from (
    select created_at, user_id, row_number() over (order by created_at, user_id) as number
    from users
    where environment_id = ${environmentId}
  ) numbered
  where (number - 1) % ${step}::int = 0
  order by number`

/** How many users there are from a position on; all where it is null. */
export const countFrom = async (sql: Sql, environmentId: string, from: UserPosition | null) => {
  const [row] = await sql<{ n: number }>`
    select count(*) as n
    from users
    where environment_id = ${environmentId} ${from === null ? empty : sqlText`and ${place} >= ${at(from)}`}`
  return row?.n ?? 0
}

/** Which users a page has: from a position on and before another; null is the beginning, or the end. */
export interface Span {
  from: UserPosition | null
  before: UserPosition | null
  skip: number
  limit: number
}

export const selectSpan = (sql: Sql, environmentId: string, { from, before, skip, limit }: Span) => sql<UserRow>`
  select ${columns}
  from users
  where environment_id = ${environmentId}
    ${from === null ? empty : sqlText`and ${place} >= ${at(from)}`}
    ${before === null ? empty : sqlText`and ${place} < ${at(before)}`}
  order by created_at, user_id
  limit ${limit} offset ${skip}`

/** The users after a position in order of creation, each with where it stands. */
export const selectAfter = (sql: Sql, environmentId: string, after: UserPosition | null, limit: number) => sql<
  UserRow & { position: string }
>`
  select ${columns}, created_at::text as position
  from users
  where environment_id = ${environmentId} ${after === null ? empty : sqlText`and ${place} > ${at(after)}`}
  order by created_at, user_id
  limit ${limit}`

const place = sqlText`(created_at, user_id)`
const at = ({ createdAt, userId }: UserPosition) => sqlText`(${createdAt}::timestamptz, ${userId}::uuid)`
