import pg from 'pg'
import { sealedBy, type Vault } from '../lib/sealed.ts'
import { type Database, raw, type Sql } from './sql.ts'

/** Every column that holds sealed texts. Whoever seals into another one adds it here. */
const sealedColumns = [
  { table: 'destinations', columns: ['secret', 'previous_secret', 'headers'] },
  { table: 'provider_clients', columns: ['secret', 'client_key'] },
  { table: 'provider_subscriptions', columns: ['secret'] },
  { table: 'provider_tokens', columns: ['access_token', 'refresh_token'] },
  { table: 'sandbox_grants', columns: ['access_token'] },
  { table: 'sandbox_listeners', columns: ['secret'] },
  { table: 'sandbox_subscriptions', columns: ['secret'] },
  { table: 'sign_ins', columns: ['verifier'] },
] as const

const pageSize = 100
const mostTries = 5
const deadlock = '40P01'
/** One rotation at a time: the key file is part of it. */
const rotationLock = 7355609
/** The locks by which processes show that they live. */
const livenessLock = 7355

/** Runs `work` while no other process rotates keys; null when one does. */
export async function withRotationLock<T>(db: Database, work: () => Promise<T>): Promise<T | null> {
  const client = await db.pool.connect()
  try {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [rotationLock])
    if (rows[0]?.taken !== true) return null
    const result = await work()
    await client.query('select pg_advisory_unlock($1)', [rotationLock])
    return result
  } finally {
    // Where it was not given back, the lock goes with the connection, a moment later.
    client.release(true)
  }
}

/** How many stored texts each key has sealed, by key id. */
export async function countSealed(sql: Sql): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { table, columns } of sealedColumns)
    for (const column of columns) {
      const rows = await sql<{ id: string; n: number }>`
        select split_part(${raw(column)}, '.', 2) as id, count(*)::int as n
        from ${raw(table)}
        where ${raw(column)} is not null
        group by 1`
      for (const { id, n } of rows) counts.set(id, (counts.get(id) ?? 0) + n)
    }
  return counts
}

/** The processes alive that could not open what `keyId` seals; `areFollowing` leaves out those that read the key file. */
export async function unawareProcesses(sql: Sql, keyId: string, areFollowing: boolean): Promise<string[]> {
  const rows = await sql<{ label: string }>`
    select label
    from workers w
    where not coalesce(${keyId} = any (w.key_ids), ${areFollowing}::boolean)
      and exists (
        select 1
        from pg_locks l
        where l.locktype = 'advisory' and l.classid = ${livenessLock} and l.objid = w.no::oid and l.objsubid = 2
          and l.granted and l.database = (select oid from pg_database where datname = current_database())
      )
    order by w.no`
  return rows.map(({ label }) => label)
}

/**
 * Seals anew with the vault's current key what other keys have sealed, a page a transaction: whatever ends it, each text
 * is sealed with the one or the other, and the next run goes on. Gives how many texts were sealed anew, and tells
 * `onPage` of each page.
 */
export async function resealAll(db: Database, vault: Vault, onPage: (texts: number) => void = () => undefined) {
  let texts = 0
  for (const { table, columns } of sealedColumns) {
    let after: string | null = null
    do {
      const page: Page = await resealPage(db, vault, { table, columns, after })
      after = page.last
      texts += page.texts
      if (page.texts > 0) onPage(page.texts)
    } while (after !== null)
  }
  return texts
}

interface Place {
  table: string
  columns: readonly string[]
  after: string | null
}
interface Page {
  texts: number
  /** The last row looked at; null at the end. */
  last: string | null
}
type SealedRow = { id: string } & Record<string, string | null>

/** Deliveries change several destinations in one statement, in no order: where that meets a page, the page is tried again. */
async function resealPage(db: Database, vault: Vault, place: Place, tries = mostTries): Promise<Page> {
  try {
    return await db.transaction((sql) => resealRows(sql, vault, place))
  } catch (error) {
    if (tries > 1 && error instanceof pg.DatabaseError && error.code === deadlock)
      return resealPage(db, vault, place, tries - 1)
    throw error
  }
}

async function resealRows(sql: Sql, vault: Vault, { table, columns, after }: Place): Promise<Page> {
  const current = sealedBy(vault.keyIds()[0] ?? '')
  const rows = await sql<SealedRow>`
    select id, ${raw(columns.join(', '))}
    from ${raw(table)}
    where (${after}::uuid is null or id > ${after}::uuid)
      and (${raw(columns.map((column) => `${column} not like '${current}%'`).join(' or '))})
    order by id
    limit ${pageSize}
    for update`
  let texts = 0
  const sealAgain = (text: string | null): string | null => {
    if (text === null || text.startsWith(current)) return text
    texts++
    return vault.seal(vault.open(text))
  }
  for (const row of rows)
    for (const column of columns) {
      const before = row[column] ?? null
      const next = sealAgain(before)
      if (next !== before) await sql`update ${raw(table)} set ${raw(column)} = ${next} where id = ${row.id}`
    }
  return { texts, last: rows.length < pageSize ? null : (rows.at(-1)?.id ?? null) }
}
