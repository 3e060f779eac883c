import type { Sql } from '../db/sql.ts'
import type { Packed } from '../lib/packed.ts'
import type { Piece, PieceHead } from './pieces.ts'

interface HeadRow {
  id: string
  day: string
  type: string
  /** Comma-separated: read at a tenth of what the driver's lists cost. */
  ids: string
  sums: Buffer
}

const headOf = ({ id, day, type, ids, sums }: HeadRow): PieceHead => ({
  id,
  day,
  type,
  ids: ids.split(','),
  sums: Array.from({ length: sums.length / 4 }, (_, index) => sums.readUInt32LE(index * 4)),
})

function sumsOf({ sums }: PieceHead): Buffer {
  const bytes = Buffer.alloc(sums.length * 4)
  for (const [index, sum] of sums.entries()) bytes.writeUInt32LE(sum, index * 4)
  return bytes
}

/** A list as PostgreSQL reads it: lists of different lengths do not fit into one parameter otherwise. */
const arrayText = (ids: readonly string[]): string => `{${ids.join(',')}}`

/** The pieces of some types, each between two days, and of the days next to these. */
export const selectHeadsNear = async (
  sql: Sql,
  userId: string,
  near: readonly { type: string; first: string; last: string }[],
) => {
  const rows = await sql.named('phone-heads-near')<HeadRow>`
    select p.id, p.day, p.type, array_to_string(p.ids, ',') as ids, p.sums
    from unnest(
      ${near.map(({ type }) => type)}::text[], ${near.map(({ first }) => first)}::date[],
      ${near.map(({ last }) => last)}::date[]) as near (type, first, last)
    join phone_pieces p on p.user_id = ${userId}::uuid and p.type = near.type and p.day >= near.first - 1 and p.day <= near.last + 1`
  return rows.map(headOf)
}

/** The pieces that have one of these ids; null types are all. Reads the ids of all pieces of a user and types. */
export const selectHeadsWith = async (
  sql: Sql,
  userId: string,
  idHashes: readonly string[],
  types: readonly string[] | null,
) => {
  const rows = await sql<HeadRow>`
    select p.id, p.day, p.type, array_to_string(p.ids, ',') as ids, p.sums
    from phone_pieces p
    where p.user_id = ${userId} and (${types}::text[] is null or p.type = any(${types}::text[]))
      and exists (select from unnest(p.ids) as one (id) where one.id = any(${arrayText(idHashes)}::bigint[]))`
  return rows.map(headOf)
}

export interface BodyRow extends Packed {
  id: string
  day: string
  type: string
  bytes: number
}

export const selectBodies = (sql: Sql, userId: string, heads: readonly PieceHead[]) => sql<BodyRow>`
  select p.id, p.day, p.type, p.body, p.body_z, p.bytes
  from unnest(
    ${heads.map(({ day }) => day)}::date[], ${heads.map(({ type }) => type)}::text[], ${heads.map(({ id }) => id)}::uuid[])
    as wanted (day, type, id)
  join phone_pieces p on p.user_id = ${userId} and p.day = wanted.day and p.type = wanted.type and p.id = wanted.id`

/** Everything of the days from one to another, both included, in the order it came. */
export const selectPieces = (sql: Sql, userId: string, first: string, last: string) => sql<BodyRow>`
  select id, day, type, body, body_z, bytes
  from phone_pieces
  where user_id = ${userId} and day >= ${first}::date and day <= ${last}::date
  order by day, type, id`

