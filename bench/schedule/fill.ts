import template, { type RawValue } from 'sql-template-tag'
import type { Database, Sql } from '../../src/db/sql.ts'
import { takeDue } from '../../src/users/connection/store.ts'
import { type Explained, explain } from '../scale/explain.ts'

/**
 * Fills an empty database with users of the pretend provider, all to be polled within the next day but for `due`, whose
 * time has come and who stand anywhere among the others. The role must be a superuser.
 */
export async function fillConnections(
  db: Database,
  environmentId: string,
  { users, due }: { users: number; due: number },
): Promise<void> {
  await db.transaction(async (sql) => {
    // Foreign keys are right by construction, and checking each would take longer than all else.
    await sql`set local session_replication_role = replica`
    await sql`
      insert into users (user_id, environment_id, provider, provider_account, reference_id, created_at)
      select gen_random_uuid(), ${environmentId}::uuid, 'SANDBOX', 'account ' || n, 'person-' || n, now()
      from generate_series(1, ${users}::int) as n`
    await sql`
      insert into connections (user_id, last_polled_at, next_poll_at)
      select user_id, clock(), clock() + interval '10 min' + random() * interval '1 day'
      from users`
  })
  await makeDue(db, due)
}

/** Has the time come for so many more, and leaves tables as a vacuum leaves them. */
export async function makeDue(db: Database, due: number): Promise<void> {
  if (due > 0)
    await db`
      update connections
      set next_poll_at = clock() - random() * interval '1 min'
      where user_id in (select user_id from connections where next_poll_at > clock() order by user_id limit ${due})`
  await db`vacuum (analyze) users, connections`
}

/** How the statement that takes whose time has come goes about it; it takes nobody. */
export async function planOfTaking(db: Database): Promise<Explained> {
  let asked = { text: '', values: [] as readonly unknown[] }
  const run = async <Row extends object>(strings: TemplateStringsArray, ...values: RawValue[]): Promise<Row[]> => {
    const { text, values: parameters } = template(strings, ...values)
    asked = { text, values: parameters }
    return []
  }
  const listening: Sql = Object.assign(run, { named: () => run })
  await takeDue(listening, 1000)
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    return await explain(client, asked.text, asked.values, false)
  } finally {
    await client.query('rollback')
    client.release()
  }
}
