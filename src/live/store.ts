import type { Sql } from '../db/sql.ts'

/** How long a dispatch can be replayed: after that it is deleted. */
export const keptMinutes = 10

export interface LiveToken {
  environmentId: string
  keyId: string
  /** Null: it lets an app listen. */
  userId: string | null
}

export const insertToken = (sql: Sql, hash: Buffer, token: LiveToken, expiresAt: Date) => sql`
  insert into live_tokens (hash, environment_id, key_id, user_id, expires_at)
  values (${hash}, ${token.environmentId}, ${token.keyId}, ${token.userId}, ${expiresAt})`

/** Takes a token, so that it works once; null for one that is unknown, expired, or whose key was revoked. */
export async function takeToken(sql: Sql, hash: Buffer, at: Date): Promise<LiveToken | null> {
  const [row] = await sql<{ environment_id: string; key_id: string; user_id: string | null }>`
    with taken as (
      delete from live_tokens
      where hash = ${hash}
      returning environment_id, key_id, user_id, expires_at
    )
    select t.environment_id, t.key_id, t.user_id
    from taken t
    join api_keys k on k.id = t.key_id
    where t.expires_at > ${at} and k.revoked_at is null`
  return row === undefined ? null : { environmentId: row.environment_id, keyId: row.key_id, userId: row.user_id }
}

/** Those of some keys that still open something. */
export const selectValidKeys = async (sql: Sql, keyIds: readonly string[]): Promise<string[]> => {
  const rows = await sql<{ id: string }>`
    select id
    from api_keys
    where id = any(${keyIds}::uuid[]) and revoked_at is null`
  return rows.map(({ id }) => id)
}

export interface Submitted {
  userId: string
  type: string
  /** The text of a JSON object, as it came. */
  body: string
}

/**
 * Numbers and stores what users of an environment submitted, in this order. Gives the users of whom something was stored:
 * nothing is of one who has ended or is paused.
 */
export async function insertDispatches(
  sql: Sql,
  environmentId: string,
  submitted: readonly Submitted[],
): Promise<string[]> {
  const rows = await sql.named('live_dispatches')<{ user_id: string }>`
    with cursor as (
      insert into live_cursors as c (environment_id, seq)
      values (${environmentId}, ${submitted.length})
      on conflict (environment_id) do update set seq = c.seq + excluded.seq
      returning seq
    )
    insert into live_dispatches (environment_id, seq, user_id, type, body, created_at)
    select ${environmentId}::uuid, cursor.seq - ${submitted.length}::int + s.place, s.user_id, s.type, s.body, clock()
    from cursor,
      unnest(
        ${submitted.map(({ userId }) => userId)}::uuid[],
        ${submitted.map(({ type }) => type)}::text[],
        ${submitted.map(({ body }) => body)}::text[]
      ) with ordinality as s (user_id, type, body, place)
    join users u on u.user_id = s.user_id and u.environment_id = ${environmentId}::uuid and u.active
    returning user_id`
  return rows.map(({ user_id }) => user_id)
}

/** The number of an environment's newest dispatch; 0 before its first. */
export const selectCursor = async (sql: Sql, environmentId: string): Promise<number> => {
  const [row] = await sql<{ seq: number }>`
    select seq
    from live_cursors
    where environment_id = ${environmentId}`
  return row?.seq ?? 0
}

export interface DispatchRow {
  environment_id: string
  seq: number
  user_id: string
  type: string
  body: string
}

/** What was dispatched in some environments after a number in each, at most so many of each, in order. */
export const selectAfter = (
  sql: Sql,
  places: readonly { environmentId: string; seq: number }[],
  limit: number,
) => sql.named('live_after')<DispatchRow>`
  select d.environment_id, d.seq, d.user_id, d.type, d.body
  from unnest(
      ${places.map(({ environmentId }) => environmentId)}::uuid[],
      ${places.map(({ seq }) => seq)}::bigint[]
    ) as n (environment_id, seq),
  lateral (
    select environment_id, seq, user_id, type, body
    from live_dispatches
    where environment_id = n.environment_id and seq > n.seq
    order by seq
    limit ${limit}
  ) d
  order by d.environment_id, d.seq`

/** What is still kept of an environment's dispatches between two numbers, without these, in order. */
export const selectBetween = (
  sql: Sql,
  environmentId: string,
  after: number,
  before: number,
  limit: number,
) => sql.named('live_between')<DispatchRow>`
  select environment_id, seq, user_id, type, body
  from live_dispatches
  where environment_id = ${environmentId} and seq > ${after} and seq < ${before}
    and created_at > clock() - make_interval(mins => ${keptMinutes})
  order by seq
  limit ${limit}`

/** Deletes what can be replayed no more, and tokens that have ended. */
export const deleteOld = async (sql: Sql): Promise<void> => {
  await sql`
    delete from live_dispatches
    where created_at < clock() - make_interval(mins => ${keptMinutes})`
  await sql`
    delete from live_tokens
    where expires_at < clock()`
}