/** Writes pieces over what was under their ids. */
export const upsertPieces = (sql: Sql, userId: string, pieces: readonly Piece[]) => sql.named('phone-pieces')`
  insert into phone_pieces (user_id, day, type, id, ids, sums, body, body_z, bytes)
  select ${userId}::uuid, t.day, t.type, t.id, t.ids::bigint[], t.sums, t.body, t.body_z, t.bytes
  from unnest(
    ${pieces.map(({ day }) => day)}::date[], ${pieces.map(({ type }) => type)}::text[],
    ${pieces.map(({ id }) => id)}::uuid[], ${pieces.map(({ ids }) => arrayText(ids))}::text[],
    ${pieces.map(sumsOf)}::bytea[], ${pieces.map(({ body }) => body)}::text[],
    ${pieces.map(({ body_z: bodyZ }) => bodyZ)}::bytea[], ${pieces.map(({ bytes }) => bytes)}::integer[])
    as t (day, type, id, ids, sums, body, body_z, bytes)
  on conflict (user_id, day, type, id) do update
  set ids = excluded.ids, sums = excluded.sums, body = excluded.body, body_z = excluded.body_z, bytes = excluded.bytes`

export const deletePieces = (sql: Sql, userId: string, pieces: readonly Pick<Piece, 'day' | 'type' | 'id'>[]) => sql`
  delete from phone_pieces p
  using unnest(
    ${pieces.map(({ day }) => day)}::date[], ${pieces.map(({ type }) => type)}::text[], ${pieces.map(({ id }) => id)}::uuid[])
    as gone (day, type, id)
  where p.user_id = ${userId} and p.day = gone.day and p.type = gone.type and p.id = gone.id`

/** Which of these ids were deleted on the phone. */
export const selectTombstones = async (sql: Sql, userId: string, idHashes: readonly string[]) => {
  const rows = await sql<{ id: string }>`
    select id::text
    from phone_deletions
    where user_id = ${userId} and id = any(${arrayText(idHashes)}::bigint[])`
  return new Set(rows.map(({ id }) => id))
}

export const insertTombstones = (sql: Sql, userId: string, idHashes: readonly string[], at: Date) => sql`
  insert into phone_deletions (user_id, id, deleted_at)
  select distinct ${userId}::uuid, id, ${at}::timestamptz
  from unnest(${arrayText(idHashes)}::bigint[]) as id
  on conflict do nothing`

/** Which of these keys sessions have. */
export const selectSessions = (sql: Sql, userId: string, keys: readonly string[]) => sql<{
  type: 'activity' | 'sleep'
  key: string
}>`
  select type, key
  from records
  where user_id = ${userId} and type in ('activity', 'sleep') and key = any(${keys}::text[])`

export const selectAnswer = async (sql: Sql, userId: string, batchId: string) => {
  const [row] = await sql<{ answer: string }>`
    select answer
    from phone_batches
    where user_id = ${userId} and batch_id = ${batchId}`
  return row?.answer ?? null
}

export const insertAnswer = (sql: Sql, row: { userId: string; batchId: string; answer: string; at: Date }) => sql`
  insert into phone_batches (user_id, batch_id, answer, accepted_at)
  values (${row.userId}, ${row.batchId}, ${row.answer}, ${row.at})`

/** Where the phone stands by type; what is null stays, and the last sample only moves on. */
export const upsertAnchors = (
  sql: Sql,
  userId: string,
  anchors: readonly { type: string; anchor: string | null; lastSampleAt: Date | null }[],
) => sql`
  insert into phone_anchors as a (user_id, type, anchor, last_sample_at)
  select ${userId}::uuid, t.type, t.anchor, t.last_sample_at
  from unnest(
    ${anchors.map(({ type }) => type)}::text[], ${anchors.map(({ anchor }) => anchor)}::text[],
    ${anchors.map(({ lastSampleAt }) => lastSampleAt)}::timestamptz[]) as t (type, anchor, last_sample_at)
  on conflict (user_id, type) do update
  set anchor = coalesce(excluded.anchor, a.anchor), last_sample_at = greatest(a.last_sample_at, excluded.last_sample_at)`

export const selectAnchors = (sql: Sql, userId: string) => sql<{
  type: string
  anchor: string | null
  last_sample_at: Date | null
}>`
  select type, anchor, last_sample_at
  from phone_anchors
  where user_id = ${userId}
  order by type`
