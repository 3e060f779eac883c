import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Archive } from '../backup/archive.ts'
import { type Config, readConfig } from '../config.ts'
import { lockDataDir, parseCredentials, writeCredentials, writeKeyFile } from '../data-dir.ts'
import { TellusError } from '../lib/errors.ts'
import { keyIdOf } from '../lib/sealed.ts'
import { formatCount } from './quantity.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

interface Options {
  json?: boolean
}

/** `tellus restore FILE`: a backup becomes a Tellus again. */
export function restoreVerb(program: Command, shell: Shell): void {
  program
    .command('restore')
    .argument('<file>', 'what tellus backup wrote')
    .description('Load a backup into an empty data directory, and an empty database when DATABASE_URL is set.')
    .option('--json', 'print what was loaded as JSON')
    .addHelpText(
      'after',
      '\nStop the server that was backed up first: what it owed at that moment would be sent by both.\n\nExample:\n  TELLUS_DATA_DIR=/srv/tellus tellus restore tellus-2026-07-01.zip',
    )
    .action(async (file: string, { json }: Options) => {
      const config = readConfig(shell.environment, shell.cwd)
      const path = resolve(shell.cwd, file)
      const { archive, uploads, skipped, migrated, hasCredentials } = await restore(shell, config, path)
      const { tables, jobs, missing_uploads, made_at, tellus } = archive.manifest
      if (json)
        return sayJson(shell, {
          file: path,
          made_at,
          made_by: tellus,
          rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
          jobs,
          uploads,
          missing_uploads,
          skipped_tables: skipped,
          migrated,
        })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      say(
        shell,
        `Restored ${formatCount(rows)} rows of ${tables.length} tables, ${formatCount(jobs)} jobs and ${formatCount(uploads)} uploads of ${made_at} into ${config.dataDir}.`,
      )
      for (const name of skipped) say(shell, `Left out the table ${name}, which is no part of Tellus.`)
      for (const name of migrated) say(shell, `Applied ${name}`)
      if (missing_uploads.length > 0)
        say(
          shell,
          `${formatCount(missing_uploads.length)} uploads were not in the backup: those imports cannot run again.`,
        )
      if (!hasCredentials) say(shell, 'The backup holds no credentials: the next start makes a new API key.')
      say(shell, 'Start it with tellus serve.')
    })
}

interface Restored {
  archive: Pick<Archive, 'manifest'>
  uploads: number
  skipped: string[]
  migrated: string[]
  hasCredentials: boolean
}

async function restore(shell: Shell, config: Config, path: string): Promise<Restored> {
  const [{ openArchive, verifyArchive }, { checkEmptyDirectory, checkSchema, readSecrets }] = await Promise.all([
    import('../backup/archive.ts'),
    import('../backup/restore.ts'),
  ])
  using archive = await openArchive(path)
  await checkSchema(archive)
  await checkEmptyDirectory(config.dataDir)
  note(shell, 'Checking the backup…')
  await verifyArchive(archive)
  const secrets = await readSecrets(archive)
  checkKey(config, archive, secrets.keys)
  using stop = listenForStop(shell)
  try {
    const loaded = await load(shell, config, archive, stop.signal)
    if (config.secretKey === null) writeKeyFile(config.dataDir, secrets.keys)
    const credentials = secrets.credentials === null ? null : parseCredentials(secrets.credentials)
    if (credentials !== null) writeCredentials(config.dataDir, credentials)
    return { archive, ...loaded, hasCredentials: credentials !== null || config.apiKey !== null }
  } catch (cause) {
    // It was empty before.
    for (const name of await readdir(config.dataDir).catch(() => []))
      await rm(join(config.dataDir, name), { recursive: true, force: true })
    if (!stop.signal.aborted) throw cause
    throw new TellusError('unavailable', 'The restore was stopped: nothing was loaded.', { cause })
  }
}

/** Secrets sealed with another key could never be opened: said before anything is loaded. */
function checkKey(config: Config, { manifest, path }: Archive, inBackup: readonly string[]): void {
  const keys = config.secretKey === null ? inBackup : [config.secretKey, ...config.previousSecretKeys]
  if (keys.length === 0)
    throw new TellusError(
      'bad_request',
      `${path} was written without the key that seals its secrets: set TELLUS_SECRET_KEY to the one of that server.`,
    )
  const [wanted] = manifest.key_ids
  if (wanted !== undefined && !keys.map(keyIdOf).includes(wanted))
    throw new TellusError(
      'bad_request',
      `The secrets in ${path} are sealed with another key (${wanted}) than TELLUS_SECRET_KEY: set the one of that server${inBackup.length === 0 ? '' : ', or none, to take the one in the backup'}.`,
    )
}

async function load(
  shell: Shell,
  config: Config,
  archive: Archive,
  signal: AbortSignal,
): Promise<Pick<Restored, 'uploads' | 'skipped' | 'migrated'>> {
  const [{ loadDatabase, restoreUploads }, { prepareDatabase }, { openDatabase }, { checkServerVersion }] =
    await Promise.all([
      import('../backup/restore.ts'),
      import('../prepare-database.ts'),
      import('../db/sql.ts'),
      import('../db/readiness.ts'),
    ])
  await using open = new AsyncDisposableStack()
  const lock = lockDataDir(config.dataDir)
  open.defer(() => lock.release())
  let url = config.databaseUrl
  if (url === null) {
    const { startEmbedded } = await import('../db/embedded.ts')
    const embedded = await startEmbedded(config.dataDir)
    open.defer(() => embedded.stop())
    url = embedded.url()
  }
  const db = openDatabase(url, { label: 'tellus restore', connections: 4, onError: () => undefined })
  open.defer(() => db.close())
  await checkServerVersion(db, url)
  const uploads = await restoreUploads(config.dataDir, archive)
  const skipped = await loadDatabase(db, archive, {
    signal,
    onTable: (name, rows) => {
      if (rows > 0) note(shell, `Loaded ${name}: ${formatCount(rows)} rows`)
    },
  })
  return { uploads, skipped, migrated: await prepareDatabase(db, Date.now()) }
}
