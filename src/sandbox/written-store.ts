import type { Sql } from '../db/sql.ts'

export interface WrittenRow {
  id: string
  person: string
  type: string
  day: string
  record: object
  written_at: Date
}

export const insertWritten = (sql: Sql, row: WrittenRow) => sql`
  insert into sandbox_written (id, person, type, day, record, written_at)
  values (${row.id}, ${row.person}, ${row.type}, ${row.day}, ${JSON.stringify(row.record)}::json, ${row.written_at})`

/** What a person had written for some local days, in order of writing. */
export const selectWritten = (sql: Sql, person: string, type: string, first: string, last: string) => sql<
  Pick<WrittenRow, 'id' | 'record'>
>`
  select id, record
  from sandbox_written
  where person = ${person} and type = ${type} and day between ${first}::date and ${last}::date
  order by written_at, id`

/** Takes one away; gives its day, null where it is not that person's. */
export const deleteWritten = async (sql: Sql, person: string, type: string, id: string) => {
  const [row] = await sql<{ day: string }>`
    delete from sandbox_written
    where id = ${id} and person = ${person} and type = ${type}
    returning day`
  return row?.day ?? null
}
