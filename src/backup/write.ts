import { constants, createReadStream, createWriteStream } from 'node:fs'
import { access, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { ZipFile } from 'yazl'
import type { Database } from '../db/sql.ts'
import { TellusError } from '../lib/errors.ts'
import { version } from '../version.ts'
import { openArchive, verifyArchive } from './archive.ts'
import {
  credentialsName,
  formatVersion,
  jobsName,
  keysName,
  type Manifest,
  manifestName,
  tableEntry,
  uploadPattern,
} from './format.ts'
import { type Measured, measuring } from './measure.ts'
import {
  beginSnapshot,
  copyOut,
  endSnapshot,
  selectDays,
  selectJobs,
  selectMigrations,
  selectSequences,
  selectTables,
  selectUploads,
} from './store.ts'

export interface BackupSource {
  db: Database
  /** Where uploaded files are. */
  dataDir: string
  /** Names the keys that secrets in the database are sealed with, the current one first. */
  keyIds: string[]
  /** Put into the backup, unless null: the keys, and what a client needs to reach the server. */
  secrets: { keys: readonly string[]; credentials: string | null } | null
}

export interface Backup {
  manifest: Manifest
  bytes: number
}

/** What compresses well costs little at this level; what was compressed before is not made larger. */
const compressed = { mode: 0o100600, compress: true, compressionLevel: 3 }

/**
 * Writes one moment of a Tellus into a file that only its owner can read: every table, jobs, uploads and, unless left
 * out, secrets. Rows are streamed, and the server goes on meanwhile. The file is written beside its name, read back and
 * compared, and only then given its name: what has the name is whole. `onTable` hears of each table when it is through.
 */
export async function writeBackup(
  source: BackupSource,
  path: string,
  options: { signal?: AbortSignal; onTable?: (name: string, rows: number) => void } = {},
): Promise<Backup> {
  if (await exists(path)) throw new TellusError('conflict', `${path} exists already: name another file.`)
  const part = `${path}.${process.pid}.part`
  try {
    await checkFolder(dirname(path))
    const manifest = await writeZip(source, part, options)
    using archive = await openArchive(part)
    await verifyArchive(archive)
    await sync(part)
    const { size } = await stat(part)
    await rename(part, path)
    await sync(dirname(path))
    return { manifest, bytes: size }
  } catch (error) {
    await rm(part, { force: true })
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC')
      throw new TellusError('disk_full', `There is not enough room for the backup in ${dirname(path)}.`, {
        cause: error,
      })
    throw error
  }
}

async function writeZip(
  source: BackupSource,
  part: string,
  options: { signal?: AbortSignal; onTable?: (name: string, rows: number) => void },
): Promise<Manifest> {
  const client = await source.db.pool.connect()
  let isOver = false
  try {
    await beginSnapshot(client)
    const zip = new ZipFile()
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])])
    zip.on('error', (error) => stop.abort(error))
    const file = createWriteStream(part, { flags: 'wx', mode: 0o600 })
    const written = pipeline(zip.outputStream, file, { signal })
    written.catch(() => undefined) // awaited below, when all is in the queue
    const add = (name: string, make: () => Readable | Promise<Readable>, onEnd: (measured: Measured) => void) =>
      zip.addReadStreamLazy(name, compressed, (give) => {
        Promise.resolve(make()).then(
          (entry) => {
            const measure = measuring(onEnd)
            pipeline(entry, measure).catch((error) => stop.abort(error))
            give(null, measure)
          },
          (error) => stop.abort(error),
        )
      })
    const manifest = await addAll(source, client, add, options.onTable ?? (() => undefined))
    add(
      manifestName,
      () => Readable.from([Buffer.from(JSON.stringify(manifest, null, 2))]),
      () => undefined,
    )
    zip.end()
    await written.catch((error) => {
      throw stop.signal.aborted ? stop.signal.reason : error
    })
    await endSnapshot(client)
    isOver = true
    return manifest
  } finally {
    // In the middle of a copy a connection cannot be used for anything else.
    client.release(!isOver)
  }
}

type Add = (name: string, make: () => Readable | Promise<Readable>, onEnd: (measured: Measured) => void) => void

/** Queues every entry; each is begun when the one before is through. The manifest given is complete after the last. */
async function addAll(
  source: BackupSource,
  client: PoolClient,
  add: Add,
  onTable: (name: string, rows: number) => void,
): Promise<Manifest> {
  const migrations = await selectMigrations(client)
  if (migrations.length === 0)
    throw new TellusError('not_found', 'The database holds no Tellus: there is nothing to back up.')
  const jobs = await selectJobs(client)
  const manifest: Manifest = {
    format: 'tellus-backup',
    version: formatVersion,
    tellus: version,
    made_at: new Date().toISOString(),
    migrations,
    tables: [],
    days: (await selectDays(client)).map((day) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`),
    sequences: await selectSequences(client),
    jobs: jobs.length,
    missing_uploads: [],
    key_ids: source.keyIds,
    has_secrets: source.secrets !== null,
    entries: [],
  }
  const addEntry = (name: string, make: () => Readable | Promise<Readable>, onEnd?: (measured: Measured) => void) =>
    add(name, make, (measured) => {
      manifest.entries.push({ name, bytes: measured.bytes, sha256: measured.sha256 })
      onEnd?.(measured)
    })
  const textEntry = (name: string, text: string) => addEntry(name, () => Readable.from([Buffer.from(text)]))

  for (const table of await selectTables(client))
    addEntry(
      tableEntry(table.name),
      () => copyOut(client, table),
      ({ lines }) => {
        manifest.tables.push({ ...table, rows: lines })
        onTable(table.name, lines)
      },
    )
  textEntry(jobsName, JSON.stringify(jobs))
  for (const path of await selectUploads(client)) await addUpload(source.dataDir, path, manifest, addEntry)
  if (source.secrets !== null) {
    textEntry(keysName, source.secrets.keys.join('\n'))
    if (source.secrets.credentials !== null) textEntry(credentialsName, source.secrets.credentials)
  }
  return manifest
}

/** A file that retention has removed since the moment of the backup is noted and not missed. */
async function addUpload(
  dataDir: string,
  path: string,
  manifest: Manifest,
  addEntry: (name: string, make: () => Readable | Promise<Readable>) => void,
): Promise<void> {
  const full = join(dataDir, path)
  if (!uploadPattern.test(path) || !(await exists(full))) {
    manifest.missing_uploads.push(path)
    return
  }
  addEntry(path, async () => {
    try {
      await access(full, constants.R_OK)
      return createReadStream(full)
    } catch (error) {
      if (await exists(full)) throw error
      manifest.missing_uploads.push(path)
      return Readable.from([])
    }
  })
}

async function checkFolder(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new TellusError('bad_request', `${folder} is not a folder this user can write to.`, { cause })
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
