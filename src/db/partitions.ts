import { firstIdAt } from '../lib/ids.ts'
import { type Database, raw, type Sql } from './sql.ts'

/**
 * Held, shared, by a backup for as long as it reads. Making or dropping a partition locks its whole table, so it would
 * wait for that reader, and everything that stores would wait behind it.
 */
export const tablesLock = 7355610

/** The tables of history (events, attempts, outcomes): all that is partitioned, and all by day of the event id. */
async function historyTables(db: Sql): Promise<string[]> {
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
 * missing would go to the default partition, which is correct but is not dropped by age. While a backup reads, the days
 * to come are left to a later call.
 */
export async function makePartitions(db: Database, nowMs: number): Promise<void> {
  const today = Math.floor(nowMs / dayMs) * dayMs
  for (let day = today - dayMs; day <= today + 3 * dayMs; day += dayMs)
    await makeDay(db, day, day <= today ? 'wait' : 'skip')
}

/** Makes the partitions of one day, given by its first millisecond, in every table of history. */
export async function makeDay(db: Database, day: number, whileBackup: 'wait' | 'skip'): Promise<void> {
  for (const table of await historyTables(db)) {
    const name = nameOf(table, day)
    const [found] = await db`select 1 from pg_class where relname = ${name} and relnamespace = 'public'::regnamespace`
    if (found) continue
    await db.transaction(async (sql) => {
      if (!(await lockTables(sql, whileBackup))) return
      await sql`create table if not exists ${raw(name)} partition of ${raw(table)}
        for values from (${raw(`'${firstIdAt(day)}'`)}) to (${raw(`'${firstIdAt(day + dayMs)}'`)})`
    })
  }
}

/** False when a backup is reading and is not waited for. */
async function lockTables(sql: Sql, whileBackup: 'wait' | 'skip'): Promise<boolean> {
  if (whileBackup === 'skip') {
    const [row] = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${tablesLock}) as taken`
    return row?.taken === true
  }
  await sql`select pg_advisory_xact_lock(${tablesLock})`
  return true
}

/** Drops the partitions that ended before `beforeMs`; gives their names. While a backup reads, they are left for later. */
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
      const done = await db.transaction(async (sql) => {
        if (!(await lockTables(sql, 'skip'))) return false
        await sql`drop table ${raw(name)}`
        return true
      })
      if (done) dropped.push(name)
    }
  }
  return dropped
}
