import { firstIdAt } from '../lib/ids.ts'
import { type Database, raw } from './sql.ts'

/** The tables of history (events, attempts, outcomes): all that is partitioned, and all by day of the event id. */
async function historyTables(db: Database): Promise<string[]> {
  const rows = await db<{ name: string }>`
    select relname as name
    from pg_class
    where relkind = 'p' and relnamespace = 'public'::regnamespace
    order by relname`
  return rows.map((row) => row.name)
}

const dayMs = 86_400_000
const nameOf = (table: string, dayStartMs: number) =>
  `${table}_${new Date(dayStartMs).toISOString().slice(0, 10).replaceAll('-', '')}`

/**
 * Makes the partitions of the days from yesterday to three days ahead of `nowMs`. Rows of a day whose partition is
 * missing would go to the default partition, which is correct but is not dropped by age.
 */
export async function makePartitions(db: Database, nowMs: number): Promise<void> {
  const today = Math.floor(nowMs / dayMs) * dayMs
  for (const table of await historyTables(db))
    for (let day = today - dayMs; day <= today + 3 * dayMs; day += dayMs) {
      const name = nameOf(table, day)
      const [found] = await db`select 1 from pg_class where relname = ${name} and relnamespace = 'public'::regnamespace`
      if (found) continue
      await db`create table if not exists ${raw(name)} partition of ${raw(table)}
        for values from (${raw(`'${firstIdAt(day)}'`)}) to (${raw(`'${firstIdAt(day + dayMs)}'`)})`
    }
}

/** Drops the partitions that ended before `beforeMs`; gives their names. */
export async function dropPartitions(db: Database, beforeMs: number): Promise<string[]> {
  const dropped: string[] = []
  for (const table of await historyTables(db)) {
    const rows = await db<{ name: string }>`
      select c.relname as name
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = ${table}::regclass and c.relname ~ ${`^${table}_[0-9]{8}$`}`
    for (const { name } of rows) {
      const digits = name.slice(-8)
      const day = Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}T00:00:00Z`)
      if (day + dayMs > beforeMs) continue
      await db`drop table ${raw(name)}`
      dropped.push(name)
    }
  }
  return dropped
}
