import { raw, type Sql } from '../../src/db/sql.ts'

interface Index {
  name: string
  definition: string
  isPrimary: boolean
}

/** Drops a table's indexes, for filling it: made at the end they take minutes where row by row they take hours. */
export async function dropIndexes(sql: Sql, table: string): Promise<Index[]> {
  const indexes = await sql<Index>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition, i.indisprimary as "isPrimary"
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${table}::regclass`
  for (const { name, isPrimary } of indexes)
    if (isPrimary) await sql`alter table ${raw(table)} drop constraint ${raw(name)}`
    else await sql`drop index ${raw(name)}`
  return indexes
}

/** Makes them again as they were. */
export async function makeIndexes(sql: Sql, table: string, indexes: readonly Index[]): Promise<void> {
  for (const { name, definition, isPrimary } of indexes) {
    await sql`${raw(definition)}`
    if (isPrimary) await sql`alter table ${raw(table)} add constraint ${raw(name)} primary key using index ${raw(name)}`
  }
}
