import sqlText from 'sql-template-tag'
import { join, raw, type Sql } from '../db/sql.ts'

export interface InboxRow {
  id: string
  environment_id: string
  name: string
  respond_status: number
  respond_delay_ms: number
  created_at: Date
}

const inboxColumns = sqlText`id, environment_id, name, respond_status, respond_delay_ms, created_at`

export const insertInbox = (
  sql: Sql,
  row: Pick<InboxRow, 'id' | 'environment_id' | 'name' | 'created_at'>,
) => sql<InboxRow>`
  insert into inboxes (id, environment_id, name, created_at)
  values (${row.id}, ${row.environment_id}, ${row.name}, ${row.created_at})
  returning ${inboxColumns}`

export const selectInbox = (sql: Sql, id: string) => sql.named('inbox')<InboxRow>`
  select id, environment_id, name, respond_status, respond_delay_ms, created_at
  from inboxes
  where id = ${id}`

export const selectInboxes = (sql: Sql, environmentId: string, limit: number, after: string | null) => sql<InboxRow>`
  select ${inboxColumns}
  from inboxes
  where environment_id = ${environmentId} and (${after}::uuid is null or id > ${after}::uuid)
  order by id
  limit ${limit}`

export const updateInbox = (
  sql: Sql,
  environmentId: string,
  id: string,
  to: { name: string | null; respondStatus: number | null; respondDelayMs: number | null },
) => sql<InboxRow>`
  update inboxes
  set name = coalesce(${to.name}, name),
    respond_status = coalesce(${to.respondStatus}, respond_status),
    respond_delay_ms = coalesce(${to.respondDelayMs}, respond_delay_ms)
  where environment_id = ${environmentId} and id = ${id}
  returning ${inboxColumns}`

export const deleteInboxRow = (sql: Sql, environmentId: string, id: string) => sql`
  delete from inboxes
  where environment_id = ${environmentId} and id = ${id}
  returning id`

export interface MessageRow {
  id: string
  inbox_id: string
  received_at: Date
  method: string
  path: string
  headers: string
  type: string | null
  trace_id: string | null
  encoding: 'utf8' | 'base64'
  body: string | null
  body_z: Buffer | null
  bytes: number
  /** JSON text when inserted, parsed when read. */
  verdict: unknown
  answered: number
}

const messageColumns = sqlText`id, inbox_id, received_at, method, path, headers, type, trace_id, encoding, body, body_z,
  bytes, verdict, answered`

export const insertMessages = (sql: Sql, rows: readonly MessageRow[]) => {
  const tuples = rows.map(
    (row) => sqlText`(${row.id}, ${row.inbox_id}, ${row.received_at}, ${row.method}, ${row.path}, ${row.headers},
      ${row.type}, ${row.trace_id}, ${row.encoding}, ${row.body}, ${row.body_z}, ${row.bytes}, ${row.verdict},
      ${row.answered})`,
  )
  return sql`
    insert into inbox_messages (${messageColumns})
    values ${join(tuples)}`
}

export type Order = 'asc' | 'desc'

/** Ids and sizes of the next messages in that order, beyond `from`. */
export const selectMessageIds = (sql: Sql, inboxId: string, order: Order, from: string | null, limit: number) => sql<{
  id: string
  bytes: number
}>`
  select id, bytes
  from inbox_messages
  where inbox_id = ${inboxId}
    and (${from}::uuid is null or id ${raw(order === 'asc' ? '>' : '<')} ${from}::uuid)
  order by id ${raw(order)}
  limit ${limit}`

/** The messages of those ids with the number of the attempt that each was. */
export const selectMessages = (sql: Sql, inboxId: string, ids: string[], order: Order) => sql<
  MessageRow & { attempt: number }
>`
  select ${messageColumns}, (
    select count(*)::int
    from inbox_messages earlier
    where earlier.inbox_id = m.inbox_id and earlier.trace_id = m.trace_id and earlier.id <= m.id
  ) as attempt
  from inbox_messages m
  where inbox_id = ${inboxId} and id = any(${ids}::uuid[])
  order by id ${raw(order)}`

/** Deletes all but the newest `keep` messages, and those with an id before `before`. */
export const trimMessages = (sql: Sql, inboxId: string, keep: number, before: string) => sql`
  delete from inbox_messages
  where inbox_id = ${inboxId}
    and (
      id < ${before}
      or id <= (
        select id
        from inbox_messages
        where inbox_id = ${inboxId}
        order by id desc
        offset ${keep}
        limit 1
      )
    )`

export const deleteMessages = (sql: Sql, inboxId: string) => sql`
  delete from inbox_messages
  where inbox_id = ${inboxId}`

/** Deletes the messages of an inbox and says how many there were. */
export async function clearMessages(sql: Sql, inboxId: string): Promise<number> {
  const [row] = await sql<{ n: number }>`
    with gone as (delete from inbox_messages where inbox_id = ${inboxId} returning 1)
    select count(*)::int as n from gone`
  return row?.n ?? 0
}

export const deleteStrayMessages = (sql: Sql) => sql`
  delete from inbox_messages m
  where not exists (select 1 from inboxes where inboxes.id = m.inbox_id)`

export const selectInboxIds = (sql: Sql) => sql<{ id: string }>`
  select id
  from inboxes`
