import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Backup } from '../backup/write.ts'
import { type Config, readConfig } from '../config.ts'
import { readCredentials, readKeyFile, runningServer } from '../data-dir.ts'
import { TellusError } from '../lib/errors.ts'
import { keyIdOf } from '../lib/sealed.ts'
import { formatBytes, formatCount } from './quantity.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

interface Options {
  withoutSecrets?: boolean
  json?: boolean
}

/** `tellus backup FILE`: one moment of everything, in one file. */
export function backupVerb(program: Command, shell: Shell): void {
  program
    .command('backup')
    .argument('<file>', 'where to write it; must not exist yet')
    .description('Write database, jobs, uploaded files, key and credentials into one file, while the server goes on.')
    .option('--without-secrets', 'leave out the key that seals secrets, and the credentials')
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      '\nThe file holds health data and, unless left out, the key to its secrets: keep it as safe as the server.\n\nExample:\n  tellus backup tellus-$(date +%F).zip',
    )
    .action(async (file: string, { json, withoutSecrets }: Options) => {
      const config = readConfig(shell.environment, shell.cwd)
      const path = resolve(shell.cwd, file)
      const { manifest, bytes } = await backUp(shell, config, path, withoutSecrets !== true)
      const { tables, jobs, entries, missing_uploads } = manifest
      const uploads = entries.filter(({ name }) => name.startsWith('raw/')).length
      if (json)
        return sayJson(shell, {
          file: path,
          bytes,
          made_at: manifest.made_at,
          rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
          jobs,
          uploads,
          missing_uploads,
          has_secrets: manifest.has_secrets,
        })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      say(
        shell,
        `Backed up ${formatCount(rows)} rows of ${tables.length} tables, ${formatCount(jobs)} jobs and ${formatCount(uploads)} uploads into ${path} (${formatBytes(bytes)}), and compared them.`,
      )
      if (missing_uploads.length > 0)
        say(shell, `${formatCount(missing_uploads.length)} uploads are not in ${config.dataDir} and were left out.`)
      say(
        shell,
        manifest.has_secrets
          ? 'The key that seals secrets and the credentials are in it: keep it as safe as the server.'
          : 'The key that seals secrets is not in it: keep TELLUS_SECRET_KEY, or secret.key of the data directory, elsewhere.',
      )
    })
}

async function backUp(shell: Shell, config: Config, path: string, withSecrets: boolean): Promise<Backup> {
  const [{ openOwnDatabase }, { writeBackup }] = await Promise.all([
    import('./own-database.ts'),
    import('../backup/write.ts'),
  ])
  const isMade = existsSync(join(config.dataDir, 'postgres', 'global', 'pg_control'))
  if (config.databaseUrl === null && runningServer(config.dataDir) === null && !isMade)
    throw new TellusError(
      'not_found',
      `There is no Tellus in ${config.dataDir}: name its data directory by TELLUS_DATA_DIR, or its database by DATABASE_URL.`,
    )
  const given = config.secretKey === null ? [] : [config.secretKey, ...config.previousSecretKeys]
  const keys = [...new Set([...given, ...readKeyFile(config.dataDir)])]
  if (keys.length === 0 && withSecrets)
    throw new TellusError(
      'not_found',
      `The key that seals secrets is missing in ${config.dataDir}: set TELLUS_SECRET_KEY, or leave it out by --without-secrets.`,
    )
  using stop = listenForStop(shell)
  await using open = new AsyncDisposableStack()
  const db = await openOwnDatabase(config, open, { label: 'tellus backup', connections: 1 })
  const credentials = readCredentials(config.dataDir)
  try {
    return await writeBackup(
      {
        db,
        dataDir: config.dataDir,
        keyIds: keys.map(keyIdOf),
        secrets: withSecrets ? { keys, credentials: credentials === null ? null : JSON.stringify(credentials) } : null,
      },
      path,
      {
        signal: stop.signal,
        onTable: (name, rows) => {
          if (rows > 0) note(shell, `Copied ${name}: ${formatCount(rows)} rows`)
        },
      },
    )
  } catch (cause) {
    if (!stop.signal.aborted) throw cause
    throw new TellusError('unavailable', `The backup was stopped: nothing was left in ${path}.`, { cause })
  }
}
