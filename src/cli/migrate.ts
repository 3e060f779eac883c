import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { lockDataDir, runningServer } from '../data-dir.ts'
import { type Shell, say, sayJson } from './shell.ts'

interface Options {
  json?: boolean
}

/** `tellus migrate`: brings the database to what this version needs. */
export function migrateVerb(program: Command, shell: Shell): void {
  program
    .command('migrate')
    .description('Apply the database migrations that are missing. Starting a server does so too.')
    .option('--json', 'print the names that were applied as JSON')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgresql://tellus@db/tellus TELLUS_SECRET_KEY=… tellus migrate')
    .action(async (options: Options) => {
      const applied = await migrateWith(readConfig(shell.environment, shell.cwd))
      if (options.json) sayJson(shell, { applied })
      else if (applied.length === 0) say(shell, 'The database is up to date.')
      else for (const name of applied) say(shell, `Applied ${name}`)
    })
}

/** Migrates the outside database, that of a running server, or the embedded one, which is started for it. */
async function migrateWith(config: Config): Promise<string[]> {
  const [{ prepareDatabase }, { checkServerVersion }, { openDatabase }] = await Promise.all([
    import('../prepare-database.ts'),
    import('../db/readiness.ts'),
    import('../db/sql.ts'),
  ])
  await using open = new AsyncDisposableStack()
  let url = config.databaseUrl ?? runningServer(config.dataDir)?.database_url
  if (url === undefined) {
    const lock = lockDataDir(config.dataDir)
    open.defer(() => lock.release())
    const { startEmbedded } = await import('../db/embedded.ts')
    const embedded = await startEmbedded(config.dataDir)
    open.defer(() => embedded.stop())
    url = embedded.url()
  }
  // A connection that breaks while idle is reported by the next statement on it.
  const db = openDatabase(url, { label: 'tellus migrate', connections: 1, onError: () => undefined })
  open.defer(() => db.close())
  await checkServerVersion(db, url)
  return await prepareDatabase(db, Date.now())
}
