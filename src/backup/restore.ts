import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { migrate, migrationFiles } from '../db/migrate.ts'
import { makeDay } from '../db/partitions.ts'
import type { Database } from '../db/sql.ts'
import { migrateJobs } from '../jobs/jobs.ts'
import { TellusError } from '../lib/errors.ts'
import type { Archive } from './archive.ts'
import { credentialsName, keysName, type Manifest, tableEntry, uploadPattern } from './format.ts'
import {
  beginLoad,
  copyIn,
  emptyTables,
  forgetUploads,
  insertJobs,
  selectMigrations,
  selectReferences,
  selectTables,
  setSequence,
  tablesInUse,
} from './store.ts'

/** Tables that have rows in a database nobody has used yet. */
const usedFromTheStart = new Set(['migrations', 'destination_changes'])

/** Throws a sentence when this version cannot make the schema that a backup was written from. */
export async function checkSchema({ manifest, path }: Pick<Archive, 'manifest' | 'path'>): Promise<void> {
  const ours = new Map((await migrationFiles()).map(({ name, checksum }) => [name, checksum]))
  const unknown = manifest.migrations.filter(({ name }) => !ours.has(name))
  if (unknown.length > 0)
    throw new TellusError(
      'conflict',
      `${path} was written by a newer Tellus (${manifest.tellus}, with ${unknown.map(({ name }) => name).join(', ')}): restore it with that version or a later one.`,
    )
  const changed = manifest.migrations.find(({ name, checksum }) => ours.get(name) !== checksum)
  if (changed !== undefined)
    throw new TellusError(
      'conflict',
      `${path} was written from another text of migration ${changed.name}: restore it with the release that wrote it (Tellus ${manifest.tellus}).`,
    )
}

/** Throws a sentence unless a data directory is empty or not there yet. */
export async function checkEmptyDirectory(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.length > 0)
    throw new TellusError(
      'conflict',
      `${dataDir} is not empty (it holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}): a backup is restored into an empty data directory, named by TELLUS_DATA_DIR.`,
    )
}

/**
 * Loads a backup into an empty database: makes the schema as old as the backup's, with the same days, and in one
 * transaction its rows, its sequences and its jobs. Gives the names of tables that are no part of Tellus and were left
 * out. The caller migrates to the present afterwards.
 */
export async function loadDatabase(
  db: Database,
  archive: Archive,
  options: { signal?: AbortSignal; onTable?: (name: string, rows: number) => void } = {},
): Promise<string[]> {
  const { manifest } = archive
  const client = await db.pool.connect()
  let broken = false
  try {
    await checkEmptyDatabase(client, manifest)
    await migrate(db, new Set(manifest.migrations.map(({ name }) => name)))
    await migrateJobs(db)
    for (const day of manifest.days) await makeDay(db, Date.parse(`${day}T00:00:00Z`), 'wait')
    const known = new Map((await selectTables(client)).map(({ name, columns }) => [name, new Set(columns)]))
    const tables = inOrder(
      manifest.tables.filter(({ name }) => known.has(name)),
      await selectReferences(client),
    )
    for (const { name, columns } of tables) {
      const odd = columns.find((column) => known.get(name)?.has(column) !== true)
      if (odd !== undefined)
        throw new TellusError('conflict', `${archive.path} has a column ${name}.${odd} that Tellus does not.`)
    }
    await beginLoad(client)
    try {
      await emptyTables(
        client,
        tables.map(({ name }) => name),
      )
      for (const table of tables) {
        const copy = copyIn(client, table)
        await pipeline(await archive.read(tableEntry(table.name)), copy, { signal: options.signal })
        if (copy.rowCount !== table.rows)
          throw new TellusError('internal', `Of ${table.rows} rows of ${table.name}, ${copy.rowCount} were loaded.`)
        options.onTable?.(table.name, table.rows)
      }
      for (const sequence of manifest.sequences) await setSequence(client, sequence)
      await insertJobs(client, await archive.jobs())
      if (manifest.missing_uploads.length > 0) await forgetUploads(client, manifest.missing_uploads)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true
      })
      throw error
    }
    await client.query('analyze')
    return manifest.tables.map(({ name }) => name).filter((name) => !known.has(name))
  } finally {
    client.release(broken)
  }
}

async function checkEmptyDatabase(client: PoolClient, manifest: Manifest): Promise<void> {
  const used = (await tablesInUse(client)).filter((name) => !usedFromTheStart.has(name))
  if (used.length > 0)
    throw new TellusError(
      'conflict',
      `The database is not empty (${used.slice(0, 3).join(', ')}${used.length > 3 ? ' …' : ''} have rows): a backup is restored into a database of its own, named by DATABASE_URL.`,
    )
  const wanted = new Set(manifest.migrations.map(({ name }) => name))
  const newer = (await selectMigrations(client)).filter(({ name }) => !wanted.has(name))
  if (newer.length > 0)
    throw new TellusError(
      'conflict',
      `The database was migrated further than the backup (${newer.map(({ name }) => name).join(', ')}): make a new, empty one.`,
    )
}

/** Tables such that each comes after those its rows point to. */
function inOrder<T extends { name: string }>(
  tables: readonly T[],
  references: { child: string; parent: string }[],
): T[] {
  const ordered: T[] = []
  const done = new Set<string>()
  let rest = [...tables]
  while (rest.length > 0) {
    const waits = (name: string) =>
      references.some(({ child, parent }) => child === name && !done.has(parent) && rest.some((t) => t.name === parent))
    const ready = rest.filter(({ name }) => !waits(name))
    if (ready.length === 0)
      throw new Error(`Tables point to each other in a circle: ${rest.map(({ name }) => name).join(', ')}.`)
    for (const table of ready) {
      ordered.push(table)
      done.add(table.name)
    }
    rest = rest.filter(({ name }) => !done.has(name))
  }
  return ordered
}

/** Puts uploads back where they were, durable; gives how many. */
export async function restoreUploads(dataDir: string, archive: Archive): Promise<number> {
  const names = archive.manifest.entries
    .map(({ name }) => name)
    .filter((name) => uploadPattern.test(name) && !archive.manifest.missing_uploads.includes(name))
  await mkdir(join(dataDir, 'raw'), { recursive: true, mode: 0o700 })
  for (const name of names)
    await pipeline(
      await archive.read(name),
      createWriteStream(join(dataDir, name), { flags: 'wx', mode: 0o600, flush: true }),
    )
  const folder = await open(join(dataDir, 'raw'), 'r')
  await folder.sync()
  await folder.close()
  return names.length
}

/** The secrets of a backup: keys, the current one first, and credentials; none when it was written without. */
export async function readSecrets(archive: Archive): Promise<{ keys: string[]; credentials: string | null }> {
  const has = (name: string) => archive.manifest.entries.some((entry) => entry.name === name)
  return {
    keys: has(keysName) ? (await archive.text(keysName)).split('\n').filter((key) => key !== '') : [],
    credentials: has(credentialsName) ? await archive.text(credentialsName) : null,
  }
}
