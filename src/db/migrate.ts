import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { TellusError } from '../lib/errors.ts'
import type { Database } from './sql.ts'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Applies the migrations that are missing, each in its own transaction, one process at a time. Gives the names it
 * applied. A migration that was applied with another text is an error: released migrations are never edited. With
 * `only`, the others are left for later: that is how an older schema is made, to load an older backup.
 */
export async function migrate(db: Database, only?: ReadonlySet<string>): Promise<string[]> {
  const files = await migrationFiles()
  const client = await db.pool.connect()
  try {
    await client.query('select pg_advisory_lock(7355608)')
    await client.query(`create table if not exists migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migrations')
    const known = new Map(rows.map((row) => [row.name, row.checksum]))
    const applied: string[] = []
    for (const { name, text, checksum } of files) {
      if (only !== undefined && !only.has(name)) continue
      if (known.has(name)) {
        if (known.get(name) !== checksum)
          throw new TellusError(
            'internal',
            `Migration ${name} was changed after it had been applied: restore the file of the release that made this database.`,
          )
        continue
      }
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new TellusError(
          'internal',
          `Migration ${name} failed: ${error instanceof Error ? error.message : error}`,
          { cause: error },
        )
      }
      applied.push(name)
    }
    const unknown = [...known.keys()].filter((name) => !files.some((file) => file.name === name))
    if (unknown.length > 0)
      throw new TellusError(
        'internal',
        `The database was made by a newer Tellus (it has migration ${unknown.join(', ')}): start that version, or restore an older backup.`,
      )
    return applied
  } finally {
    await client.query('select pg_advisory_unlock(7355608)')
    client.release()
  }
}

/** The migrations of this version, in order. */
export async function migrationFiles(): Promise<{ name: string; text: string; checksum: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}
