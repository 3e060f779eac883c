import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { openOwnDatabase } from './own-database.ts'
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

async function migrateWith(config: Config): Promise<string[]> {
  const { prepareDatabase } = await import('../prepare-database.ts')
  await using open = new AsyncDisposableStack()
  const db = await openOwnDatabase(config, open, { label: 'tellus migrate', connections: 1 })
  return await prepareDatabase(db, Date.now())
}
